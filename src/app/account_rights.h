#pragma once
#include "app/account_documents.h"
#include "app/call.h"

namespace jinguo::app {

/// Who may make, reset and close which accounts: the security administrator all at and under her unit;
/// whoever has `staff` those of everyday work below her own unit. Nobody her own.

/// Whether the asker may give the role at the unit, and take it away.
bool may_give(const Call& call, std::string_view role, UnitId unit);
bool administers_anybody(const Call& call);
bool administers_everything(const Call& call);
/// Whether she reads how far the villages of the unit have got: it lies at or under her own.
bool may_see_coverage(const Call& call, UnitId unit);
/// Every post the account holds or ever held must be one she may give: nobody edits an account wider than her
/// own. An account that never had a post belongs to who administers everything.
bool may_administer(const Call& call, AccountId account, std::span<const PostState> posts);
bool may_administer(const Call& call, Reading& reading, AccountId account);

/// Error app.no_right of one who may not administer accounts, or not this one.
Error no_right_to_accounts();
/// The account of that name, of which one without the right to it does not even learn that it exists.
Result<AccountState> account_to_change(const Call& call, Reading& reading, const std::string& name);
/// A post that is held or will be, that she may give and that is not her own.
Result<PostState> post_to_change(const Call& call, Reading& reading, std::string_view id, Date today);

/// Error app.bad_field when there is no such role at the unit's level.
Result<void> judge_role(const org::Tree& tree, std::string_view role, UnitId unit);
/// Refuses a role that would join two of the three administrators in one account.
Result<void> judge_offices(Reading& reading, AccountId account, std::string_view role, Date today);
/// Error app.bad_field: an account is 2–40 small letters, digits, _ . -
Result<void> judge_account_name(std::string_view account);

}  // namespace jinguo::app
