#pragma once
#include <string>

#include "base/result.h"

namespace jinguo::app {

/// Argon2id of libsodium, moderate cost. Slow by design.
std::string hash_password(const std::string& password);
/// Of an account that has none, or of none at all: as slow, and never true.
bool fits_password(const std::string& hash, const std::string& password);
/// Error app.weak_password.
Result<void> judge_password(const std::string& password);

}  // namespace jinguo::app
