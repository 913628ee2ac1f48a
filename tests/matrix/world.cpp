#include "world.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "app/accounts.h"
#include "app/activation.h"
#include "app/documents.h"
#include "app/operations.h"
#include "app/records.h"
#include "org/tree_apply.h"
#include "org/tree_import.h"
#include "store/sql_store.h"

namespace jinguo::matrix {
namespace {

constexpr std::string_view kUnits =
    "代码\t名称\n"
    "37\t演示省\n"
    "3713\t甲市\n371302\t甲一县\n371302101\t甲一一镇\n371302102\t甲一二镇\n371323\t甲二县\n371323101\t甲二一"
    "镇\n"
    "371323102\t甲二二镇\n"
    "371302101201\t甲一一一村\n371302101202\t甲一一二村\n371302102201\t甲一二一村\n371302102202\t甲一二二村\n"
    "371323101201\t甲二一一村\n371323101202\t甲二一二村\n371323102201\t甲二二一村\n371323102202\t甲二二二村\n"
    "3714\t乙市\n371402\t乙一县\n371402101\t乙一一镇\n371402101201\t乙一一一村\n371402101202\t乙一一二村\n";

/// On 2011-07-05 a village goes to another county, and on 2011-07-03 one closes into its neighbour.
constexpr std::string_view kMoved = "371302102202";
constexpr std::string_view kClosed = "371323102202";

template <class T>
T must(Result<T> result) {
  if (!result) throw Failure(std::string(result.error().code()) + " " + result.error().text(Language::en));
  return std::move(*result);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in || out.str().empty()) throw Failure("cannot read " + path.string());
  return out.str();
}

std::unique_ptr<app::App> make_app(app::Store& store, app::Office& office, int64_t& now, Date& today) {
  app::Clock clock{[&now] { return now; }, [&today] { return today; }};
  const auto generator = std::make_shared<std::mt19937_64>(2011);
  const auto random = [generator](uint8_t* bytes, size_t n) {
    for (size_t i = 0; i < n; ++i) bytes[i] = static_cast<uint8_t>((*generator)());
  };
  return std::make_unique<app::App>(store, office, clock, random, app::Settings{});
}

app::Settings settings_of_world() {
  app::Settings settings;
  settings.home_unit = "3713";
  settings.home_period = "2011-H1";
  return settings;
}

org::UnitRef ref(std::string_view code) {
  return *org::Code::parse(code);
}

}  // namespace

std::string fictional_id_number(int n) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string serial = std::to_string(n * 2);
  serial.insert(0, 3 - serial.size(), '0');
  std::string text = "99999919800101" + serial;
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (text[i] - '0') * kWeights[i];
  return text + "10X98765432"[sum % 11];
}

World::World(const std::filesystem::path& source, const std::filesystem::path& folder)
    : source_(source), today_(*Date::parse("2011-07-15")) {
  store::StoreOptions options;
  options.data_dir = folder / "data";
  options.report = [](std::string_view what) { std::cerr << what << "\n"; };
  store_ = must(store::open_store(options));
  real_app_ = make_app(*store_, office_, now_, today_);
  real_app_->start();
  if (auto made = app::initialise(*real_app_, settings_of_world()); !made)
    throw Failure(std::string(made.error().code()));
  real_dispatcher_ = std::make_unique<http::Dispatcher>(*real_app_, &hub_);
  real_app_->on_notice([this](const app::Notice& notice) { real_dispatcher_->publish(notice); });
  password_hash_ = app::hash_password(std::string(kPassword));
  make_tree();
  make_definitions();
  make_accounts();
  make_records();
  make_papers();
  make_files();
  make_correction();
  make_askers();
  description_["records"] = records_;
  description_["accounts"] = accounts_;
  refresh();
}

World::~World() {
  dry_dispatcher_.reset();
  dry_app_.reset();
  real_dispatcher_.reset();
  real_app_.reset();
  if (store_) store_->stop();
}

void World::refresh() {
  dry_store_ = std::make_unique<DryStore>(*store_);
  dry_app_ = make_app(*dry_store_, office_, now_, today_);
  dry_app_->set_settings(settings_of_world());
  dry_store_->set_app(*dry_app_);
  dry_app_->start();
  dry_dispatcher_ = std::make_unique<http::Dispatcher>(*dry_app_, &hub_);
}

