#include "app/accounts.h"

#include <algorithm>

#include "app/account_rights.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/second_factor.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr Instant kThreeDays = 3LL * 24 * 3600 * 1000;

std::string_view state_of(const AccountState& account) {
  if (!account.is_active) return "closed";
  return account.password_hash.empty() ? "waiting" : "in_use";
}

}  // namespace

json::object account_json(App& app, const AccountState& account, std::span<const PostState> posts) {
  const Snapshot now = app.published();
  json::array held;
  for (const PostState& post : posts) {
    if (!is_held(post, app.today())) continue;
    const access::Holding& holding = post.holding;
    const access::RoleRow* row = access::find_role(holding.role);
    held.push_back({{"id", post.id.number()},
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
          {"state", state_of(account)},
          {"link_until",
           account.link_until > 0 ? json::value(moment_text(account.link_until)) : json::value(nullptr)},
          {"posts", std::move(held)},
          {"link", nullptr}};
}

json::object account_json(App& app, Reading& reading, const AccountState& account) {
  const auto posts = load_posts(reading, account.id);
  return account_json(app, account, posts);
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
  std::string token;
  if (given.has_link && given.password_hash.empty())
    token = make_link(app, writing, account, stamp.at + kThreeDays);
  save_account(writing, account);
  if (!given.phone.empty()) save_phone(writing, account.id, given.phone);
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
  return token;
}

Result<Answer> create_account(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"account", "name", "phone", "posts"}); !known)
    return std::move(known).error();
  if (!administers_anybody(call)) return no_right_to_accounts();
  NewAccount given;
  auto account = required_member(call.body, "account");
  auto name = required_member(call.body, "name");
  auto phone = text_member(call.body, "phone");
  for (const auto* member : {&account, &name, &phone})
    if (!*member) return member->error();
  given.account = *account;
  given.name = *name;
  given.phone = *phone;
  if (auto judged = judge_account_name(given.account); !judged) return std::move(judged).error();
  if (const json::value* posts = call.body.as_object().if_contains("posts"); posts && posts->is_array()) {
    for (const json::value& item : posts->as_array()) {
      auto role = required_member(item, "role");
      auto unit = required_member(item, "unit");
      if (!role) return std::move(role).error();
      if (!unit) return std::move(unit).error();
      auto found = find_unit(app, *app.published().tree, *unit, app.today());
      if (!found) return std::move(found).error().on("unit");
      if (!may_give(call, *role, *found)) return no_right_to_accounts();
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
        forget_second_factor(writing, account.id);
        account.password_hash.clear();
        account.is_active = true;
        const std::string token = make_link(app, writing, account, stamp.at + kThreeDays);
        save_account(writing, account);
        json::object answer = account_json(app, writing, account);
        answer["link"] = "/first/" + token;
        return answer;
      });
}

Result<Answer> close_account(App& app, const Call& call) {
  return change_account(
      app, call, "account.close",
      [&app](Writing& writing, AccountState& account, const LogEntry& stamp) -> Result<json::object> {
        end_sessions(writing, account.id);
        forget_link(writing, account);
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

Result<Answer> reset_second_factor(App& app, const Call& call) {
  return change_account(
      app, call, "account.second_factor.reset",
      [&app](Writing& writing, AccountState& account, const LogEntry&) -> Result<json::object> {
        end_sessions(writing, account.id);
        forget_second_factor(writing, account.id);
        return account_json(app, writing, account);
      });
}

}  // namespace jinguo::app
