#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "expr/check.h"
#include "expr/parse.h"
#include "expr/sql.h"

namespace jinguo::expr {
namespace {

Environment small_environment() {
  Environment out;
  out.names["a"] = {.type = Type::number, .slot = 0};
  out.names["b"] = {.type = Type::number, .slot = 1};
  out.names["met"] = {.type = Type::boolean, .slot = 2};
  out.names["filed"] = {.type = Type::date, .slot = 3};
  out.names["kind"] = {.type = Type::text, .slot = 4, .codes = {"partnership", "company"}};
  out.names["贷款"] = {
      .type = Type::rows, .slot = 5, .columns = {{"金额", Type::number}, {"到期", Type::date}}};
  return out;
}

/// Random trees of every form, with names and texts that need care in print.
class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t below(uint32_t n) { return std::uniform_int_distribution<uint32_t>(0, n - 1)(engine_); }

  Ast ast() {
    Ast out;
    out.root = node(out, 5);
    return out;
  }

 private:
  uint32_t push(Ast& ast, Node node) {
    ast.nodes.push_back(std::move(node));
    return static_cast<uint32_t>(ast.nodes.size() - 1);
  }

  uint32_t leaf(Ast& ast) {
    static const std::vector<std::string> kNames{"a", "unit.level", "金额", "贷款.金额", "x_1"};
    static const std::vector<std::string> kTexts{"", "it's", "说\"好\"", "，（）", "and", "2011-06-30"};
    switch (below(6)) {
      case 0:
        return push(ast, {.form = Form::literal,
                          .value = Value(Decimal::of(below(100000), static_cast<int>(below(6))))});
      case 1:
        return push(ast, {.form = Form::literal, .value = Value(kTexts[below(6)])});
      case 2:
        return push(ast, {.form = Form::literal, .value = Value(below(2) == 0)});
      case 3:
        return push(ast, {.form = Form::literal, .value = Value(Date(static_cast<int32_t>(below(40000))))});
      case 4:
        return push(ast, {.form = Form::literal});
      default:
        return push(ast, {.form = Form::name, .text = kNames[below(5)]});
    }
  }

  uint32_t node(Ast& ast, int depth) {
    if (depth == 0 || below(5) == 0) return leaf(ast);
    const auto form = static_cast<Form>(2 + below(static_cast<uint32_t>(Form::choose) - 1));
    size_t count = 2;
    if (form == Form::not_ || form == Form::negate || form == Form::is_blank || form == Form::is_not_blank)
      count = 1;
    if (form == Form::choose) count = 3;
    if (form == Form::call) count = below(4);
    if (form == Form::in || form == Form::not_in) count = 2 + below(3);
    Node made{.form = form};
    if (form == Form::call) made.text = "max";
    for (size_t i = 0; i < count; ++i) made.children.push_back(node(ast, depth - 1));
    return push(ast, std::move(made));
  }

