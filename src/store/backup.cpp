#include "store/backup.h"

#include <boost/json.hpp>
#include <chrono>

#include "store/backup_file.h"
#include "store/digest.h"
#include "store/schema.h"

namespace jinguo::store {

namespace json = boost::json;

namespace {

app::Instant now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void write_table(Connection& connection, BackupWriter& out, const Identifier& table,
                 std::span<const Identifier> columns, std::span<const ColumnKind> kinds,
                 std::span<const Identifier> order) {
  out.begin_table(table.text(), columns);
  const SqlText sql =
      "SELECT " + SqlText::list(columns) + " FROM " + SqlText(table) + " ORDER BY " + SqlText::list(order);
  connection.scan(sql, {}, [&](const Row& row) { out.add_row(row, kinds); });
  out.end_table();
}

json::object digest_json(const app::StoreDigest& digest) {
  return {{"records", digest.records},
          {"head", digest.head.number()},
          {"head_hash", digest.head_hash},
          {"records_digest", digest.records_digest}};
}

}  // namespace

app::StoreDigest write_backup(Connection& connection, const std::string& file, const std::string& engine) {
  const app::StoreDigest digest = digest_of(connection, {});
  BackupWriter out(file);
  out.begin(json::serialize(json::object{{"created", now()}, {"engine", engine}, {"schema", kSchema}}));
  for (const Table& table : house_tables()) {
    if (table.name == Identifier("meta")) continue;
    std::vector<Identifier> columns;
    std::vector<ColumnKind> kinds;
    for (const TableColumn& column : table.columns) {
      columns.push_back(column.name);
      kinds.push_back(column.kind);
    }
    write_table(connection, out, table.name, columns, kinds, table.primary_key);
  }
  for (const RecordTable& table : load_record_tables(connection)) {
    define::Programme none;
    none.id = table.programme;
    const RecordLayout layout = compose_layout(none, table, connection.dialect());
    const std::vector<Identifier> order{"id"};
    write_table(connection, out, layout.table, layout.columns, layout.kinds, order);
  }
  out.finish(json::serialize(digest_json(digest)));
  return digest;
}

}  // namespace jinguo::store
