#include "store/sqlite/ballast.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

namespace jinguo::store {

bool Ballast::fill() {
  if (bytes_ <= 0) return true;
  const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool is_full = ::posix_fallocate(file, 0, bytes_) == 0;
  ::close(file);
  if (!is_full) drop();
  return is_full;
}

void Ballast::drop() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace jinguo::store
