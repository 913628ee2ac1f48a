#include <algorithm>

#include "store/record_table.h"
#include "store/record_table_value.h"

namespace jinguo::store {

using app::RecordQuery;
using define::Programme;

namespace {

/// The conditions of a query, and the values bound in them.
struct Conditions {
  SqlText text = "1 = 1";
  std::vector<SqlValue> values;
  void add(const SqlText& condition) { text += " AND " + condition; }
  void add(const SqlText& condition, SqlValue value) {
    add(condition);
    values.push_back(std::move(value));
  }
};

std::string joined(const std::vector<std::string>& items, Dialect dialect) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += ',';
    out += dialect == Dialect::sqlite ? "\"" + item + "\"" : item;
  }
  return dialect == Dialect::sqlite ? "[" + out + "]" : out;
}

/// How SQLite is to find the rows: by their units, or in the order asked, each looked at.
enum class Access { by_units, in_order };

/// Thousands of units go in as one text, so that statements stay few.
void add_units(const RecordQuery& query, Dialect dialect, Access access, Conditions& out) {
  if (query.all_units && query.units.empty()) return;
  if (query.units.size() == 1) return out.add("r.unit = ?", query.units.front());
  std::string list;
  for (const UnitId unit : query.units) list += (list.empty() ? "" : ",") + std::to_string(unit.number());
  if (dialect == Dialect::sqlite) {
    return out.add(access == Access::by_units ? SqlText("r.unit IN (SELECT value FROM json_each(?))")
                                              : SqlText("+r.unit IN (SELECT value FROM json_each(?))"),
                   "[" + list + "]");
  }
  out.add("r.unit = ANY(string_to_array(?, ',')::bigint[])", list);
}

void add_ids(const RecordQuery& query, Dialect dialect, Conditions& out) {
  if (query.ids.empty()) return;
  std::vector<std::string> ids;
  for (const RecordId id : query.ids) ids.push_back(id.to_text());
  out.add(
      dialect == Dialect::sqlite
          ? SqlText("r.id IN (SELECT unhex(value) FROM json_each(?))")
          : SqlText("r.id IN (SELECT decode(t.hex, 'hex') FROM unnest(string_to_array(?, ',')) AS t (hex))"),
      joined(ids, dialect));
}

void add_states(const RecordQuery& query, Dialect dialect, Conditions& out) {
  if (query.states.empty()) return;
  out.add(dialect == Dialect::sqlite ? SqlText("r.state IN (SELECT value FROM json_each(?))")
                                     : SqlText("r.state = ANY(string_to_array(?, ','))"),
          joined(query.states, dialect));
}

void add_dates(const RecordQuery& query, Conditions& out) {
  if (!query.first && !query.last) {
    if (!query.with_undated) out.add("r.date IS NOT NULL");
    return;
  }
  SqlText within = "r.date >= ? AND r.date <= ?";
  out.add(query.with_undated ? "(r.date IS NULL OR (" + within + "))" : within);
  out.values.emplace_back(query.first ? query.first->days() : INT32_MIN);
  out.values.emplace_back(query.last ? query.last->days() : INT32_MAX);
}

/// The field's own column; nothing for the sealed, which can neither be compared nor sorted.
const RecordLayout::Spot& open_spot(const Programme& programme, const RecordLayout& layout,
                                    std::string_view field) {
  const int index = programme.field_index(field);
  ensure(index >= 0, "a query names fields of the programme");
  const RecordLayout::Slot& slot = layout.slots[static_cast<size_t>(index)];
  ensure(slot.main && !slot.main->is_sealed(), "a query compares and sorts by fields that are not sealed");
  return *slot.main;
}

/// Neither % nor _ of what was typed stands for anything else.
std::string pattern_of(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out + "%";
}

