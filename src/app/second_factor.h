#pragma once
#include "app/account_documents.h"
#include "app/call.h"

namespace jinguo::app {

/// The second thing one signs in with: a code of a phone (access/one_time_code.h), or one of ten codes on
/// paper. Kept sealed, see kSecondFactorDocuments.
struct SecondFactor {
  std::string secret;
  /// False while the phone has not shown that it has the secret.
  bool is_on = false;
  /// The step of the last code that was used.
  int64_t used_step = 0;
  /// secret_hash of each code on paper that was not used yet.
  std::vector<std::string> recovery;
  Date since;
};
std::optional<SecondFactor> load_second_factor(Reading& reading, AccountId account);
bool has_second_factor(Reading& reading, AccountId account);
void forget_second_factor(Writing& writing, AccountId account);
/// Uses the code up. False when it is no code of now, was used before, or is none of those on paper.
bool use_code(Writing& writing, AccountId account, SecondFactor& factor, std::string_view code, Instant at);

/// From which day posts above the village are held only by who signs in with a second factor; nothing: never.
/// A new installation gives thirty days. It holds in no demo.
std::optional<Date> second_factor_from(App& app, Reading& reading);
bool has_sign_in_rules(Reading& reading);
void save_second_factor_from(Writing& writing, std::optional<Date> from);
/// Whether these posts ask for a second factor some day.
bool is_asked_for(std::span<const access::Holding> holdings);
/// Whether the account must enrol before it may do anything else: until then it holds no post.
bool must_enrol(App& app, Reading& reading, AccountId account, std::span<const access::Holding> holdings);
/// `SecondFactorState` of the API.
json::object second_factor_json(App& app, Reading& reading, AccountId account);

/// POST /api/me/second-factor: a secret, to be taken into a phone by QR or by hand.
Result<Answer> begin_second_factor(App& app, const Call& call);
/// POST /api/me/second-factor/confirm {code}: answers with the codes on paper, once.
Result<Answer> confirm_second_factor(App& app, const Call& call);
/// POST /api/me/second-factor/end {code}: refused where her posts ask for it.
Result<Answer> end_second_factor(App& app, const Call& call);
/// POST /api/sign-in-rules {second_factor_from}: a date, or empty for never.
Result<Answer> set_sign_in_rules(App& app, const Call& call);
/// GET /api/sign-in-rules
Result<Answer> get_sign_in_rules(App& app, const Call& call);

inline constexpr ErrorRow kBadCode{"app.bad_code", 422, "动态码不对，或已用过；请等手机上出现新的码。",
                                   "The code is wrong or was used; wait for the phone to show the next."};

}  // namespace jinguo::app
