#include "store/postgres/postgres_promise.h"

#include "store/postgres/postgres_connection.h"

namespace jinguo::store {

PostgresPromise ask_postgres(const std::string& conninfo) {
  PostgresConnection connection(conninfo, PostgresRole::reader);
  const auto setting = [&](const SqlText& question) { return connection.query_text(question).value_or(""); };
  PostgresPromise out;
  out.version = setting("SELECT current_setting('server_version')");
  out.version_number = static_cast<int>(
      connection.query_integer("SELECT CAST(current_setting('server_version_num') AS BIGINT)").value_or(0));
  out.fsync = setting("SELECT current_setting('fsync')");
  out.full_page_writes = setting("SELECT current_setting('full_page_writes')");
  out.synchronous_commit = setting("SELECT current_setting('synchronous_commit')");
  return out;
}

}  // namespace jinguo::store
