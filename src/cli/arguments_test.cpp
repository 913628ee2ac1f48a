#include "cli/arguments.h"

#include <gtest/gtest.h>

namespace jinguo::cli {
namespace {

Result<Arguments> parse(const std::vector<std::string>& words) {
  return parse_arguments(words);
}

std::string code_of(const std::vector<std::string>& words) {
  const auto given = parse(words);
  return given ? std::string() : std::string(given.error().code());
}

TEST(Arguments, a_noun_and_verb_with_arguments_and_options) {
  const auto given =
      parse({"record", "import", "elections", "a.xlsx", "--unit", "3713", "--dry-run", "--period=2011-H1"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->command, find_command("record", "import"));
  EXPECT_EQ(given->at(0), "elections");
  EXPECT_EQ(given->at(1), "a.xlsx");
  EXPECT_EQ(given->at(2), "");
  EXPECT_EQ(given->value("unit"), "3713");
  EXPECT_EQ(given->value("period"), "2011-H1");
  EXPECT_TRUE(given->has("dry-run"));
  EXPECT_FALSE(given->has("json"));
}

TEST(Arguments, options_may_stand_before_the_command) {
  const auto given = parse({"--data", "d", "-u", "3713", "figure", "elections.villages"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->command, find_command("figure", ""));
  EXPECT_EQ(given->value("data"), "d");
  EXPECT_EQ(given->value("unit"), "3713");
  EXPECT_EQ(given->values, std::vector<std::string>{"elections.villages"});
}

TEST(Arguments, two_dashes_end_the_options_and_one_is_standard_input) {
  const auto given = parse({"org", "change", "-"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->at(0), "-");
  const auto odd = parse({"org", "change", "--", "--odd-name"});
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->at(0), "--odd-name");
}

TEST(Arguments, repeatable_options_keep_every_value_and_others_stand_once) {
  const auto given = parse({"record", "edit", "loans", "id", "--set", "a=1", "--set", "b=2"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->all("set"), (std::vector<std::string>{"a=1", "b=2"}));
  EXPECT_EQ(code_of({"figure", "x", "--unit", "1", "--unit", "2"}), "cli.twice");
}

TEST(Arguments, as_may_name_a_view_and_an_account) {
  const auto given = parse({"figure", "x", "--as", "now", "--as", "demo.head"});
  ASSERT_TRUE(given);
  EXPECT_EQ(given->all("as"), (std::vector<std::string>{"now", "demo.head"}));
}

TEST(Arguments, what_is_wrong_is_named) {
  EXPECT_EQ(code_of({"frobnicate"}), "cli.unknown_command");
  EXPECT_EQ(code_of({"record", "frobnicate"}), "cli.unknown_command");
  EXPECT_EQ(code_of({"figure", "x", "--frob"}), "cli.unknown_option");
  EXPECT_EQ(code_of({"verify", "--unit", "3713"}), "cli.unknown_option");
  EXPECT_EQ(code_of({"figure", "x", "--unit"}), "cli.no_value");
  EXPECT_EQ(code_of({"figure", "x", "--json=yes"}), "cli.needless_value");
  EXPECT_EQ(code_of({"figure"}), "cli.missing_argument");
  EXPECT_EQ(code_of({"figure", "a", "b"}), "cli.too_many");
  EXPECT_EQ(code_of({"issue", "half_year", "--unit", "3713"}), "cli.missing_option");
  EXPECT_EQ(code_of({"verify", "--lang", "fr"}), "cli.bad_value");
}

TEST(Arguments, a_password_is_not_taken_from_the_command_line) {
  for (const char* conninfo :
       {"host=db password=secret", "postgresql://jinguo:secret@db/jinguo",
        "postgresql://db/jinguo?user=j&password=secret", "passfile=x password = secret"})
    EXPECT_EQ(code_of({"serve", "--store", conninfo}), "cli.password_shown") << conninfo;
  for (const char* conninfo : {"host=db user=jinguo", "postgresql://jinguo@db:5432/jinguo",
                               "postgresql://[::1]:5432/jinguo", "passfile=pw.txt host=db"})
    EXPECT_EQ(code_of({"serve", "--store", conninfo}), "") << conninfo;
}

TEST(Arguments, a_near_name_is_offered) {
  const auto wrong = parse({"figur", "x"});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().text(Language::zh).find("figure"), std::string::npos);
  EXPECT_NE(wrong.error().text(Language::en).find("did you mean figure?"), std::string::npos);
  const auto option = parse({"figure", "x", "--perod", "2011"});
  ASSERT_FALSE(option);
  EXPECT_NE(option.error().text(Language::en).find("period"), std::string::npos);
  EXPECT_TRUE(nearest("zzzzzz", {"figure", "report"}).zh.empty());
}

TEST(Arguments, help_is_asked_in_any_place_and_needs_nothing_else) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"figure", "--help"},
                                                {"--help", "figure"},
                                                {"help", "figure"},
                                                {"figure", "-h"}}) {
    const auto given = parse(words);
    ASSERT_TRUE(given);
    EXPECT_TRUE(given->wants_help);
    EXPECT_EQ(given->command, find_command("figure", ""));
  }
  const auto noun = parse({"record"});
  ASSERT_TRUE(noun);
  EXPECT_EQ(noun->command, nullptr);
  EXPECT_EQ(noun->noun, "record");
}

}  // namespace
}  // namespace jinguo::cli
