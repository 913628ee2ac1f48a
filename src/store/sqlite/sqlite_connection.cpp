#include "store/sqlite/sqlite_connection.h"

#include <sqlite3.h>

#include <cstring>

#include "store/sql_utf8.h"
#include "store/sqlite/sqlite_fault.h"

namespace jinguo::store {

namespace {

constexpr size_t kStatementsKept = 512;
constexpr Identifier kBulkSavepoint("bulk_insert");

class SqliteRow : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement)
      : statement_(statement), size_(static_cast<size_t>(sqlite3_column_count(statement))) {}
  bool is_null(size_t column) const override { return type(column) == SQLITE_NULL; }
  int64_t integer(size_t column) const override {
    if (!holds(column, SQLITE_INTEGER)) return 0;
    return sqlite3_column_int64(statement_, static_cast<int>(column));
  }
  std::string_view text(size_t column) const override {
    if (!holds(column, SQLITE_TEXT)) return {};
    const int i = static_cast<int>(column);
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, i));
    return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, i))};
  }
  std::span<const uint8_t> blob(size_t column) const override {
    if (!holds(column, SQLITE_BLOB)) return {};
    const int i = static_cast<int>(column);
    const auto* bytes = static_cast<const uint8_t*>(sqlite3_column_blob(statement_, i));
    return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, i))};
  }
  size_t size() const override { return size_; }

 private:
  int type(size_t column) const {
    ensure(column < size_, "a column is asked that the answer has not");
    return sqlite3_column_type(statement_, static_cast<int>(column));
  }
  bool holds(size_t column, int wanted) const {
    const int found = type(column);
    if (found == SQLITE_NULL) return false;
    if (found != wanted) {
      throw SqlFailure(SqlFault::other, "column " + std::to_string(column) + " holds another kind of value");
    }
    return true;
  }
  sqlite3_stmt* statement_;
  size_t size_;
};

/// What a reading connection may do. Full-text search asks for data_version by itself.
int allow_reading(void*, int action, const char* first, const char* second, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return second != nullptr && std::strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
      return first != nullptr && std::strcmp(first, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

}  // namespace

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

/// Marks a statement as running, and makes it ready for its next run however this one ends.
class SqliteConnection::Use {
 public:
  explicit Use(std::shared_ptr<Statement> statement) : statement_(std::move(statement)) {
    statement_->in_use = true;
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  ~Use() {
    sqlite3_reset(handle());
    statement_->in_use = false;
  }
  sqlite3_stmt* handle() const { return statement_->handle.get(); }

 private:
  std::shared_ptr<Statement> statement_;
};

SqliteConnection::SqliteConnection(const std::string& path, const std::string& vfs) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &database_, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (code == SQLITE_OK) {
    // Only the writer checkpoints; whoever closes last must not.
    sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return;
  }
  const std::string why = sqlite3_errstr(code);
  sqlite3_close_v2(database_);
  throw SqlFailure(SqlFault::io, "the database cannot be opened: " + why);
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(database_);
}

void SqliteConnection::make_reader() {
  execute("PRAGMA query_only = ON");
  statements_.clear();
  is_reader_ = true;
  sqlite3_set_authorizer(database_, allow_reading, nullptr);
}

std::shared_ptr<SqliteConnection::Statement> SqliteConnection::prepare(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end() && !known->second->in_use) return known->second;

  sqlite3_stmt* made = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &made, &tail);
  if (code != SQLITE_OK) {
    // While preparing, a message can name only what stands in the text, which is ours.
    std::string what = sqlite3_errmsg(database_);
    if ((code & 0xff) != SQLITE_ERROR) throw_sqlite(database_, code, sql);
    throw SqlFailure(SqlFault::other, what + ": " + std::string(sql.substr(0, 300)));
  }
  auto statement = std::make_shared<Statement>();
  statement->handle.reset(made);
  const std::string_view rest(tail, static_cast<size_t>(sql.data() + sql.size() - tail));
  if (made == nullptr || rest.find_first_not_of(" \t\n;") != std::string_view::npos) {
    throw SqlFailure(SqlFault::other, "not exactly one statement: " + std::string(sql.substr(0, 300)));
  }
  if (known != statements_.end()) return statement;
  if (statements_.size() >= kStatementsKept) {
    std::erase_if(statements_, [](const auto& entry) { return !entry.second->in_use; });
  }
  statements_.emplace(std::string(sql), statement);
  return statement;
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::string_view sql, std::span<const SqlValue> values) {
  if (static_cast<size_t>(sqlite3_bind_parameter_count(statement)) != values.size()) {
    throw SqlFailure(SqlFault::other,
                     "the number of parameters is wrong: " + std::string(sql.substr(0, 300)));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    const std::string_view bytes = values[i].bytes();
    int code = SQLITE_OK;
    switch (values[i].kind()) {
      case SqlKind::null:
        code = sqlite3_bind_null(statement, at);
        break;
      case SqlKind::integer:
        code = sqlite3_bind_int64(statement, at, values[i].integer());
        break;
      case SqlKind::text:
        code = sqlite3_bind_text64(statement, at, bytes.data(), bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
      case SqlKind::blob:
        code = sqlite3_bind_blob64(statement, at, bytes.data(), bytes.size(), SQLITE_STATIC);
        break;
    }
    if (code != SQLITE_OK) throw_sqlite(database_, code, sql);
  }
}

void SqliteConnection::run(std::string_view sql, std::span<const SqlValue> values, const RowVisitor* visit) {
  refuse_while_scanning();
  require_storable(values);
  const Use use(prepare(sql));
  if (sqlite3_stmt_readonly(use.handle()) == 0) ++writes_;
  bind(use.handle(), sql, values);
  const SqliteRow row(use.handle());
  for (;;) {
    const int code = sqlite3_step(use.handle());
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_ROW) throw_sqlite(database_, code, sql);
    if (visit != nullptr) (*visit)(row);
  }
}

