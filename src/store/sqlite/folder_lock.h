#pragma once
#include <filesystem>

#include "base/result.h"

namespace jinguo::store {

/// The lock of a data folder, held by one process at a time and let go even when it is killed.
class FolderLock {
 public:
  /// Refuses with store.served while another holder has it; throws when the file cannot be made.
  static Result<FolderLock> take(const std::filesystem::path& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace jinguo::store
