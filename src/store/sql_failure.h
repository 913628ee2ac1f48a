#pragma once
#include <string>

#include "base/error.h"

namespace jinguo::store {

/// What a statement failed of.
enum class SqlFault {
  /// A unique key or primary key holds the value already.
  unique,
  foreign_key,
  /// NOT NULL, CHECK, a type of a column, or a trigger that refused (append-only tables).
  check,
  /// Another transaction came between (PostgreSQL: serialization, deadlock; SQLite: busy, locked).
  serialization,
  /// No room on the disk; the transaction is gone, reading goes on.
  disk_full,
  /// Reading or writing a file failed; the transaction is gone.
  io,
  /// A sync failed or the file is corrupt: nothing more may be written by this process.
  storage_broken,
  /// The connection to the server is gone; of a commit it is unknown whether it happened.
  disconnected,
  /// A statement a reading connection may not run.
  not_allowed,
  other,
};

/// A statement failed. The text names the statement, tables and columns, never a value.
class SqlFailure : public Failure {
 public:
  SqlFailure(SqlFault fault, std::string what) : Failure(std::move(what)), fault_(fault) {}
  SqlFault fault() const { return fault_; }
  /// Whether the transaction is lost with the statement; otherwise rolling back to a savepoint mends it.
  bool loses_transaction() const {
    return fault_ == SqlFault::serialization || fault_ == SqlFault::disk_full || fault_ == SqlFault::io ||
           fault_ == SqlFault::storage_broken || fault_ == SqlFault::disconnected;
  }

 private:
  SqlFault fault_;
};

/// A unique key refused a row. On PostgreSQL the transaction must go back to a savepoint before its next
/// statement; the same is done on SQLite, so that both engines behave alike. Where a clash is expected, use
/// `INSERT … ON CONFLICT DO NOTHING` and look at the number of rows instead.
class UniqueViolation : public SqlFailure {
 public:
  UniqueViolation(std::string what, std::string constraint, std::string table, std::string columns)
      : SqlFailure(SqlFault::unique, std::move(what)),
        constraint_(std::move(constraint)),
        table_(std::move(table)),
        columns_(std::move(columns)) {}
  /// Name of the index or constraint; empty on SQLite, except for an index over an expression.
  const std::string& constraint() const { return constraint_; }
  /// The table; empty when only the constraint is known.
  const std::string& table() const { return table_; }
  /// The columns as "unit, period"; empty when only the constraint is known.
  const std::string& columns() const { return columns_; }

 private:
  std::string constraint_;
  std::string table_;
  std::string columns_;
};

}  // namespace jinguo::store