  std::mt19937 engine_;
};

bool are_same(const Ast& a, uint32_t x, const Ast& b, uint32_t y) {
  const Node& m = a.nodes[x];
  const Node& n = b.nodes[y];
  if (m.form != n.form || !(m.value == n.value) || m.text != n.text || m.children.size() != n.children.size())
    return false;
  for (size_t i = 0; i < m.children.size(); ++i)
    if (!are_same(a, m.children[i], b, n.children[i])) return false;
  return true;
}

TEST(Ast, what_is_printed_is_read_as_the_same) {
  for (uint32_t seed = 1; seed <= 5000; ++seed) {
    const Ast ast = Random(seed).ast();
    const std::string text = to_text(ast);
    const Parsed parsed = parse(text);
    ASSERT_TRUE(parsed.ast) << "seed " << seed << ": " << text << "\n"
                            << parsed.faults.front().text_with_place(Language::en);
    ASSERT_TRUE(are_same(ast, ast.root, *parsed.ast, parsed.ast->root)) << "seed " << seed << ": " << text;
    ASSERT_EQ(to_text(*parsed.ast), text) << "seed " << seed;
  }
}

TEST(Parse, any_input_has_an_answer) {
  static const std::vector<std::string> kPieces{
      "a",    "b",   "met", "kind", "filed", "贷款.金额",  "(",        ")",   "[",
      "]",    ",",   "+",   "-",    "*",     "/",          "=",        "!=",  "<",
      ">=",   "and", "or",  "not",  "in",    "is",         "blank",    "if",  "then",
      "else", "has", "sum", "max(", "days(", "today()",    "1",        "0.5", "2011-06-30",
      "'x'",  "\"",  "，",  "（",   "“",     "\xff",       "\xe4\xb8", " ",   "\n",
      "。",   "&&",  "!",   "！",   "%",     "partnership"};
  const Environment env = small_environment();
  const std::vector<Value> slots(6);
  const ColumnOf column_of = [](int slot) { return std::optional(SqlColumn{"c" + std::to_string(slot)}); };
  int good = 0;
  for (uint32_t seed = 1; seed <= 60000; ++seed) {
    Random random(seed);
    std::string text;
    for (uint32_t n = 1 + random.below(12); n > 0; --n) {
      text += kPieces[random.below(static_cast<uint32_t>(kPieces.size()))];
      if (random.below(3) > 0) text += ' ';
    }
    const Checked checked = compile(text, env);
    ASSERT_NE(checked.plan.has_value(), !checked.faults.empty()) << "seed " << seed << ": " << text;
    for (const Error& e : checked.faults) ASSERT_GE(e.place().column, 1) << "seed " << seed << ": " << text;
    if (!checked.plan) continue;
    ++good;
    (void)checked.plan->run(slots);
    (void)to_sql(*checked.plan, Dialect::postgres, column_of);
  }
  EXPECT_GT(good, 100);
}

TEST(Check, random_trees_have_an_answer) {
  const Environment env = small_environment();
  const std::vector<Value> slots(6);
  for (uint32_t seed = 1; seed <= 5000; ++seed) {
    const Checked checked = check(Random(seed).ast(), env);
    ASSERT_NE(checked.plan.has_value(), !checked.faults.empty()) << "seed " << seed;
    if (checked.plan) (void)checked.plan->run(slots);
  }
}

std::string repeated(const std::string& text, int n) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

TEST(Parse, limits_hold) {
  EXPECT_TRUE(parse(repeated("(", 63) + "a" + repeated(")", 63)).ast);
  EXPECT_EQ(parse(repeated("(", 64) + "a" + repeated(")", 64)).faults.front().code(), "expr.too_deep");
  EXPECT_EQ(parse(repeated("not ", 9000 / 4) + "a").faults.front().code(), "expr.too_deep");
  EXPECT_EQ(parse(repeated("-", 9000) + "a").faults.front().code(), "expr.too_deep");
  EXPECT_EQ(parse(repeated("if a then ", 900)).faults.front().code(), "expr.too_deep");
  EXPECT_TRUE(parse("a" + repeated("+a", 999)).ast);
  EXPECT_EQ(parse("a" + repeated("+a", 1000)).faults.front().code(), "expr.too_large");
  EXPECT_EQ(parse(repeated(" ", 10001)).faults.front().code(), "expr.too_long");
  const Checked longest = compile("a" + repeated("+a", 999), small_environment());
  EXPECT_EQ(longest.plan->run(std::vector<Value>{Value(Decimal(2))}), Value(Decimal(2000)));
}

TEST(Parse, a_fault_tells_its_place_in_the_file_and_its_mend) {
  const Parsed one = parse("amount ＞ 5", {"loan.yaml", 12, 9, ""});
  EXPECT_EQ(one.faults.front().text_with_place(Language::zh),
            "loan.yaml:12:16: “＞”是全角字符，请改成半角的 >");
  const Parsed two = parse("a >\n b >", {"loan.yaml", 12, 9, ""});
  EXPECT_EQ(two.faults.front().place().line, 13);
  EXPECT_EQ(two.faults.front().place().column, 12);
}

TEST(Check, a_near_name_is_suggested) {
  const auto said = [](std::string_view text) {
    return compile(text, small_environment()).faults.front().text(Language::en);
  };
  EXPECT_EQ(said("kimd is blank"), "There is no field \"kimd\"; did you mean \"kind\"?");
  EXPECT_EQ(said("sum(贷款.金客) > 5"), "There is no field \"贷款.金客\"; did you mean \"贷款.金额\"?");
  EXPECT_EQ(said("roudn(a)"), "There is no function \"roudn\"; did you mean \"round\"?");
  EXPECT_EQ(said("kind = compnay"), "\"kind\" has no choice \"compnay\"; did you mean \"company\"?");
  EXPECT_EQ(said("kind = x"), "\"kind\" has no choice \"x\"; there are: partnership, company");
}

TEST(Plan, it_knows_what_it_reads) {
  const Checked checked = compile("if met then sum(贷款.金额 * b) else b", small_environment());
  ASSERT_TRUE(checked.plan);
  EXPECT_EQ(checked.plan->type(), Type::number);
  EXPECT_EQ(checked.plan->slots_used(), (std::vector<int>{1, 2, 5}));
}

TEST(Plan, a_value_of_another_type_counts_as_blank) {
  const Checked checked = compile("a + 1", small_environment());
  EXPECT_TRUE(checked.plan->run(std::vector<Value>{Value(std::string("x"))}).is_blank());
}

TEST(Plan, a_huge_table_costs_no_more_than_the_budget) {
  const Checked checked = compile("sum(贷款.金额)" + repeated(" + sum(贷款.金额)", 400), small_environment());
  std::vector<Value> slots(6);
  slots[5] = Value(std::make_shared<const Rows>(Rows(20'000, {Value(Decimal(1)), Value()})));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(checked.plan->run(slots).is_blank());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(Sql, parameters_start_where_asked_and_no_text_enters_the_statement) {
  const Checked checked = compile("kind = company and a > 5", small_environment());
  const ColumnOf column_of = [](int slot) {
    return std::optional(SqlColumn{"r.c" + std::to_string(slot), 2});
  };
  const auto sql = to_sql(*checked.plan, Dialect::postgres, column_of, {}, 3);
  ASSERT_TRUE(sql);
  EXPECT_EQ(sql->text, "((r.c4 = $3::text) AND (r.c0 > $4::bigint))");
  EXPECT_EQ(std::get<std::string>(sql->bound[0]), "company");
  EXPECT_EQ(std::get<int64_t>(sql->bound[1]), 500);
}

TEST(Sql, what_might_leave_64_bits_or_has_no_column_is_not_written) {
  const Environment env = small_environment();
  const ColumnOf wide = [](int slot) { return std::optional(SqlColumn{"c" + std::to_string(slot), 2}); };
  const ColumnOf none = [](int) { return std::optional<SqlColumn>(); };
  EXPECT_TRUE(to_sql(*compile("a + b > 1", env).plan, Dialect::sqlite, wide));
  EXPECT_FALSE(to_sql(*compile("a * b > 1", env).plan, Dialect::sqlite, wide));
  EXPECT_FALSE(to_sql(*compile("a / b > 1", env).plan, Dialect::sqlite, wide));
  EXPECT_FALSE(to_sql(*compile("sum(贷款.金额) > 1", env).plan, Dialect::sqlite, wide));
  EXPECT_FALSE(to_sql(*compile("a > 1", env).plan, Dialect::sqlite, none));
}

TEST(Sql, what_is_written_more_than_once_never_grows_beyond_a_bound) {
  const Environment env = small_environment();
  const ColumnOf column_of = [](int slot) { return std::optional(SqlColumn{"c" + std::to_string(slot)}); };
  std::string nested = "a";
  for (int i = 0; i < 50; ++i) nested = "min(a, " + nested + ")";
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& text : {"filed" + repeated(" + days(1)", 90) + " < today()", nested + " > 1"})
    for (const Dialect dialect : {Dialect::sqlite, Dialect::postgres}) {
      const auto sql = to_sql(*compile(text, env).plan, dialect, column_of);
      if (sql) {
        EXPECT_LT(sql->text.size(), 100'000u);
      }
    }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(Check, a_choice_stays_one_beside_a_blank_branch) {
  const auto faults = [](std::string_view text) { return compile(text, small_environment()).faults; };
  for (const char* text : {"(if met then blank else kind) = compnay",
                           "(if met then kind else blank) = compnay", "coalesce(blank, kind) = compnay"})
    EXPECT_EQ(faults(text).front().code(), "expr.unknown_code") << text;
  EXPECT_TRUE(faults("(if met then blank else kind) = company").empty());
}

}  // namespace
}  // namespace jinguo::expr
