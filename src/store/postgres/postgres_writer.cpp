#include "store/postgres/postgres_writer.h"

#include <unistd.h>
#include <chrono>
#include <thread>

#include "store/sql_error.h"

namespace jinguo::store {

namespace {

struct Setting {
  SqlText show;
  std::string_view name;
  std::string_view mend;
};

constexpr std::string_view kSessionName = "jinguo ";

}  // namespace

Result<void> PostgresWriter::check_settings() {
  if (query_integer("SELECT CAST(current_setting('server_version_num') AS BIGINT)").value_or(0) < 150000) {
    throw Failure("PostgreSQL is too old; at least 15 is needed");
  }
  if (query_text("SELECT current_setting('server_encoding')") != "UTF8") {
    throw Failure("the PostgreSQL database does not hold UTF-8; create it with ENCODING 'UTF8'");
  }
  const Setting settings[] = {
      {"SELECT current_setting('fsync')", "fsync = off",
       "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();"},
      {"SELECT current_setting('full_page_writes')", "full_page_writes = off",
       "ALTER SYSTEM SET full_page_writes = on; SELECT pg_reload_conf();"},
      {"SELECT current_setting('synchronous_commit')", "synchronous_commit = off",
       "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf();"},
  };
  for (const Setting& setting : settings) {
    if (query_text(setting.show) == "off") {
      return Error(kUnsafe, {std::string(setting.name), std::string(setting.mend)});
    }
  }
  if (query_text("SELECT current_setting('synchronous_commit')") != "remote_apply") {
    execute("SET synchronous_commit = on");
  }
  return {};
}

std::optional<std::string> PostgresWriter::take_lock() {
  // The two numbers spell the program's name and are the same everywhere.
  if (query_integer("SELECT CASE WHEN pg_try_advisory_lock(1785688679, 1970237292) THEN 1 ELSE 0 END") == 1) {
    return std::nullopt;
  }
  const std::optional<std::string> holder = query_text(
      "SELECT CAST(a.application_name AS TEXT) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
      "WHERE l.locktype = 'advisory' AND l.classid = 1785688679 AND l.objid = 1970237292 AND l.granted "
      "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  return holder.value_or("?");
}

Result<void> PostgresWriter::claim() {
  Result<void> safe = check_settings();
  if (!safe) return safe;
  std::optional<std::string> holder = take_lock();
  // A session that was just closed keeps its lock until the server has noticed.
  for (int i = 0; holder && i < 20; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    holder = take_lock();
  }
  if (!holder) return {};
  const bool is_named = holder->starts_with(kSessionName);
  return Error(kServed, {is_named ? holder->substr(kSessionName.size()) : *holder});
}

void PostgresWriter::reconnect() {
  connect();
  Result<void> safe = check_settings();
  if (!safe) throw SqlFailure(SqlFault::storage_broken, safe.error().text(Language::en));
  const std::optional<std::string> holder = take_lock();
  if (!holder) return;
  // Our own last session may live on for a while in the server; any other holder serves the store by now.
  const bool is_ours = *holder == "?" || *holder == std::string(kSessionName) + std::to_string(::getpid());
  throw SqlFailure(is_ours ? SqlFault::disconnected : SqlFault::storage_broken,
                   "PostgreSQL: the store is held by " + *holder);
}

}  // namespace jinguo::store
