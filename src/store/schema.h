#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/sql.h"

namespace jinguo::store {

/// The newest schema this program knows. A store of an older one is brought up when it is opened.
inline constexpr int64_t kSchema = 1;

struct TableColumn {
  Identifier name;
  ColumnKind kind;
  bool may_be_null = false;
};

/// A table as data: made, backed up and restored from this.
struct Table {
  Identifier name;
  std::vector<TableColumn> columns;
  std::vector<Identifier> primary_key;
  std::vector<std::vector<Identifier>> indices;
};

/// The tables every store has: the log, documents, keys, the tree, and which columns the programmes' own
/// tables have.
const std::vector<Table>& house_tables();

/// Makes the table and its indices.
void create_table(Connection& connection, const Table& table);

/// Nothing when no store was made here yet.
std::optional<int64_t> stored_schema(Connection& connection);

/// Makes everything, or brings an older schema up; inside the caller's transaction. Errors:
/// store.newer_schema.
Result<void> upgrade_schema(Connection& connection);

/// A text of the house's own settings; nothing when there is none.
std::optional<std::string> find_meta(Connection& connection, std::string_view key);
void put_meta(Connection& connection, std::string_view key, std::string_view value);

/// The names of tables and indices made from an id: "p_loans". Long ids are cut and told apart by a hash.
Identifier made_name(std::string_view prefix, std::string_view id, std::string_view suffix = {});

}  // namespace jinguo::store
