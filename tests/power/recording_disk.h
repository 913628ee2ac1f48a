#pragma once
#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace jinguo::store {

/// What of the writes since its last sync a disk kept when the power went.
enum class Kept { none, all, random_sectors, torn_last_write };

/// Which call shall fail, and how.
struct FaultPlan {
  enum class Call { read, write, sync, truncate };
  Call call = Call::write;
  /// The first call that fails, counted from 1.
  int64_t from = 1;
  /// How many fail from there on.
  int64_t count = 1;
  int code = SQLITE_IOERR_WRITE;
  /// A failing write leaves its first half in the file.
  bool writes_half = false;
};

/// A file layer for SQLite that passes everything on to the engine's own and remembers, for the database
/// and its write-ahead log, what has been synced and what has not. From that it makes the folder as it would
/// be found after a power cut. (The shared-memory file is no durable state.)
class RecordingDisk {
 public:
  RecordingDisk();
  ~RecordingDisk();
  RecordingDisk(const RecordingDisk&) = delete;
  RecordingDisk& operator=(const RecordingDisk&) = delete;

  const std::string& name() const { return name_; }
  /// Called at the start of every sync, before it has any effect, on the thread that syncs.
  std::function<void()> at_sync;
  /// Writes the files as a power cut at this moment would leave them into a folder.
  void make_image(const std::filesystem::path& folder, Kept kept, std::mt19937_64& random) const;

  void plan_fault(std::optional<FaultPlan> plan);
  /// How often the planned fault has happened.
  int64_t faults() const;

 private:
  struct Write {
    int64_t offset = 0;
    std::string bytes;
    /// Set for a truncation to this size.
    std::optional<int64_t> size;
  };
  struct File {
    std::string synced;
    bool is_entry_synced = false;
    std::vector<Write> unsynced;
  };
  struct Handle;
  struct Calls;

  static void apply(std::string& bytes, const Write& write);
  static std::string kept_bytes(const File& file, Kept kept, std::mt19937_64& random);
  void note(const std::string& path, Write write);
  void note_sync(const std::string& path);
  /// The code with which this call shall fail; SQLITE_OK when it shall not.
  int fault(FaultPlan::Call call);

  std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  sqlite3_vfs* real_;
  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::optional<FaultPlan> plan_;
  int64_t calls_ = 0;
  int64_t faults_ = 0;
};

}  // namespace jinguo::store
