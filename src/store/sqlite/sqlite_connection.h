#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "store/sql.h"
#include "store/sql_database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace jinguo::store {

/// One connection to a SQLite file. As opened it may do everything; `make_reader` binds it to reading.
class SqliteConnection : public WriteConnection {
 public:
  /// `vfs` is empty for the engine's own. Throws SqlFailure.
  SqliteConnection(const std::string& path, const std::string& vfs);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  /// From now on every statement that writes, defines, attaches or sets anything is refused when it is
  /// prepared (not_allowed).
  void make_reader();

  Dialect dialect() const override { return Dialect::sqlite; }
  int64_t execute(const SqlText& sql, Params params = {}) override;
  void query(const SqlText& sql, Params params, RowVisitor visit) override;
  void scan(const SqlText& sql, Params params, RowVisitor visit) override;
  int64_t bulk_insert(const Identifier& table, std::span<const Identifier> columns, RowSource next) override;
  void begin() override;
  void commit() override;
  void rollback() override;
  void savepoint(const Identifier& name) override;
  void release(const Identifier& name) override;
  void rollback_to(const Identifier& name) override;
  bool in_transaction() const override;

  void upkeep(Upkeep) override {}
  bool has_room() override { return true; }
  int64_t writes() const override { return writes_; }
  void reconnect() override {}

 protected:
  sqlite3* handle() const { return database_; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, Finalize> handle;
    bool in_use = false;
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  class Use;

  std::shared_ptr<Statement> prepare(std::string_view sql);
  void bind(sqlite3_stmt* statement, std::string_view sql, std::span<const SqlValue> values);
  void run(std::string_view sql, std::span<const SqlValue> values, const RowVisitor* visit);
  void refuse_while_scanning() const;

  sqlite3* database_ = nullptr;
  bool is_reader_ = false;
  bool is_scanning_ = false;
  int64_t writes_ = 0;
  std::unordered_map<std::string, std::shared_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

}  // namespace jinguo::store
