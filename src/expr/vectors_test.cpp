#include <gtest/gtest.h>
#include <sqlite3.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "expr/check.h"
#include "expr/parse.h"
#include "expr/sql.h"

namespace jinguo::expr {
namespace {

namespace json = boost::json;

const json::object& vectors() {
  static const json::value file = [] {
    std::ifstream in("tests/expr/vectors.json");
    std::stringstream text;
    text << in.rdbuf();
    return json::parse(text.str());
  }();
  return file.as_object();
}

std::string string_of(const json::value& v) {
  return std::string(v.as_string());
}

Type type_of(const json::value& v) {
  static const std::vector<std::string> kNames{"blank", "boolean",   "number",  "text", "date",
                                               "unit",  "reference", "choices", "rows"};
  const auto at = std::find(kNames.begin(), kNames.end(), string_of(v));
  return static_cast<Type>(at - kNames.begin());
}

std::vector<std::string> strings_of(const json::object& o, const char* key) {
  std::vector<std::string> out;
  if (const auto* list = o.if_contains(key))
    for (const auto& v : list->as_array()) out.push_back(string_of(v));
  return out;
}

Environment environment() {
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

Value value_of(const json::value& v, Type type, const std::vector<Column>& columns) {
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

std::vector<Value> slots_of(const json::object& row, const Environment& env) {
  std::vector<Value> slots(env.names.size());
  if (const auto* given = row.if_contains("given"))
    for (const auto& [key, v] : given->as_object()) {
      const Name& name = env.names.find(std::string_view(key))->second;
      slots[static_cast<size_t>(name.slot)] = value_of(v, name.type, name.columns);
    }
  return slots;
}

Value expected_of(const json::value& v) {
  if (v.is_null()) return {};
  if (v.is_bool()) return Value(v.as_bool());
  const auto& [type, value] = *v.as_object().begin();
  return value_of(value, type_of(json::value(type)), {});
}

std::string shown(const Value& v) {
  if (const auto* b = v.as<bool>()) return *b ? "true" : "false";
  if (const auto* n = v.as<Decimal>()) return n->to_text();
  if (const auto* d = v.as<Date>()) return d->to_text();
  if (const auto* t = v.as<std::string>()) return "'" + *t + "'";
  return v.is_blank() ? "blank" : "?";
}

Context context_of(const json::object& row) {
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

void expect_faults(const json::object& row, const Diagnostics& faults) {
  const auto& wanted = row.at("fault").as_array();
  std::string got;
  for (const Error& e : faults)
    got += std::string(e.code()) + " at " + std::to_string(e.place().column) + "; ";
  ASSERT_EQ(faults.size(), wanted.size()) << got;
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(faults[i].code(), string_of(wanted[i].as_object().at("code"))) << got;
    EXPECT_EQ(faults[i].place().column, wanted[i].as_object().at("column").as_int64()) << got;
    EXPECT_EQ(faults[i].text(Language::zh).find('{'), std::string::npos);
  }
}

TEST(Vectors, the_plan_gives_every_answer) {
  const auto& rows = vectors().at("rows").as_array();
  ASSERT_GE(rows.size(), 150u);
  for (const auto& r : rows) {
    const auto& row = r.as_object();
    const std::string text = string_of(row.at("expr"));
    SCOPED_TRACE(text);
    Environment env = environment();
    if (const auto* today = row.if_contains("today"); today && *today == "refused")
      env.today = Environment::Today::refused;
    const Checked checked = compile(text, env);
    if (row.contains("fault")) {
      EXPECT_FALSE(checked.plan);
      expect_faults(row, checked.faults);
      continue;
    }
    ASSERT_TRUE(checked.plan) << checked.faults.front().text_with_place(Language::en);
    const auto slots = slots_of(row, env);
    const Value got = checked.plan->run(slots, context_of(row));
    EXPECT_EQ(got, expected_of(row.at("gives"))) << shown(got);
    const Ast ast = *parse(text).ast;
    EXPECT_EQ(to_text(*parse(to_text(ast)).ast), to_text(ast));
    EXPECT_EQ(compile(to_text(ast), env).plan->run(slots, context_of(row)), got) << to_text(ast);
  }
}

/// One stored value as SQLite keeps it; false when it does not fit the column.
bool bind_stored(sqlite3_stmt* statement, int at, const Value& v, int scale) {
  if (const auto* b = v.as<bool>()) return sqlite3_bind_int(statement, at, *b) == SQLITE_OK;
  if (const auto* d = v.as<Date>()) return sqlite3_bind_int(statement, at, d->days()) == SQLITE_OK;
  if (const auto* u = v.as<UnitId>()) return sqlite3_bind_int64(statement, at, u->number()) == SQLITE_OK;
  if (const auto* n = v.as<Decimal>()) {
    const auto scaled = n->scaled(scale);
    return scaled && sqlite3_bind_int64(statement, at, *scaled) == SQLITE_OK;
  }
  if (const auto* t = v.as<std::string>())
    return sqlite3_bind_text(statement, at, t->data(), static_cast<int>(t->size()), SQLITE_TRANSIENT) ==
           SQLITE_OK;
  if (const auto* r = v.as<Reference>())
    return sqlite3_bind_blob(statement, at, r->bytes.data(), 16, SQLITE_TRANSIENT) == SQLITE_OK;
  if (const auto* c = v.as<Choices>()) {
    std::string text = ";";
    for (const auto& code : *c) text += code + ";";
    return sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT) ==
           SQLITE_OK;
  }
  return true;
}

Value value_of_column(sqlite3_stmt* statement, Type type, int scale) {
  if (sqlite3_column_type(statement, 0) == SQLITE_NULL) return {};
  EXPECT_NE(sqlite3_column_type(statement, 0), SQLITE_FLOAT);
  const int64_t number = sqlite3_column_int64(statement, 0);
  if (type == Type::boolean) return Value(number != 0);
  if (type == Type::number) return Value(Decimal::of(number, scale));
  if (type == Type::date) return Value(Date(static_cast<int32_t>(number)));
  if (type == Type::unit) return Value(UnitId(static_cast<uint32_t>(number)));
  return Value(std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))));
}

