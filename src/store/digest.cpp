#include "store/digest.h"

#include <algorithm>

namespace jinguo::store {

namespace {

void put_length(std::string& out, size_t length) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(length >> shift & 0xff);
}

std::string_view text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A layout of no version: all columns, no fields.
RecordLayout bare_layout(const RecordTable& table, Dialect dialect) {
  define::Programme none;
  none.id = table.programme;
  return compose_layout(none, table, dialect);
}

}  // namespace

void RowHash::put(std::string_view column, char kind, std::string_view value) {
  put_length(bytes_, column.size());
  bytes_ += column;
  bytes_ += kind;
  put_length(bytes_, value.size());
  bytes_ += value;
}

void RowHash::add(std::string_view column, const SqlValue& value) {
  switch (value.kind()) {
    case SqlKind::null:
      return;
    case SqlKind::integer:
      return put(column, 'i', std::to_string(value.integer()));
    case SqlKind::text:
      return put(column, 't', value.bytes());
    case SqlKind::blob:
      return put(column, 'b', value.bytes());
  }
}

void RowHash::add(std::string_view column, ColumnKind kind, const Row& row, size_t at) {
  if (row.is_null(at)) return;
  switch (kind) {
    case ColumnKind::integer:
      return put(column, 'i', std::to_string(row.integer(at)));
    case ColumnKind::text:
      return put(column, 't', row.text(at));
    case ColumnKind::blob:
      return put(column, 'b', text_of(row.blob(at)));
  }
}

Sha256 hash_of(const RecordLayout& layout, std::span<const SqlValue> values) {
  RowHash hash;
  for (const size_t i : layout.by_name) hash.add(layout.columns[i].text(), values[i]);
  return hash.finish();
}

Sha256 hash_of(const RecordLayout& layout, const Row& row) {
  RowHash hash;
  for (const size_t i : layout.by_name) hash.add(layout.columns[i].text(), layout.kinds[i], row, i);
  return hash.finish();
}

std::vector<RecordTable> load_record_tables(Connection& connection) {
  std::vector<std::string> programmes;
  connection.query("SELECT programme FROM table_of ORDER BY programme", {},
                   [&](const Row& row) { programmes.emplace_back(row.text(0)); });
  std::vector<RecordTable> tables;
  for (const std::string& programme : programmes) tables.push_back(*load_record_table(connection, programme));
  return tables;
}

void scan_row_hashes(Connection& connection, const RecordTable& table,
                     const std::function<void(RecordId, UnitId, const Sha256&)>& visit) {
  const RecordLayout layout = bare_layout(table, connection.dialect());
  const SqlText sql =
      "SELECT " + SqlText::list(layout.columns) + " FROM " + SqlText(layout.table) + " ORDER BY id";
  connection.scan(sql, {}, [&](const Row& row) {
    visit(row.id<RecordId>(at(RowColumn::id)),
          UnitId(static_cast<uint32_t>(row.integer(at(RowColumn::unit)))), hash_of(layout, row));
  });
}

app::StoreDigest digest_of(Connection& connection, const std::vector<std::string>& programmes) {
  app::StoreDigest digest;
  connection.query("SELECT position, hash FROM log ORDER BY position DESC LIMIT 1", {}, [&](const Row& row) {
    digest.head = Position(row.integer(0));
    digest.head_hash = hex_text(row.blob(1));
  });
  Sha256Stream all;
  for (const RecordTable& table : load_record_tables(connection)) {
    const bool is_asked = programmes.empty() || std::find(programmes.begin(), programmes.end(),
                                                          table.programme) != programmes.end();
    if (!is_asked) continue;
    scan_row_hashes(connection, table, [&](RecordId id, UnitId, const Sha256& hash) {
      ++digest.records;
      all.add(table.programme);
      all.add(std::string_view("\0", 1));
      all.add(text_of(id.bytes()));
      all.add(text_of(hash));
    });
  }
  digest.records_digest = hex_text(all.finish());
  return digest;
}

}  // namespace jinguo::store
