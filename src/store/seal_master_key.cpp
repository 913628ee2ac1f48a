#include "store/seal_master_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "store/sql_store_error.h"

namespace jinguo::store {

namespace {

class OpenFile {
 public:
  OpenFile(const std::filesystem::path& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw Failure("the master key file " + file.string() + ": " + std::strerror(errno));
}

void write_key(const std::filesystem::path& file, const SealKey& key) {
  const OpenFile out(file, O_WRONLY | O_CREAT | O_EXCL, 0600);
  const auto size = static_cast<ssize_t>(key.bytes().size());
  if (out.get() < 0 || ::write(out.get(), key.bytes().data(), key.bytes().size()) != size ||
      ::fsync(out.get()) != 0) {
    fail(file);
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const OpenFile directory(folder, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) fail(file);
}

}  // namespace

Result<SealKey> load_master_key(const std::filesystem::path& file, bool may_make,
                                const RandomSource& random) {
  const OpenFile in(file, O_RDONLY);
  if (in.get() < 0) {
    if (errno != ENOENT) fail(file);
    if (!may_make) return Error(kNoMasterKey, {file.string()});
    SealKey key = SealKey::make(random);
    write_key(file, key);
    return key;
  }
  std::array<uint8_t, 64> bytes{};
  const ssize_t size = ::read(in.get(), bytes.data(), bytes.size());
  if (size < 0) fail(file);
  SealKey::Bytes key{};
  if (static_cast<size_t>(size) != key.size()) return Error(kWrongMasterKey, {file.string()});
  std::copy_n(bytes.begin(), key.size(), key.begin());
  return SealKey(key);
}

}  // namespace jinguo::store
