#include "http/dispatch.h"

#include <sodium.h>

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/units.h"
#include "http/percent.h"

namespace jinguo::http {
namespace {

namespace json = boost::json;

/// A stream is ended after this time, so that what its subscriber may know is judged anew: the browser comes
/// back by itself, and is refused when the session is over by then.
constexpr app::Instant kStreamLongest = 60 * 60'000;
constexpr app::Instant kBetweenSweeps = 60'000;

std::string_view cookie_name(const Request& request) {
  return request.is_secure ? kSecureCookie : kCookie;
}

std::string set_cookie(const Request& request, const std::string& session) {
  std::string out = std::string(cookie_name(request)) + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  if (request.is_secure) out += "; Secure";
  if (session.empty()) out += "; Max-Age=0";
  return out;
}

std::string hash_of_request(const Request& request) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  for (const std::string_view part : {to_text(request.method), std::string_view(request.path),
                                      std::string_view(request.raw_query), std::string_view(request.body)}) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>("\0"), 1);
  }
  unsigned char out[crypto_generichash_BYTES];
  crypto_generichash_final(&state, out, sizeof out);
  std::string hex(2 * sizeof out + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), out, sizeof out);
  hex.pop_back();
  return hex;
}

/// Whether a text within holds a NUL, which no store keeps.
bool has_nul(const json::value& value) {
  const auto has = [](std::string_view text) { return text.find('\0') != std::string_view::npos; };
  if (const json::string* text = value.if_string()) return has(*text);
  if (const json::array* list = value.if_array()) return std::any_of(list->begin(), list->end(), has_nul);
  if (const json::object* object = value.if_object())
    return std::any_of(object->begin(), object->end(),
                       [&](const auto& member) { return has(member.key()) || has_nul(member.value()); });
  return false;
}

/// What a notice is about, for subscribers' predicates.
struct About {
  app::Notice notice;
  std::shared_ptr<const define::Programme> programme;
};

Language language_of(const Request& request) {
  if (const auto asked = request.query.find("language")) return *asked == "en" ? Language::en : Language::zh;
  const auto header = request.header("Accept-Language");
  return header && header->starts_with("en") ? Language::en : Language::zh;
}

/// The refusal as the shape `Refusal`: faults of a list come out of the detail.
Response refusal(const Error& error) {
  json::object out = app::fault_json(error);
  out.erase("severity");
  out["trace"] = "";
  if (json::value* detail = out.if_contains("detail"))
    if (json::object* object = detail->if_object())
      if (json::value* faults = object->if_contains("faults")) {
        json::value list = std::move(*faults);
        out.erase("detail");
        out["faults"] = std::move(list);
      }
  return http::json(error.row().status, json::serialize(out));
}

}  // namespace

Result<app::Asker> Dispatcher::asker_of(const Request& request, const Route& route,
                                        std::string& session) const {
  if (const auto cookie = request.cookie(cookie_name(request))) session = std::string(*cookie);
  if (request.via_socket && session.empty()) {
    if (const auto account = request.header("X-Jinguo-As"); account && !account->empty())
      return app::asker_of_account(app_, *account);
    return app::local_operator(app_);
  }
  if (route.door == Door::open && session.empty()) return app::Asker{};
  auto asker = app::asker_of_session(app_, session);
  if (!asker && route.door == Door::open) return app::Asker{};
  return asker;
}

bool Dispatcher::is_heavy(const Request& request) const {
  std::map<std::string, std::string, std::less<>> parameters;
  std::string allowed;
  const Route* route = find_route(request.method, request.path, parameters, allowed);
  return route && route->is_heavy;
}

bool Dispatcher::is_signed_in(const Request& request) const {
  if (request.via_socket) return true;
  // Whether the browser's side is encrypted may not be known yet.
  for (const std::string_view name : {kSecureCookie, kCookie})
    if (const auto cookie = request.cookie(name); cookie && app::asker_of_session(app_, *cookie)) return true;
  return false;
}

