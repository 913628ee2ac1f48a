#include "store/record_table_value.h"

#include <algorithm>
#include <boost/json.hpp>

namespace jinguo::store {

namespace json = boost::json;
using define::Field;
using define::FieldType;
using define::Storage;

namespace {

template <class T>
const T& held(const Field& field, const Value& value) {
  const T* found = value.as<T>();
  ensure(found != nullptr, "the value of field " + field.id + " is of its type");
  return *found;
}

int64_t scaled(const Field& field, int places, const Decimal& number) {
  std::optional<int64_t> out = number.scaled(places);
  if (!out) out = number.rounded(places).scaled(places);
  ensure(out.has_value(), "the number in field " + field.id + " fits its column");
  return *out;
}

std::string choices_text(const Choices& choices) {
  std::string out = ";";
  for (const std::string& code : choices) out += code + ";";
  return out;
}

Choices parse_choices(std::string_view text) {
  Choices out;
  size_t from = 1;
  for (size_t end = text.find(';', from); end != std::string_view::npos; end = text.find(';', from)) {
    out.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

json::value value_to_json(const Field& field, const Value& value);
Value value_from_json(const Field& field, FieldType type, const json::value& json);

json::value rows_to_json(const Field& field, const Rows& rows) {
  json::array out;
  for (const std::vector<Value>& row : rows) {
    json::object line;
    for (size_t i = 0; i < std::min(row.size(), field.columns.size()); ++i)
      if (!row[i].is_blank()) line[field.columns[i].id] = value_to_json(field.columns[i], row[i]);
    out.push_back(std::move(line));
  }
  return out;
}

Value rows_from_json(const Field& field, const json::value& json) {
  auto rows = std::make_shared<Rows>();
  for (const json::value& line : json.as_array()) {
    std::vector<Value>& row = rows->emplace_back(field.columns.size());
    for (size_t i = 0; i < field.columns.size(); ++i) {
      const json::value* cell = line.as_object().if_contains(field.columns[i].id);
      if (cell) row[i] = value_from_json(field.columns[i], field.columns[i].type, *cell);
    }
  }
  return Value(std::shared_ptr<const Rows>(std::move(rows)));
}

json::value value_to_json(const Field& field, const Value& value) {
  if (value.is_blank()) return nullptr;
  if (const auto* yes = value.as<bool>()) return *yes;
  if (const auto* number = value.as<Decimal>()) return json::value(number->to_text());
  if (const auto* text = value.as<std::string>()) return json::value(*text);
  if (const auto* date = value.as<Date>()) return json::value(date->to_text());
  if (const auto* unit = value.as<UnitId>()) return unit->number();
  if (const auto* reference = value.as<Reference>()) return json::value(RecordId(reference->bytes).to_text());
  if (const auto* choices = value.as<Choices>()) return json::value_from(*choices);
  return rows_to_json(field, **value.as<std::shared_ptr<const Rows>>());
}

Value value_from_json(const Field& field, FieldType type, const json::value& json) {
  if (json.is_null()) return {};
  const define::FieldTypeRow& row = define::row_of(type);
  if (row.storage == Storage::json) return rows_from_json(field, json);
  if (type == FieldType::yes_no) return json.as_bool();
  if (type == FieldType::unit) return UnitId(json.to_number<uint32_t>());
  if (define::holds_several(type)) return json::value_to<Choices>(json);
  std::string text(json.as_string());
  if (row.is_number) {
    const std::optional<Decimal> number = Decimal::parse(text);
    return number ? Value(*number) : Value();
  }
  if (type == FieldType::date) {
    const std::optional<Date> date = Date::parse(text);
    return date ? Value(*date) : Value();
  }
  if (row.storage == Storage::id) {
    const std::optional<RecordId> id = RecordId::parse(text);
    return id ? Value(Reference{id->bytes()}) : Value();
  }
  return Value(std::move(text));
}

}  // namespace

ColumnKind column_kind(FieldType type) {
  switch (define::row_of(type).storage) {
    case Storage::integer:
      return ColumnKind::integer;
    case Storage::id:
      return ColumnKind::blob;
    case Storage::text:
    case Storage::json:
      break;
  }
  return ColumnKind::text;
}

bool is_sealed(const Field& field) {
  const Storage storage = define::row_of(field.type).storage;
  if (storage != Storage::text && storage != Storage::json) return false;
  const auto is_personal = [](const Field& f) { return f.privacy >= define::PrivacyClass::personal; };
  return is_personal(field) || std::any_of(field.columns.begin(), field.columns.end(), is_personal);
}

bool is_plain_text(FieldType type) {
  return define::row_of(type).storage == Storage::text && !define::holds_several(type);
}

SqlValue to_column(const Field& field, int places, const Value& value) {
  if (value.is_blank()) return {};
  switch (define::row_of(field.type).storage) {
    case Storage::integer:
      if (define::row_of(field.type).is_number) return scaled(field, places, held<Decimal>(field, value));
      if (field.type == FieldType::yes_no) return held<bool>(field, value);
      if (field.type == FieldType::date) return held<Date>(field, value).days();
      return held<UnitId>(field, value);
    case Storage::text:
      if (define::holds_several(field.type)) return choices_text(held<Choices>(field, value));
      return held<std::string>(field, value);
    case Storage::id:
      return std::span<const uint8_t>(held<Reference>(field, value).bytes);
    case Storage::json:
      return json::serialize(value_to_json(field, value));
  }
  return {};
}

Value from_column(const Field& field, FieldType type, int places, const Row& row, size_t column) {
  if (row.is_null(column)) return {};
  switch (define::row_of(type).storage) {
    case Storage::integer: {
      const int64_t number = row.integer(column);
      if (define::row_of(type).is_number) return Decimal::of(number, places);
      if (type == FieldType::yes_no) return Value(number != 0);
      if (type == FieldType::date) return Date(static_cast<int32_t>(number));
      return UnitId(static_cast<uint32_t>(number));
    }
    case Storage::text:
      if (define::holds_several(type)) return parse_choices(row.text(column));
      return std::string(row.text(column));
    case Storage::id:
      return Reference{row.id<RecordId>(column).bytes()};
    case Storage::json:
      return rows_from_json(field, json::parse(row.text(column)));
  }
  return {};
}

struct SealedValues::Object {
  json::object values;
};

SealedValues::SealedValues() : object_(std::make_unique<Object>()) {}
SealedValues::SealedValues(const std::string& text)
    : object_(std::make_unique<Object>(Object{json::parse(text).as_object()})) {}
SealedValues::SealedValues(SealedValues&&) noexcept = default;
SealedValues& SealedValues::operator=(SealedValues&&) noexcept = default;
SealedValues::~SealedValues() = default;

Value SealedValues::find(const std::string& name, const Field& field, FieldType type) const {
  const json::value* found = object_->values.if_contains(name);
  return found ? value_from_json(field, type, *found) : Value();
}

void SealedValues::put(const std::string& name, const Field& field, const Value& value) {
  object_->values.erase(name);
  if (!value.is_blank()) object_->values[name] = value_to_json(field, value);
}

bool SealedValues::is_empty() const {
  return object_->values.empty();
}

std::string SealedValues::text() const {
  return json::serialize(object_->values);
}

}  // namespace jinguo::store
