#include "world.h"

#include "app/accounts.h"
#include "app/operations.h"
#include "app/second_factor.h"
#include "http/route_table.h"
#include "shapes.h"
#include "store/sql_store.h"

namespace jinguo::support {
namespace {

constexpr const char* kPassword = "正确的马电池订书钉";
constexpr const char* kSecurity = "安全管理员";

std::string query_text(const std::vector<std::pair<std::string, std::string>>& query) {
  std::string out;
  for (const auto& [name, value] : query) out += (out.empty() ? "" : "&") + name + "=" + value;
  return out;
}

std::string places(const json::object& fault) {
  std::string out;
  for (const char* name : {"field", "line", "column"})
    if (const json::value* place = fault.if_contains(name))
      out += " " + std::string(name) + " " +
             (place->is_string() ? std::string(place->as_string()) : json::serialize(*place));
  return out;
}

/// Every answer is of the shape its route declares, so that the printed description and types are true.
void check_shape(const http::Request& request, const Reply& reply) {
  if (reply.body.is_null()) return;
  std::map<std::string, std::string, std::less<>> parameters;
  std::string allowed;
  const http::Route* route = http::find_route(request.method, request.path, parameters, allowed);
  const std::string_view type = !reply.is_good() ? "Refusal" : route ? route->gives : "";
  if (type.empty()) return;
  std::string all;
  for (const std::string& fault : shape_faults(type, reply.body)) all += "\n    " + fault;
  if (!all.empty())
    throw Failure("the answer of " + std::string(http::to_text(request.method)) + " " + request.path +
                  " is not of its declared shape:" + all.substr(0, 2000));
}

}  // namespace

std::string Reply::said() const {
  std::string out = std::to_string(status);
  const json::object* object = body.if_object();
  if (!object) return out + " " + bytes.substr(0, 200);
  for (const char* name : {"code", "message"})
    if (const json::value* text = object->if_contains(name); text && text->is_string())
      out += " " + std::string(text->as_string());
  out += places(*object);
  if (const json::value* faults = object->if_contains("faults"); faults && faults->is_array())
    for (const json::value& fault : faults->as_array())
      out += "\n    " + std::string(fault.at("code").as_string()) + " " +
             std::string(fault.at("message").as_string()) + places(fault.as_object());
  return out;
}

World::World(std::filesystem::path folder, std::string conninfo)
    : folder_(std::move(folder)), conninfo_(std::move(conninfo)) {
  std::filesystem::create_directories(folder_ / "scratch");
  office_ = std::make_unique<SheetOffice>(folder_ / "scratch");
  set_today(*Date::make(2011, 7, 4));
  open();
  app::Settings settings;
  if (auto made = app::initialise(*app_, settings); !made) throw Failure("the store cannot be initialised");
}

World::~World() {
  dispatcher_.reset();
  if (store_) store_->stop();
  app_.reset();
}

void World::open() {
  store::StoreOptions options;
  if (conninfo_.empty()) options.data_dir = folder_ / "data";
  options.conninfo = conninfo_;
  options.key_file = folder_ / "master.key";
  options.random = [this](uint8_t* bytes, size_t n) {
    for (size_t i = 0; i < n; ++i) bytes[i] = static_cast<uint8_t>(random_());
  };
  auto store = store::open_store(options);
  if (!store) throw Failure(store.error().text(Language::en));
  store_ = std::move(*store);
  app::Clock clock{[this] { return now_++; }, [this] { return today_; }};
  app_ = std::make_unique<app::App>(*store_, *office_, clock, options.random, app::load_settings(*store_));
  app_->start();
  dispatcher_ = std::make_unique<http::Dispatcher>(*app_, nullptr);
}

void World::restart() {
  dispatcher_.reset();
  store_->stop();
  app_.reset();
  store_.reset();
  open();
}

void World::set_today(Date day, int hour) {
  constexpr int kShanghai = 8;
  const app::Instant at = (int64_t{day.days()} * 24 + hour - kShanghai) * 3'600'000;
  today_ = day;
  // Time never stands still within a day, and never runs back.
  now_ = std::max(now_, at);
}

void World::set_home(const std::string& code) {
  app::Settings settings;
  settings.home_unit = code;
  if (auto made = app::initialise(*app_, settings); !made) throw Failure(made.error().text(Language::en));
  home_ = code;
}

Reply World::send(const Ask& ask, const std::string& session, bool via_socket) {
  http::Request request;
  request.method = ask.method;
  request.path = ask.path;
  for (const auto& [name, value] : ask.query) request.query.add(name, value);
  request.raw_query = query_text(ask.query);
  request.peer = via_socket ? "local" : "192.0.2.1";
  request.via_socket = via_socket;
  if (!session.empty()) request.headers.add("Cookie", std::string(http::kCookie) + "=" + session);
  if (ask.body) {
    request.body = json::serialize(*ask.body);
    request.headers.add("Content-Type", "application/json");
  } else if (!ask.file.empty()) {
    request.body = ask.file;
    request.headers.add("Content-Type", "application/octet-stream");
  }
  if (!ask.file_name.empty()) request.headers.add("X-File-Name", ask.file_name);
  if (!ask.key.empty()) request.headers.add("Idempotency-Key", ask.key);
  const http::Response response = dispatcher_->answer(request);
  Reply reply;
  reply.status = response.status;
  reply.bytes = std::string(response.body_view());
  const auto type = response.headers.find("Content-Type");
  if (type && type->starts_with("application/json")) reply.body = json::parse(reply.bytes);
  if (const auto cookie = response.headers.find("Set-Cookie")) {
    const std::string_view text = cookie->substr(http::kCookie.size() + 1);
    set_cookie_ = std::string(text.substr(0, text.find(';')));
  }
  check_shape(request, reply);
  return reply;
}

Reply World::ask_as_operator(const Ask& ask) {
  return send(ask, "", true);
}

World::Person& World::security() {
  const auto known = persons_.find(kSecurity);
  if (known != persons_.end()) return known->second;
  const Date day = today_;
  std::string link;
  auto made = store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::LogEntry stamp;
    stamp.at = now_;
    stamp.on = day;
    app::NewAccount given{"security", kSecurity, {}, "", false};
    for (const UnitId root : app_->staged().tree->roots(day)) given.posts.emplace_back("security", root);
    auto token = app::make_account(*app_, writing, stamp, given);
    if (!token) return std::move(token).error();
    link = *token;
    // Cases run over years; those about the second factor say from when it is asked for.
    app::save_second_factor_from(writing, std::nullopt);
    return app::Committed{writing.head(), {}};
  });
  if (!made) throw Failure(made.error().text(Language::en));
  return use_link(kSecurity, "security", link);
}

