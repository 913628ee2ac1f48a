#include "app/sessions.h"

#include <sodium.h>

#include <array>

#include "access/rules.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr Instant kMinute = 60'000;
constexpr Instant kLongest = 24 * 60 * kMinute;
constexpr int kMostFailures = 5;

std::string hash_of(std::string_view token) {
  unsigned char out[crypto_generichash_BYTES];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                     nullptr, 0);
  std::string text(2 * sizeof out + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), out, sizeof out);
  text.pop_back();
  return text;
}

/// Failures within the last quarter of an hour, under the account or under the source.
std::vector<Instant> load_failures(Reading& reading, const std::string& key, Instant now) {
  std::vector<Instant> out;
  const auto body = reading.find_document("sign_in_failure", key);
  if (!body) return out;
  const json::value parsed = json::parse(*body);
  for (const json::value& at : parsed.as_array())
    if (at.to_number<Instant>() > now - 15 * kMinute) out.push_back(at.to_number<Instant>());
  return out;
}

void note_failure(Writing& writing, const std::string& key, Instant now) {
  std::vector<Instant> failures = load_failures(writing, key, now);
  failures.push_back(now);
  writing.put_document("sign_in_failure", key, json::serialize(json::value_from(failures)));
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

json::object session_json(App& app, Reading& reading, const access::Scope& scope) {
  const Snapshot now = app.published();
  const auto account = load_account(reading, scope.account());
  json::object me =
      account ? account_json(app, reading, *account)
              : json::object{{"account", "operator"}, {"name", scope.name()}, {"posts", json::array()}};
  json::array may;
  const std::array<std::pair<access::Power, std::string_view>, 10> powers{
      {{access::Power::figures, "figures"},
       {access::Power::rows, "rows"},
       {access::Power::personal, "personal"},
       {access::Power::returns, "returns"},
       {access::Power::issue, "issue"},
       {access::Power::organise, "organise"},
       {access::Power::define, "define"},
       {access::Power::accounts, "accounts"},
       {access::Power::audit, "audit"},
       {access::Power::operate, "operate"}}};
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
          {"may", std::move(may)}};
}

/// A new session of 128 random bits, at sign-in and whenever rights rise.
Result<Answer> open_session(App& app, const Call& call, const AccountState& account) {
  const std::string token = app.random_text(16);
  // Never kept for a repeat: a session opened once is not given out twice.
  Call unkeyed = call;
  unkeyed.idempotency_key.clear();
  auto answer = write(app, unkeyed, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    if (!call.session.empty()) writing.delete_document(kSessionDocuments, hash_of(call.session));
    writing.put_document(kSessionDocuments, hash_of(token),
                         json::serialize(json::object{{"account", account.id.number()}, {"at", stamp.at}}));
    stamp.account = account.id;
    stamp.action = "session.open";
    stamp.subject = account.account;
    writing.append(stamp);
    const Asker asker =
        make_asker(app, account.id, account.name, load_holdings(writing, account.id, app.today()));
    return Done{session_json(app, writing, *asker.scope), {}};
  });
  if (answer) answer->session = token;
  return answer;
}

}  // namespace

Result<Asker> asker_of_session(App& app, std::string_view session) {
  if (session.empty() || session.size() > 128) return Error(kSignIn);
  Result<Asker> out = Error(kSignIn);
  const Instant now = app.clock().now();
  app.store().read([&](Reading& reading) {
    const auto body = reading.find_document(kSessionDocuments, hash_of(session));
    if (!body) return;
    const json::value parsed = json::parse(*body);
    const Instant at = parsed.at("at").to_number<Instant>();
    if (now - at > kLongest) return;
    const auto account = load_account(reading, AccountId(parsed.at("account").to_number<int64_t>()));
    if (!account || !account->is_active) return;
    out = make_asker(app, account->id, account->name, load_holdings(reading, account->id, app.today()));
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
  if (auto known = only_members(call.body, {"account", "password"}); !known) return std::move(known).error();
  auto name = required_member(call.body, "account");
  auto password = required_member(call.body, "password");
  if (!name) return std::move(name).error();
  if (!password) return std::move(password).error();
  // No account has a name as long; nothing is kept of it.
  if (name->size() > 40) return Error(kBadSignIn);
  const Instant now = app.clock().now();
  std::optional<AccountState> account;
  bool locked = false;
  app.store().read([&](Reading& reading) {
    locked = load_failures(reading, "a/" + *name, now).size() >= kMostFailures ||
             load_failures(reading, "s/" + call.source, now).size() >= 4 * kMostFailures;
    account = load_account(reading, *name);
  });
  if (locked) return Error(kLockedOut, {"15"});
  // An unknown account costs the same work, so that nobody learns which accounts there are.
  static const std::string kNobody = hash_password("nobody has this password");
  const std::string& hash =
      account && account->is_active && !account->password_hash.empty() ? account->password_hash : kNobody;
  const bool fits = crypto_pwhash_str_verify(hash.c_str(), password->data(), password->size()) == 0;
  if (!fits || &hash == &kNobody) {
    auto noted = app.store().perform([&](Writing& writing) -> Result<Committed> {
      LogEntry stamp = stamp_of(app, call);
      note_failure(writing, "a/" + *name, stamp.at);
      note_failure(writing, "s/" + call.source, stamp.at);
      stamp.action = "session.refused";
      stamp.subject = *name;
      return Committed{writing.append(stamp), {}};
    });
    if (!noted) return std::move(noted).error();
    return Error(kBadSignIn);
  }
  return open_session(app, call, *account);
}

Result<Answer> sign_out(App& app, const Call& call) {
  auto answer = write(app, call, [&app, &call](Writing& writing, LogEntry stamp) -> Result<Done> {
    writing.delete_document(kSessionDocuments, hash_of(call.session));
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
  const std::string hash = hash_password(*password);
  std::optional<AccountState> account;
  Call once = call;
  once.idempotency_key.clear();
  auto set = write(app, once, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const auto link = writing.find_document(kLinkDocuments, hash_of(*token));
    if (!link) return Error(kBadLink);
    const json::value parsed = json::parse(*link);
    account = load_account(writing, AccountId(parsed.at("account").to_number<int64_t>()));
    if (!account || !account->is_active || parsed.at("until").to_number<Instant>() < stamp.at)
      return Error(kBadLink);
    writing.delete_document(kLinkDocuments, hash_of(*token));
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
