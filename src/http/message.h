#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace jinguo::http {

class StreamSource;

/// The methods a route may have. Others are refused before any handler sees them.
enum class Method { get, head, post, put, patch, delete_, options };

/// "GET", "HEAD", …
std::string_view to_text(Method method);
std::optional<Method> parse_method(std::string_view text);

/// Header fields in the order they came. Names compare without regard to case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  /// The first value of that name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const;
  /// How often the name occurs.
  std::size_t count(std::string_view name) const;
  /// Adds a field, also beside one of the same name (as Set-Cookie needs).
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// Replaces all fields of that name by this one.
  void set(std::string_view name, std::string value);
  void remove(std::string_view name);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

/// The parameters behind the question mark, decoded, in their order.
class Query {
 public:
  using Parameter = std::pair<std::string, std::string>;

  /// The first value of that name, or nothing; "a" and "a=" both give the empty text.
  std::optional<std::string_view> find(std::string_view name) const;
  /// Every value of that name.
  std::vector<std::string_view> all(std::string_view name) const;
  void add(std::string name, std::string value) { list_.emplace_back(std::move(name), std::move(value)); }

  auto begin() const { return list_.begin(); }
  auto end() const { return list_.end(); }
  std::size_t size() const { return list_.size(); }
  bool empty() const { return list_.empty(); }

 private:
  std::vector<Parameter> list_;
};

/// A request that was read completely and is well-formed.
struct Request {
  Method method = Method::get;
  /// Decoded, valid UTF-8, begins with "/"; without ".", ".." segments, backslash, encoded slash or control
  /// characters.
  std::string path;
  /// As it came, without the question mark.
  std::string raw_query;
  Query query;
  Headers headers;
  std::string body;
  /// The address the request came from, without port; behind a trusted proxy the one it names; "local" for
  /// the local socket.
  std::string peer;
  /// It came by the local socket, which only the operating system's owner of the server can open.
  bool via_socket = false;
  /// The browser's side is encrypted, as a trusted proxy says.
  bool is_secure = false;

  std::optional<std::string_view> header(std::string_view name) const { return headers.find(name); }
  /// The value of a cookie, or nothing.
  std::optional<std::string_view> cookie(std::string_view name) const;
};

/// An answer. Security headers, length, compression and date are added by the server; a header set here wins.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  /// Instead of `body`, bytes that several answers share; null when unused.
  std::shared_ptr<const std::string> shared_body;
  /// Instead of a body, a stream that stays open (see EventHub); null when unused.
  std::shared_ptr<StreamSource> stream;

  std::size_t body_size() const { return shared_body ? shared_body->size() : body.size(); }
  std::string_view body_view() const { return shared_body ? *shared_body : body; }
};

/// Gives the answer. Called once, from any thread, during the handler or later; later calls do nothing. If it
/// is dropped uncalled the client is told 500.
using Respond = std::function<void(Response)>;

/// What the server asks for each request. A thrown Failure becomes a 500 with a trace number.
using Handler = std::function<void(Request, Respond)>;

/// The text as a JSON string, quotes included; bytes that are no UTF-8 become U+FFFD.
std::string json_quote(std::string_view text);

/// An answer whose body is this JSON text.
Response json(int status, std::string text);
/// An answer of plain text in UTF-8.
Response plain(int status, std::string text);
/// An answer of HTML in UTF-8.
Response html(int status, std::string text);

/// The shape `Refusal`: "code", "message" (Chinese), "message_en", "trace", with "field", "line", "column"
/// and "detail" where the error knows them, and the status of its row. The trace is empty unless something
/// failed.
Response error_response(const Error& error, std::string_view trace = "");

/// The value of Content-Disposition that saves under this name, also a Chinese one.
std::string attachment(std::string_view file_name);

/// Whether two header names, tokens or codings are the same without regard to case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace jinguo::http