Response Dispatcher::answer(const Request& request) const {
  app::Call call;
  std::string allowed;
  const Route* route = find_route(request.method, request.path, call.parameters, allowed);
  if (!route && allowed.empty()) return refusal(Error(kNoSuchPath, {request.path}));
  if (!route) {
    Response response = refusal(Error(kMethodNotAllowed, {std::string(to_text(request.method)), allowed}));
    response.headers.set("Allow", allowed);
    return response;
  }
  if (route->door == Door::local && !request.via_socket) return refusal(Error(kLocalOnly));
  auto asker = asker_of(request, *route, call.session);
  if (!asker) return refusal(asker.error());
  call.scope = asker->scope;
  call.post = asker->post;
  call.language = language_of(request);
  call.source = request.via_socket ? "local" : request.peer;
  // A part of the path is never overridden by the query.
  for (const auto& [name, value] : request.query) call.parameters.try_emplace(name, value);
  // Unlike the path, the query and JSON, a header may bring any bytes.
  for (const char* name : {"Idempotency-Key", "X-File-Name", "X-Jinguo-As"})
    if (!is_utf8(request.header(name).value_or("")))
      return refusal(Error(app::kBadField, {name, "应当是 UTF-8 文字。", "it must be UTF-8 text."}));
  if (const auto agent = request.header("User-Agent"); agent && is_utf8(agent->substr(0, 200)))
    call.agent = std::string(agent->substr(0, 200));
  if (const auto key = request.header("Idempotency-Key")) call.idempotency_key = std::string(*key);
  if (const auto name = request.header("X-File-Name"))
    call.parameters.try_emplace("file_name", std::string(*name));
  if (call.idempotency_key.size() > 100)
    return refusal(
        Error(app::kBadField, {"Idempotency-Key", "最多 100 个字符。", "at most 100 characters."}));
  const bool writes = request.method != Method::get && request.method != Method::head;
  if (route->takes_file) {
    call.raw_body = request.body;
  } else if (!request.body.empty()) {
    const auto type = request.header("Content-Type");
    if (!type || !type->starts_with("application/json")) return refusal(Error(kNotJson));
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 32;
    call.body = json::parse(request.body, failed, {}, options);
    if (failed) return refusal(Error(app::kBadJson, {failed.message(), failed.message()}));
    if (request.body.find("\\u0000") != std::string::npos && has_nul(call.body))
      return refusal(Error(app::kBadJson, {"有空字符（\\u0000）", "it holds a NUL (\\u0000)"}));
    if (!call.body.is_object())
      return refusal(Error(app::kBadField, {"body", "应当是 JSON 对象。", "it must be a JSON object."}));
  }
  if (call.body.is_null()) call.body = json::object();
  if (writes && !call.idempotency_key.empty()) call.request_hash = hash_of_request(request);
  if (route->path == "/api/events") return open_stream(request, *asker, call.session);

  auto answer = route->run(app_, call);
  if (!answer) return refusal(answer.error());
  Response response;
  if (!answer->content_type.empty()) {
    response.body = std::move(answer->bytes);
    response.headers.set("Content-Type", answer->content_type);
    if (!answer->file_name.empty())
      response.headers.set("Content-Disposition", attachment(answer->file_name));
  } else {
    response = http::json(answer->status, json::serialize(answer->body));
  }
  response.headers.set("Cache-Control", answer->is_foreign ? "private, no-store" : "no-store");
  if (answer->is_foreign) response.headers.set("Content-Security-Policy", "sandbox; default-src 'none'");
  if (answer->session) response.headers.add("Set-Cookie", set_cookie(request, *answer->session));
  return response;
}

Response Dispatcher::open_stream(const Request& request, const app::Asker& asker,
                                 const std::string& session) const {
  if (!hub_) return refusal(Error(kNoSuchPath, {request.path}));
  Subscriber subscriber;
  subscriber.session = session;
  subscriber.account = std::to_string(asker.scope->account().number());
  subscriber.last_position = last_event_id(request);
  subscriber.opened_at = app_.clock().now();
  subscriber.may_know = [scope = asker.scope](const Event& event) {
    const auto* about = static_cast<const About*>(event.about.get());
    if (!about || about->notice.unit.is_none() || !about->programme) return true;
    return access::figures_reach(*scope, *about->programme).holds(scope->today(), about->notice.unit);
  };
  return hub_->subscribe(std::move(subscriber));
}

void Dispatcher::publish(const app::Notice& notice) {
  if (!hub_) return;
  end_old_streams();
  const app::Snapshot now = app_.published();
  auto about = std::make_shared<About>();
  about->notice = notice;
  if (const auto found = now.catalogue->programmes.find(notice.programme);
      found != now.catalogue->programmes.end())
    about->programme = found->second;
  json::object data{
      {"position", notice.position.number()}, {"kind", notice.kind}, {"programme", notice.programme}};
  data["unit"] = notice.unit.is_none() ? json::value(nullptr)
                                       : json::value(app::unit_ref(*now.tree, notice.unit, app_.today()));
  Event event;
  event.position = static_cast<uint64_t>(notice.position.number());
  event.name = notice.kind;
  event.data = json::serialize(data);
  event.about = about;
  hub_->publish(std::move(event));
  // Rights that were taken away bite at once: streams of ended sessions end.
  if (notice.kind == "session")
    hub_->close_if([this](const Subscriber& subscriber) {
      return !subscriber.session.empty() && !app::asker_of_session(app_, subscriber.session);
    });
}

void Dispatcher::end_old_streams() {
  const app::Instant now = app_.clock().now();
  if (now - last_sweep_ < kBetweenSweeps) return;
  last_sweep_ = now;
  hub_->close_if([now](const Subscriber& who) { return now - who.opened_at > kStreamLongest; });
}

}  // namespace jinguo::http
