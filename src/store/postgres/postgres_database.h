#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "store/sql_database.h"

namespace jinguo::store {

struct PostgresOptions {
  /// As libpq takes it, e.g. "host=… dbname=… user=…".
  std::string conninfo;
  size_t readers = 8;
};

/// Opens the database for this process. Refuses with store.served while another process has it open, and
/// with store.unsafe when the server would lose what it acknowledged. Throws when the server cannot be
/// reached, is older than 15 or does not hold UTF-8.
Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options);

}  // namespace jinguo::store
