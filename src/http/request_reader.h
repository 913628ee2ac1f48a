#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace jinguo::http {

/// How much a request may bring, in bytes.
struct ReaderLimits {
  std::size_t head = 16 * 1024;
  std::size_t body = 8 * 1024 * 1024;
  /// The limit of the body of this request, whose head is known, or why it may bring none; null means `body`
  /// for all. Must not throw.
  std::function<Result<std::size_t>(const Request&)> body_for;
};

/// Reads one HTTP/1.x request from bytes as they come. Pure: no socket, no clock. Strict: what two parsers
/// could read differently is refused.
class RequestReader {
 public:
  enum class State { head, body, complete, refused };

  /// The limits must outlive the reader. `origin` holds what the connection knows: peer and via_socket.
  explicit RequestReader(const ReaderLimits& limits, Request origin = {});
  ~RequestReader();
  RequestReader(RequestReader&&) noexcept;
  RequestReader& operator=(RequestReader&&) noexcept;

  /// Takes bytes and returns how many belong to this request; the rest, if any, is the next one's.
  std::size_t feed(std::string_view bytes);

  State state() const;
  bool is_done() const { return state() == State::complete || state() == State::refused; }
  /// The client waits for "100 Continue" before it sends the body.
  bool wants_continue() const;
  /// Whether the connection may serve another request after this one.
  bool keep_alive() const;
  /// Why it was refused; only in that state.
  const Error& error() const;
  /// Hands over the request; only when complete, once.
  Request take();
  /// The method as far as it is known, for answering a refused HEAD without a body.
  bool is_head() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace jinguo::http
