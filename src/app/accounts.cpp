#include "app/accounts.h"

#include <sodium.h>

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

std::string key_of(int64_t number) {
  std::string text = std::to_string(number);
  text.insert(0, text.size() < 12 ? 12 - text.size() : 0, '0');
  return text;
}

int64_t next_number(Writing& writing, std::string_view counter) {
  const auto last = writing.find_document(kSettingDocuments, counter);
  const int64_t next = last ? std::stoll(*last) + 1 : 1;
  writing.put_document(kSettingDocuments, counter, std::to_string(next));
  return next;
}

std::string body_of(const AccountState& account) {
  return json::serialize(json::object{{"id", account.id.number()},
                                      {"account", account.account},
                                      {"name", account.name},
                                      {"password", account.password_hash},
                                      {"active", account.is_active},
                                      {"demo", account.is_demo}});
}

struct PostState {
  PostId id;
  AccountId account;
  access::Holding holding;
};

std::string body_of(const PostState& post) {
  return json::serialize(json::object{
      {"id", post.id.number()},
      {"account", post.account.number()},
      {"role", post.holding.role},
      {"unit", post.holding.unit.number()},
      {"level", static_cast<int>(post.holding.level)},
      {"first", post.holding.first.to_text()},
      {"last", post.holding.last ? json::value(post.holding.last->to_text()) : json::value(nullptr)},
      {"deputy", post.holding.is_deputy}});
}

PostState post_of(std::string_view body) {
  const json::value parsed = json::parse(body);
  PostState post;
  post.id = PostId(parsed.at("id").to_number<int64_t>());
  post.account = AccountId(parsed.at("account").to_number<int64_t>());
  post.holding.post = post.id;
  post.holding.role = std::string(parsed.at("role").as_string());
  post.holding.unit = UnitId(parsed.at("unit").to_number<uint32_t>());
  post.holding.level = static_cast<org::Level>(parsed.at("level").to_number<int>());
  post.holding.first = *Date::parse(std::string(parsed.at("first").as_string()));
  if (const auto& last = parsed.at("last"); last.is_string())
    post.holding.last = Date::parse(std::string(last.as_string()));
  post.holding.is_deputy = parsed.at("deputy").as_bool();
  return post;
}

/// Posts are kept twice: by number, and under the account.
void save_post(Writing& writing, const PostState& post) {
  writing.put_document(kPostDocuments, "n/" + key_of(post.id.number()), body_of(post));
  writing.put_document(kPostDocuments, "a/" + key_of(post.account.number()) + "/" + key_of(post.id.number()),
                       body_of(post));
}

void forget_post(Writing& writing, const PostState& post) {
  writing.delete_document(kPostDocuments,
                          "a/" + key_of(post.account.number()) + "/" + key_of(post.id.number()));
}

std::string token_hash(std::string_view token) {
  unsigned char out[crypto_generichash_BYTES];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                     nullptr, 0);
  std::string text(2 * sizeof out + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), out, sizeof out);
  text.pop_back();
  return text;
}

std::string make_link(App& app, Writing& writing, AccountId account, Instant now) {
  constexpr Instant kThreeDays = 3LL * 24 * 3600 * 1000;
  const std::string token = app.random_text(16);
  writing.put_document(
      kLinkDocuments, token_hash(token),
      json::serialize(json::object{{"account", account.number()}, {"until", now + kThreeDays}}));
  return token;
}

void end_sessions(Writing& writing, AccountId account) {
  std::vector<std::string> keys;
  writing.scan_documents(kSessionDocuments, "", [&](std::string_view key, std::string_view body) {
    if (json::parse(body).at("account").to_number<int64_t>() == account.number()) keys.emplace_back(key);
  });
  for (const std::string& key : keys) writing.delete_document(kSessionDocuments, key);
}

/// A link that was not used dies with the next one, and with the account.
void forget_links(Writing& writing, AccountId account) {
  std::vector<std::string> keys;
  writing.scan_documents(kLinkDocuments, "", [&](std::string_view key, std::string_view body) {
    if (json::parse(body).at("account").to_number<int64_t>() == account.number()) keys.emplace_back(key);
  });
  for (const std::string& key : keys) writing.delete_document(kLinkDocuments, key);
}

