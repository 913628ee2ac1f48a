#include <sqlite3.h>

#include <random>

#include "expr/vector_rows.h"

namespace jinguo::expr {
namespace {

class Sqlite {
 public:
  Sqlite() { sqlite3_open(":memory:", &db_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() { sqlite3_close(db_); }

  void create(const std::vector<Type>& types) {
    std::string columns;
    for (size_t i = 0; i < types.size(); ++i) {
      columns += (i ? ", c" : "c") + std::to_string(i);
      places_ += i ? ", ?" : "?";
    }
    ask("CREATE TABLE r(" + columns + ")", {});
  }

  void put(const std::vector<Stored>& cells) {
    ask("DELETE FROM r", {});
    run("INSERT INTO r VALUES(" + places_ + ")", cells);
  }

  Stored ask(const std::string& text, const std::vector<std::variant<int64_t, std::string>>& bound) {
    std::vector<Stored> cells;
    for (const auto& b : bound) std::visit([&](const auto& v) { cells.emplace_back(v); }, b);
    return run(text, cells);
  }

 private:
  Stored run(const std::string& text, const std::vector<Stored>& bound) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db_);
    for (size_t i = 0; i < bound.size(); ++i) bind(statement, static_cast<int>(i) + 1, bound[i]);
    const int step = sqlite3_step(statement);
    EXPECT_TRUE(step == SQLITE_ROW || step == SQLITE_DONE) << sqlite3_errmsg(db_);
    Stored out;
    if (step == SQLITE_ROW) {
      const int kind = sqlite3_column_type(statement, 0);
      EXPECT_NE(kind, SQLITE_FLOAT);
      if (kind == SQLITE_INTEGER) out = int64_t{sqlite3_column_int64(statement, 0)};
      if (kind == SQLITE_TEXT)
        out = std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    return out;
  }

  static void bind(sqlite3_stmt* statement, int at, const Stored& v) {
    if (const auto* n = std::get_if<int64_t>(&v)) sqlite3_bind_int64(statement, at, *n);
    if (const auto* t = std::get_if<std::string>(&v))
      sqlite3_bind_text(statement, at, t->data(), static_cast<int>(t->size()), SQLITE_TRANSIENT);
    if (const auto* r = std::get_if<Reference>(&v))
      sqlite3_bind_blob(statement, at, r->bytes.data(), 16, SQLITE_TRANSIENT);
  }

  sqlite3* db_ = nullptr;
  std::string places_;
};

TEST(Sqlite, its_sql_gives_the_answers_of_the_plan) {
  Sqlite store;
  expect_same_answers(store, Dialect::sqlite);
}

/// Well-typed expressions over the names of the vectors, and values for them.
class RandomExpression {
 public:
  explicit RandomExpression(uint32_t seed) : engine_(seed) {}
  uint32_t below(uint32_t n) { return std::uniform_int_distribution<uint32_t>(0, n - 1)(engine_); }
  std::string one(std::initializer_list<const char*> words) {
    return words.begin()[below(static_cast<uint32_t>(words.size()))];
  }

  std::string condition(int depth) {
    if (depth == 0)
      return one({"urgent", "agreed", "true", "kind = company", "topics has land", "born is blank"});
    const int d = depth - 1;
    switch (below(9)) {
      case 0:
        return "(" + condition(d) + one({" and ", " or "}) + condition(d) + ")";
      case 1:
        return "not (" + condition(d) + ")";
      case 2:
        return "(" + number(d) + sign() + number(d) + ")";
      case 3:
        return "(" + date(d) + sign() + date(d) + ")";
      case 4:
        return "(" + text(d) + one({" = ", " != "}) + text(d) + ")";
      case 5:
        return "(" + number(d) + one({" in [", " not in ["}) + number(0) + ", 0, 2.5])";
      case 6:
        return "(" + number(d) + one({" is blank", " is not blank"}) + ")";
      case 7:
        return "(if " + condition(d) + " then " + condition(d) + " else " + condition(d) + ")";
      default:
        return one({"contains(", "starts_with("}) + text(d) + ", " + text(d) + ")";
    }
  }

