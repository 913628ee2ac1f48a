#include "store/postgres/postgres_fault.h"

#include <libpq-fe.h>

namespace jinguo::store {

namespace {

std::string field(const PGresult* result, int which) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, which);
  return text == nullptr ? "" : text;
}

SqlFault fault_of(std::string_view state) {
  if (state == "23505") return SqlFault::unique;
  if (state == "23503") return SqlFault::foreign_key;
  if (state == "53100") return SqlFault::disk_full;
  if (state == "58030") return SqlFault::io;
  if (state == "25006" || state == "42501") return SqlFault::not_allowed;
  if (state == "55P03" || state.starts_with("40")) return SqlFault::serialization;
  if (state == "XX001" || state == "XX002") return SqlFault::storage_broken;
  if (state.starts_with("08") || state.starts_with("57P0")) return SqlFault::disconnected;
  if (state.starts_with("22") || state.starts_with("23") || state == "P0001") return SqlFault::check;
  return SqlFault::other;
}

/// Classes whose messages may repeat a value: data exceptions and broken constraints.
bool may_tell_values(std::string_view state) {
  return state.starts_with("22") || state.starts_with("23");
}

/// From "Key (unit, period)=(…) already exists." in any language: what stands in the first parentheses.
std::string key_columns(const std::string& detail) {
  const size_t open = detail.find('(');
  const size_t close = detail.find(")=(");
  if (open == std::string::npos || close == std::string::npos || close < open) return "";
  return detail.substr(open + 1, close - open - 1);
}

}  // namespace

void throw_postgres(const PGconn* connection, const PGresult* result, std::string_view doing) {
  const std::string about(doing.substr(0, 300));
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  if (state.empty() || PQstatus(connection) == CONNECTION_BAD) {
    const bool is_gone = PQstatus(connection) == CONNECTION_BAD;
    throw SqlFailure(
        is_gone ? SqlFault::disconnected : SqlFault::other,
        "PostgreSQL: " + std::string(is_gone ? "the connection is gone: " : "unexpected answer: ") + about);
  }
  const std::string constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
  const std::string table = field(result, PG_DIAG_TABLE_NAME);
  std::string what = "PostgreSQL " + state;
  if (!may_tell_values(state)) what += " " + field(result, PG_DIAG_MESSAGE_PRIMARY);
  for (const std::string& name : {table, field(result, PG_DIAG_COLUMN_NAME), constraint}) {
    if (!name.empty()) what += " " + name;
  }
  what += ": " + about;
  const SqlFault fault = fault_of(state);
  if (fault == SqlFault::unique) {
    throw UniqueViolation(std::move(what), constraint, table,
                          key_columns(field(result, PG_DIAG_MESSAGE_DETAIL)));
  }
  throw SqlFailure(fault, std::move(what));
}

}  // namespace jinguo::store
