#include "app/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "app/app_error.h"

namespace jinguo::app {

std::string hash_password(const std::string& password) {
  char out[crypto_pwhash_STRBYTES];
  // Two passes over 19 MiB, the least that OWASP asks of Argon2id.
  if (crypto_pwhash_str_alg(out, password.data(), password.size(), 2, 19ULL << 20,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw Failure("no memory to hash a password");
  return out;
}

bool fits_password(const std::string& hash, const std::string& password) {
  static const std::string kNobody = hash_password("nobody has this password");
  const bool is_one = !hash.empty();
  const std::string& asked = is_one ? hash : kNobody;
  return (crypto_pwhash_str_verify(asked.c_str(), password.data(), password.size()) == 0) && is_one;
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

}  // namespace jinguo::app