/// Every post the account holds or ever held.
std::vector<PostState> load_posts(Reading& reading, AccountId account) {
  std::vector<PostState> out;
  reading.scan_documents(kPostDocuments, "a/" + key_of(account.number()) + "/",
                         [&](std::string_view, std::string_view body) { out.push_back(post_of(body)); });
  return out;
}

bool has_ended(const PostState& post, Date today) {
  return post.holding.last && *post.holding.last < today;
}

constexpr ErrorRow kThreePeople{
    "app.three_people", 409,
    "系统、安全、审计三类管理员必须由三个人分别担任（GB/T 22239-2019），该账号已担任其中一类。",
    "System, security and audit administrators are three people (GB/T 22239-2019); this account is one of "
    "them "
    "already."};

/// Refuses a role that would join two of the three administrators in one account.
Result<void> judge_offices(Reading& reading, AccountId account, std::string_view role, Date today) {
  constexpr std::array kApart{access::Power::operate, access::Power::accounts, access::Power::audit};
  const auto office_of = [&](std::string_view name) -> std::optional<access::Power> {
    const access::RoleRow* row = access::find_role(name);
    for (const access::Power power : kApart)
      if (row && access::has_power(*row, power)) return power;
    return std::nullopt;
  };
  const auto office = office_of(role);
  if (!office) return {};
  for (const PostState& post : load_posts(reading, account)) {
    const auto other = office_of(post.holding.role);
    if (!has_ended(post, today) && other && *other != *office) return Error(kThreePeople).on("role");
  }
  return {};
}

Error no_right() {
  return Error(kNoRight, {"管理账号", "安全管理员", "administer accounts", "the security administrator"});
}

bool may_administer(const Call& call, UnitId unit) {
  return access::reach_of(*call.scope, access::Power::accounts).holds(call.scope->today(), unit);
}

bool administers_anybody(const Call& call) {
  return !access::reach_of(*call.scope, access::Power::accounts).is_empty();
}

bool administers_everything(const Call& call) {
  return access::reach_of(*call.scope, access::Power::accounts).ranges() ==
         std::vector<access::Reach::Range>{{0, call.scope->today().size()}};
}

/// Every post the account holds or ever held must lie within the asker's reach: nobody edits an account wider
/// than her own, nor her own. An account that never had a post belongs to who administers everything.
bool may_administer(const Call& call, Reading& reading, AccountId account) {
  if (account == call.scope->account()) return false;
  const auto posts = load_posts(reading, account);
  if (posts.empty()) return administers_everything(call);
  return std::all_of(posts.begin(), posts.end(),
                     [&](const PostState& post) { return may_administer(call, post.holding.unit); });
}

/// The account of that name, of which one without the right to it does not even learn that it exists.
Result<AccountState> account_to_change(const Call& call, Reading& reading, const std::string& name) {
  if (!administers_anybody(call)) return no_right();
  auto account = load_account(reading, name);
  if (account && account->id == call.scope->account()) return no_right();
  if (!account || !may_administer(call, reading, account->id))
    return Error(kNotFound, {"账号 " + name, "such account"});
  return std::move(*account);
}

Result<void> judge_role(const org::Tree& tree, std::string_view role, UnitId unit) {
  const access::RoleRow* row = access::find_role(role);
  if (row && access::exists_at(*row, tree.level_of(unit))) return {};
  std::string all;
  for (const access::RoleRow& known : access::kRoles)
    if (access::exists_at(known, tree.level_of(unit)))
      all += (all.empty() ? "" : "、") + std::string(known.name);
  return Error(kBadField,
               {"role", "这一级没有岗位“" + std::string(role) + "”，可用：" + all + "。",
                "there is no role \"" + std::string(role) + "\" at this level; there are: " + all + "."})
      .on("role");
}

}  // namespace

std::string hash_password(const std::string& password) {
  char out[crypto_pwhash_STRBYTES];
  // Two passes over 19 MiB, the least that OWASP asks of Argon2id.
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), 2, 19ULL << 20,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw Failure("no memory to hash a password");
  return out;
}

Result<void> judge_password(const std::string& password) {
  constexpr size_t kLeast = 10;
  static constexpr std::array<std::string_view, 8> kCommon{"1234567890", "password12", "qwertyuiop",
                                                           "0123456789", "1111111111", "abc1234567",
                                                           "admin12345", "password123"};
  const bool one_letter =
      std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); });
  if (password.size() < kLeast || password.size() > 256 || one_letter ||
      std::find(kCommon.begin(), kCommon.end(), password) != kCommon.end())
    return Error(kWeakPassword, {std::to_string(kLeast)}).on("password");
  return {};
}

