#include "main/local_installation.h"

#include <chrono>
#include <cstdlib>
#include <thread>

#include "app/accounts.h"
#include "app/operations.h"
#include "app/units.h"
#include "http/api_types.h"
#include "http/percent.h"
#include "main/doctor.h"
#include "main/doctor_data.h"
#include "main/local_tls.h"
#include "main/serving.h"
#include "main/shared_files.h"
#include "store/backup.h"
#include "store/sql_store.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string encoded_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const size_t slash = path.find('/', 1);
    out += "/" + http::percent_encode(path.substr(1, slash == std::string_view::npos ? slash : slash - 1));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash);
  }
  return out;
}

/// The parameters as they are sent; the file's name goes with them, so that it may be Chinese.
std::vector<std::pair<std::string, std::string>> parameters_of(const cli::Ask& ask) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [name, value] : ask.query)
    if (!value.empty()) out.emplace_back(name, value);
  if (!ask.file_name.empty()) out.emplace_back("file_name", ask.file_name);
  return out;
}

std::string encoded_query(const cli::Ask& ask) {
  std::string out;
  for (const auto& [name, value] : parameters_of(ask))
    out += (out.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
  return out;
}

http::Headers headers_of(const cli::Ask& ask, const std::string& account) {
  http::Headers headers;
  if (!account.empty()) headers.add("X-Jinguo-As", account);
  if (!ask.body.empty())
    headers.add("Content-Type", ask.file_name.empty() ? "application/json" : "application/octet-stream");
  return headers;
}

cli::Reply reply_of(const http::Response& response) {
  return {response.status, std::string(response.headers.find("Content-Type").value_or("")),
          std::string(response.body_view())};
}

std::string verdict_json(const app::StoreDigest& digest, const std::string& file, const fs::path& key_file) {
  json::array advice;
  if (!fs::exists(key_file))
    advice.push_back(
        {{"severity", "advice"},
         {"code", "main.key_to_bring"},
         {"message", "主密钥不在备份里：请把原来的密钥文件放到 " + key_file.string() + "，否则打不开。"},
         {"message_en", "the master key is not in a backup: put the original key file at " +
                            key_file.string() + ", else the data cannot be opened."}});
  return json::serialize(json::object{{"good", true},
                                      {"faults", std::move(advice)},
                                      {"records", digest.records},
                                      {"figures", 0},
                                      {"positions", digest.head.number()},
                                      {"digest", digest.records_digest},
                                      {"file", file}});
}

std::string from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

/// A folder that nobody but its owner may enter: names of persons lie in it.
void make_private(const fs::path& folder) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
}

/// The three administrators whose powers exclude each other, as far as the installation lacks them.
Result<std::vector<cli::FirstAccount>> make_administrators(app::App& app, UnitId home) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kWanted{
      {{"operator", "系统管理员"}, {"security", "安全管理员"}, {"auditor", "审计管理员"}}};
  std::vector<cli::FirstAccount> made;
  auto done = app.store().perform([&](app::Writing& writing) -> Result<app::Committed> {
    made.clear();
    app::LogEntry stamp;
    stamp.at = app.clock().now();
    stamp.on = app.today();
    stamp.unit = home;
    for (const auto& [role, title] : kWanted) {
      if (app::load_account(writing, role)) continue;
      app::NewAccount given;
      given.account = std::string(role);
      given.name = std::string(title);
      given.posts = {{std::string(role), home}};
      auto link = app::make_account(app, writing, stamp, given);
      if (!link) return std::move(link).error();
      made.push_back({given.account, given.name, "/first/" + *link});
    }
    return app::Committed{writing.head(), {}};
  });
  if (!done) return std::move(done).error();
  return made;
}

}  // namespace

LocalInstallation::LocalInstallation(const cli::Target& target, std::function<void(std::string_view)> report)
    : conninfo_(target.conninfo.empty() ? from_environment("JINGUO_STORE") : target.conninfo),
      key_file_(target.key_file),
      account_(target.account),
      report_(std::move(report)) {
  std::string folder = target.data.empty() ? from_environment("JINGUO_DATA") : target.data;
  is_named_ = !folder.empty() || !conninfo_.empty();
  if (folder.empty()) folder = "data";
  data_dir_ = fs::absolute(folder).lexically_normal();
  if (!data_dir_.has_filename()) data_dir_ = data_dir_.parent_path();
}

HouseOptions LocalInstallation::options_for(const fs::path& data_dir) const {
  HouseOptions options{data_dir, conninfo_, key_file_, report_};
  // The key of a folder made under another name is the one of its final name.
  if (options.key_file.empty()) options.key_file = data_dir_.string() + ".key";
  return options;
}

