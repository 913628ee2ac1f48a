#include "store/record_table.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "record/parse_value.h"
#include "store/record_table_value.h"

namespace jinguo::store {

namespace json = boost::json;
using define::Field;
using define::FieldType;
using define::Programme;
using record::Record;

namespace {

std::string soft_text(const Record& record) {
  if (record.soft_reasons.empty()) return {};
  json::object out;
  for (const auto& [check, reason] : record.soft_reasons) out[check] = reason;
  return json::serialize(out);
}

Value parsed(FieldType type, const std::string& text) {
  if (define::row_of(type).is_number) {
    const std::optional<Decimal> number = Decimal::parse(text);
    return number ? Value(*number) : Value();
  }
  const std::optional<Date> date = type == FieldType::date ? Date::parse(text) : std::nullopt;
  return date ? Value(*date) : Value();
}

/// A value that another version of the definition kept: numbers and texts as they are, everything else that
/// became a text as a person would read it. The version before may be read after values have moved on.
Value brought_up(const Field& field, const RecordLayout::Spot& spot, Value value) {
  if (value.is_blank() || field.type == spot.type) return value;
  if (define::row_of(field.type).is_number && define::row_of(spot.type).is_number) return value;
  if (is_plain_text(field.type) && is_plain_text(spot.type)) return value;
  if (is_plain_text(spot.type)) return parsed(field.type, *value.as<std::string>());
  if (!is_plain_text(field.type)) return {};
  Field was = field;
  was.type = spot.type;
  was.places = spot.places;
  return record::to_text(was, value);
}

/// None once the key is destroyed.
SealedValues opened(const std::optional<SealKey>& key, std::span<const uint8_t> sealed,
                    const std::string& subject) {
  const std::optional<std::string> text = key ? unseal(*key, sealed, subject) : std::nullopt;
  return text ? SealedValues(*text) : SealedValues();
}

Value value_at(const Field& field, const RecordLayout::Spot& spot, const Row& row,
               const SealedValues& sealed) {
  if (spot.is_sealed()) return sealed.find(spot.sealed_name, field, spot.type);
  return from_column(field, spot.type, spot.places, row, spot.column);
}

}  // namespace

std::string path_text(const std::vector<record::Stay>& path) {
  std::string out;
  for (const record::Stay& stay : path) {
    if (!out.empty()) out += ';';
    out += stay.state + ":" + std::to_string(stay.since.days());
  }
  return out;
}

std::vector<record::Stay> parse_path(std::string_view text) {
  std::vector<record::Stay> path;
  while (!text.empty()) {
    const std::string_view stay = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(text.size(), stay.size() + 1));
    const size_t colon = stay.find(':');
    ensure(colon != std::string_view::npos, "a stay has a state and a day");
    int32_t days = 0;
    std::from_chars(stay.data() + colon + 1, stay.data() + stay.size(), days);
    path.push_back({std::string(stay.substr(0, colon)), Date(days)});
  }
  return path;
}

std::shared_ptr<const RecordLayout> RecordTables::layout_of(const Programme& programme) {
  const auto known = stamps_.find(programme.id);
  if (known != stamps_.end()) {
    if (auto layout = core_.layouts->find(programme, known->second)) return layout;
  } else {
    const std::optional<int64_t> stamp =
        connection_.query_integer("SELECT stamp FROM table_of WHERE programme = ?", {programme.id});
    if (!stamp) return nullptr;
    stamps_.emplace(programme.id, *stamp);
    if (auto layout = core_.layouts->find(programme, *stamp)) return layout;
  }
  const std::optional<RecordTable> table = load_record_table(connection_, programme.id);
  if (!table) return nullptr;
  auto layout = std::make_shared<const RecordLayout>(compose_layout(programme, *table, core_.dialect));
  core_.layouts->put(layout);
  return layout;
}

std::shared_ptr<const RecordLayout> RecordTables::require_layout(const Programme& programme) {
  auto layout = layout_of(programme);
  ensure(layout != nullptr, "the table of programme " + programme.id + " was prepared before it is written");
  return layout;
}

