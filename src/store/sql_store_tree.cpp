#include "store/sql_store_tree.h"

#include <algorithm>
#include <vector>

#include "org/tree_facts.h"

namespace jinguo::store {

namespace {

UnitId unit_at(const Row& row, size_t column) {
  return UnitId(static_cast<uint32_t>(row.integer(column)));
}
Date date_at(const Row& row, size_t column) {
  return Date(static_cast<int32_t>(row.integer(column)));
}

void fill(const org::UnitRow& unit, std::span<SqlValue> values) {
  values[0] = unit.id;
  values[1] = static_cast<int64_t>(unit.level);
  values[2] = unit.zone;
  values[3] = unit.shard;
  values[4] = unit.within;
  values[5] = unit.opened.days();
  values[6] = unit.closed.days();
  values[7] = unit.heir;
  values[8] = unit.heir_from.days();
  values[9] = unit.split_field;
}
template <class DatedRow>
void fill_dated(const DatedRow& row, SqlValue value, std::span<SqlValue> values) {
  values[0] = row.unit;
  values[1] = row.first.days();
  values[2] = row.last.days();
  values[3] = std::move(value);
}
void fill(const org::NameRow& row, std::span<SqlValue> values) {
  fill_dated(row, row.name, values);
}
void fill(const org::CodeRow& row, std::span<SqlValue> values) {
  fill_dated(row, row.code.text(), values);
}
void fill(const org::EdgeRow& row, std::span<SqlValue> values) {
  fill_dated(row, row.parent, values);
}

uint32_t unit_number(const org::UnitRow& row) {
  return row.id.number();
}
template <class DatedRow>
uint32_t unit_number(const DatedRow& row) {
  return row.unit.number();
}

/// Rows of units that were not there before are copied in; the others replace what stands under their key.
template <class FactRow>
void put_rows(Connection& connection, const Identifier& table, std::span<const Identifier> columns,
              size_t key_columns, const std::vector<FactRow>& rows, uint32_t known_units) {
  std::vector<const FactRow*> added;
  std::vector<SqlValue> values(columns.size());
  std::vector<SqlText> sets;
  for (const Identifier& column : columns.subspan(key_columns))
    sets.push_back(SqlText(column) + " = excluded." + column);
  const SqlText put = "INSERT INTO " + SqlText(table) + " (" + SqlText::list(columns) + ") VALUES (" +
                      SqlText::placeholders(columns.size()) + ") ON CONFLICT (" +
                      SqlText::list(columns.first(key_columns)) + ") DO UPDATE SET " +
                      SqlText::join(sets, ", ");
  for (const FactRow& row : rows) {
    if (unit_number(row) > known_units) {
      added.push_back(&row);
      continue;
    }
    fill(row, values);
    connection.execute(put, values);
  }
  if (added.empty()) return;
  size_t next = 0;
  connection.bulk_insert(table, columns, [&](std::span<SqlValue> out) {
    if (next == added.size()) return false;
    fill(*added[next++], out);
    return true;
  });
}

void delete_rows(Connection& connection, const Identifier& table,
                 const std::vector<org::FactsDiff::Key>& keys) {
  const SqlText sql = "DELETE FROM " + SqlText(table) + " WHERE unit = ? AND first = ?";
  for (const org::FactsDiff::Key& key : keys) connection.execute(sql, {key.unit, key.first.days()});
}

org::Code code_of(std::string_view text) {
  if (text.empty()) return {};
  Result<org::Code> code = org::Code::parse(text);
  if (!code) throw Failure("a stored code of a unit is no code");
  return *code;
}

}  // namespace

org::Tree load_tree(Connection& connection) {
  org::Facts facts;
  connection.scan(
      "SELECT id, level, zone, shard, within, opened, closed, heir, heir_from, split_field FROM unit"
      " ORDER BY id",
      {}, [&](const Row& row) {
        facts.units.push_back({unit_at(row, 0), static_cast<org::Level>(row.integer(1)), row.integer(2) != 0,
                               static_cast<uint32_t>(row.integer(3)), unit_at(row, 4), date_at(row, 5),
                               date_at(row, 6), unit_at(row, 7), date_at(row, 8), std::string(row.text(9))});
      });
  if (facts.units.empty()) return {};
  connection.scan(
      "SELECT unit, first, last, name FROM unit_name ORDER BY unit, first", {}, [&](const Row& row) {
        facts.names.push_back({unit_at(row, 0), std::string(row.text(3)), date_at(row, 1), date_at(row, 2)});
      });
  connection.scan(
      "SELECT unit, first, last, code FROM unit_code ORDER BY unit, first", {}, [&](const Row& row) {
        facts.codes.push_back({unit_at(row, 0), code_of(row.text(3)), date_at(row, 1), date_at(row, 2)});
      });
  connection.scan(
      "SELECT unit, first, last, parent FROM unit_edge ORDER BY unit, first", {}, [&](const Row& row) {
        facts.edges.push_back({unit_at(row, 0), unit_at(row, 3), date_at(row, 1), date_at(row, 2)});
      });
  Result<org::Tree> tree = org::tree_from_facts(std::move(facts));
  if (!tree) throw Failure("the stored units make no tree: " + tree.error().text(Language::en));
  return std::move(*tree);
}

void save_tree(Connection& connection, const org::Tree& before, const org::Tree& after) {
  const std::vector<Identifier> unit_columns{"id",     "level",  "zone", "shard",     "within",
                                             "opened", "closed", "heir", "heir_from", "split_field"};
  const std::vector<Identifier> name_columns{"unit", "first", "last", "name"};
  const std::vector<Identifier> code_columns{"unit", "first", "last", "code"};
  const std::vector<Identifier> edge_columns{"unit", "first", "last", "parent"};
  const org::FactsDiff diff = org::diff(before, after);
  delete_rows(connection, "unit_name", diff.deleted_names);
  delete_rows(connection, "unit_code", diff.deleted_codes);
  delete_rows(connection, "unit_edge", diff.deleted_edges);
  put_rows(connection, "unit", unit_columns, 1, diff.upsert.units, before.size());
  put_rows(connection, "unit_name", name_columns, 2, diff.upsert.names, before.size());
  put_rows(connection, "unit_code", code_columns, 2, diff.upsert.codes, before.size());
  put_rows(connection, "unit_edge", edge_columns, 2, diff.upsert.edges, before.size());
}

}  // namespace jinguo::store