World::Person& World::use_link(const std::string& name, const std::string& account,
                               const std::string& token) {
  const Reply reply = send({.method = http::Method::post,
                            .path = "/api/first-link",
                            .body = json::object{{"token", token}, {"password", kPassword}}},
                           "", false);
  if (!reply.is_good()) throw Failure("a one-time link does not open: " + reply.said());
  return persons_[name] = {account, set_cookie_, now_};
}

void World::add_person(const std::string& person,
                       const std::vector<std::pair<std::string, std::string>>& posts) {
  if (persons_.contains(person)) throw Failure("there is a person " + person + " already");
  const std::string account = "p" + std::to_string(persons_.size() + 100);
  json::array given;
  for (const auto& [role, unit] : posts) given.push_back({{"role", role}, {"unit", unit}});
  Person& admin = security();
  sign_in(admin);
  const Reply made =
      send({.method = http::Method::post,
            .path = "/api/accounts",
            .body = json::object{{"account", account}, {"name", person}, {"posts", std::move(given)}}},
           admin.session, false);
  if (!made.is_good()) throw Failure("an account cannot be made: " + made.said());
  constexpr std::string_view kLink = "/first/";
  use_link(person, account, std::string(made.body.at("link").as_string()).substr(kLink.size()));
}

const std::string& World::account_of(const std::string& person) const {
  const auto known = persons_.find(person);
  if (known == persons_.end()) throw Failure("nobody is known as " + person);
  return known->second.account;
}

void World::sign_in(Person& person) {
  constexpr app::Instant kNearlyADay = 23LL * 3'600'000;
  if (!person.session.empty() && now_ - person.since < kNearlyADay) return;
  const Reply reply = send({.method = http::Method::post,
                            .path = "/api/session",
                            .body = json::object{{"account", person.account}, {"password", kPassword}}},
                           "", false);
  if (!reply.is_good()) throw Failure("a sign-in failed: " + reply.said());
  person.session = set_cookie_;
  person.since = now_;
}

Reply World::ask_as(const std::string& person, const Ask& ask) {
  if (person == kSecurity) security();
  const auto known = persons_.find(person);
  if (known == persons_.end()) throw Failure("nobody is known as " + person);
  sign_in(known->second);
  Reply reply = send(ask, known->second.session, false);
  // A session ended by somebody else: she signs in again, as she would.
  if (reply.status == 401) {
    known->second.session.clear();
    sign_in(known->second);
    reply = send(ask, known->second.session, false);
  }
  return reply;
}

bool World::is_session_alive(const std::string& person) {
  const auto known = persons_.find(person);
  if (known == persons_.end()) throw Failure("nobody is known as " + person);
  return send({.path = "/api/session"}, known->second.session, false).is_good();
}

}  // namespace jinguo::support