void save_account(Writing& writing, const AccountState& account) {
  writing.put_document(kAccountDocuments, std::to_string(account.id.number()), body_of(account));
  writing.put_document(kAccountNameDocuments, account.account, std::to_string(account.id.number()));
}

std::optional<AccountState> load_account(Reading& reading, AccountId id) {
  const auto body = reading.find_document(kAccountDocuments, std::to_string(id.number()));
  if (!body) return std::nullopt;
  const json::value parsed = json::parse(*body);
  AccountState account;
  account.id = AccountId(parsed.at("id").to_number<int64_t>());
  account.account = std::string(parsed.at("account").as_string());
  account.name = std::string(parsed.at("name").as_string());
  account.password_hash = std::string(parsed.at("password").as_string());
  account.is_active = parsed.at("active").as_bool();
  account.is_demo = parsed.at("demo").as_bool();
  return account;
}

std::optional<AccountState> load_account(Reading& reading, std::string_view account) {
  const auto id = reading.find_document(kAccountNameDocuments, account);
  return id ? load_account(reading, AccountId(std::stoll(*id))) : std::nullopt;
}

std::vector<access::Holding> load_holdings(Reading& reading, AccountId account, Date today) {
  std::vector<access::Holding> out;
  for (const PostState& post : load_posts(reading, account))
    if (!has_ended(post, today) && post.holding.first <= today) out.push_back(post.holding);
  return out;
}

json::object account_json(App& app, Reading& reading, const AccountState& account) {
  const Snapshot now = app.published();
  json::array posts;
  for (const access::Holding& holding : load_holdings(reading, account.id, app.today())) {
    const access::RoleRow* row = access::find_role(holding.role);
    posts.push_back({{"id", holding.post.number()},
                     {"role", holding.role},
                     {"role_name", row ? json::value{{"zh", row->zh}, {"en", row->en}}
                                       : json::value{{"zh", holding.role}, {"en", holding.role}}},
                     {"unit", unit_ref(*now.tree, holding.unit, app.today())},
                     {"first", holding.first.to_text()},
                     {"last", holding.last ? json::value(holding.last->to_text()) : json::value(nullptr)},
                     {"account", account.account},
                     {"deputy", holding.is_deputy}});
  }
  return {{"account", account.account},
          {"name", account.name},
          {"active", account.is_active},
          {"posts", std::move(posts)},
          {"link", nullptr}};
}

Result<std::string> make_account(App& app, Writing& writing, const LogEntry& stamp, const NewAccount& given) {
  if (writing.find_document(kAccountNameDocuments, given.account))
    return Error(kNotUnique, {"账号 " + given.account}).on("account");
  AccountState account;
  account.id = AccountId(next_number(writing, "account_counter"));
  account.account = given.account;
  account.name = given.name;
  account.password_hash = given.password_hash;
  account.is_demo = given.is_demo;
  save_account(writing, account);
  const org::Tree& tree = *app.staged().tree;
  for (const auto& [role, unit] : given.posts) {
    if (auto judged = judge_role(tree, role, unit); !judged) return std::move(judged).error();
    if (auto judged = judge_offices(writing, account.id, role, stamp.on); !judged)
      return std::move(judged).error();
    PostState post;
    post.id = PostId(next_number(writing, "post_counter"));
    post.account = account.id;
    post.holding = {post.id, role, unit, tree.level_of(unit), stamp.on, {}, false};
    save_post(writing, post);
  }
  LogEntry entry = stamp;
  entry.action = "account.create";
  entry.subject = account.account;
  if (!given.posts.empty()) entry.unit = given.posts.front().second;
  writing.append(entry);
  if (!given.password_hash.empty()) return std::string();
  return make_link(app, writing, account.id, stamp.at);
}

Result<Answer> list_accounts(App& app, const Call& call) {
  if (!administers_anybody(call)) return no_right();
  json::array out;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kAccountDocuments, "", [&](std::string_view key, std::string_view) {
      const auto account = load_account(reading, AccountId(std::stoll(std::string(key))));
      if (!account) return;
      if (account->id == call.scope->account() || may_administer(call, reading, account->id))
        out.push_back(account_json(app, reading, *account));
    });
  });
  return Answer(std::move(out));
}

