#include "expr/parse.h"
#include "expr/vector_rows.h"

namespace jinguo::expr {
namespace {

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

}  // namespace
}  // namespace jinguo::expr
