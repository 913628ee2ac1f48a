#pragma once
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.h"
#include "app/app.h"
#include "base/result.h"

namespace jinguo::app {

namespace json = boost::json;

/// One request to a use case, already parsed: who asks, and what for.
struct Call {
  std::shared_ptr<const access::Scope> scope;
  /// The post under which it is done, e.g. "township.clerk@371323101"; empty for the system.
  std::string post;
  Language language = Language::zh;
  /// Parts of the path by name, then the query's parameters.
  std::map<std::string, std::string, std::less<>> parameters;
  /// The body: parsed when it is JSON, else as it came.
  json::value body;
  std::string raw_body;
  /// Of the request, for repeats; empty when none was sent.
  std::string idempotency_key;
  /// Hash of method, path and body, as hexadecimal text.
  std::string request_hash;
  /// Of the session, for signing out; empty when there is none.
  std::string session;
  /// What the browser calls itself; empty when it says nothing.
  std::string agent;
  /// Where it came from, for lock-out; "local" through the socket.
  std::string source;

  /// Empty when absent.
  std::string_view parameter(std::string_view name) const;
};

/// What a use case answers: JSON, or bytes of another type.
struct Answer {
  json::value body;
  /// Set instead of `body` for files.
  std::string bytes;
  std::string content_type;
  std::string file_name;
  /// Brought in by somebody: a browser is to save it, never to run anything of it.
  bool is_foreign = false;
  int status = 200;
  /// A session to set or, when empty text, to end.
  std::optional<std::string> session;

  Answer() = default;
  Answer(json::value value) : body(std::move(value)) {}
  Answer(json::object value) : body(std::move(value)) {}
  Answer(json::array value) : body(std::move(value)) {}
  static Answer file(std::string bytes, std::string content_type, std::string file_name) {
    Answer answer;
    answer.bytes = std::move(bytes);
    answer.content_type = std::move(content_type);
    answer.file_name = std::move(file_name);
    return answer;
  }
};

using UseCase = Result<Answer> (*)(App&, const Call&);

/// Several faults as one refusal: the sentence counts them, the detail lists them.
Error refusal_of(const Diagnostics& faults);
/// A fault as `Fault` of the API.
json::object fault_json(const Error& fault, std::string_view severity = "fault");

/// Text of the body's member; Error app.bad_field when it is there and no text. Empty when absent or null.
Result<std::string> text_member(const json::value& body, std::string_view name);
/// As above, refused when absent or empty.
Result<std::string> required_member(const json::value& body, std::string_view name);
/// Refuses members the caller does not know, naming them: nothing is dropped silently.
Result<void> only_members(const json::value& body, std::initializer_list<std::string_view> known);

/// A write with the request's idempotency: a repeat is answered with what was answered before (after the
/// rights of today were asked again by the caller), another request under the same key is refused. `work`
/// makes the answer and what follows the commit.
struct Done {
  json::value answer;
  std::function<void(Position)> after_commit;
};
Result<Answer> write(App& app, const Call& call,
                     const std::function<Result<Done>(Writing&, LogEntry stamp)>& work);

/// A log entry with who, when and under which post filled in.
LogEntry stamp_of(App& app, const Call& call);

}  // namespace jinguo::app