Result<Answer> create_account(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"account", "name", "posts"}); !known)
    return std::move(known).error();
  if (!administers_anybody(call)) return no_right();
  NewAccount given;
  auto account = required_member(call.body, "account");
  auto name = required_member(call.body, "name");
  for (const auto* member : {&account, &name})
    if (!*member) return member->error();
  given.account = *account;
  given.name = *name;
  const bool plain =
      given.account.size() >= 2 && given.account.size() <= 40 &&
      std::all_of(given.account.begin(), given.account.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
      });
  if (!plain)
    return Error(kBadField,
                 {"account", "账号用 2–40 个小写字母、数字、_ . -。", "2–40 small letters, digits, _ . -"})
        .on("account");
  if (const json::value* posts = call.body.as_object().if_contains("posts"); posts && posts->is_array()) {
    for (const json::value& item : posts->as_array()) {
      auto role = required_member(item, "role");
      auto unit = required_member(item, "unit");
      if (!role) return std::move(role).error();
      if (!unit) return std::move(unit).error();
      auto found = find_unit(app, *app.published().tree, *unit, app.today());
      if (!found) return std::move(found).error().on("unit");
      if (!may_administer(call, *found)) return no_right();
      given.posts.emplace_back(*role, *found);
    }
  }
  if (given.posts.empty() && !administers_everything(call))
    return Error(kNoRight, {"新增没有岗位的账号", "管辖全部单位的安全管理员（或至少给一个岗位）",
                            "make an account without a post",
                            "a security administrator of all units, or give at least one post"})
        .on("posts");
  return write(app, call, [&app, given](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto link = make_account(app, writing, stamp, given);
    if (!link) return std::move(link).error();
    json::object answer = account_json(app, writing, *load_account(writing, given.account));
    answer["link"] = "/first/" + *link;
    return Done{std::move(answer), {}};
  });
}

namespace {

/// What every change of one account does: finds it, asks the right, logs.
Result<Answer> change_account(
    App& app, const Call& call, std::string_view action,
    const std::function<Result<json::object>(Writing&, AccountState&, const LogEntry&)>& change) {
  const std::string name(call.parameter("account"));
  return write(app, call,
               [&app, &call, name, action = std::string(action), change](Writing& writing,
                                                                         LogEntry stamp) -> Result<Done> {
                 auto account = account_to_change(call, writing, name);
                 if (!account) return std::move(account).error();
                 auto answer = change(writing, *account, stamp);
                 if (!answer) return std::move(answer).error();
                 stamp.action = action;
                 stamp.subject = name;
                 writing.append(stamp);
                 return Done{std::move(*answer), [&app](Position at) {
                               app.notify({at, "session", "", UnitId(), ""});
                             }};
               });
}

}  // namespace

Result<Answer> renew_link(App& app, const Call& call) {
  return change_account(
      app, call, "account.link",
      [&app](Writing& writing, AccountState& account, const LogEntry& stamp) -> Result<json::object> {
        end_sessions(writing, account.id);
        forget_links(writing, account.id);
        account.password_hash.clear();
        account.is_active = true;
        save_account(writing, account);
        json::object answer = account_json(app, writing, account);
        answer["link"] = "/first/" + make_link(app, writing, account.id, stamp.at);
        return answer;
      });
}

Result<Answer> close_account(App& app, const Call& call) {
  return change_account(
      app, call, "account.close",
      [&app](Writing& writing, AccountState& account, const LogEntry& stamp) -> Result<json::object> {
        end_sessions(writing, account.id);
        forget_links(writing, account.id);
        for (PostState& post : load_posts(writing, account.id)) {
          if (has_ended(post, stamp.on)) continue;
          post.holding.last = stamp.on.plus_days(-1);
          save_post(writing, post);
        }
        account.is_active = false;
        save_account(writing, account);
        return account_json(app, writing, account);
      });
}

