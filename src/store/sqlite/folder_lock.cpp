#include "store/sqlite/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "store/sql_error.h"

namespace jinguo::store {

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  const std::string path = (folder / "jinguo.lock").string();
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) throw Failure("the lock " + path + " cannot be made: " + std::strerror(errno));
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char holder[32] = {};
    const ssize_t size = ::pread(descriptor, holder, sizeof holder - 1, 0);
    return Error(kServed, {size > 0 ? std::string(holder) : std::string("?")});
  }
  const std::string own = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, own.data(), own.size(), 0) < 0) {
    // On a full disk the folder must still open for reading; only the number of the process is missing.
    if (errno != ENOSPC) throw Failure("the lock " + path + " cannot be written: " + std::strerror(errno));
  }
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace jinguo::store
