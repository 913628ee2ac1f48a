#pragma once
#include <filesystem>

#include "base/result.h"
#include "store/seal.h"

namespace jinguo::store {

/// Reads the master key. When the file is missing it is made (mode 0600, on disk before this returns) if
/// `may_make`, else store.no_master_key. Throws when the file cannot be read or written.
Result<SealKey> load_master_key(const std::filesystem::path& file, bool may_make, const RandomSource& random);

}  // namespace jinguo::store
