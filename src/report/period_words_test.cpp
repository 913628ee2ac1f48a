#include "report/period_words.h"

#include <gtest/gtest.h>

namespace jinguo::report {
namespace {

void expect_words(const char* code, const char* zh, const char* en) {
  const define::Words words = period_words(*Period::parse(code));
  EXPECT_EQ(words.zh, zh) << code;
  EXPECT_EQ(words.en, en) << code;
}

TEST(PeriodWords, every_kind_of_period_has_words) {
  expect_words("2011", "2011年", "2011");
  expect_words("2011-H1", "2011年上半年", "the first half of 2011");
  expect_words("2011-H2", "2011年下半年", "the second half of 2011");
  expect_words("2011-Q1", "2011年第1季度", "the first quarter of 2011");
  expect_words("2011-Q4", "2011年第4季度", "the fourth quarter of 2011");
  expect_words("2011-06", "2011年6月", "June 2011");
  expect_words("2011-W05", "2011年第5周", "week 5 of 2011");
  expect_words("2011-06-03", "2011年6月3日", "3 June 2011");
  expect_words("2011-S1", "2010年10月至2011年3月", "October 2010 to March 2011");
  expect_words("2011-S2", "2011年4月至9月", "April to September 2011");
}

TEST(PeriodWords, a_week_bears_the_year_of_its_thursday) {
  // 3 to 9 January 2011 is the first; the days before it are of 2010, those of its last reach into 2012.
  expect_words("2010-W52", "2010年第52周", "week 52 of 2010");
  expect_words("2011-W52", "2011年第52周", "week 52 of 2011");
}

TEST(PeriodWords, a_week_cut_off_keeps_its_name_and_a_term_has_its_own) {
  const Period week = *Period::parse("2011-W23");
  EXPECT_EQ(period_words(Period::term("2011-W23", week.first(), week.first().plus_days(4))).zh,
            "2011年第23周");
  EXPECT_EQ(period_words(Period::term("第十届", week.first(), week.last())).zh, "第十届");
}

}  // namespace
}  // namespace jinguo::report