int64_t SqliteConnection::execute(const SqlText& sql, Params params) {
  const int64_t before = sqlite3_total_changes64(database_);
  run(sql.view(), params.values(), nullptr);
  return sqlite3_total_changes64(database_) == before ? 0 : sqlite3_changes64(database_);
}

void SqliteConnection::query(const SqlText& sql, Params params, RowVisitor visit) {
  run(sql.view(), params.values(), &visit);
}

void SqliteConnection::scan(const SqlText& sql, Params params, RowVisitor visit) {
  struct Mark {
    explicit Mark(bool& flag) : flag_(flag) {}
    ~Mark() { flag_ = false; }
    bool& flag_;
  } mark(is_scanning_);
  bool& scanning = is_scanning_;
  const auto guarded = [&](const Row& row) {
    scanning = true;
    visit(row);
    scanning = false;
  };
  const RowVisitor visitor(guarded);
  run(sql.view(), params.values(), &visitor);
}

void SqliteConnection::refuse_while_scanning() const {
  if (is_scanning_) throw SqlFailure(SqlFault::other, "a statement is run inside a scan");
}

int64_t SqliteConnection::bulk_insert(const Identifier& table, std::span<const Identifier> columns,
                                      RowSource next) {
  refuse_while_scanning();
  const SqlText sql = "INSERT INTO " + SqlText(table) + " (" + SqlText::list(columns) + ") VALUES (" +
                      SqlText::placeholders(columns.size()) + ")";
  std::vector<SqlValue> values(columns.size());
  int64_t count = 0;
  ++writes_;
  savepoint(kBulkSavepoint);
  try {
    const Use use(prepare(sql.view()));
    while (next(values)) {
      require_storable(values);
      bind(use.handle(), sql.view(), values);
      const int code = sqlite3_step(use.handle());
      if (code != SQLITE_DONE) throw_sqlite(database_, code, sql.view());
      sqlite3_reset(use.handle());
      ++count;
    }
  } catch (...) {
    if (in_transaction()) {
      rollback_to(kBulkSavepoint);
      release(kBulkSavepoint);
    }
    throw;
  }
  release(kBulkSavepoint);
  return count;
}

void SqliteConnection::begin() {
  if (is_reader_) {
    run("BEGIN", {}, nullptr);
  } else {
    run("BEGIN IMMEDIATE", {}, nullptr);
  }
}

void SqliteConnection::commit() {
  run("COMMIT", {}, nullptr);
}

void SqliteConnection::rollback() {
  if (in_transaction()) run("ROLLBACK", {}, nullptr);
}

void SqliteConnection::savepoint(const Identifier& name) {
  run(("SAVEPOINT " + name).view(), {}, nullptr);
}

void SqliteConnection::release(const Identifier& name) {
  run(("RELEASE " + name).view(), {}, nullptr);
}

void SqliteConnection::rollback_to(const Identifier& name) {
  run(("ROLLBACK TO " + name).view(), {}, nullptr);
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(database_) == 0;
}

}  // namespace jinguo::store
