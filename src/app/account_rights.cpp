#include "app/account_rights.h"

#include <algorithm>
#include <array>

#include "access/rules.h"
#include "app/app_error.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kThreePeople{
    "app.three_people", 409,
    "系统、安全、审计三类管理员必须由三个人分别担任（GB/T 22239-2019），该账号已担任其中一类。",
    "System, security and audit administrators are three people (GB/T 22239-2019); this account is one of "
    "them already."};

}  // namespace

Error no_right_to_accounts() {
  return Error(kNoRight, {"管理这个账号", "上级妇联或安全管理员", "administer this account",
                          "the level above or the security administrator"});
}

bool may_give(const Call& call, std::string_view role, UnitId unit) {
  const org::View& today = call.scope->today();
  if (access::reach_of(*call.scope, access::Power::accounts).holds(today, unit)) return true;
  const access::RoleRow* row = access::find_role(role);
  if (!row || !row->is_everyday) return false;
  return access::reach_below(*call.scope, access::Power::staff).holds(today, unit);
}

bool administers_anybody(const Call& call) {
  return !access::reach_of(*call.scope, access::Power::accounts).is_empty() ||
         !access::reach_of(*call.scope, access::Power::staff).is_empty();
}

bool administers_everything(const Call& call) {
  return access::reach_of(*call.scope, access::Power::accounts).ranges() ==
         std::vector<access::Reach::Range>{{0, call.scope->today().size()}};
}

bool may_see_coverage(const Call& call, UnitId unit) {
  const org::View& today = call.scope->today();
  return access::reach_of(*call.scope, access::Power::accounts).holds(today, unit) ||
         access::reach_of(*call.scope, access::Power::staff).holds(today, unit);
}

bool may_administer(const Call& call, AccountId account, std::span<const PostState> posts) {
  if (account == call.scope->account()) return false;
  if (posts.empty()) return administers_everything(call);
  return std::all_of(posts.begin(), posts.end(), [&](const PostState& post) {
    return may_give(call, post.holding.role, post.holding.unit);
  });
}

bool may_administer(const Call& call, Reading& reading, AccountId account) {
  const auto posts = load_posts(reading, account);
  return may_administer(call, account, posts);
}

Result<AccountState> account_to_change(const Call& call, Reading& reading, const std::string& name) {
  if (!administers_anybody(call)) return no_right_to_accounts();
  auto account = load_account(reading, name);
  if (account && account->id == call.scope->account()) return no_right_to_accounts();
  if (!account || !may_administer(call, reading, account->id))
    return Error(kNotFound, {"账号 " + name, "such account"});
  return std::move(*account);
}

Result<PostState> post_to_change(const Call& call, Reading& reading, std::string_view id, Date today) {
  if (!administers_anybody(call)) return no_right_to_accounts();
  auto post = load_post(reading, id);
  if (post && post->account == call.scope->account()) return no_right_to_accounts();
  if (!post || has_ended(*post, today) || !may_give(call, post->holding.role, post->holding.unit))
    return Error(kNotFound, {"这个岗位", "such post"});
  return std::move(*post);
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

Result<void> judge_account_name(std::string_view account) {
  const bool plain =
      account.size() >= 2 && account.size() <= 40 && std::all_of(account.begin(), account.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
      });
  if (plain) return {};
  return Error(kBadField,
               {"account", "账号用 2–40 个小写字母、数字、_ . -。", "2–40 small letters, digits, _ . -"})
      .on("account");
}

}  // namespace jinguo::app
