#pragma once
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "store/postgres/postgres_connection.h"
#include "store/postgres/postgres_database.h"

namespace jinguo::store {

/// For tests: the PostgreSQL database that tools/with_postgres names, emptied at the start.
class PostgresEngine {
 public:
  static constexpr const char* kWhyNot =
      "POSTGRESQL IS NOT TESTED: JINGUO_TEST_POSTGRES is not set; run this under tools/with_postgres";
  static constexpr size_t kReaders = 3;
  static const char* conninfo() { return std::getenv("JINGUO_TEST_POSTGRES"); }
  static bool is_there() { return conninfo() != nullptr; }
  PostgresEngine() {
    PostgresConnection connection(conninfo(), PostgresRole::writer);
    connection.execute("DROP SCHEMA public CASCADE");
    connection.execute("CREATE SCHEMA public");
  }
  PostgresOptions options() const { return {.conninfo = conninfo(), .readers = kReaders}; }
  Result<std::unique_ptr<Database>> try_open() { return open_postgres(options()); }
  /// The server lets go of the lock of a closed connection a moment later.
  std::unique_ptr<Database> open() {
    for (int i = 0; i < 200; ++i) {
      Result<std::unique_ptr<Database>> opened = try_open();
      if (opened) return std::move(*opened);
      ::usleep(10'000);
    }
    return try_open().value();
  }
  static std::vector<SqlText> append_only_visits() {
    return {
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append only?'; END $$",
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON visits "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"};
  }
};

}  // namespace jinguo::store
