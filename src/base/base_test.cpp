#include <gtest/gtest.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "base/value.h"

namespace jinguo {
namespace {

TEST(Date, refuses_days_that_do_not_exist) {
  EXPECT_FALSE(Date::parse("2031-02-30"));
  EXPECT_FALSE(Date::parse("2011-2-3"));
  EXPECT_FALSE(Date::parse("2011-06-30 "));
  EXPECT_EQ(Date::parse("2012-02-29")->to_text(), "2012-02-29");
}

TEST(Date, months_clip_at_the_end) {
  EXPECT_EQ(Date::parse("2011-01-31")->plus_months(1).to_text(), "2011-02-28");
  EXPECT_EQ(Date::parse("2012-03-31")->plus_months(-1).to_text(), "2012-02-29");
}

TEST(Period, text_and_back) {
  for (const char* text : {"2011", "2011-H1", "2011-H2", "2011-Q3", "2011-06", "2011-W23", "2009-W53",
                           "2011-06-30", "2011-S1", "2011-S2"}) {
    const auto period = Period::parse(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(period->to_text(), text);
  }
  for (const char* text : {"", "2011-H3", "2011-W54", "2011-W53", "2011-13", "2011-Q", "2011-H1x", "H1-2011"})
    EXPECT_FALSE(Period::parse(text)) << text;
}

TEST(Period, spans) {
  EXPECT_EQ(Period::parse("2011-H1")->first().to_text(), "2011-01-01");
  EXPECT_EQ(Period::parse("2011-H1")->last().to_text(), "2011-06-30");
  EXPECT_EQ(Period::parse("2011-S1")->first().to_text(), "2010-10-01");
  EXPECT_EQ(Period::parse("2011-S1")->last().to_text(), "2011-03-31");
  EXPECT_EQ(Period::parse("2011-W01")->first().to_text(), "2011-01-03");
  EXPECT_EQ(Period::parse("2011-H1")->previous().to_text(), "2010-H2");
}

TEST(Period, at_the_ends_of_the_calendar_has_an_answer) {
  using Kind = Period::Kind;
  for (const char* text : {"1600-01-01", "9999-12-31"})
    for (const Kind kind :
         {Kind::day, Kind::week, Kind::month, Kind::quarter, Kind::half, Kind::year, Kind::shifted_half}) {
      const Period period = Period::containing(kind, *Date::parse(text));
      EXPECT_TRUE(period.contains(*Date::parse(text))) << text;
      EXPECT_FALSE(period.to_text().empty());
      EXPECT_EQ(period.previous().next(), period) << period.to_text();
    }
}

TEST(Decimal, is_exact) {
  const auto d = [](const char* text) { return *Decimal::parse(text); };
  EXPECT_EQ(*Decimal::add(d("0.1"), d("0.2")), d("0.3"));
  EXPECT_EQ(*Decimal::multiply(d("1.50"), d("2")), d("3"));
  EXPECT_EQ(Decimal::divide(d("10"), d("3"))->to_text(), "3.333333333333");
  EXPECT_FALSE(Decimal::divide(d("1"), d("0")));
  EXPECT_LT(d("-0.01"), d("0"));
  EXPECT_EQ(d("2.345").to_text(2), "2.35");
  EXPECT_EQ(d("-2.345").to_text(2), "-2.35");
  EXPECT_EQ(d("5").to_text(2), "5.00");
  EXPECT_EQ(d("609").scaled(2), 60900);
  EXPECT_FALSE(d("0.001").scaled(2));
  EXPECT_FALSE(Decimal::parse("1e5"));
  EXPECT_FALSE(Decimal::parse("."));
  EXPECT_FALSE(Decimal::parse("1."));
}

// Appendix C, vector 1: only 2,744 to 2,750 of 7,080 print 38.8.
TEST(Fraction, rounds_half_away_from_zero) {
  const auto percent = [](int n) { return Fraction{n, 7080}.rounded(1, 100)->to_text(1); };
  EXPECT_EQ(percent(2743), "38.7");
  EXPECT_EQ(percent(2744), "38.8");
  EXPECT_EQ(percent(2747), "38.8");
  EXPECT_EQ(percent(2750), "38.8");
  EXPECT_EQ(percent(2751), "38.9");
  EXPECT_FALSE((Fraction{1, 0}.rounded(1)));
  EXPECT_TRUE((Fraction{1, 3} == Fraction{2, 6}));
  EXPECT_TRUE((Fraction{1, 3} < Fraction{334, 1000}));
}

TEST(Error, fills_in_its_arguments) {
  static constexpr ErrorRow kRow{"test.row", 404, "没有{0}", "no {0}"};
  const Error error = Error(kRow, {"村"}).at({"a.yaml", 3, 5, ""});
  EXPECT_EQ(error.text(Language::zh), "没有村");
  EXPECT_EQ(error.text_with_place(Language::en), "a.yaml:3:5: no 村");
}

}  // namespace
}  // namespace jinguo
