#include "app/sessions.h"

#include <array>

#include "access/rules.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/second_factor.h"
#include "app/sign_in_failures.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr Instant kMinute = 60'000;
constexpr Instant kLongest = 24 * 60 * kMinute;
constexpr Instant kBetweenSweeps = 60 * kMinute;

constexpr ErrorRow kCodeNeeded{"app.code_needed", 401, "请再填手机上的动态码。",
                               "Give the code your phone shows as well."};
constexpr ErrorRow kBadSignInCode{"app.bad_sign_in_code", 401, "动态码不对，或已用过。",
                                  "The code is wrong or was used."};

/// What is over is not kept: once an hour sessions, links and failures that no longer count are deleted.
void sweep(Writing& writing, Instant now) {
  constexpr std::string_view kSwept = "sessions_swept";
  const auto last = writing.find_document(kSettingDocuments, kSwept);
  if (last && now - std::stoll(*last) < kBetweenSweeps) return;
  writing.put_document(kSettingDocuments, kSwept, std::to_string(now));
  std::vector<std::string> over;
  writing.scan_documents(kSessionDocuments, "", [&](std::string_view key, std::string_view body) {
    if (!is_alive(session_of(body), now)) over.emplace_back(key);
  });
  for (const std::string& key : over) writing.delete_document(kSessionDocuments, key);
  for (AccountState& account : load_accounts(writing)) {
    if (account.link_until == 0 || account.link_until >= now) continue;
    forget_link(writing, account);
    save_account(writing, account);
  }
  drop_old_failures(writing, now);
}

std::string post_text(const org::Tree& tree, const std::vector<access::Holding>& holdings, Date today) {
  if (holdings.empty()) return {};
  const access::Holding& first = holdings.front();
  return std::string(org::row_of(first.level).name) + "." + first.role + "@" +
         tree.code_of(first.unit, today).to_text();
}

Asker make_asker(App& app, AccountId id, std::string name, std::vector<access::Holding> holdings) {
  const Snapshot now = app.published();
  Asker asker;
  asker.post = post_text(*now.tree, holdings, app.today());
  asker.scope = std::make_shared<const access::Scope>(id, std::move(name), std::move(holdings),
                                                      app.view(*now.tree, app.today()));
  return asker;
}

/// The posts in force today; none while she must enrol for a second factor first.
std::vector<access::Holding> holdings_to_use(App& app, Reading& reading, AccountId account) {
  auto holdings = load_holdings(reading, account, app.today());
  if (must_enrol(app, reading, account, holdings)) holdings.clear();
  return holdings;
}

json::object session_json(App& app, Reading& reading, const access::Scope& scope) {
  const Snapshot now = app.published();
  const auto account = load_account(reading, scope.account());
  json::object me =
      account ? account_json(app, reading, *account)
              : json::object{{"account", "operator"}, {"name", scope.name()}, {"posts", json::array()}};
  json::array may;
  const std::array<std::pair<access::Power, std::string_view>, 11> powers{
      {{access::Power::figures, "figures"},
       {access::Power::rows, "rows"},
       {access::Power::personal, "personal"},
       {access::Power::returns, "returns"},
       {access::Power::issue, "issue"},
       {access::Power::organise, "organise"},
       {access::Power::define, "define"},
       {access::Power::accounts, "accounts"},
       {access::Power::audit, "audit"},
       {access::Power::operate, "operate"},
       {access::Power::staff, "staff"}}};
  for (const auto& [power, name] : powers)
    if (!access::reach_of(scope, power).is_empty()) may.push_back(json::value(name));
  json::value city = nullptr;
  if (!app.settings().home_unit.empty())
    if (auto home = find_unit(app, *now.tree, app.settings().home_unit, app.today()))
      city = unit_ref(*now.tree, *home, app.today());
  json::array& posts = me["posts"].as_array();
  const json::value post = posts.empty() ? json::value(nullptr) : posts.front();
  return {{"account", me["account"]},
          {"name", me["name"]},
          {"posts", me["posts"]},
          {"post", post},
          {"business_date", app.today().to_text()},
          {"demo", app.settings().is_demo},
          {"city", std::move(city)},
          {"home_period", app.settings().home_period.empty()
                              ? Period::containing(Period::Kind::half, app.today()).to_text()
                              : app.settings().home_period},
          {"language", "zh"},
          {"may", std::move(may)},
          {"second_factor", second_factor_json(app, reading, scope.account())}};
}