Result<Answer> give_post(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"account", "role", "unit", "deputy", "last"}); !known)
    return std::move(known).error();
  auto account_name = required_member(call.body, "account");
  auto role = required_member(call.body, "role");
  auto unit_text = required_member(call.body, "unit");
  auto last = text_member(call.body, "last");
  for (const auto* member : {&account_name, &role, &unit_text, &last})
    if (!*member) return member->error();
  auto unit = find_unit(app, *app.published().tree, *unit_text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  if (!may_administer(call, *unit)) return no_right();
  if (auto judged = judge_role(*app.published().tree, *role, *unit); !judged)
    return std::move(judged).error();
  std::optional<Date> until;
  if (!last->empty()) {
    until = Date::parse(*last);
    if (!until) return Error(kBadField, {"last", "应当是日期。", "it must be a date."}).on("last");
  }
  const json::value* flag = call.body.as_object().if_contains("deputy");
  const bool deputy = flag && flag->is_bool() && flag->as_bool();
  return write(app, call,
               [&app, &call, name = *account_name, role = *role, unit = *unit, until, deputy](
                   Writing& writing, LogEntry stamp) -> Result<Done> {
                 const auto account = account_to_change(call, writing, name);
                 if (!account) return account.error();
                 if (auto judged = judge_offices(writing, account->id, role, stamp.on); !judged)
                   return std::move(judged).error();
                 PostState post;
                 post.id = PostId(next_number(writing, "post_counter"));
                 post.account = account->id;
                 post.holding = {post.id,  role,  unit,  app.staged().tree->level_of(unit),
                                 stamp.on, until, deputy};
                 save_post(writing, post);
                 stamp.action = "post.give";
                 stamp.subject = name;
                 stamp.unit = unit;
                 stamp.detail = json::serialize(json::object{{"role", role}, {"post", post.id.number()}});
                 writing.append(stamp);
                 return Done{account_json(app, writing, *account), {}};
               });
}

namespace {

std::optional<PostState> load_post(Reading& reading, std::string_view id) {
  if (id.empty() || id.size() > 12 ||
      !std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const auto body = reading.find_document(kPostDocuments, "n/" + key_of(std::stoll(std::string(id))));
  return body ? std::optional(post_of(*body)) : std::nullopt;
}

/// A post that is held or will be, within the asker's reach and not her own.
Result<PostState> post_to_change(const Call& call, Reading& reading, std::string_view id, Date today) {
  if (!administers_anybody(call)) return no_right();
  auto post = load_post(reading, id);
  if (post && post->account == call.scope->account()) return no_right();
  if (!post || has_ended(*post, today) || !may_administer(call, post->holding.unit))
    return Error(kNotFound, {"这个岗位", "such post"});
  return std::move(*post);
}

}  // namespace

Result<Answer> end_post(App& app, const Call& call) {
  const std::string id(call.parameter("id"));
  return write(app, call, [&app, &call, id](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto post = post_to_change(call, writing, id, stamp.on);
    if (!post) return std::move(post).error();
    post->holding.last = stamp.on.plus_days(-1);
    save_post(writing, *post);
    end_sessions(writing, post->account);
    stamp.action = "post.end";
    stamp.subject = id;
    stamp.unit = post->holding.unit;
    const Position position = writing.append(stamp);
    return Done{json::object{{"id", post->id.number()}, {"position", position.number()}},
                [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
}

Result<Answer> hand_over_post(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"to", "reason"}); !known) return std::move(known).error();
  auto to = required_member(call.body, "to");
  auto reason = text_member(call.body, "reason");
  if (!to) return std::move(to).error();
  if (!reason) return std::move(reason).error();
  const std::string id(call.parameter("id"));
  return write(
      app, call,
      [&app, &call, id, to = *to, reason = *reason](Writing& writing, LogEntry stamp) -> Result<Done> {
        auto post = post_to_change(call, writing, id, stamp.on);
        if (!post) return std::move(post).error();
        const auto account = account_to_change(call, writing, to);
        if (!account) return account.error();
        if (!account->is_active) return Error(kNotFound, {"账号 " + to, "such account"});
        if (auto judged = judge_offices(writing, account->id, post->holding.role, stamp.on); !judged)
          return std::move(judged).error();
        // Open work hangs on the post's role and unit, so it goes with the post; nothing is left behind.
        const AccountId from = post->account;
        forget_post(writing, *post);
        post->account = account->id;
        save_post(writing, *post);
        end_sessions(writing, from);
        stamp.action = "post.hand_over";
        stamp.subject = id;
        stamp.unit = post->holding.unit;
        stamp.reason = reason;
        stamp.detail = json::serialize(json::object{{"from", from.number()}, {"to", account->id.number()}});
        writing.append(stamp);
        return Done{account_json(app, writing, *account), [&app](Position at) {
                      app.notify({at, "session", "", UnitId(), ""});
                    }};
      });
}

}  // namespace jinguo::app
