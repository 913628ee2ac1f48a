#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/sql_database.h"

namespace jinguo::store {

struct SqliteOptions {
  /// The data folder; made when missing. The file in it is jinguo.db.
  std::filesystem::path folder;
  size_t readers = 4;
  /// Bytes set aside in a file of their own, given up when the disk is full so that what is in the
  /// write-ahead log can still reach the database; 0 for none.
  int64_t ballast = 16 << 20;
  /// Bytes the write-ahead log grows to before a commit is followed by a checkpoint.
  int64_t checkpoint_at = 4 << 20;
  /// The engine's file layer by name; empty for its own.
  std::string vfs;
};

/// Opens the data folder for this process, or refuses (store.served) while another one has it open. Throws
/// when the engine is too old to be safe or the folder cannot be used.
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

}  // namespace jinguo::store
