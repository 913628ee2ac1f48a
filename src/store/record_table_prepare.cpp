#include <algorithm>
#include <array>
#include <cstring>

#include "store/record_table.h"
#include "store/record_table_value.h"
#include "store/schema.h"

namespace jinguo::store {

using define::Field;
using define::Programme;

namespace {

constexpr std::array<RowColumn, 4> kIndexed{RowColumn::unit, RowColumn::date, RowColumn::state,
                                            RowColumn::changed};

/// "f_amount"; where that is taken by values of another kind, "f_amount_2" and so on.
Identifier free_name(const RecordTable& table, const Field& field) {
  for (int variant = 1;; ++variant) {
    const Identifier name =
        made_name("f_", field.id, variant == 1 ? std::string() : "_" + std::to_string(variant));
    const bool is_taken = std::any_of(table.columns.begin(), table.columns.end(),
                                      [&](const FieldColumn& column) { return column.name == name; });
    if (!is_taken) return name;
  }
}

void note_column(Connection& connection, const RecordTable& table, const FieldColumn& column) {
  connection.execute(
      "INSERT INTO column_of (programme, field, name, type, places, is_sealed) VALUES (?, ?, ?, ?, ?, ?)",
      {table.programme, column.field, column.name.text(), define::row_of(column.type).name, column.places,
       column.is_sealed});
}

}  // namespace

void create_record_table(Connection& connection, const RecordTable& table) {
  define::Programme none;
  none.id = table.programme;
  const RecordLayout layout = compose_layout(none, table, connection.dialect());
  Table made{table.name, {}, {"id"}, {}};
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const bool may_be_null = i == at(RowColumn::date) || i == at(RowColumn::sealed) || i >= kFirstFieldColumn;
    made.columns.push_back({layout.columns[i], layout.kinds[i], may_be_null});
  }
  for (const RowColumn column : kIndexed) made.indices.push_back({layout.columns[at(column)]});
  create_table(connection, made);
}

bool RecordTables::add_columns(const Programme& programme, RecordTable& table, bool is_new) {
  bool has_changed = false;
  for (const define::Migration& line : programme.migrations) {
    if (line.kind != define::Migration::Kind::rename) continue;
    const bool is_done = std::any_of(table.columns.begin(), table.columns.end(),
                                     [&](const FieldColumn& column) { return column.field == line.to; });
    if (is_done) continue;
    std::vector<FieldColumn> shared;
    for (const FieldColumn& column : table.columns)
      if (column.field == line.from) shared.push_back(column);
    for (FieldColumn& column : shared) {
      column.field = line.to;
      note_column(connection_, table, column);
      table.columns.push_back(column);
      has_changed = true;
    }
  }
  for (const Field& field : programme.fields) {
    const bool has_place = std::any_of(table.columns.begin(), table.columns.end(), [&](const FieldColumn& c) {
      return c.field == field.id && fits(field, c);
    });
    if (has_place) continue;
    const FieldColumn column{field.id, free_name(table, field), field.type, field.places, is_sealed(field)};
    note_column(connection_, table, column);
    if (!is_new && !column.is_sealed) {
      connection_.execute("ALTER TABLE " + SqlText(table.name) + " ADD COLUMN " + SqlText(column.name) + " " +
                          column_type(core_.dialect, column_kind(column.type)));
    }
    table.columns.push_back(column);
    has_changed = true;
  }
  return has_changed;
}

std::vector<SavedRow> RecordTables::prepare(const Programme& programme, Position changed) {
  std::optional<RecordTable> table = load_record_table(connection_, programme.id);
  const bool is_new = !table;
  if (is_new) table = RecordTable{programme.id, made_name("p_", programme.id), 0, {}};
  if (!add_columns(programme, *table, is_new) && !is_new) return {};
  // A stamp is never used twice, also not after the command that gave it was undone.
  std::array<uint8_t, sizeof(int64_t)> random;
  core_.random(random.data(), random.size());
  std::memcpy(&table->stamp, random.data(), sizeof table->stamp);
  stamps_.erase(programme.id);
  if (is_new) {
    connection_.execute("INSERT INTO table_of (programme, name, stamp) VALUES (?, ?, ?)",
                        {programme.id, table->name.text(), table->stamp});
    create_record_table(connection_, *table);
    return {};
  }
  connection_.execute("UPDATE table_of SET stamp = ? WHERE programme = ?", {table->stamp, programme.id});
  return move_values(programme, changed);
}

std::vector<SavedRow> RecordTables::move_values(const Programme& programme, Position changed) {
  const auto layout = require_layout(programme);
  // A field that became a text is left to the one who migrates: there its old value is told by its old type.
  std::vector<size_t> moved;
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const RecordLayout::Slot& slot = layout->slots[i];
    const bool is_same_kind =
        std::any_of(slot.older.begin(), slot.older.end(), [&](const RecordLayout::Spot& spot) {
          const define::FieldType type = programme.fields[i].type;
          return spot.type == type || (is_plain_text(type) && is_plain_text(spot.type)) ||
                 (define::row_of(type).is_number && define::row_of(spot.type).is_number);
        });
    if (is_same_kind) moved.push_back(i);
  }
  std::vector<SavedRow> saved;
  if (moved.empty()) return saved;
  std::vector<record::Record> records;
  scan(programme, true, [&](const record::Record& record) {
    // What has moved before stays as it is, without a further line in the log.
    if (!has_older_values_) return;
    const bool has_value =
        std::any_of(moved.begin(), moved.end(), [&](size_t i) { return !record.values[i].is_blank(); });
    if (has_value) records.push_back(record);
  });
  for (const record::Record& record : records) saved.push_back(save(programme, record, false, changed));
  return saved;
}

}  // namespace jinguo::store
