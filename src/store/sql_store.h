#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/store_port.h"
#include "base/result.h"
#include "store/seal.h"
#include "store/sql_database.h"

namespace jinguo::store {

struct StoreOptions {
  /// The data folder of a SQLite store; made when missing. Not used when `conninfo` is given.
  std::filesystem::path data_dir;
  /// A PostgreSQL store, as libpq takes it; empty for SQLite.
  std::string conninfo;
  /// The master key of personal data, kept outside of the data folder and never in a backup. Empty: beside
  /// the data folder, `<folder>.key`; with PostgreSQL it must be named. Made on first opening.
  std::filesystem::path key_file;
  /// Every write is refused with store.read_only, and nothing is made or upgraded.
  bool read_only = false;
  /// Reading connections at most; 0 for the engine's default.
  size_t readers = 0;
  /// For each failure that is no refusal: the operator's log.
  std::function<void(std::string_view)> report;
  /// Once, when nothing more may be written, or when what is kept in memory could not follow a commit; the
  /// process should stop and start anew.
  std::function<void(std::string_view)> on_fatal;
  /// Where keys and nonces come from; empty: the operating system. Tests give another to get equal bytes.
  RandomSource random;
};

/// Opens the store; makes its tables on first opening, brings those of an older version up. Errors:
/// store.served while another process has it open, store.unsafe, store.newer_schema, store.no_master_key,
/// store.wrong_master_key, store.no_key_place, store.none (read-only and nothing is there). Throws when the
/// folder or server cannot be used.
Result<std::unique_ptr<app::Store>> open_store(const StoreOptions& options);

/// The same over a database that is open already.
Result<std::unique_ptr<app::Store>> open_store_on(std::unique_ptr<Database> database,
                                                  const StoreOptions& options);

/// The database alone, for restoring.
Result<std::unique_ptr<Database>> open_database(const StoreOptions& options);
/// Where the master key is. Errors: store.no_key_place.
Result<std::filesystem::path> master_key_file(const StoreOptions& options);

}  // namespace jinguo::store
