#include "store/schema.h"

#include <array>
#include <charconv>

#include "store/seal.h"
#include "store/sql_store_error.h"

namespace jinguo::store {

namespace {

constexpr ColumnKind kInteger = ColumnKind::integer;
constexpr ColumnKind kText = ColumnKind::text;
constexpr ColumnKind kBlob = ColumnKind::blob;

std::vector<Table> make_house_tables() {
  return {
      {"meta", {{"key", kText}, {"value", kText}}, {"key"}, {}},
      {"log",
       {{"position", kInteger},
        {"at", kInteger},
        {"account", kInteger},
        {"post", kText},
        {"action", kText},
        {"programme", kText},
        {"subject", kText},
        {"unit", kInteger},
        {"on_day", kInteger},
        {"reason", kText},
        {"detail", kText},
        {"from_state", kText},
        {"to_state", kText},
        {"changes", kText},
        {"row_hash", kBlob, true},
        {"hash", kBlob}},
       {"position"},
       {{"programme", "position"}, {"subject", "position"}, {"account", "position"}}},
      {"document",
       {{"kind", kText},
        {"key", kText},
        {"body", kText, true},
        {"sealed", kBlob, true},
        {"position", kInteger}},
       {"kind", "key"},
       {}},
      {"unique_key",
       {{"programme", kText}, {"key", kBlob}, {"record", kBlob}},
       {"programme", "key"},
       {{"programme", "record"}}},
      {"answer",
       {{"account", kInteger},
        {"key", kText},
        {"request_hash", kText},
        {"status", kInteger},
        {"body", kBlob},
        {"at", kInteger}},
       {"key", "account"},
       {{"at"}}},
      {"seal_key", {{"subject", kText}, {"wrapped", kBlob}}, {"subject"}, {}},
      {"unit",
       {{"id", kInteger},
        {"level", kInteger},
        {"zone", kInteger},
        {"shard", kInteger},
        {"within", kInteger},
        {"opened", kInteger},
        {"closed", kInteger},
        {"heir", kInteger},
        {"heir_from", kInteger},
        {"split_field", kText}},
       {"id"},
       {}},
      {"unit_name",
       {{"unit", kInteger}, {"first", kInteger}, {"last", kInteger}, {"name", kText}},
       {"unit", "first"},
       {}},
      {"unit_code",
       {{"unit", kInteger}, {"first", kInteger}, {"last", kInteger}, {"code", kText}},
       {"unit", "first"},
       {}},
      {"unit_edge",
       {{"unit", kInteger}, {"first", kInteger}, {"last", kInteger}, {"parent", kInteger}},
       {"unit", "first"},
       {}},
      {"table_of", {{"programme", kText}, {"name", kText}, {"stamp", kInteger}}, {"programme"}, {}},
      {"column_of",
       {{"programme", kText},
        {"field", kText},
        {"name", kText},
        {"type", kText},
        {"places", kInteger},
        {"is_sealed", kInteger}},
       {"programme", "field", "name"},
       {}},
  };
}

void guard_log(Connection& connection) {
  if (connection.dialect() == Dialect::sqlite) {
    connection.execute(
        "CREATE TRIGGER log_keeps_rows BEFORE UPDATE ON log"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END");
    connection.execute(
        "CREATE TRIGGER log_keeps_all BEFORE DELETE ON log"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END");
    return;
  }
  connection.execute(
      "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
      " $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$");
  connection.execute(
      "CREATE TRIGGER log_keeps_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON log"
      " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()");
}

bool has_meta(Connection& connection) {
  if (connection.dialect() == Dialect::sqlite) {
    return connection.query_integer(
               "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'") == 1;
  }
  return connection.query_integer(
             "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
             " AND tablename = 'meta'") == 1;
}

}  // namespace

const std::vector<Table>& house_tables() {
  static const std::vector<Table> kTables = make_house_tables();
  return kTables;
}

namespace {

/// Those there are already are left as they are.
void create_indices(Connection& connection, const Table& table) {
  for (const std::vector<Identifier>& columns : table.indices) {
    std::string suffix;
    for (const Identifier& column : columns) suffix += "_" + std::string(column.text());
    connection.execute("CREATE INDEX IF NOT EXISTS " + SqlText(made_name("i_", table.name.text(), suffix)) +
                       " ON " + SqlText(table.name) + " (" + SqlText::list(columns) + ")");
  }
}

}  // namespace

void create_table(Connection& connection, const Table& table) {
  SqlText sql = "CREATE TABLE " + SqlText(table.name) + " (";
  for (const TableColumn& column : table.columns) {
    sql += SqlText(column.name) + " " + column_type(connection.dialect(), column.kind);
    sql += column.may_be_null ? SqlText(", ") : SqlText(" NOT NULL, ");
  }
  sql += "PRIMARY KEY (" + SqlText::list(table.primary_key) + "))" + table_options(connection.dialect());
  connection.execute(sql);
  create_indices(connection, table);
}

std::optional<int64_t> stored_schema(Connection& connection) {
  if (!has_meta(connection)) return std::nullopt;
  const std::optional<std::string> text = find_meta(connection, "schema");
  int64_t schema = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), schema).ec != std::errc()) {
    throw Failure("the database holds a table \"meta\" that is none of ours");
  }
  return schema;
}

Result<void> upgrade_schema(Connection& connection) {
  const std::optional<int64_t> found = stored_schema(connection);
  if (found && *found > kSchema) {
    return Error(kNewerSchema, {std::to_string(*found), std::to_string(kSchema)});
  }
  if (found) {
    // An index more is no other schema: what older versions wrote gets it when it is opened.
    for (const Table& table : house_tables()) create_indices(connection, table);
    return {};
  }
  for (const Table& table : house_tables()) create_table(connection, table);
  guard_log(connection);
  put_meta(connection, "schema", std::to_string(kSchema));
  return {};
}

std::optional<std::string> find_meta(Connection& connection, std::string_view key) {
  return connection.query_text("SELECT value FROM meta WHERE \"key\" = ?", {key});
}

void put_meta(Connection& connection, std::string_view key, std::string_view value) {
  connection.execute(
      "INSERT INTO meta (\"key\", value) VALUES (?, ?)"
      " ON CONFLICT (\"key\") DO UPDATE SET value = excluded.value",
      {key, value});
}

Identifier made_name(std::string_view prefix, std::string_view id, std::string_view suffix) {
  constexpr size_t kLongest = 60;
  std::string name = std::string(prefix) + std::string(id) + std::string(suffix);
  if (name.size() > kLongest) {
    const Sha256 hash = sha256(name);
    name = name.substr(0, kLongest - 13) + "_" + hex_text(std::span(hash).first(6));
  }
  const std::optional<Identifier> made = Identifier::parse(name);
  ensure(made.has_value(), "ids of programmes and fields are lower-case names");
  return *made;
}

}  // namespace jinguo::store
