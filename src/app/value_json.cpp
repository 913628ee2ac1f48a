#include "app/value_json.h"

#include <algorithm>

#include "app/app_error.h"
#include "record/record_error.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::FieldType;

Error wrong_type(const Field& field) {
  const define::FieldTypeRow& row = define::row_of(field.type);
  return Error(record::kWrongType, {field.label.zh, std::string(row.zh), std::string(row.en)}).on(field.id);
}

std::string number_text(const json::value& number) {
  return json::serialize(number);
}

Result<Value> rows_from_json(const Field& field, const json::array& given, const record::Lookups& lookups) {
  if (given.size() > 500)
    return Error(record::kTooLarge, {field.label.zh, "500 行", std::to_string(given.size())}).on(field.id);
  Rows rows;
  for (const json::value& item : given) {
    const json::object* object = item.if_object();
    if (!object) return wrong_type(field);
    for (const auto& member : *object)
      if (std::none_of(field.columns.begin(), field.columns.end(),
                       [&](const Field& column) { return column.id == std::string_view(member.key()); }))
        return Error(kUnknownField, {field.label.zh, std::string(member.key()), ""}).on(field.id);
    std::vector<Value> row;
    for (const Field& column : field.columns) {
      const json::value* cell = object->if_contains(column.id);
      auto value = cell ? value_from_json(column, *cell, lookups) : Result<Value>(Value());
      if (!value) return std::move(value).error().on(field.id);
      row.push_back(std::move(*value));
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return Value();
  return Value(std::make_shared<const Rows>(std::move(rows)));
}

}  // namespace

Result<Value> value_from_json(const Field& field, const json::value& given, const record::Lookups& lookups) {
  if (given.is_null()) return Value();
  if (const json::string* text = given.if_string()) {
    if (field.type == FieldType::rows) return wrong_type(field);
    return record::parse_value(field, std::string_view(*text), lookups);
  }
  if (const bool* yes = given.if_bool()) {
    if (field.type != FieldType::yes_no) return wrong_type(field);
    return Value(*yes);
  }
  if (given.is_number()) {
    if (!define::row_of(field.type).is_number) return wrong_type(field);
    return record::parse_value(field, number_text(given), lookups);
  }
  if (const json::array* list = given.if_array()) {
    if (field.type == FieldType::rows) return rows_from_json(field, *list, lookups);
    if (!define::holds_several(field.type)) return wrong_type(field);
    std::string joined;
    for (const json::value& item : *list) {
      const json::object* shown = define::is_file(field.type) ? item.if_object() : nullptr;
      const json::value* text = shown ? shown->if_contains("id") : &item;
      if (!text || !text->is_string()) return wrong_type(field);
      joined += std::string(text->as_string()) + ";";
    }
    return record::parse_value(field, joined, lookups);
  }
  const json::object& object = given.as_object();
  const auto member = [&](const char* name) {
    const json::value* found = object.if_contains(name);
    return found && found->is_string() ? std::string(found->as_string()) : std::string();
  };
  if (field.type == FieldType::unit) return record::parse_value(field, member("code"), lookups);
  const bool is_party =
      field.type == FieldType::person || field.type == FieldType::household || field.type == FieldType::body;
  if (!is_party) return wrong_type(field);
  if (const std::string id = member("id"); !id.empty()) return record::parse_value(field, id, lookups);
  const std::string number = member("id_number");
  return record::parse_value(field, number.empty() ? member("name") : member("name") + " " + number, lookups);
}

json::value value_to_json(const Field& field, const Value& value, const ValueNames& names) {
  if (value.is_blank()) return nullptr;
  if (const auto* yes = value.as<bool>()) return *yes;
  if (const auto* number = value.as<Decimal>()) return json::value(number->to_text());
  if (const auto* date = value.as<Date>()) return json::value(date->to_text());
  if (const auto* text = value.as<std::string>()) return json::value(*text);
  if (const auto* unit = value.as<UnitId>()) return names.unit(*unit);
  if (const auto* codes = value.as<Choices>()) {
    json::array out;
    for (const std::string& code : *codes)
      out.push_back(define::is_file(field.type) ? names.file(code) : json::value(code));
    return out;
  }
  if (const auto* reference = value.as<Reference>()) {
    const bool is_party = field.type == FieldType::person || field.type == FieldType::household ||
                          field.type == FieldType::body;
    if (is_party) return names.party(*reference);
    return json::value(RecordId(reference->bytes).to_text());
  }
  json::array out;
  for (const auto& row : **value.as<std::shared_ptr<const Rows>>()) {
    json::object cells;
    for (size_t i = 0; i < field.columns.size() && i < row.size(); ++i)
      cells[field.columns[i].id] = value_to_json(field.columns[i], row[i], names);
    out.push_back(std::move(cells));
  }
  return out;
}

}  // namespace jinguo::app
