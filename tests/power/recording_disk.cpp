#include "recording_disk.h"

#include <atomic>
#include <cstring>
#include <fstream>

namespace jinguo::store {

namespace {

constexpr int64_t kSector = 512;

bool by_chance(std::mt19937_64& random, double chance) {
  return std::uniform_real_distribution<double>(0, 1)(random) < chance;
}

}  // namespace

/// What SQLite holds for an open file; the engine's own follows it in memory.
struct RecordingDisk::Handle {
  sqlite3_file base;
  RecordingDisk* disk;
  /// Null for files that are not recorded.
  const std::string* path;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

struct RecordingDisk::Calls {
  static Handle* of(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return of(file)->real(); }
  static RecordingDisk* disk(sqlite3_vfs* vfs) { return static_cast<RecordingDisk*>(vfs->pAppData); }

  static int close(sqlite3_file* file) {
    Handle* handle = of(file);
    const int code = handle->real()->pMethods->xClose(handle->real());
    delete handle->path;
    return code;
  }
  static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
    if (of(file)->path != nullptr) {
      const int code = of(file)->disk->fault(FaultPlan::Call::read);
      if (code != SQLITE_OK) return code;
    }
    return real(file)->pMethods->xRead(real(file), into, size, offset);
  }
  static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    Handle* handle = of(file);
    if (handle->path == nullptr) return real(file)->pMethods->xWrite(real(file), from, size, offset);
    const int fault = handle->disk->fault(FaultPlan::Call::write);
    const int written = fault == SQLITE_OK ? size : handle->disk->plan_->writes_half ? size / 2 : 0;
    if (written > 0) {
      const int code = real(file)->pMethods->xWrite(real(file), from, written, offset);
      if (code != SQLITE_OK) return code;
      handle->disk->note(*handle->path,
                         {.offset = offset,
                          .bytes = std::string(static_cast<const char*>(from), static_cast<size_t>(written)),
                          .size = std::nullopt});
    }
    return fault;
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle* handle = of(file);
    if (handle->path != nullptr) {
      const int fault = handle->disk->fault(FaultPlan::Call::truncate);
      if (fault != SQLITE_OK) return fault;
      handle->disk->note(*handle->path, {.offset = 0, .bytes = {}, .size = size});
    }
    return real(file)->pMethods->xTruncate(real(file), size);
  }
  static int sync(sqlite3_file* file, int flags) {
    Handle* handle = of(file);
    if (handle->path == nullptr) return real(file)->pMethods->xSync(real(file), flags);
    if (handle->disk->at_sync) handle->disk->at_sync();
    const int fault = handle->disk->fault(FaultPlan::Call::sync);
    if (fault != SQLITE_OK) return fault;
    const int code = real(file)->pMethods->xSync(real(file), flags);
    if (code == SQLITE_OK) handle->disk->note_sync(*handle->path);
    return code;
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
  }
  static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
  static int unlock(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
  }
  static int is_reserved(sqlite3_file* file, int* answer) {
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
  }
  static int control(sqlite3_file* file, int what, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), what, argument);
  }
  static int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
  static int characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
  }
  static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, at);
  }
  static int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
  }
  static void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
  static int shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
  }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    static const sqlite3_io_methods kMethods{
        2,         close,       read,    write,       truncate,        sync,    file_size, lock,
        unlock,    is_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
        shm_unmap, nullptr,     nullptr};
    Handle* handle = of(file);
    handle->base.pMethods = nullptr;
    handle->disk = disk(vfs);
    handle->path = nullptr;
    sqlite3_vfs* real_vfs = handle->disk->real_;
    const int code = real_vfs->xOpen(real_vfs, path, handle->real(), flags, out_flags);
    if (code != SQLITE_OK) return code;
    handle->base.pMethods = &kMethods;
    if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return code;
    handle->path = new std::string(path);
    const std::lock_guard lock(handle->disk->mutex_);
    handle->disk->files_.try_emplace(*handle->path);
    return code;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    {
      const std::lock_guard lock(disk(vfs)->mutex_);
      disk(vfs)->files_.erase(path);
    }
    sqlite3_vfs* real_vfs = disk(vfs)->real_;
    return real_vfs->xDelete(real_vfs, path, sync_folder);
  }
};