/// A new session of 128 random bits, at sign-in and whenever rights rise.
Result<Answer> open_session(App& app, const Call& call, const AccountState& account) {
  const std::string token = app.random_text(16);
  // Never kept for a repeat: a session opened once is not given out twice.
  Call unkeyed = call;
  unkeyed.idempotency_key.clear();
  auto answer = write(app, unkeyed, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    if (!call.session.empty()) writing.delete_document(kSessionDocuments, secret_hash(call.session));
    sweep(writing, stamp.at);
    writing.put_document(kSessionDocuments, secret_hash(token),
                         json::serialize(json::object{{"account", account.id.number()},
                                                      {"at", stamp.at},
                                                      {"source", call.source},
                                                      {"agent", call.agent}}));
    stamp.account = account.id;
    stamp.action = "session.open";
    stamp.subject = account.account;
    writing.append(stamp);
    const Asker asker = make_asker(app, account.id, account.name, holdings_to_use(app, writing, account.id));
    return Done{session_json(app, writing, *asker.scope), {}};
  });
  if (answer) answer->session = token;
  return answer;
}

}  // namespace

SessionState session_of(std::string_view body) {
  const json::value parsed = json::parse(body);
  SessionState session;
  session.account = AccountId(parsed.at("account").to_number<int64_t>());
  session.at = parsed.at("at").to_number<Instant>();
  if (const json::value* source = parsed.as_object().if_contains("source"))
    session.source = std::string(source->as_string());
  if (const json::value* agent = parsed.as_object().if_contains("agent"))
    session.agent = std::string(agent->as_string());
  return session;
}

bool is_alive(const SessionState& session, Instant now) {
  return now - session.at <= kLongest;
}

Result<Asker> asker_of_session(App& app, std::string_view session) {
  if (session.empty() || session.size() > 128) return Error(kSignIn);
  Result<Asker> out = Error(kSignIn);
  const Instant now = app.clock().now();
  app.store().read([&](Reading& reading) {
    const auto body = reading.find_document(kSessionDocuments, secret_hash(session));
    if (!body) return;
    const SessionState kept = session_of(*body);
    if (!is_alive(kept, now)) return;
    const auto account = load_account(reading, kept.account);
    if (!account || !account->is_active) return;
    out = make_asker(app, account->id, account->name, holdings_to_use(app, reading, account->id));
  });
  return out;
}

Asker local_operator(App& app) {
  const Snapshot now = app.published();
  std::vector<access::Holding> holdings;
  const Date today = app.today();
  for (const UnitId root : now.tree->roots(today))
    holdings.push_back({PostId(), "operator", root, now.tree->level_of(root), today, {}, false});
  return make_asker(app, AccountId(), "本机操作员", std::move(holdings));
}

Result<Asker> asker_of_account(App& app, std::string_view account) {
  Result<Asker> out = Error(kNotFound, {"账号 " + std::string(account), "such account"});
  app.store().read([&](Reading& reading) {
    const auto found = load_account(reading, account);
    if (found && found->is_active)
      out = make_asker(app, found->id, found->name, load_holdings(reading, found->id, app.today()));
  });
  return out;
}

Result<Answer> sign_in(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"account", "password", "code"}); !known)
    return std::move(known).error();
  auto name = required_member(call.body, "account");
  auto password = required_member(call.body, "password");
  auto code = text_member(call.body, "code");
  for (const auto* member : {&name, &password, &code})
    if (!*member) return member->error();
  // No account has a name as long; nothing is kept of it.
  if (name->size() > 40) return Error(kBadSignIn);
  const Instant now = app.clock().now();
  std::optional<AccountState> account;
  bool locked = false, has_factor = false;
  app.store().read([&](Reading& reading) {
    locked = is_locked_out(reading, *name, call.source, now);
    account = load_account(reading, *name);
    has_factor = account && has_second_factor(reading, account->id);
  });
  if (locked) return Error(kLockedOut, {"15"});
  // An unknown account costs the same work, so that nobody learns which accounts there are.
  const bool is_there = account && account->is_active;
  const bool fits = fits_password(is_there ? account->password_hash : std::string(), *password);
  if (fits && has_factor && code->empty()) return Error(kCodeNeeded).on("code");
  if (fits && !has_factor) return open_session(app, call, *account);
  bool has_code = false;
  auto tried = app.store().perform([&](Writing& writing) -> Result<Committed> {
    LogEntry stamp = stamp_of(app, call);
    has_code = false;
    if (fits) {
      auto factor = load_second_factor(writing, account->id);
      has_code = factor && factor->is_on && use_code(writing, account->id, *factor, *code, stamp.at);
    }
    if (has_code) return Committed{writing.head(), {}};
    note_failure(writing, *name, call.source, stamp.at);
    stamp.action = "session.refused";
    stamp.subject = *name;
    return Committed{writing.append(stamp), {}};
  });
  if (!tried) return std::move(tried).error();
  if (has_code) return open_session(app, call, *account);
  return fits ? Error(kBadSignInCode).on("code") : Error(kBadSignIn);
}

