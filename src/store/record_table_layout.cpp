#include "store/record_table_layout.h"

#include <algorithm>
#include <numeric>

#include "store/record_table_value.h"

namespace jinguo::store {

using define::Field;

namespace {

constexpr size_t kLayoutsKept = 8;

struct RowColumnRow {
  Identifier name;
  ColumnKind kind;
};

const std::vector<RowColumnRow>& row_columns() {
  static const std::vector<RowColumnRow> kColumns{{"id", ColumnKind::blob},
                                                  {"unit", ColumnKind::integer},
                                                  {"state", ColumnKind::text},
                                                  {"date", ColumnKind::integer},
                                                  {"filed_on", ColumnKind::integer},
                                                  {"version", ColumnKind::integer},
                                                  {"rule_version", ColumnKind::integer},
                                                  {"path", ColumnKind::text},
                                                  {"soft", ColumnKind::text},
                                                  {"changed", ColumnKind::integer},
                                                  {"sealed", ColumnKind::blob}};
  return kColumns;
}

RecordLayout::Spot spot_of(const RecordLayout& layout, const FieldColumn& column) {
  RecordLayout::Spot spot{0, {}, column.type, column.places};
  if (column.is_sealed) {
    spot.sealed_name = column.name.text();
  } else {
    const auto found = std::find(layout.columns.begin(), layout.columns.end(), column.name);
    spot.column = static_cast<size_t>(found - layout.columns.begin());
  }
  return spot;
}

void place_columns(const RecordTable& table, RecordLayout& layout) {
  for (const RowColumnRow& row : row_columns()) {
    layout.columns.push_back(row.name);
    layout.kinds.push_back(row.kind);
  }
  for (const FieldColumn& column : table.columns) {
    if (column.is_sealed) layout.has_sealed = true;
    if (column.is_sealed ||
        std::find(layout.columns.begin(), layout.columns.end(), column.name) != layout.columns.end())
      continue;
    layout.columns.push_back(column.name);
    layout.kinds.push_back(column_kind(column.type));
  }
  layout.by_name.resize(layout.columns.size());
  std::iota(layout.by_name.begin(), layout.by_name.end(), size_t{0});
  std::sort(layout.by_name.begin(), layout.by_name.end(),
            [&](size_t a, size_t b) { return layout.columns[a] < layout.columns[b]; });
}

void place_fields(const define::Programme& programme, const RecordTable& table, RecordLayout& layout) {
  std::vector<bool> is_written(layout.columns.size(), false);
  std::fill_n(is_written.begin(), kFirstFieldColumn, true);
  for (const Field& field : programme.fields) {
    RecordLayout::Slot& slot = layout.slots.emplace_back();
    for (const FieldColumn& column : table.columns) {
      if (column.field != field.id) continue;
      RecordLayout::Spot spot = spot_of(layout, column);
      if (!spot.is_sealed()) is_written[spot.column] = true;
      if (!slot.main && fits(field, column)) {
        slot.main = std::move(spot);
      } else {
        slot.older.push_back(std::move(spot));
      }
    }
  }
  for (size_t i = 0; i < is_written.size(); ++i) {
    if (!is_written[i]) continue;
    layout.written.push_back(i);
    layout.written_names.push_back(layout.columns[i]);
  }
  for (const FieldColumn& column : table.columns)
    if (column.is_sealed && programme.field_index(column.field) < 0) layout.keeps_foreign_sealed = true;
}

void compose_statements(RecordLayout& layout, Dialect dialect) {
  std::vector<SqlText> names;
  for (const Identifier& column : layout.columns) names.push_back("r." + SqlText(column));
  const SqlText hex =
      dialect == Dialect::sqlite ? SqlText("lower(hex(r.id))") : SqlText("encode(r.id, 'hex')");
  const SqlText from = " FROM " + SqlText(layout.table) + " r";
  layout.select = "SELECT " + SqlText::join(names, ", ");
  layout.select += layout.has_sealed ? SqlText(", k.wrapped") + from +
                                           " LEFT JOIN seal_key k ON k.subject = (? || " + hex + ")"
                                     : from;
  layout.find = layout.select + " WHERE r.id = ?";
  layout.scan = layout.select + " ORDER BY r.id";
  layout.insert = "INSERT INTO " + SqlText(layout.table) + " (" + SqlText::list(layout.written_names) +
                  ") VALUES (" + SqlText::placeholders(layout.written.size()) + ")";
  std::vector<SqlText> sets;
  for (const Identifier& name : layout.written_names) sets.push_back(SqlText(name) + " = ?");
  layout.update = "UPDATE " + SqlText(layout.table) + " SET " + SqlText::join(sets, ", ") +
                  " WHERE id = ? RETURNING " + SqlText::list(layout.columns);
}

}  // namespace

std::optional<RecordTable> load_record_table(Connection& connection, std::string_view programme) {
  std::optional<RecordTable> table;
  connection.query_one("SELECT name, stamp FROM table_of WHERE programme = ?", {programme},
                       [&](const Row& row) {
                         const std::optional<Identifier> name = Identifier::parse(row.text(0));
                         ensure(name.has_value(), "a programme's table has a name");
                         table = RecordTable{std::string(programme), *name, row.integer(1), {}};
                       });
  if (!table) return std::nullopt;
  connection.query(
      "SELECT field, name, type, places, is_sealed FROM column_of WHERE programme = ? ORDER BY field, name",
      {programme}, [&](const Row& row) {
        const std::optional<Identifier> name = Identifier::parse(row.text(1));
        const std::optional<define::FieldType> type = define::parse_field_type(row.text(2));
        ensure(name && type, "a field's column has a name and a type");
        table->columns.push_back(
            {std::string(row.text(0)), *name, *type, static_cast<int>(row.integer(3)), row.integer(4) != 0});
      });
  return table;
}

bool fits(const Field& field, const FieldColumn& column) {
  if (is_sealed(field) != column.is_sealed) return false;
  if (define::row_of(field.type).is_number && define::row_of(column.type).is_number)
    return column.is_sealed || column.places >= field.places;
  if (is_plain_text(field.type) && is_plain_text(column.type)) return true;
  return field.type == column.type;
}

std::string layout_signature(const define::Programme& programme) {
  std::string out;
  for (const Field& field : programme.fields) {
    out += field.id;
    out += ' ';
    out += static_cast<char>('A' + static_cast<int>(field.type));
    out += is_sealed(field) ? '*' : ' ';
    out += std::to_string(field.places);
    out += ';';
  }
  return out;
}

RecordLayout compose_layout(const define::Programme& programme, const RecordTable& table, Dialect dialect) {
  RecordLayout layout{programme.id,
                      table.name,
                      table.stamp,
                      layout_signature(programme),
                      {},
                      {},
                      {},
                      {},
                      {},
                      {},
                      false,
                      false,
                      "",
                      "",
                      "",
                      "",
                      ""};
  place_columns(table, layout);
  place_fields(programme, table, layout);
  compose_statements(layout, dialect);
  return layout;
}

std::shared_ptr<const RecordLayout> LayoutCache::find(const define::Programme& programme, int64_t stamp) {
  const std::string signature = layout_signature(programme);
  const std::lock_guard lock(mutex_);
  const auto known = layouts_.find(programme.id);
  if (known == layouts_.end()) return nullptr;
  for (const auto& layout : known->second)
    if (layout->stamp == stamp && layout->signature == signature) return layout;
  return nullptr;
}

void LayoutCache::put(std::shared_ptr<const RecordLayout> layout) {
  const std::lock_guard lock(mutex_);
  auto& kept = layouts_[layout->programme];
  kept.insert(kept.begin(), std::move(layout));
  if (kept.size() > kLayoutsKept) kept.pop_back();
}

}  // namespace jinguo::store