UnitId World::unit_of(const std::string& code) const {
  const auto tree = real_app_->published().tree;
  auto found = tree->find(code, today_);
  if (found) return *found;
  return tree->list_by_code(*org::Code::parse(code)).front();
}

void World::make_tree() {
  const org::ImportSheet sheet = org::parse_units(kUnits, "units.tsv");
  org::ImportPlan plan = org::plan_import(org::Tree(), sheet, *Date::parse("2000-01-01"));
  if (!plan.faults.empty()) throw Failure(plan.faults.front().text(Language::en));
  const std::vector<org::Change> changes{
      org::Close{ref(kClosed), *Date::parse("2011-07-02"), ref("371323102201")},
      org::Move{ref(kMoved), ref("371323101"), *Date::parse("2011-07-05")}};
  const org::Tree after = must(org::apply_all(plan.after, changes));
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::Snapshot next = real_app_->staged();
    writing.save_tree(*next.tree, after);
    next.tree = std::make_shared<const org::Tree>(after);
    real_app_->stage(next);
    app::LogEntry entry;
    entry.action = "org.change";
    entry.on = today_;
    return app::Committed{writing.append(entry), [this, next] { real_app_->publish(next); }};
  }));
  json::array units;
  for (uint32_t n = 1; n <= after.size(); ++n) {
    const UnitId id(n);
    const org::Unit& unit = after.unit(id);
    const UnitId up = after.parent_of(id, today_);
    const UnitId up_then = after.parent_of(id, *Date::parse("2011-06-30"));
    units.push_back({{"code", after.code_of(id, today_).text()},
                     {"level", org::row_of(unit.level).name},
                     {"parent", up.is_none() ? "" : after.code_of(up, today_).text()},
                     {"parent_then", up_then.is_none() ? "" : after.code_of(up_then, today_).text()},
                     {"heir", unit.heir.is_none() ? "" : after.code_of(unit.heir, today_).text()}});
  }
  description_["units"] = units;
  description_["home"] = "3713";
}

void World::make_definitions() {
  std::vector<std::pair<std::string, std::string>> texts;
  const auto add_folder = [&](const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".yaml")
        texts.emplace_back(entry.path().filename().string(), read_file(entry.path()));
  };
  add_folder(source_ / "programmes" / "lists");
  for (const char* name : {"elections", "loans", "half_year_return", "weekly_note"})
    texts.emplace_back(std::string(name) + ".yaml",
                       read_file(source_ / "programmes" / (std::string(name) + ".yaml")));
  add_folder(source_ / "tests" / "matrix" / "programmes");
  add_folder(source_ / "tests" / "matrix" / "programmes" / "reports");
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::LogEntry stamp;
    stamp.on = today_;
    auto applied = app::apply_definitions(*real_app_, writing, stamp, texts, nullptr);
    if (!applied) {
      std::string all = applied.error().text(Language::en) + applied.error().detail;
      throw Failure(all);
    }
    const Position head = writing.head();
    return app::Committed{head, [this, head, applied = std::move(*applied)]() mutable {
                            app::put_in_force(*real_app_, applied, head);
                          }};
  }));
}

void World::make_accounts() {
  const auto tree = real_app_->published().tree;
  json::array posts;
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::LogEntry stamp = app::stamp_of(*real_app_, app::Call{});
    const auto make = [&](const std::string& name, std::vector<std::pair<std::string, std::string>> held) {
      app::NewAccount given{name, "姓名" + name, {}, password_hash_, false};
      for (const auto& [role, code] : held) given.posts.emplace_back(role, unit_of(code));
      must(app::make_account(*real_app_, writing, stamp, given));
      names_.push_back(name);
      for (const auto& [role, code] : held) given_.emplace_back(name, role, code);
    };
    for (uint32_t n = 1; n <= tree->size(); ++n) {
      const UnitId unit(n);
      if (!tree->is_open(unit, today_)) continue;
      const std::string code(tree->code_of(unit, today_).text());
      for (const access::RoleRow& role : access::kRoles)
        if (access::exists_at(role, tree->level_of(unit)))
          make(std::string(role.name) + "." + code, {{std::string(role.name), code}});
    }
    make("clerk.two", {{"clerk", "371302101"}, {"clerk", "371323102"}});
    make("second.security", {{"security", "3713"}});
    make("ended.officer", {{"officer", "371302"}});
    make("lapsed.deputy", {{"officer", "371302"}});
    make("closed.head", {{"head", "3713"}});
    make("postless", {});
    return app::Committed{writing.head(), {}};
  }));
}

