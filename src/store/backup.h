#pragma once
#include <string>

#include "app/store_port.h"
#include "store/sql_store.h"

namespace jinguo::store {

/// Writes everything the connection's transaction sees into one file: streamed under a temporary name, on
/// disk before it gets its own. One format for both engines; the master key is not in it.
app::StoreDigest write_backup(Connection& connection, const std::string& file, const std::string& engine);

/// What a backup file says of itself.
struct BackupFacts {
  /// Milliseconds since 1970-01-01 UTC.
  app::Instant created = 0;
  std::string engine;
  app::StoreDigest digest;
};

/// Reads the whole file and checks every bit. Errors: store.bad_backup, store.newer_backup.
Result<BackupFacts> check_backup(const std::string& file);

/// Fills an empty store of either engine from the file, all or nothing, and compares digests. The master key
/// file that belongs to the data must lie at its place before the store is opened; when another one lies
/// there, nothing is restored. Errors: as check_backup; store.not_empty, store.unequal_backup,
/// store.wrong_master_key, and those of opening.
Result<app::StoreDigest> restore_backup(const std::string& file, const StoreOptions& target);

}  // namespace jinguo::store