void LocalInstallation::be_passing() {
  stop_.emplace();
  if (is_named_) return;
  passing_.emplace();
  data_dir_ = passing_->path() / "demo";
}

bool LocalInstallation::has_data() {
  if (house_ || is_answering(socket_of(data_dir_))) return true;
  if (conninfo_.empty()) return fs::exists(data_dir_ / "jinguo.db");
  auto house = open_house();
  return house && !(*house)->app().settings().home_unit.empty();
}

Result<House*> LocalInstallation::open_house() {
  if (house_) return house_.get();
  if (conninfo_.empty() && !fs::exists(data_dir_ / "jinguo.db")) return Error(kNoData, {data_dir_.string()});
  constexpr int kTries = 30;
  for (int i = 0;; ++i) {
    auto opened = House::open(options_for(data_dir_));
    if (opened) {
      house_ = std::move(*opened);
      return house_.get();
    }
    // Another command may just be at work; a server is not waited for.
    const bool is_held = opened.error().code() == "store.served";
    if (!is_held || i >= kTries || is_answering(socket_of(data_dir_))) return std::move(opened).error();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

cli::Reply LocalInstallation::ask_served(const cli::Ask& ask) {
  if (!client_) {
    http::Endpoint endpoint;
    endpoint.socket = socket_of(data_dir_);
    client_ = std::make_unique<http::Client>(endpoint, std::chrono::minutes(30));
  }
  http::ClientRequest request;
  const auto method = http::parse_method(ask.method);
  ensure(method.has_value(), "a command asks by a known method");
  request.method = *method;
  const std::string query = encoded_query(ask);
  request.target = encoded_path(ask.path) + (query.empty() ? "" : "?" + query);
  request.headers = headers_of(ask, account_);
  request.body = ask.body;
  return reply_of(client_->send(request));
}

Result<cli::Reply> LocalInstallation::answer(const cli::Ask& ask) {
  if (!house_ && is_answering(socket_of(data_dir_))) return ask_served(ask);
  auto house = open_house();
  if (!house) {
    // It may have begun to serve meanwhile.
    if (house.error().code() == "store.served" && is_answering(socket_of(data_dir_))) return ask_served(ask);
    return std::move(house).error();
  }
  http::Request request;
  const auto method = http::parse_method(ask.method);
  ensure(method.has_value(), "a command asks by a known method");
  request.method = *method;
  request.path = ask.path;
  request.raw_query = encoded_query(ask);
  for (const auto& [name, value] : parameters_of(ask)) request.query.add(name, value);
  request.headers = headers_of(ask, account_);
  request.body = ask.body;
  request.peer = "local";
  request.via_socket = true;
  return reply_of((*house)->dispatcher().answer(request));
}

Result<void> LocalInstallation::make_demo(const std::function<void(std::string_view)>& told) {
  const auto say = [&](std::string_view line) {
    if (stop_ && stop_->wait_for(std::chrono::milliseconds(0))) throw Failure("stopped by a signal");
    told(line);
  };
  auto sources = read_demo_sources();
  if (!sources) return std::move(sources).error();
  if (!conninfo_.empty()) {
    auto house = open_house();
    if (!house) return std::move(house).error();
    return app::make_demo_city((*house)->app(), *sources, say);
  }
  if (fs::exists(data_dir_) && !fs::is_empty(data_dir_)) return Error(kFolderInUse, {data_dir_.string()});
  // Made under another name, so that a broken-off demo is never taken for a whole one.
  const fs::path making = data_dir_.string() + ".making";
  fs::remove_all(making);
  make_private(making);
  {
    auto house = House::open(options_for(making));
    if (!house) return std::move(house).error();
    if (auto made = app::make_demo_city((*house)->app(), *sources, say); !made) return made;
  }
  fs::rename(making, data_dir_);
  return {};
}

Result<std::vector<cli::FirstAccount>> LocalInstallation::make_empty(const cli::NewInstallation& given) {
  if (is_answering(socket_of(data_dir_)) && !house_) {
    // The server holds the folder, and this is no request of the API.
    auto held = House::open(options_for(data_dir_));
    if (!held) return std::move(held).error();
    house_ = std::move(*held);
  }
  if (!house_) {
    if (conninfo_.empty() && fs::exists(data_dir_) && !fs::is_empty(data_dir_) && !has_data())
      return Error(kFolderInUse, {data_dir_.string()});
    if (!fs::exists(data_dir_)) make_private(data_dir_);
    auto opened = House::open(options_for(data_dir_));
    if (!opened) return std::move(opened).error();
    house_ = std::move(*opened);
  }
  app::App& app = house_->app();
  if (app.settings().home_unit.empty()) {
    app::Settings settings = app.settings();
    settings.home_unit = given.home_unit;
    if (auto done = app::initialise(app, settings); !done) return std::move(done).error();
  }
  if (!given.units.empty()) {
    cli::Ask import{.method = "POST", .path = "/api/org/import"};
    import.body = json::serialize(json::object{{"text", given.units}, { "file", given.units_file }});
    auto reply = answer(import);
    if (!reply) return std::move(reply).error();
    if (!reply->is_good()) return Error(kUnitsRefused, {reply->body});
  }
  const app::Snapshot now = app.published();
  if (now.tree->size() == 0) return std::vector<cli::FirstAccount>();
  auto home = app::find_unit(app, *now.tree, app.settings().home_unit, app.today());
  if (!home) return std::move(home).error();
  return make_administrators(app, *home);
}

Result<void> LocalInstallation::serve(const cli::ServeOrder& order) {
  auto house = open_house();
  if (!house) return std::move(house).error();
  if (!fs::exists(data_dir_)) make_private(data_dir_);
  if (!stop_) stop_.emplace();
  return jinguo::serve(**house, data_dir_, order, *stop_, report_);
}

Result<cli::TlsMade> LocalInstallation::init_tls(const std::vector<std::string>& names, bool anew) {
  // A folder with anything in it is no place for new data, so the data come first.
  if (!has_data()) return Error(kNoData, {data_dir_.string()});
  if (!fs::exists(data_dir_)) make_private(data_dir_);
  return LocalTls(data_dir_).make(names, anew, real_clock().now());
}

Result<cli::TlsMade> LocalInstallation::renew_tls(const std::vector<std::string>& names) {
  return LocalTls(data_dir_).renew(names, real_clock().now());
}

Result<std::string> LocalInstallation::restore(const std::string& file, bool only_check) {
  if (only_check) {
    auto facts = store::check_backup(file);
    if (!facts) return std::move(facts).error();
    return verdict_json(facts->digest, file, options_for(data_dir_).key_file);
  }
  store::StoreOptions target;
  target.data_dir = data_dir_;
  target.conninfo = conninfo_;
  target.key_file = options_for(data_dir_).key_file;
  auto digest = store::restore_backup(file, target);
  if (!digest) return std::move(digest).error();
  return verdict_json(*digest, file, target.key_file);
}

std::vector<cli::Finding> LocalInstallation::examine(const cli::ServeOrder& order) {
  std::vector<cli::Finding> out = examine_machine(data_dir_, options_for(data_dir_).key_file);
  const bool is_served = !house_ && is_answering(socket_of(data_dir_));
  // What is served holds its port itself.
  if (!is_served) out.push_back(examine_port(order.address, order.port));
  if (!conninfo_.empty()) {
    try {
      out.push_back(examine_postgres(store::ask_postgres(conninfo_)));
    } catch (const Failure& failure) {
      out.push_back({cli::Finding::Kind::bad,
                     std::string("连不上 PostgreSQL，请检查 --store 和服务器：") + failure.what(),
                     std::string("PostgreSQL cannot be reached, look after --store and the server: ") +
                         failure.what()});
      return out;
    }
  }
  if (!has_data()) {
    out.push_back({cli::Finding::Kind::warning, "数据目录 " + data_dir_.string() + " 里还没有数据",
                   "no data in " + data_dir_.string() + " yet"});
    return out;
  }
  const app::Instant now = real_clock().now();
  out.push_back(examine_backups(backups_of(data_dir_), now));
  auto reply = answer({.path = "/api/about"});
  if (!reply || !reply->is_good()) {
    const std::string zh = reply ? reply->body : reply.error().text(Language::zh);
    const std::string en = reply ? reply->body : reply.error().text(Language::en);
    out.push_back({cli::Finding::Kind::bad, "打不开数据：" + zh, "the data cannot be opened: " + en});
    return out;
  }
  const json::value about = json::parse(reply->body);
  const std::string engine =
      std::string(about.at("engine").as_string()) + " " + std::string(about.at("engine_version").as_string());
  if (about.at("engine").as_string() == "SQLite")
    out.push_back(examine_sqlite(about.at("engine_version").as_string()));
  const json::value& newest = about.at("newest_at");
  out.push_back(examine_log_clock(newest.is_string() ? std::string_view(newest.as_string()) : "", now));
  const std::string records = std::to_string(about.at("records").to_number<int64_t>());
  out.push_back({cli::Finding::Kind::good,
                 engine + "，记录 " + records + (is_served ? "，正在服务" : "，没有在服务"),
                 engine + ", " + records + " records, " + (is_served ? "served" : "not served")});
  return out;
}

std::string LocalInstallation::openapi() {
  return http::openapi_json();
}

std::string LocalInstallation::typescript() {
  return http::api_types_as_typescript();
}

}  // namespace jinguo