std::string World::canary(const std::string& programme, const std::string& field, const std::string& privacy,
                          const std::string& unit) {
  const std::string number = std::to_string(canaries_.size() + 1);
  std::string token = privacy == "sensitive" ? "1380013" + std::string(4 - number.size(), '0') + number
                                             : "金丝雀" + number + "号";
  canaries_.push_back({token, programme, field, privacy, unit});
  return token;
}

void World::add_record(const std::string& programme, const std::string& unit, json::object values,
                       std::vector<std::string> events, const std::string& period) {
  std::optional<app::SavedRecord> saved;
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::RecordChange change;
    change.programme = real_app_->published().catalogue->programmes.at(programme);
    change.is_new = true;
    change.unit = unit_of(unit);
    change.values = values;
    change.events = events;
    change.reason = "演示";
    change.on = Date::parse("2011-06-20");
    if (!period.empty()) change.period = Period::parse(period);
    flow::Actor actor;
    actor.is_system = true;
    auto made = app::save_record(*real_app_, writing, app::stamp_of(*real_app_, app::Call{}), change, actor);
    if (!made) throw Failure(programme + ": " + made.error().text(Language::en) + made.error().detail);
    saved = std::move(*made);
    const Position head = writing.head();
    return app::Committed{head, [this, &saved, head] { app::apply_saved(*real_app_, *saved, head); }};
  }));
  records_.push_back({{"programme", programme},
                      {"id", saved->record.id.to_text()},
                      {"unit", unit},
                      {"state", saved->record.state}});
}

void World::make_records() {
  const auto tree = real_app_->published().tree;
  const std::vector<std::vector<std::string>> elections{
      {}, {"finish"}, {"finish", "verify"}, {"finish", "verify", "accept"}};
  const std::vector<std::vector<std::string>> returns{
      {}, {"file"}, {"file", "check"}, {"file", "check", "check"}};
  const std::vector<std::vector<std::string>> loans{
      {}, {"review", "visit"}, {"review", "visit", "approve", "disburse"}};
  size_t n = 0;
  for (const json::value& item : description_["units"].as_array()) {
    const std::string code(item.at("code").as_string());
    const std::string_view level(item.at("level").as_string());
    if (level == "county") {
      json::object note{{"problem_kind", json::array{"delay"}}, {"problems", "迟"}, {"instruction", "阅"}};
      add_record("weekly_note", code, note, {}, "2011-W24");
      add_record("weekly_note", code, note, {"submit"}, "2011-W25");
    }
    if (level == "township") {
      for (const auto& events : loans) {
        const std::string number = std::to_string(++n);
        const std::string name = canary("loans", "borrower", "personal", code);
        add_record("loans", code,
                   {{"contract_no", "合同" + number + "号"},
                    {"borrower", name + " " + fictional_id_number(static_cast<int>(n))},
                    {"kind", "individual"},
                    {"amount", 50000},
                    {"months", 12},
                    {"rate", "6.5"},
                    {"bank", "信用社"},
                    {"disbursed_on", "2011-03-01"},
                    {"project", "养殖"}},
                   events);
      }
      for (const auto& events : {std::vector<std::string>{}, {"close"}})
        add_record("shelter", code,
                   {{"opened_on", "2011-05-01"},
                    {"victim", canary("shelter", "victim", "sealed", code)},
                    {"account", canary("shelter", "account", "sealed", code)},
                    {"phone", canary("shelter", "phone", "sensitive", code)},
                    {"helper", canary("shelter", "helper", "personal", code)},
                    {"nights", 3}},
                   events);
    }
    if (level != "village") continue;
    const size_t turn = records_.size() % 4;
    json::array elected{{{"name", canary("elections", "elected", "personal", code)}, {"post", "director"}}};
    add_record("elections", code,
               {{"round", "round_2011"},
                {"party_date", "2011-03-01"},
                {"party_seats", 3},
                {"party_women", 1},
                {"committee_date", "2011-04-01"},
                {"committee_seats", 5},
                {"committee_women", 2},
                {"elected", elected}},
               elections[turn]);
    add_record("half_year_return", code,
               {{"women_16_60", 380},
                {"groups", 4},
                {"women_home", true},
                {"activities", 6},
                {"attendance", 240},
                {"volunteers", 30},
                {"volunteers_active", 22}},
               returns[(turn + 1) % 4], "2011-H1");
    if (!code.ends_with("2"))
      add_record("visits", code,
                 {{"visited_on", "2011-06-10"},
                  {"visited", canary("visits", "visited", "personal", code)},
                  {"families", 2}},
                 turn % 2 == 0 ? std::vector<std::string>{"file"} : std::vector<std::string>{}, "2011-06");
  }
}

