#pragma once
#include "app/account_documents.h"
#include "app/call.h"
#include "app/passwords.h"

namespace jinguo::app {

/// POST /api/accounts {account, name, phone, posts: [{role, unit}]}: answers with the one-time link; nobody
/// ever has a default password.
Result<Answer> create_account(App& app, const Call& call);
/// POST /api/accounts/{account}/link: a new one-time link; sessions, older links and the second factor end.
Result<Answer> renew_link(App& app, const Call& call);
/// POST /api/accounts/{account}/close: sessions and posts end at once.
Result<Answer> close_account(App& app, const Call& call);
/// POST /api/accounts/{account}/second-factor/reset: for whom the phone is lost; sessions end.
Result<Answer> reset_second_factor(App& app, const Call& call);

/// Inside a write: an account with its posts.
struct NewAccount {
  std::string account;
  std::string name;
  std::vector<std::pair<std::string, UnitId>> posts;
  std::string password_hash;
  bool is_demo = false;
  std::string phone = {};
  /// Made with a one-time link of three days; else somebody prints her a slip later.
  bool has_link = true;
};
/// Answers the token of its one-time link; empty when it has none, or a password hash is given.
Result<std::string> make_account(App& app, Writing& writing, const LogEntry& stamp, const NewAccount& given);

/// `Account` of the API, to herself and to who administers her.
json::object account_json(App& app, Reading& reading, const AccountState& account);
/// The same of posts already read.
json::object account_json(App& app, const AccountState& account, std::span<const PostState> posts);

}  // namespace jinguo::app