  Value value(Type type) {
    if (below(3) == 0) return {};
    switch (type) {
      case Type::boolean:
        return Value(below(2) == 0);
      case Type::number:
        return Value(Decimal(static_cast<int64_t>(below(7)) - 3));
      case Type::date:
        return Value(Date(static_cast<int32_t>(below(4)) * 400 + 14'000));
      case Type::text:
        return Value(one({"", "a", "company", "甲乙", "ab"}));
      case Type::choices:
        return Value(below(2) == 0 ? Choices{"land"} : Choices{"land", "loan"});
      default:
        return {};
    }
  }

 private:
  std::string sign() { return one({" = ", " != ", " < ", " <= ", " > ", " >= "}); }

  std::string number(int depth) {
    if (depth == 0)
      return one({"amount", "paid", "people", "1", "0", "2.5", "length(name)", "days_between(born, filed)"});
    const int d = depth - 1;
    switch (below(6)) {
      case 0:
        return "(" + number(d) + one({" + ", " - ", " * "}) + number(d) + ")";
      case 1:
        return "-(" + number(d) + ")";
      case 2:
        return one({"min(", "max("}) + number(d) + ", " + number(d) + ")";
      case 3:
        return "coalesce(" + number(d) + one({")", ", 1)", ", paid)"});
      case 4:
        return "(if " + condition(d) + " then " + number(d) + " else " + one({"blank", "amount"}) + ")";
      default:
        return one({"year(", "month(", "day("}) + date(d) + ")";
    }
  }

  std::string date(int depth) {
    if (depth == 0) return one({"born", "filed", "due", "2011-06-30", "today()"});
    const int d = depth - 1;
    switch (below(3)) {
      case 0:
        return "(" + date(d) + one({" + ", " - "}) + "days(" + number(0) + "))";
      case 1:
        return one({"min(", "max("}) + date(d) + ", " + date(d) + ")";
      default:
        return "coalesce(" + date(d) + ", due)";
    }
  }

  std::string text(int depth) {
    if (depth == 0) return one({"name", "note", "'a'", "'甲'", "''"});
    return "(" + text(depth - 1) + " + " + text(0) + ")";
  }

  std::mt19937 engine_;
};

TEST(Sqlite, its_sql_gives_the_answers_of_the_plan_for_random_expressions) {
  const Environment env = environment();
  Sqlite store;
  std::vector<Type> types(env.names.size());
  for (const auto& [name, meaning] : env.names) types[static_cast<size_t>(meaning.slot)] = meaning.type;
  store.create(types);
  const std::map<int, int> scales = scales_of(env);
  const auto scale_of = [&](int slot) { return scales.contains(slot) ? scales.at(slot) : 0; };
  const ColumnOf column_of = [&](int slot) {
    return std::optional(SqlColumn{"c" + std::to_string(slot), scale_of(slot), 1'000'000});
  };
  Context context;
  context.today = Date::parse("2011-06-30");
  int written = 0;
  for (uint32_t seed = 1; seed <= 4000; ++seed) {
    RandomExpression random(seed);
    const std::string text = random.condition(4);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + text);
    const Checked checked = compile(text, env);
    if (!checked.plan) continue;
    const auto sql = to_sql(*checked.plan, Dialect::sqlite, column_of, context);
    if (!sql) continue;
    ++written;
    for (int row = 0; row < 5; ++row) {
      std::vector<Value> slots;
      std::vector<Stored> cells;
      for (size_t i = 0; i < types.size(); ++i) {
        slots.push_back(random.value(types[i]));
        cells.push_back(*stored(slots.back(), scale_of(static_cast<int>(i))));
      }
      store.put(cells);
      ASSERT_EQ(store.ask("SELECT count(*) FROM r WHERE " + sql->text, sql->bound),
                Stored(int64_t{checked.plan->is_met(slots, context)}))
          << sql->text;
    }
  }
  EXPECT_GT(written, 1000);
}

}  // namespace
}  // namespace jinguo::expr
