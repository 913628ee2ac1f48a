#include "store/sqlite/sqlite_database.h"

#include <sqlite3.h>

#include "store/sqlite/folder_lock.h"
#include "store/sqlite/sqlite_writer.h"

namespace jinguo::store {

namespace {

/// Older ones lose committed pages when a checkpoint and a commit meet.
constexpr int kOldestSafeSqlite = 3051003;

std::unique_ptr<Connection> open_reader(const SqliteOptions& options) {
  auto reader = std::make_unique<SqliteConnection>((options.folder / "jinguo.db").string(), options.vfs);
  reader->execute("PRAGMA temp_store = MEMORY");
  reader->execute("PRAGMA cache_size = -16384");
  reader->query("PRAGMA busy_timeout = 5000", {}, [](const Row&) {});
  reader->query("PRAGMA wal_autocheckpoint = 0", {}, [](const Row&) {});
  reader->make_reader();
  return reader;
}

class SqliteDatabase : public Database {
 public:
  SqliteDatabase(const SqliteOptions& options, FolderLock lock)
      : lock_(std::move(lock)),
        writer_(std::make_unique<SqliteWriter>(options)),
        readers_(options.readers, [options] { return open_reader(options); }) {}
  Dialect dialect() const override { return Dialect::sqlite; }
  std::unique_ptr<WriteConnection> take_writer() override {
    ensure(writer_ != nullptr, "the writing connection is taken once");
    return std::move(writer_);
  }
  Reader read(std::chrono::milliseconds patience) override { return readers_.take(patience); }

 private:
  FolderLock lock_;
  std::unique_ptr<SqliteWriter> writer_;
  ReadPool readers_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options) {
  if (sqlite3_libversion_number() < kOldestSafeSqlite) {
    throw Failure("SQLite " + std::string(sqlite3_libversion()) +
                  " may lose committed data; at least 3.51.3 is needed");
  }
  std::filesystem::create_directories(options.folder);
  Result<FolderLock> lock = FolderLock::take(options.folder);
  if (!lock) return std::move(lock).error();
  return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(options, std::move(*lock)));
}

}  // namespace jinguo::store