http::Response World::send(http::Method method, std::string path, const std::string& session,
                           const json::value& body, const std::string& idempotency_key) {
  http::Request request;
  request.method = method;
  if (const size_t mark = path.find('?'); mark != std::string::npos) {
    std::istringstream parts(path.substr(mark + 1));
    for (std::string part; std::getline(parts, part, '&');) {
      const size_t equals = part.find('=');
      request.query.add(part.substr(0, equals), equals == std::string::npos ? "" : part.substr(equals + 1));
    }
    path.resize(mark);
  }
  request.path = path;
  request.peer = peer_;
  if (!idempotency_key.empty()) request.headers.add("Idempotency-Key", idempotency_key);
  if (!session.empty()) request.headers.add("Cookie", "jinguo=" + session);
  if (body.is_string()) {
    request.body = std::string(body.as_string());
  } else if (!body.is_null()) {
    request.body = json::serialize(body);
    request.headers.add("Content-Type", "application/json");
  }
  return real_dispatcher_->answer(request);
}

std::string World::sign_in(const std::string& account, const std::string& password) {
  const auto response = send(http::Method::post, "/api/session", "",
                             json::object{{"account", account}, {"password", password}});
  const auto cookie = response.headers.find("Set-Cookie");
  if (response.status != 200 || !cookie) return {};
  const std::string_view text = cookie->substr(cookie->find('=') + 1);
  return std::string(text.substr(0, text.find(';')));
}

void World::make_papers() {
  const auto check = [](const http::Response& response, int expected) {
    if (response.status != expected)
      throw Failure("the world cannot be made: " + std::to_string(response.status) + " " + response.body);
    return json::parse(response.body);
  };
  json::array issued;
  for (const char* code : {"3713", "371302"}) {
    const std::string head = sign_in("head." + std::string(code));
    const json::value made = check(send(http::Method::post, "/api/reports/matrix_report/issue", head,
                                        json::object{{"unit", code}, {"period", "2011-H1"}}),
                                   200);
    issued.push_back({{"id", made.at("id")}, {"report", made.at("report")}, {"unit", code}});
  }
  description_["issued"] = issued;
  json::array drafts;
  for (const char* account : {"head.3713", "head.371323"}) {
    const json::value made = check(send(http::Method::post, "/api/definitions/drafts", sign_in(account),
                                        json::object{{"text", "programme: x\n"}, {"name", "新"}}),
                                   200);
    drafts.push_back({{"id", made.at("id")}, {"of", account}});
  }
  description_["drafts"] = drafts;
  json::array imports;
  for (const auto& [who, unit, row] :
       {std::tuple{"clerk.371302101", "371302101", "371302101202,2011-06-12,1"},
        std::tuple{"clerk.371323101", "371323101", "371323101202,2011-06-12,1"}}) {
    const std::string body = "单位代码,visited_on,families\n" + std::string(row) + "\n";
    json::value made = check(
        send(http::Method::post,
             "/api/programmes/visits/imports?period=2011-06&unit=" + std::string(unit) + "&file_name=a.csv",
             sign_in(who), json::value(body)),
        200);
    if (made.at("id").is_null()) throw Failure("the import was refused: " + json::serialize(made));
    imports.push_back({{"id", made.at("id")}, {"programme", "visits"}, {"unit", unit}});
  }
  description_["imports"] = imports;
  json::array uploads;
  for (const auto& [who, unit] :
       {std::pair{"clerk.371302101", "371302101"}, {"clerk.371323101", "371323101"}}) {
    const std::string body = "单位代码,visited_on,families\n" + std::string(unit) + "203,2011-06-13,1\n";
    const json::value made =
        check(send(http::Method::post,
                   "/api/import-jobs?programme=visits&period=2011-06&unit=" + std::string(unit) +
                       "&file_name=a.csv",
                   sign_in(who), json::value(body)),
              200);
    uploads.push_back({{"id", made.at("id")}, {"programme", "visits"}, {"unit", unit}, {"account", who}});
  }
  description_["uploads"] = uploads;
  const std::string clerk = sign_in("clerk.371302102");
  check(send(http::Method::post, "/api/returns/half_year_return", clerk,
             json::object{{"unit", "371302102"}, {"period", "2011-H1"}, {"act", "submit"}, {"reason", "迟"}}),
        200);
  description_["returns"] = json::array{{{"programme", "half_year_return"},
                                         {"unit", "371302102"},
                                         {"period", "2011-H1"},
                                         {"status", "submitted"}}};
}

