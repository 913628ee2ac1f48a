#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "expr/check.h"
#include "expr/sql.h"

/// For tests: tests/expr/vectors.json, read once.
namespace jinguo::expr {

namespace json = boost::json;

inline const json::object& vectors() {
  static const json::value file = [] {
    std::ifstream in("tests/expr/vectors.json");
    std::stringstream text;
    text << in.rdbuf();
    return json::parse(text.str());
  }();
  return file.as_object();
}

inline std::string string_of(const json::value& v) {
  return std::string(v.as_string());
}

inline Type type_of(const json::value& v) {
  static const std::vector<std::string> kNames{"blank", "boolean",   "number",  "text", "date",
                                               "unit",  "reference", "choices", "rows"};
  const auto at = std::find(kNames.begin(), kNames.end(), string_of(v));
  return static_cast<Type>(at - kNames.begin());
}

inline std::vector<std::string> strings_of(const json::object& o, const char* key) {
  std::vector<std::string> out;
  if (const auto* list = o.if_contains(key))
    for (const auto& v : list->as_array()) out.push_back(string_of(v));
  return out;
}

inline Environment environment() {
  Environment out;
  int slot = 0;
  for (const auto& [name, meaning] : vectors().at("names").as_object()) {
    const auto& o = meaning.as_object();
    Name n{.type = type_of(o.at("type")), .slot = slot++, .codes = strings_of(o, "codes")};
    if (const auto* terms = o.if_contains("terms")) n.terms = string_of(*terms);
    if (const auto* columns = o.if_contains("columns"))
      for (const auto& c : columns->as_array())
        n.columns.push_back({string_of(c.as_object().at("name")), type_of(c.as_object().at("type")),
                             strings_of(c.as_object(), "codes")});
    out.names.emplace(name, std::move(n));
  }
  return out;
}

inline Value value_of(const json::value& v, Type type, const std::vector<Column>& columns) {
  if (v.is_null()) return {};
  switch (type) {
    case Type::boolean:
      return Value(v.as_bool());
    case Type::number:
      return Value(*Decimal::parse(v.as_string()));
    case Type::text:
      return Value(string_of(v));
    case Type::date:
      return Value(*Date::parse(v.as_string()));
    case Type::unit:
      return Value(UnitId(static_cast<uint32_t>(v.as_int64())));
    case Type::reference:
      return Value(Reference{RecordId::parse(v.as_string())->bytes()});
    case Type::choices: {
      Choices out;
      for (const auto& c : v.as_array()) out.push_back(string_of(c));
      return Value(out);
    }
    default: {
      Rows rows;
      for (const auto& row : v.as_array()) {
        std::vector<Value> cells;
        for (size_t i = 0; i < row.as_array().size(); ++i)
          cells.push_back(value_of(row.as_array()[i], columns[i].type, {}));
        rows.push_back(std::move(cells));
      }
      return Value(std::make_shared<const Rows>(std::move(rows)));
    }
  }
}

inline std::vector<Value> slots_of(const json::object& row, const Environment& env) {
  std::vector<Value> slots(env.names.size());
  if (const auto* given = row.if_contains("given"))
    for (const auto& [key, v] : given->as_object()) {
      const Name& name = env.names.find(std::string_view(key))->second;
      slots[static_cast<size_t>(name.slot)] = value_of(v, name.type, name.columns);
    }
  return slots;
}

inline Value expected_of(const json::value& v) {
  if (v.is_null()) return {};
  if (v.is_bool()) return Value(v.as_bool());
  const auto& [type, value] = *v.as_object().begin();
  return value_of(value, type_of(json::value(type)), {});
}

inline std::string shown(const Value& v) {
  if (const auto* b = v.as<bool>()) return *b ? "true" : "false";
  if (const auto* n = v.as<Decimal>()) return n->to_text();
  if (const auto* d = v.as<Date>()) return d->to_text();
  if (const auto* t = v.as<std::string>()) return "'" + *t + "'";
  return v.is_blank() ? "blank" : "?";
}

inline Context context_of(const json::object& row) {
  Context out;
  const auto* today = row.if_contains("today");
  out.today = Date::parse(today ? string_of(*today) : "2011-06-30");
  out.term = [](std::string_view list, std::string_view term) -> std::optional<Period> {
    const auto* span = vectors().at("terms").as_object().at(list).as_object().if_contains(term);
    if (!span) return std::nullopt;
    return Period::term(std::string(term), *Date::parse(span->as_array()[0].as_string()),
                        *Date::parse(span->as_array()[1].as_string()));
  };
  return out;
}

/// The places of the numbers as the file's columns store them, by slot.
inline std::map<int, int> scales_of(const Environment& env) {
  std::map<int, int> out;
  for (const auto& [name, meaning] : vectors().at("names").as_object())
    if (const auto* scale = meaning.as_object().if_contains("scale"))
      out[env.names.find(std::string_view(name))->second.slot] = static_cast<int>(scale->as_int64());
  return out;
}

/// What a column holds for a value: NULL, an integer, a text or 16 bytes.
using Stored = std::variant<std::monostate, int64_t, std::string, Reference>;
/// Nothing when the number does not fit its column.
inline std::optional<Stored> stored(const Value& v, int scale) {
  if (v.is_blank()) return Stored();
  if (const auto* b = v.as<bool>()) return Stored(int64_t{*b});
  if (const auto* d = v.as<Date>()) return Stored(int64_t{d->days()});
  if (const auto* u = v.as<UnitId>()) return Stored(int64_t{u->number()});
  if (const auto* r = v.as<Reference>()) return Stored(*r);
  if (const auto* t = v.as<std::string>()) return Stored(*t);
  if (const auto* n = v.as<Decimal>()) {
    const auto scaled = n->scaled(scale);
    return scaled ? std::optional(Stored(*scaled)) : std::nullopt;
  }
  const auto* choices = v.as<Choices>();
  if (!choices) return Stored();
  std::string text = ";";
  for (const auto& code : *choices) text += code + ";";
  return Stored(text);
}

/// The value a column of this type and scale means.
inline Value meant(const Stored& s, Type type, int scale) {
  if (s.index() == 0) return {};
  if (const auto* t = std::get_if<std::string>(&s)) return Value(*t);
  const int64_t number = std::get<int64_t>(s);
  if (type == Type::boolean) return Value(number != 0);
  if (type == Type::date) return Value(Date(static_cast<int32_t>(number)));
  if (type == Type::unit) return Value(UnitId(static_cast<uint32_t>(number)));
  return Value(Decimal::of(number, scale));
}

/// Runs every row as SQL. A store has `create(types)`, which makes the one table r with a column c0, c1 … per
/// type; `put(values)`, which makes these its only row; and `ask(text, bound)`, which gives the one value
/// selected.
template <class Store>
void expect_same_answers(Store& store, Dialect dialect) {
  const Environment env = environment();
  const std::map<int, int> scales = scales_of(env);
  const auto scale_of = [&](int slot) { return scales.contains(slot) ? scales.at(slot) : 0; };
  const ColumnOf column_of = [&](int slot) {
    return std::optional(SqlColumn{"c" + std::to_string(slot), scale_of(slot), 1'000'000'000'000});
  };
  std::vector<Type> types(env.names.size());
  for (const auto& [text, name] : env.names) types[static_cast<size_t>(name.slot)] = name.type;
  store.create(types);
  int tried = 0, conditions = 0, written = 0;
  for (const auto& r : vectors().at("rows").as_array()) {
    const auto& row = r.as_object();
    if (row.contains("fault")) continue;
    const std::string text = string_of(row.at("expr"));
    SCOPED_TRACE(text);
    const Checked checked = compile(text, env);
    ASSERT_TRUE(checked.plan);
    const auto slots = slots_of(row, env);
    std::vector<Stored> cells;
    for (size_t i = 0; i < slots.size(); ++i)
      if (const auto cell = stored(slots[i], scale_of(static_cast<int>(i)))) cells.push_back(*cell);
    if (cells.size() < slots.size()) continue;
    const auto sql = to_sql(*checked.plan, dialect, column_of, context_of(row));
    const bool is_condition = checked.plan->type() == Type::boolean;
    ++tried;
    conditions += is_condition;
    if (!sql) continue;
    written += is_condition;
    store.put(cells);
    const Value expected = expected_of(row.at("gives"));
    const std::string statement =
        is_condition ? "SELECT count(*) FROM r WHERE " + sql->text : "SELECT " + sql->text + " FROM r";
    SCOPED_TRACE(statement);
    const Stored answer = store.ask(statement, sql->bound);
    if (is_condition)
      EXPECT_EQ(answer, Stored(int64_t{expected == Value(true)}));
    else
      EXPECT_EQ(meant(answer, checked.plan->type(), sql->scale), expected);
  }
  EXPECT_GE(tried, 150);
  EXPECT_GE(written * 10, conditions * 8)
      << written << " of " << conditions << " conditions can be written as SQL";
}

}  // namespace jinguo::expr
