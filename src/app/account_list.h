#pragma once
#include "app/account_rights.h"
#include "app/call.h"

namespace jinguo::app {

/// GET /api/accounts?unit,search,role,state,page,size: those one administers, and her own, by unit. `unit`
/// takes those with a post at or under it, `search` part of account, name or unit, `state` waiting, in_use or
/// closed.
Result<Answer> list_accounts(App& app, const Call& call);
/// GET /api/accounts/coverage?unit: of how many villages the chair has an account, and has been inside; the
/// totals of the house never depend on it.
Result<Answer> account_coverage(App& app, const Call& call);

/// An account with the posts it holds or held.
struct AccountWithPosts {
  AccountState account;
  std::vector<PostState> posts;
};
/// All of them in two looks at the store, in order of making.
std::vector<AccountWithPosts> load_accounts_with_posts(Reading& reading);

}  // namespace jinguo::app