Result<Answer> sign_out(App& app, const Call& call) {
  auto answer = write(app, call, [&app, &call](Writing& writing, LogEntry stamp) -> Result<Done> {
    writing.delete_document(kSessionDocuments, secret_hash(call.session));
    stamp.action = "session.close";
    const Position position = writing.append(stamp);
    return Done{json::object{{"position", position.number()}}, [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
  if (answer) answer->session = "";
  return answer;
}

Result<Answer> get_session(App& app, const Call& call) {
  json::object out;
  app.store().read([&](Reading& reading) { out = session_json(app, reading, *call.scope); });
  return Answer(std::move(out));
}

Result<Answer> use_first_link(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"token", "password"}); !known) return std::move(known).error();
  auto token = required_member(call.body, "token");
  auto password = required_member(call.body, "password");
  if (!token) return std::move(token).error();
  if (!password) return std::move(password).error();
  if (auto judged = judge_password(*password); !judged) return std::move(judged).error();
  const std::string under = secret_hash(link_as_made(*token));
  std::optional<AccountState> account;
  const auto find = [&](Reading& reading) -> Result<void> {
    const auto id = reading.find_document(kLinkDocuments, under);
    account = id ? load_account(reading, AccountId(std::stoll(*id))) : std::nullopt;
    if (!account || !account->is_active || account->link_hash != under ||
        account->link_until < app.clock().now())
      return Error(kBadLink);
    return {};
  };
  // A password is hashed, which is costly, only for who has a link.
  Result<void> found;
  app.store().read([&](Reading& reading) { found = find(reading); });
  if (!found) return std::move(found).error();
  const std::string hash = hash_password(*password);
  Call once = call;
  once.idempotency_key.clear();
  auto set = write(app, once, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    if (auto still = find(writing); !still) return std::move(still).error();
    forget_link(writing, *account);
    account->password_hash = hash;
    save_account(writing, *account);
    stamp.account = account->id;
    stamp.action = "account.password";
    stamp.subject = account->account;
    writing.append(stamp);
    return Done{json::object{}, {}};
  });
  if (!set) return set;
  return open_session(app, call, *account);
}

namespace {

struct DemoRole {
  std::string_view id, zh, en, about_zh, about_en, start;
};
constexpr std::array<DemoRole, 6> kDemoRoles{{
    {"chair", "村妇联主席", "Village chair", "报本村的一条记录，看它怎样变成全市的数字",
     "File one village's record", "/village"},
    {"clerk", "乡镇妇联干事", "Township clerk", "导入Excel，审核村里报来的",
     "Import Excel, check the villages", "/programmes/elections"},
    {"officer", "县妇联业务干部", "County officer", "看进度、催报、审核", "Progress, reminders, checking",
     "/"},
    {"head", "市妇联办公室主任", "City office head", "签发通报和半年总结",
     "Issue bulletins and the half-year report", "/reports/half_year"},
    {"leader", "市领导", "Leader", "一页看完，一点到底", "One page, every number opens", "/"},
    {"operator", "系统管理员", "Operator", "项目文件、单位、备份", "Programme files, units, backup",
     "/definitions"},
}};

}  // namespace

Result<Answer> list_demo_roles(App& app, const Call&) {
  json::array out;
  if (!app.settings().is_demo) return Answer(std::move(out));
  const Snapshot now = app.published();
  app.store().read([&](Reading& reading) {
    for (const DemoRole& role : kDemoRoles) {
      const auto account = load_account(reading, "demo." + std::string(role.id));
      if (!account) continue;
      const auto holdings = load_holdings(reading, account->id, app.today());
      if (holdings.empty()) continue;
      out.push_back({{"id", role.id},
                     {"title", {{"zh", role.zh}, {"en", role.en}}},
                     {"about", {{"zh", role.about_zh}, {"en", role.about_en}}},
                     {"unit", unit_ref(*now.tree, holdings.front().unit, app.today())},
                     {"account", account->account},
                     {"start", role.start}});
    }
  });
  return Answer(std::move(out));
}

Result<Answer> enter_demo_role(App& app, const Call& call) {
  auto role = required_member(call.body, "role");
  if (!role) return std::move(role).error();
  if (!app.settings().is_demo) return Error(kNotFound, {"演示角色", "demo role"});
  std::optional<AccountState> account;
  app.store().read([&](Reading& reading) { account = load_account(reading, "demo." + *role); });
  if (!account || !account->is_demo) return Error(kNotFound, {"演示角色 " + *role, "such demo role"});
  return open_session(app, call, *account);
}

}  // namespace jinguo::app