class Sqlite {
 public:
  Sqlite(const std::vector<Value>& slots, const std::map<int, int>& scales) {
    sqlite3_open(":memory:", &db_);
    std::string create, insert;
    for (size_t i = 0; i < slots.size(); ++i) {
      create += (i ? ", c" : "c") + std::to_string(i);
      insert += i ? ", ?" : "?";
    }
    sqlite3_exec(db_, ("CREATE TABLE r(" + create + ")").c_str(), nullptr, nullptr, nullptr);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_, ("INSERT INTO r VALUES(" + insert + ")").c_str(), -1, &statement, nullptr);
    for (size_t i = 0; i < slots.size(); ++i) {
      const auto scale = scales.find(static_cast<int>(i));
      is_stored_ &= bind_stored(statement, static_cast<int>(i) + 1, slots[i],
                                scale == scales.end() ? 0 : scale->second);
    }
    sqlite3_step(statement);
    sqlite3_finalize(statement);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() { sqlite3_close(db_); }

  bool is_stored() const { return is_stored_; }

  /// How many rows meet the condition; -1 when the statement is refused.
  int count_where(const SqlText& sql) {
    return static_cast<int>(ask("SELECT count(*) FROM r WHERE " + sql.text, sql));
  }
  Value select(const SqlText& sql, Type type) {
    Value out;
    ask("SELECT " + sql.text + " FROM r", sql,
        [&](sqlite3_stmt* s) { out = value_of_column(s, type, sql.scale); });
    return out;
  }

 private:
  int64_t ask(const std::string& text, const SqlText& sql,
              const std::function<void(sqlite3_stmt*)>& read = {}) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      ADD_FAILURE() << sqlite3_errmsg(db_) << ": " << text;
      return -1;
    }
    for (size_t i = 0; i < sql.bound.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      if (const auto* n = std::get_if<int64_t>(&sql.bound[i]))
        sqlite3_bind_int64(statement, at, *n);
      else {
        const auto& t = std::get<std::string>(sql.bound[i]);
        sqlite3_bind_text(statement, at, t.data(), static_cast<int>(t.size()), SQLITE_TRANSIENT);
      }
    }
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sqlite3_errmsg(db_) << ": " << text;
    const int64_t out = sqlite3_column_int64(statement, 0);
    if (read) read(statement);
    sqlite3_finalize(statement);
    return out;
  }

  sqlite3* db_ = nullptr;
  bool is_stored_ = true;
};

TEST(Vectors, the_sql_of_sqlite_gives_the_same_answers) {
  const Environment env = environment();
  std::map<int, int> scales;
  for (const auto& [name, meaning] : vectors().at("names").as_object())
    if (const auto* scale = meaning.as_object().if_contains("scale"))
      scales[env.names.find(std::string_view(name))->second.slot] = static_cast<int>(scale->as_int64());
  const ColumnOf column_of = [&](int slot) -> std::optional<SqlColumn> {
    const auto scale = scales.find(slot);
    return SqlColumn{"c" + std::to_string(slot), scale == scales.end() ? 0 : scale->second,
                     1'000'000'000'000};
  };
  int tried = 0, conditions = 0, written = 0;
  for (const auto& r : vectors().at("rows").as_array()) {
    const auto& row = r.as_object();
    if (row.contains("fault")) continue;
    const std::string text = string_of(row.at("expr"));
    SCOPED_TRACE(text);
    const Checked checked = compile(text, env);
    ASSERT_TRUE(checked.plan);
    const auto slots = slots_of(row, env);
    Sqlite store(slots, scales);
    if (!store.is_stored()) continue;
    ++tried;
    const bool is_condition = checked.plan->type() == Type::boolean;
    conditions += is_condition;
    const auto sql = to_sql(*checked.plan, Dialect::sqlite, column_of, context_of(row));
    const auto postgres = to_sql(*checked.plan, Dialect::postgres, column_of, context_of(row));
    EXPECT_EQ(sql.has_value(), postgres.has_value());
    if (!sql) {
      RecordProperty("run_in_cpp", text);
      continue;
    }
    written += is_condition;
    const Value expected = expected_of(row.at("gives"));
    if (is_condition)
      EXPECT_EQ(store.count_where(*sql), expected == Value(true) ? 1 : 0) << sql->text;
    else
      EXPECT_EQ(store.select(*sql, checked.plan->type()), expected) << sql->text;
  }
  EXPECT_GE(tried, 150);
  EXPECT_GE(written * 10, conditions * 8)
      << written << " of " << conditions << " conditions can be written as SQL";
}

}  // namespace
}  // namespace jinguo::expr
