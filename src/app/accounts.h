#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/accounts?unit: accounts with posts under a unit.
Result<Answer> list_accounts(App& app, const Call& call);
/// POST /api/accounts {account, name, posts: [{role, unit}]}: answers with the one-time link; nobody ever has
/// a default password.
Result<Answer> create_account(App& app, const Call& call);
/// POST /api/accounts/{account}/link: a new one-time link; sessions and older links end.
Result<Answer> renew_link(App& app, const Call& call);
/// POST /api/accounts/{account}/close: sessions and posts end at once.
Result<Answer> close_account(App& app, const Call& call);
/// POST /api/posts {account, role, unit, deputy, last}
Result<Answer> give_post(App& app, const Call& call);
/// POST /api/posts/{id}/end
Result<Answer> end_post(App& app, const Call& call);
/// POST /api/posts/{id}/handover {to}: the post with its open work goes to another account in one act.
Result<Answer> hand_over_post(App& app, const Call& call);

/// Inside a write: an account with its posts; answers the token of its one-time link (empty when a password
/// hash is given).
struct NewAccount {
  std::string account;
  std::string name;
  std::vector<std::pair<std::string, UnitId>> posts;
  std::string password_hash;
  bool is_demo = false;
};
Result<std::string> make_account(App& app, Writing& writing, const LogEntry& stamp, const NewAccount& given);

/// An account as stored.
struct AccountState {
  AccountId id;
  std::string account, name, password_hash;
  bool is_active = true;
  bool is_demo = false;
};
/// Writes the account and its name.
void save_account(Writing& writing, const AccountState& account);
std::optional<AccountState> load_account(Reading& reading, std::string_view account);
std::optional<AccountState> load_account(Reading& reading, AccountId id);
std::vector<access::Holding> load_holdings(Reading& reading, AccountId account, Date today);
json::object account_json(App& app, Reading& reading, const AccountState& account);

/// Argon2id of libsodium, moderate cost. Slow by design.
std::string hash_password(const std::string& password);
/// Error app.weak_password.
Result<void> judge_password(const std::string& password);

}  // namespace jinguo::app
