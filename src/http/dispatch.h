#pragma once
#include <functional>
#include <memory>

#include "app/app.h"
#include "app/sessions.h"
#include "http/event_hub.h"
#include "http/message.h"
#include "http/route_table.h"

namespace jinguo::http {

inline constexpr ErrorRow kNoSuchPath{"http.no_such_path", 404, "没有这个地址：{0}",
                                      "There is no such address: {0}"};
inline constexpr ErrorRow kMethodNotAllowed{"http.method_not_allowed", 405, "这个地址不接受 {0}，可用：{1}。",
                                            "This address does not take {0}; it takes: {1}."};
inline constexpr ErrorRow kLocalOnly{"http.local_only", 403, "这个操作只能在服务器本机进行。",
                                     "This can only be done on the server itself."};
inline constexpr ErrorRow kNotJson{"http.not_json", 415, "请求正文应当是 application/json。",
                                   "The body must be application/json."};

/// From a request to an answer: finds the route, asks who comes, reads the body, runs the use case, prints.
/// The server and the command line use the same one, so there is no second way in.
class Dispatcher {
 public:
  /// Null hub: no event streams.
  Dispatcher(app::App& app, EventHub* hub) : app_(app), hub_(hub) {}

  /// Blocks while the use case runs.
  Response answer(const Request& request) const;
  bool is_heavy(const Request& request) const;
  /// Whether it comes through the socket or with a session that holds.
  bool is_signed_in(const Request& request) const;

  /// Tells the hub of what was committed, each subscriber only what she may know. On the writing thread.
  void publish(const app::Notice& notice);

 private:
  Result<app::Asker> asker_of(const Request& request, const Route& route, std::string& session) const;
  Response open_stream(const Request& request, const app::Asker& asker, const std::string& session) const;
  void end_old_streams();

  app::App& app_;
  EventHub* hub_;
  app::Instant last_sweep_ = 0;
};

/// The name of the session's cookie; the second where the browser's side is encrypted.
inline constexpr std::string_view kCookie = "jinguo";
inline constexpr std::string_view kSecureCookie = "__Host-jinguo";

}  // namespace jinguo::http