void add_text(const Programme& programme, const RecordLayout& layout, const RecordQuery& query,
              Dialect dialect, Conditions& out) {
  if (query.text.empty()) return;
  std::string units;
  for (const UnitId unit : query.text_units)
    units += (units.empty() ? "" : ",") + std::to_string(unit.number());
  SqlText any = dialect == Dialect::sqlite ? SqlText("(+r.unit IN (SELECT value FROM json_each(?))")
                                           : SqlText("(r.unit = ANY(string_to_array(?, ',')::bigint[])");
  out.values.emplace_back(dialect == Dialect::sqlite ? "[" + units + "]" : units);
  for (const std::string& field : query.text_fields) {
    any += " OR lower(r." + SqlText(layout.columns[open_spot(programme, layout, field).column]) +
           ") LIKE ? ESCAPE '!'";
    out.values.emplace_back(pattern_of(query.text));
  }
  out.add(any + ")");
}

Conditions conditions_of(const Programme& programme, const RecordLayout& layout, const RecordQuery& query,
                         Dialect dialect, Access access) {
  Conditions out;
  add_units(query, dialect, access, out);
  add_ids(query, dialect, out);
  add_states(query, dialect, out);
  add_dates(query, out);
  for (const auto& [id, value] : query.equal) {
    const RecordLayout::Spot& spot = open_spot(programme, layout, id);
    const SqlText column = "r." + SqlText(layout.columns[spot.column]);
    if (value.is_blank()) {
      out.add(column + " IS NULL");
    } else {
      out.add(column + " = ?", to_column(*programme.field(id), spot.places, value));
    }
  }
  add_text(programme, layout, query, dialect, out);
  return out;
}

SqlText order_of(const Programme& programme, const RecordLayout& layout, const RecordQuery& query) {
  const bool down = query.descending;
  if (query.order_by == "changed") return down ? SqlText("r.changed DESC, r.id") : SqlText("r.changed, r.id");
  if (query.order_by == "unit") return down ? SqlText("r.unit DESC, r.id") : SqlText("r.unit, r.id");
  const SqlText column =
      query.order_by == "date"
          ? SqlText("r.date")
          : "r." + SqlText(layout.columns[open_spot(programme, layout, query.order_by).column]);
  return column + (down ? SqlText(" DESC NULLS LAST, r.id") : SqlText(" NULLS FIRST, r.id"));
}

}  // namespace

app::RecordList RecordTables::list(const Programme& programme, const RecordQuery& query) {
  app::RecordList list;
  const auto layout = layout_of(programme);
  if (!layout || (!query.all_units && query.units.empty())) return list;
  Conditions conditions = conditions_of(programme, *layout, query, core_.dialect, Access::by_units);
  const SqlText from = " FROM " + SqlText(layout->table) + " r";
  list.total =
      connection_.query_integer("SELECT count(*)" + from + " WHERE " + conditions.text, conditions.values)
          .value_or(0);
  if (list.total <= query.offset || query.limit <= 0) return list;
  if (core_.dialect == Dialect::sqlite) {
    // When a good part of all rows is found, going through them in order meets a page of them soon; by units
    // all would be fetched and sorted first.
    const int64_t rows = connection_.query_integer("SELECT max(r.rowid)" + from).value_or(0);
    if (list.total > rows / 8)
      conditions = conditions_of(programme, *layout, query, core_.dialect, Access::in_order);
  }
  std::vector<SqlValue> params;
  if (layout->has_sealed) params.emplace_back(record_subject(programme.id, ""));
  params.insert(params.end(), conditions.values.begin(), conditions.values.end());
  params.emplace_back(query.limit);
  params.emplace_back(query.offset);
  const SqlText sql = layout->select + " WHERE " + conditions.text + " ORDER BY " +
                      order_of(programme, *layout, query) + " LIMIT ? OFFSET ?";
  connection_.query(sql, params,
                    [&](const Row& row) { list.records.push_back(read(programme, *layout, row)); });
  return list;
}

}  // namespace jinguo::store
