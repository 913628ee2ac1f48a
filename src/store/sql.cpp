#include "store/sql.h"

namespace jinguo::store {

SqlText column_type(Dialect dialect, ColumnKind kind) {
  const bool is_sqlite = dialect == Dialect::sqlite;
  switch (kind) {
    case ColumnKind::integer:
      return is_sqlite ? SqlText("INTEGER") : SqlText("BIGINT");
    case ColumnKind::text:
      return is_sqlite ? SqlText("TEXT") : SqlText("TEXT COLLATE \"C\"");
    case ColumnKind::blob:
      return is_sqlite ? SqlText("BLOB") : SqlText("BYTEA");
  }
  return "";
}

SqlText table_options(Dialect dialect) {
  return dialect == Dialect::sqlite ? SqlText(" STRICT") : SqlText("");
}

bool Connection::query_one(const SqlText& sql, Params params, RowVisitor visit) {
  bool seen = false;
  query(sql, params, [&](const Row& row) {
    if (!seen) visit(row);
    seen = true;
  });
  return seen;
}

std::optional<int64_t> Connection::query_integer(const SqlText& sql, Params params) {
  std::optional<int64_t> answer;
  query_one(sql, params, [&](const Row& row) { answer = row.integer_or_null(0); });
  return answer;
}

std::optional<std::string> Connection::query_text(const SqlText& sql, Params params) {
  std::optional<std::string> answer;
  query_one(sql, params, [&](const Row& row) {
    if (!row.is_null(0)) answer = std::string(row.text(0));
  });
  return answer;
}

}  // namespace jinguo::store
