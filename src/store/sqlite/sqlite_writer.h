#pragma once
#include <filesystem>

#include "store/sqlite/ballast.h"
#include "store/sqlite/sqlite_connection.h"
#include "store/sqlite/sqlite_database.h"

namespace jinguo::store {

/// The writing connection of a data folder. It alone checkpoints: a checkpoint never meets a commit.
class SqliteWriter : public SqliteConnection {
 public:
  explicit SqliteWriter(const SqliteOptions& options);
  void upkeep(Upkeep when) override;
  bool has_room() override;

 private:
  void set_up();
  /// Throws storage_broken or disk_full; a reader that is in the way is no failure.
  void checkpoint(int mode);
  static int note_log_pages(void* self, sqlite3*, const char*, int pages);

  int64_t checkpoint_at_;
  Ballast ballast_;
  int64_t page_size_ = 4096;
  int64_t log_pages_ = 0;
};

}  // namespace jinguo::store
