#pragma once
#include <random>

#include "expr/vector_rows.h"

/// For tests: random expressions over the names of the vectors, run as SQL and by the plan.
namespace jinguo::expr {

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

/// Judges so many expressions, each on five random rows; `store` as in expect_same_answers.
template <class Store>
void expect_same_answers_at_random(Store& store, Dialect dialect, uint32_t seeds) {
  const Environment env = environment();
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
  for (uint32_t seed = 1; seed <= seeds; ++seed) {
    RandomExpression random(seed);
    const std::string text = random.condition(4);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + text);
    const Checked checked = compile(text, env);
    if (!checked.plan) continue;
    const auto sql = to_sql(*checked.plan, dialect, column_of, context);
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
  EXPECT_GT(written * 4, static_cast<int>(seeds));
}

}  // namespace jinguo::expr