RecordingDisk::RecordingDisk() : real_(sqlite3_vfs_find(nullptr)) {
  static std::atomic<int> number{0};
  name_ = "recording" + std::to_string(++number);
  vfs_ = std::make_unique<sqlite3_vfs>(*real_);
  vfs_->pNext = nullptr;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->szOsFile = static_cast<int>(sizeof(Handle)) + real_->szOsFile;
  vfs_->xOpen = Calls::open;
  vfs_->xDelete = Calls::remove;
  sqlite3_vfs_register(vfs_.get(), 0);
}

RecordingDisk::~RecordingDisk() {
  sqlite3_vfs_unregister(vfs_.get());
}

void RecordingDisk::apply(std::string& bytes, const Write& write) {
  if (write.size) {
    bytes.resize(static_cast<size_t>(*write.size));
    return;
  }
  const auto offset = static_cast<size_t>(write.offset);
  if (bytes.size() < offset + write.bytes.size()) bytes.resize(offset + write.bytes.size());
  bytes.replace(offset, write.bytes.size(), write.bytes);
}

std::string RecordingDisk::kept_bytes(const File& file, Kept kept, std::mt19937_64& random) {
  std::string bytes = file.synced;
  if (kept == Kept::none) return bytes;
  const double chance = std::uniform_real_distribution<double>(0.02, 0.98)(random);
  for (size_t i = 0; i < file.unsynced.size(); ++i) {
    Write write = file.unsynced[i];
    const bool is_last = i + 1 == file.unsynced.size();
    if (kept == Kept::all || (kept == Kept::torn_last_write && !is_last)) {
      apply(bytes, write);
    } else if (write.size) {
      if (by_chance(random, chance)) apply(bytes, write);
    } else if (kept == Kept::torn_last_write) {
      write.bytes.resize(std::uniform_int_distribution<size_t>(0, write.bytes.size())(random));
      apply(bytes, write);
    } else {
      const int64_t end = write.offset + static_cast<int64_t>(write.bytes.size());
      for (int64_t at = write.offset; at < end;) {
        const int64_t next = std::min(end, (at / kSector + 1) * kSector);
        if (by_chance(random, chance)) {
          apply(bytes, {.offset = at,
                        .bytes = write.bytes.substr(static_cast<size_t>(at - write.offset),
                                                    static_cast<size_t>(next - at)),
                        .size = std::nullopt});
        }
        at = next;
      }
    }
  }
  return bytes;
}

void RecordingDisk::make_image(const std::filesystem::path& folder, Kept kept,
                               std::mt19937_64& random) const {
  std::filesystem::create_directories(folder);
  const std::lock_guard lock(mutex_);
  for (const auto& [path, file] : files_) {
    if (!file.is_entry_synced && (kept == Kept::none || (kept != Kept::all && by_chance(random, 0.5))))
      continue;
    const std::string bytes = kept_bytes(file, kept, random);
    std::ofstream out(folder / std::filesystem::path(path).filename(), std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
}

void RecordingDisk::note(const std::string& path, Write write) {
  const std::lock_guard lock(mutex_);
  files_[path].unsynced.push_back(std::move(write));
}

void RecordingDisk::note_sync(const std::string& path) {
  const std::lock_guard lock(mutex_);
  File& file = files_[path];
  for (const Write& write : file.unsynced) apply(file.synced, write);
  file.unsynced.clear();
  file.is_entry_synced = true;
}

void RecordingDisk::plan_fault(std::optional<FaultPlan> plan) {
  const std::lock_guard lock(mutex_);
  plan_ = plan;
  calls_ = 0;
  faults_ = 0;
}

int64_t RecordingDisk::faults() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

int RecordingDisk::fault(FaultPlan::Call call) {
  const std::lock_guard lock(mutex_);
  if (!plan_ || plan_->call != call) return SQLITE_OK;
  ++calls_;
  if (calls_ < plan_->from || calls_ >= plan_->from + plan_->count) return SQLITE_OK;
  ++faults_;
  return plan_->code;
}

}  // namespace jinguo::store
