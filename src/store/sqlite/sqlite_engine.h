#pragma once
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "store/sqlite/sqlite_database.h"

namespace jinguo::store {

/// For tests: a SQLite store in a folder of its own, removed afterwards.
class SqliteEngine {
 public:
  static constexpr const char* kWhyNot = "";
  static constexpr size_t kReaders = 3;
  static bool is_there() { return true; }
  SqliteEngine() {
    std::string name = (std::filesystem::temp_directory_path() / "jinguo-store.XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    folder_ = name;
  }
  ~SqliteEngine() { std::filesystem::remove_all(folder_); }
  SqliteEngine(const SqliteEngine&) = delete;
  SqliteEngine& operator=(const SqliteEngine&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  SqliteOptions options() const { return {.folder = folder_, .readers = kReaders, .vfs = {}}; }
  Result<std::unique_ptr<Database>> try_open() { return open_sqlite(options()); }
  std::unique_ptr<Database> open() { return try_open().value(); }
  static std::vector<SqlText> append_only_visits() {
    return {"CREATE TRIGGER no_update BEFORE UPDATE ON visits BEGIN SELECT RAISE(ABORT, 'append only'); END",
            "CREATE TRIGGER no_delete BEFORE DELETE ON visits BEGIN SELECT RAISE(ABORT, 'append only'); END"};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace jinguo::store
