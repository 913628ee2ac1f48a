#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace jinguo::http {

/// Where a client speaks to: a TCP address, or a local socket when `socket` is not empty.
struct Endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::filesystem::path socket;
};

/// What a client sends. `target` is the encoded path with its query.
struct ClientRequest {
  Method method = Method::get;
  std::string target = "/";
  Headers headers;
  std::string body;
};

/// One event read from a stream.
struct ClientEvent {
  std::string id;
  std::string name;
  std::string data;
};

/// A small blocking client for the command line and the tests; one connection, kept alive. Follows no
/// redirect, takes no compressed answer unless asked for one, and then leaves it compressed. Throws Failure
/// when the server cannot be reached, is too slow, or does not speak HTTP.
class Client {
 public:
  explicit Client(Endpoint endpoint, std::chrono::milliseconds timeout = std::chrono::seconds(30));
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// Sends and waits for the whole answer. A kept connection that the server has closed meanwhile is opened
  /// anew, for requests that may be repeated (GET, HEAD, PUT, DELETE, or with an Idempotency-Key).
  Response send(const ClientRequest& request);
  Response get(std::string target);
  Response post(std::string target, std::string json_body);

  /// Begins an event stream on this connection; afterwards only next_event() may be called. Returns the head.
  Response open_events(std::string target, std::optional<std::uint64_t> last_position = std::nullopt);
  /// The next event; nothing when none came in time or the stream ended (see has_ended).
  std::optional<ClientEvent> next_event(std::chrono::milliseconds wait);
  bool has_ended() const;
  /// How many comment lines (heartbeats) were passed over.
  std::size_t heartbeats() const;

  /// Bytes as they are, and what comes back until the server closes, `enough` bytes are there or the time is
  /// over: for tests of the wire.
  std::string send_raw(std::string_view bytes, std::chrono::milliseconds wait,
                       std::size_t enough = static_cast<std::size_t>(-1));

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace jinguo::http