/// A photo that a record holds, in every township, and one that none holds yet.
void World::make_files() {
  json::array files;
  const auto send_photo = [&](const std::string& clerk) {
    const auto sent = send(http::Method::post, "/api/files?programme=shelter&field=scene&file_name=a.jpg",
                           clerk, "picture");
    if (sent.status != 200) throw Failure("no photo is taken: " + sent.body);
    return json::parse(sent.body).at("id");
  };
  for (const json::value& record : records_) {
    if (record.at("programme") != "shelter" || record.at("state") != "open") continue;
    const std::string unit(record.at("unit").as_string());
    const std::string clerk = sign_in("clerk." + unit);
    if (clerk.empty()) continue;
    const json::value photo = send_photo(clerk);
    const auto held = send(
        http::Method::patch, "/api/programmes/shelter/records/" + std::string(record.at("id").as_string()),
        clerk, json::object{{"values", {{"scene", json::array{photo}}}}, {"reason", "核"}});
    if (held.status != 200) throw Failure("no record holds the photo: " + held.body);
    files.push_back(
        {{"id", photo}, {"facts", {{"programme", "shelter"}, {"unit", unit}, {"class", "sealed"}}}});
  }
  files.push_back({{"id", send_photo(sign_in("clerk.371302101"))},
                   {"facts", {{"programme", "shelter"}, {"sender", "clerk.371302101"}}}});
  description_["files"] = files;
}

void World::make_correction() {
  if (send(http::Method::post, "/api/periods/close", sign_in("head.3713"),
           json::object{{"programme", "shelter"}, {"unit", kClosedAt}, {"period", "2011-05"}})
          .status != 200)
    throw Failure("cannot close a period");
  const auto& record = *std::find_if(records_.begin(), records_.end(), [](const json::value& item) {
    return item.at("programme") == "shelter" && item.at("unit") == kClosedAt && item.at("state") == "closed";
  });
  std::optional<app::SavedRecord> saved;
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::RecordChange change;
    change.programme = real_app_->published().catalogue->programmes.at("shelter");
    change.id = *RecordId::parse(std::string(record.at("id").as_string()));
    change.is_new = false;
    change.values = {{"account", canary("shelter", "account", "sealed", kClosedAt)},
                     {"phone", canary("shelter", "phone", "sensitive", kClosedAt)}};
    change.reason = "更正";
    flow::Actor actor;
    actor.is_system = true;
    saved =
        must(app::save_record(*real_app_, writing, app::stamp_of(*real_app_, app::Call{}), change, actor));
    const Position head = writing.head();
    return app::Committed{head, [this, &saved, head] { app::apply_saved(*real_app_, *saved, head); }};
  }));
}

/// A new account's link, and one of closed.head that, by whatever accident, outlives the account.
void World::make_links(const std::string& security) {
  const auto token_of = [](const http::Response& response) {
    if (response.status != 200) throw Failure("no link: " + response.body);
    const std::string link(json::parse(response.body).at("link").as_string());
    return link.substr(link.rfind('/') + 1);
  };
  token_of(send(http::Method::post, "/api/accounts", security,
                json::object{{"account", "waiting.chair"},
                             {"name", "等待者"},
                             {"posts", json::array{{{"role", "chair"}, {"unit", kWaitingAt}}}}}));
  description_["links"] = json::array{
      {{"of", "an account in use"},
       {"token",
        token_of(send(http::Method::post, "/api/accounts", security,
                      json::object{{"account", "fresh.one"}, {"name", "新人"}, {"posts", json::array()}}))}},
      {{"of", "a closed account"},
       {"token",
        token_of(send(http::Method::post, "/api/accounts/closed.head/link", security, json::object()))}}};
}

