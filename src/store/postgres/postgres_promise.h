#pragma once
#include <string>

namespace jinguo::store {

/// What a PostgreSQL server says of itself; the settings as it names them, e.g. "on".
struct PostgresPromise {
  std::string version;
  int version_number = 0;
  std::string fsync, full_page_writes, synchronous_commit;
};

/// Asks by a connection of its own, so also while the store is served. Throws SqlFailure when the server
/// cannot be reached.
PostgresPromise ask_postgres(const std::string& conninfo);

}  // namespace jinguo::store
