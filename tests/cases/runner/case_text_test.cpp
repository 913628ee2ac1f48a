#include "case_text.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "case.h"

namespace jinguo::cases {
namespace {

int line_of_fault(const std::string& text) {
  try {
    parse_case(text);
  } catch (const CaseFault& fault) {
    return fault.line;
  }
  return 0;
}

TEST(ParseCase, statements_own_the_indented_lines_below_them) {
  const CaseText text = parse_case("# 题目\n\ncreate a at 1: x=1\n  y=2\n  # 说明\n  refused z\nrestart\n");
  EXPECT_EQ(text.title, "题目");
  ASSERT_EQ(text.statements.size(), 2u);
  EXPECT_EQ(text.statements[0].head.number, 3);
  ASSERT_EQ(text.statements[0].block.size(), 2u);
  EXPECT_EQ(text.statements[0].block[1].text, "refused z");
  EXPECT_EQ(text.statements[0].block[1].number, 6);
  EXPECT_EQ(text.statements[1].head.text, "restart");
}

TEST(ParseCase, a_fenced_block_is_kept_byte_for_byte) {
  const CaseText text =
      parse_case("# 题\ndefinition\n  \"\"\"\n  a: 1\n    # kept\n\n  b: 2\n  \"\"\"\n  refused 422\n");
  EXPECT_EQ(text.statements[0].fenced, "a: 1\n  # kept\n\nb: 2\n");
  ASSERT_EQ(text.statements[0].block.size(), 1u);
}

TEST(ParseCase, faults_tell_their_line) {
  EXPECT_EQ(line_of_fault("  x\n"), 1);
  EXPECT_EQ(line_of_fault("# 题\n\n\tx\n"), 3);
  EXPECT_EQ(line_of_fault("# 题\na\n  \"\"\"\n  b\n"), 4);
  EXPECT_EQ(line_of_fault("restart\n"), 1);
}

TEST(SplitWords, quotes_keep_blanks_and_pairs_are_told_apart) {
  const auto words = split_words({1, "a b=\"c d\" \"e f\" g=h=i 中=文"});
  ASSERT_EQ(words.size(), 5u);
  EXPECT_TRUE(words[1].is_pair);
  EXPECT_EQ(words[1].value, "c d");
  EXPECT_EQ(words[2].text, "e f");
  EXPECT_EQ(words[3].value, "h=i");
  EXPECT_FALSE(words[4].is_pair);
  EXPECT_THROW(split_words({1, "a \"b"}), CaseFault);
}

TEST(Words, are_taken_by_keyword_and_none_is_left_unread) {
  Words words({7, "elections at 3713 for 2011-H1 official: tail a: b"});
  EXPECT_EQ(words.must("at"), "3713");
  EXPECT_EQ(words.next("the programme"), "elections");
  EXPECT_EQ(words.after("for"), "2011-H1");
  EXPECT_EQ(words.tail(), "tail a: b");
  EXPECT_THROW(words.done(), CaseFault);
  EXPECT_TRUE(words.has("official"));
  words.done();
  EXPECT_FALSE(words.after("as").has_value());
  EXPECT_THROW(words.must("as"), CaseFault);
}

TEST(ExpandCodes, counts_the_last_digits_up) {
  EXPECT_EQ(expand_codes("371323101001..003", 1),
            (std::vector<std::string>{"371323101001", "371323101002", "371323101003"}));
  EXPECT_EQ(expand_codes("371323", 1), std::vector<std::string>{"371323"});
  EXPECT_EQ(expand_codes("371323101009..12", 1).back(), "371323101012");
  EXPECT_THROW(expand_codes("371323101..100", 1), CaseFault);
  EXPECT_THROW(expand_codes("a..b", 1), CaseFault);
}

TEST(Steps, every_sentence_stands_in_the_document) {
  std::ifstream in("docs/cases.md", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  // A bar inside a table is written with a backslash.
  std::string plain = text.str();
  std::erase(plain, '\\');
  for (const Step& step : steps())
    EXPECT_NE(plain.find("`" + std::string(step.usage) + "`"), std::string::npos) << step.usage;
}

TEST(Steps, a_longer_verb_stands_before_one_it_begins_with) {
  for (size_t i = 0; i < steps().size(); ++i)
    for (size_t k = i + 1; k < steps().size(); ++k)
      EXPECT_FALSE(steps()[k].verb.starts_with(std::string(steps()[i].verb) + " ")) << steps()[k].verb;
}

}  // namespace
}  // namespace jinguo::cases