void World::make_askers() {
  const std::string security = sign_in("security.37");
  const auto posts_of = [&](const std::string& account) {
    json::array out;
    const json::value list =
        json::parse(send(http::Method::get, "/api/accounts?size=500&state=all", security).body)
            .at("accounts");
    for (const json::value& item : list.as_array())
      if (item.at("account").as_string() == account) out = item.at("posts").as_array();
    return out;
  };
  std::vector<Asker> special;
  for (const std::string& name : names_) {
    const std::string session = sign_in(name);
    if (session.empty()) throw Failure("cannot sign in as " + name);
    askers_.push_back({name, session});
  }
  const auto asker = [&](const std::string& name) -> Asker& {
    return *std::find_if(askers_.begin(), askers_.end(), [&](const Asker& a) { return a.name == name; });
  };
  const auto end_of = [&](const std::string& name) {
    const auto id = posts_of(name).front().at("id").to_number<int64_t>();
    if (send(http::Method::post, "/api/posts/" + std::to_string(id) + "/end", security, json::object())
            .status != 200)
      throw Failure("cannot end the post of " + name);
  };
  // Both lose their post; the second had a deputyship besides, whose days are over.
  for (const char* name : {"ended.officer", "lapsed.deputy"}) end_of(name);
  send(http::Method::post, "/api/posts", security,
       json::object{{"account", "lapsed.deputy"},
                    {"role", "head"},
                    {"unit", "371323"},
                    {"deputy", true},
                    {"last", "2011-07-14"}});
  for (const char* name : {"ended.officer", "lapsed.deputy"}) asker(name).session = sign_in(name);
  // An account that was closed while its session's row, by whatever accident, stayed.
  std::vector<std::tuple<std::string_view, std::string, std::string>> kept;
  const auto keep = [&](std::string_view kind) {
    store_->read([&](app::Reading& reading) {
      reading.scan_documents(
          kind, "", [&](std::string_view key, std::string_view body) { kept.emplace_back(kind, key, body); });
    });
  };
  keep(app::kSessionDocuments);
  make_links(security);
  keep(app::kLinkDocuments);
  if (send(http::Method::post, "/api/accounts/closed.head/close", security, json::object()).status != 200)
    throw Failure("cannot close an account");
  must(store_->perform([&](app::Writing& writing) -> Result<app::Committed> {
    for (const auto& [kind, key, body] : kept) writing.put_document(kind, key, body);
    return app::Committed{writing.head(), {}};
  }));
  askers_.push_back({"no session", ""});
  askers_.push_back({"forged session", std::string(32, 'a')});
  const std::string over = sign_in("head.3713");
  send(http::Method::delete_, "/api/session", over);
  askers_.push_back({"ended session", over});
  askers_.push_back({"local operator", "", true});
  askers_.push_back({"local head", "", true, "head.3713"});

  json::array posts;
  const json::value list =
      json::parse(send(http::Method::get, "/api/accounts?size=500&state=all", security).body).at("accounts");
  for (const Asker& who : askers_) {
    json::array held;
    for (const json::value& item : list.as_array()) {
      if (item.at("account").as_string() != (who.as.empty() ? who.name : who.as) ||
          !item.at("active").as_bool())
        continue;
      for (const json::value& post : item.at("posts").as_array()) {
        held.push_back({{"role", post.at("role")}, {"unit", post.at("unit").at("code")}});
        if (!who.as.empty()) continue;
        posts.push_back({{"id", post.at("id")},
                         {"account", who.name},
                         {"role", post.at("role")},
                         {"unit", post.at("unit").at("code")}});
      }
    }
    const bool is_bad = who.name.ends_with(" session") || who.name == "closed.head";
    if (who.is_local && who.as.empty()) held = {{{"role", "operator"}, {"unit", "37"}}};
    json::array belongs;
    for (const auto& [name, role, unit] : given_)
      if (name == who.name) belongs.push_back({{"role", role}, {"unit", unit}});
    if (who.name == "lapsed.deputy") belongs.push_back({{"role", "head"}, {"unit", "371323"}});
    accounts_.push_back({{"name", who.name},
                         {"is", who.as.empty() ? who.name : who.as},
                         {"posts", held},
                         {"belongs", belongs},
                         {"comes", who.is_local ? "local"
                                   : is_bad     ? "no one"
                                                : "session"}});
  }
  description_["posts"] = posts;
}

}  // namespace jinguo::matrix
