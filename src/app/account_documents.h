#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.h"
#include "app/app.h"
#include "app/store_port.h"

namespace jinguo::app {

/// An account as stored.
struct AccountState {
  AccountId id;
  std::string account, name;
  /// Argon2id; empty until its one-time link was used.
  std::string password_hash;
  bool is_active = true;
  bool is_demo = false;
  /// Hash of the one-time link that may still be used; empty when there is none.
  std::string link_hash;
  /// Until when; 0 when there is none.
  Instant link_until = 0;
};
/// Writes the account and its name.
void save_account(Writing& writing, const AccountState& account);
std::optional<AccountState> load_account(Reading& reading, std::string_view account);
std::optional<AccountState> load_account(Reading& reading, AccountId id);
/// Every account, in order of making.
std::vector<AccountState> load_accounts(Reading& reading);

/// A post as stored, held now, once or later.
struct PostState {
  PostId id;
  AccountId account;
  access::Holding holding;
};
bool has_ended(const PostState& post, Date today);
bool is_held(const PostState& post, Date today);
/// Writes the post by number and under its account.
void save_post(Writing& writing, const PostState& post);
/// Before it goes to another account.
void forget_post(Writing& writing, const PostState& post);
std::optional<PostState> load_post(Reading& reading, std::string_view id);
/// Every post the account holds or ever held.
std::vector<PostState> load_posts(Reading& reading, AccountId account);
/// Every post of all accounts, those of one account together, by the account's number.
std::vector<PostState> load_posts(Reading& reading);
/// Those in force today.
std::vector<access::Holding> load_holdings(Reading& reading, AccountId account, Date today);

/// The next of a counter, from 1.
int64_t next_number(Writing& writing, std::string_view counter);
/// A number as a key that sorts like the number.
std::string number_key(int64_t number);

/// Under what a text that nobody may know is kept, 64 hexadecimal digits.
std::string secret_hash(std::string_view secret);

/// A new one-time link, good until then; the older one dies. The account is changed but not saved. Answers
/// its token of 16 capitals and digits in four groups, which can be typed from paper.
std::string make_link(App& app, Writing& writing, AccountState& account, Instant until);
/// A link that was not used dies with the next one, and with the account; not saved.
void forget_link(Writing& writing, AccountState& account);
/// A link as it was typed: small letters, blanks and missing dashes are taken.
std::string link_as_made(std::string_view typed);

/// Ends the account's sessions but the one kept under `spared`, a secret_hash; empty spares none.
void end_sessions(Writing& writing, AccountId account, std::string_view spared = {});

/// The mobile number that goes with an account; kept sealed, empty when there is none.
std::string load_phone(Reading& reading, AccountId account);
void save_phone(Writing& writing, AccountId account, std::string_view phone);

}  // namespace jinguo::app