Record RecordTables::read(const Programme& programme, const RecordLayout& layout, const Row& row) {
  Record record;
  record.id = row.id<RecordId>(at(RowColumn::id));
  record.unit = UnitId(static_cast<uint32_t>(row.integer(at(RowColumn::unit))));
  record.state = row.text(at(RowColumn::state));
  if (!row.is_null(at(RowColumn::date)))
    record.date = Date(static_cast<int32_t>(row.integer(at(RowColumn::date))));
  record.filed_on = Date(static_cast<int32_t>(row.integer(at(RowColumn::filed_on))));
  record.version = row.integer(at(RowColumn::version));
  record.rule_version = static_cast<int>(row.integer(at(RowColumn::rule_version)));
  record.path = parse_path(row.text(at(RowColumn::path)));
  if (const std::string_view soft = row.text(at(RowColumn::soft)); !soft.empty()) {
    const json::value reasons = json::parse(soft);
    for (const auto& reason : reasons.as_object())
      record.soft_reasons.emplace(reason.key(), reason.value().as_string());
  }
  SealedValues sealed;
  if (layout.has_sealed && !row.is_null(at(RowColumn::sealed))) {
    const std::string subject = record_subject(programme.id, record.id.to_text());
    sealed = opened(keys_.unwrap(subject, row.blob(layout.columns.size())), row.blob(at(RowColumn::sealed)),
                    subject);
  }
  record.values.resize(programme.fields.size());
  has_older_values_ = false;
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const RecordLayout::Slot& slot = layout.slots[i];
    Value& value = record.values[i];
    if (slot.main)
      value =
          brought_up(programme.fields[i], *slot.main, value_at(programme.fields[i], *slot.main, row, sealed));
    for (const RecordLayout::Spot& spot : slot.older) {
      if (!value.is_blank()) break;
      value = brought_up(programme.fields[i], spot, value_at(programme.fields[i], spot, row, sealed));
      has_older_values_ = has_older_values_ || !value.is_blank();
    }
  }
  return record;
}

std::optional<Record> RecordTables::find(const Programme& programme, RecordId id) {
  const auto layout = layout_of(programme);
  if (!layout) return std::nullopt;
  std::vector<SqlValue> params;
  if (layout->has_sealed) params.emplace_back(record_subject(programme.id, ""));
  params.emplace_back(id);
  std::optional<Record> record;
  connection_.query(layout->find, params, [&](const Row& row) { record = read(programme, *layout, row); });
  return record;
}

void RecordTables::scan(const Programme& programme, bool may_nest,
                        const std::function<void(const Record&)>& visit) {
  const auto layout = layout_of(programme);
  if (!layout) return;
  std::vector<SqlValue> params;
  if (layout->has_sealed) params.emplace_back(record_subject(programme.id, ""));
  const auto visit_row = [&](const Row& row) { visit(read(programme, *layout, row)); };
  if (may_nest) {
    connection_.query(layout->scan, params, visit_row);
  } else {
    connection_.scan(layout->scan, params, visit_row);
  }
}

SqlValue RecordTables::sealed_of(const Programme& programme, const RecordLayout& layout,
                                 const Record& record) {
  if (!layout.has_sealed) return {};
  const std::string subject = record_subject(programme.id, record.id.to_text());
  SealedValues part;
  if (layout.keeps_foreign_sealed) {
    connection_.query_one("SELECT sealed FROM " + SqlText(layout.table) + " WHERE id = ?", {record.id},
                          [&](const Row& row) { part = opened(keys_.find(subject), row.blob(0), subject); });
  }
  for (size_t i = 0; i < layout.slots.size(); ++i) {
    const Field& field = programme.fields[i];
    const RecordLayout::Slot& slot = layout.slots[i];
    for (const RecordLayout::Spot& spot : slot.older)
      if (spot.is_sealed()) part.put(spot.sealed_name, field, Value());
    if (slot.main && slot.main->is_sealed()) part.put(slot.main->sealed_name, field, record.values[i]);
  }
  if (part.is_empty()) return {};
  return seal(keys_.find_or_make(subject), part.text(), subject, keys_.random());
}

