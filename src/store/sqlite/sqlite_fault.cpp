#include "store/sqlite/sqlite_fault.h"

#include <sqlite3.h>

namespace jinguo::store {

namespace {

SqlFault fault_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return SqlFault::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return SqlFault::foreign_key;
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_CORRUPTFS:
      return SqlFault::storage_broken;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return SqlFault::check;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SqlFault::serialization;
    case SQLITE_FULL:
      return SqlFault::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
      return SqlFault::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return SqlFault::storage_broken;
    case SQLITE_READONLY:
    case SQLITE_AUTH:
    case SQLITE_PERM:
      return SqlFault::not_allowed;
    default:
      return SqlFault::other;
  }
}

/// From "UNIQUE constraint failed: visits.unit, visits.period" or "… failed: index 'name'".
[[noreturn]] void throw_unique(std::string what, std::string_view message) {
  std::string constraint;
  std::string table;
  std::string columns;
  const size_t colon = message.find(": ");
  std::string_view rest = colon == std::string_view::npos ? std::string_view() : message.substr(colon + 2);
  if (rest.starts_with("index '")) {
    constraint = rest.substr(7, rest.size() - 8);
    throw UniqueViolation(std::move(what), std::move(constraint), "", "");
  }
  while (!rest.empty()) {
    const size_t comma = rest.find(", ");
    const std::string_view part = rest.substr(0, comma);
    const size_t dot = part.find('.');
    if (dot != std::string_view::npos) {
      table = part.substr(0, dot);
      columns += columns.empty() ? "" : ", ";
      columns += part.substr(dot + 1);
    }
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
  }
  throw UniqueViolation(std::move(what), "", std::move(table), std::move(columns));
}

/// The engine's own message, where it can name only tables, columns and our triggers' words. Messages of
/// SQLITE_ERROR while running (a full-text query, a JSON path) may repeat a value.
std::string_view message_of(sqlite3* database, int code) {
  const bool is_safe = (code & 0xff) == SQLITE_CONSTRAINT || database == nullptr;
  return is_safe && database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
}

}  // namespace

void throw_sqlite(sqlite3* database, int code, std::string_view doing) {
  const std::string message(message_of(database, code));
  std::string what = message + " (" + std::to_string(code) + "): " + std::string(doing.substr(0, 300));
  const SqlFault fault = fault_of(code);
  if (fault == SqlFault::unique) throw_unique(std::move(what), message);
  throw SqlFailure(fault, std::move(what));
}

}  // namespace jinguo::store
