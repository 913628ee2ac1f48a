#include "store/sqlite/sqlite_writer.h"

#include <sqlite3.h>

#include "store/sqlite/sqlite_fault.h"

namespace jinguo::store {

namespace {

/// A log this many times its usual size has readers in its way: it is worth waiting for them.
constexpr int64_t kOvergrown = 8;
constexpr int kWaitForReadersMs = 200;
constexpr int kBusyMs = 5000;

}  // namespace

SqliteWriter::SqliteWriter(const SqliteOptions& options)
    : SqliteConnection((options.folder / "jinguo.db").string(), options.vfs),
      checkpoint_at_(options.checkpoint_at),
      ballast_(options.folder / "jinguo.ballast", options.ballast) {
  set_up();
  ballast_.fill();
}

void SqliteWriter::set_up() {
  sqlite3_busy_timeout(handle(), kBusyMs);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (query_text("PRAGMA journal_mode = WAL") != "wal") {
    throw SqlFailure(SqlFault::io, "the file system of the data folder allows no write-ahead log");
  }
  execute("PRAGMA synchronous = FULL");
  execute("PRAGMA foreign_keys = ON");
  execute("PRAGMA secure_delete = ON");
  execute("PRAGMA cell_size_check = ON");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA cache_size = -65536");
  if (query_integer("PRAGMA synchronous") != 2 || query_integer("PRAGMA foreign_keys") != 1) {
    throw SqlFailure(SqlFault::other, "SQLite does not take the settings that keep data safe");
  }
  page_size_ = query_integer("PRAGMA page_size").value_or(page_size_);
  query("PRAGMA wal_autocheckpoint = 0", {}, [](const Row&) {});
  sqlite3_wal_hook(handle(), note_log_pages, this);
}

int SqliteWriter::note_log_pages(void* self, sqlite3*, const char*, int pages) {
  static_cast<SqliteWriter*>(self)->log_pages_ = pages;
  return SQLITE_OK;
}

void SqliteWriter::upkeep(Upkeep when) {
  const int64_t log_bytes = log_pages_ * page_size_;
  if (when == Upkeep::after_commit) {
    if (log_bytes < checkpoint_at_) return;
    checkpoint(log_bytes < checkpoint_at_ * kOvergrown ? SQLITE_CHECKPOINT_PASSIVE
                                                       : SQLITE_CHECKPOINT_RESTART);
  } else if (when == Upkeep::idle) {
    if (log_pages_ > 0) checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  } else {
    checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
  }
}

void SqliteWriter::checkpoint(int mode) {
  sqlite3_busy_timeout(handle(), kWaitForReadersMs);
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(handle(), nullptr, mode, &in_log, &moved);
  sqlite3_busy_timeout(handle(), kBusyMs);
  if (code == SQLITE_OK && moved == in_log) log_pages_ = 0;
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return;
  throw_sqlite(handle(), code, "checkpoint");
}

bool SqliteWriter::has_room() {
  ballast_.drop();
  checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
  return ballast_.fill();
}

}  // namespace jinguo::store