std::vector<SqlValue> RecordTables::columns_of(const Programme& programme, const RecordLayout& layout,
                                               const Record& record, Position changed) {
  ensure(record.values.size() == programme.fields.size(), "a record has a value for each field");
  std::vector<SqlValue> out(layout.columns.size());
  out[at(RowColumn::id)] = record.id;
  out[at(RowColumn::unit)] = record.unit;
  out[at(RowColumn::state)] = record.state;
  if (record.date) out[at(RowColumn::date)] = record.date->days();
  out[at(RowColumn::filed_on)] = record.filed_on.days();
  out[at(RowColumn::version)] = record.version;
  out[at(RowColumn::rule_version)] = record.rule_version;
  out[at(RowColumn::path)] = path_text(record.path);
  out[at(RowColumn::soft)] = soft_text(record);
  out[at(RowColumn::changed)] = changed;
  out[at(RowColumn::sealed)] = sealed_of(programme, layout, record);
  for (size_t i = 0; i < layout.slots.size(); ++i) {
    const auto& main = layout.slots[i].main;
    ensure(main.has_value(), "field " + programme.fields[i].id + " has its column before it is written");
    if (!main->is_sealed())
      out[main->column] = to_column(programme.fields[i], main->places, record.values[i]);
  }
  return out;
}

SavedRow RecordTables::save(const Programme& programme, const Record& record, bool is_new, Position changed) {
  const auto layout = require_layout(programme);
  const std::vector<SqlValue> columns = columns_of(programme, *layout, record, changed);
  std::vector<SqlValue> written;
  written.reserve(layout->written.size() + 1);
  for (const size_t i : layout->written) written.push_back(columns[i]);
  if (is_new) {
    connection_.post(layout->insert, written);
    return {record.id, record.unit, hash_of(*layout, columns)};
  }
  written.emplace_back(record.id);
  std::optional<Sha256> hash;
  connection_.query(layout->update, written, [&](const Row& row) { hash = hash_of(*layout, row); });
  ensure(hash.has_value(), "a record that is replaced was stored before");
  return {record.id, record.unit, *hash};
}

std::vector<SavedRow> RecordTables::insert(const Programme& programme, const std::vector<Record>& records,
                                           Position changed) {
  const auto layout = require_layout(programme);
  std::vector<SavedRow> saved;
  saved.reserve(records.size());
  if (layout->has_sealed) {
    std::vector<std::string> subjects;
    for (const Record& record : records) {
      bool has_sealed = false;
      for (size_t i = 0; i < layout->slots.size(); ++i)
        has_sealed |=
            layout->slots[i].main && layout->slots[i].main->is_sealed() && !record.values[i].is_blank();
      if (has_sealed) subjects.push_back(record_subject(programme.id, record.id.to_text()));
    }
    keys_.make_all(subjects);
  }
  // What is read or made on the way must not meet the copy that is running.
  std::vector<std::vector<SqlValue>> rows;
  rows.reserve(records.size());
  for (const Record& record : records) {
    std::vector<SqlValue> columns = columns_of(programme, *layout, record, changed);
    saved.push_back({record.id, record.unit, hash_of(*layout, columns)});
    std::vector<SqlValue>& row = rows.emplace_back();
    row.reserve(layout->written.size());
    for (const size_t i : layout->written) row.push_back(std::move(columns[i]));
  }
  size_t next = 0;
  connection_.bulk_insert(layout->table, layout->written_names, [&](std::span<SqlValue> values) {
    if (next == rows.size()) return false;
    std::move(rows[next].begin(), rows[next].end(), values.begin());
    ++next;
    return true;
  });
  return saved;
}

}  // namespace jinguo::store
