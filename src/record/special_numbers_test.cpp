#include "record/special_numbers.h"

#include <gtest/gtest.h>

#include <random>

namespace jinguo::record {
namespace {

TEST(IdNumber, a_valid_one_tells_birth_and_sex) {
  const auto id = parse_id_number("11010519491231002X");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->born, *Date::make(1949, 12, 31));
  EXPECT_TRUE(id->is_female);
  EXPECT_EQ(parse_id_number(" 11010519491231002x ")->text, "11010519491231002X");
}

TEST(IdNumber, a_wrong_check_digit_is_named) {
  const auto id = parse_id_number("110105194912310021");
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().text(Language::zh), "身份证号不对：第 18 位应为 X，请核对。");
}

TEST(IdNumber, an_old_number_asks_for_the_new_one) {
  const auto id = parse_id_number("110105491231002");
  ASSERT_FALSE(id.has_value());
  EXPECT_NE(id.error().text(Language::zh).find("18 位"), std::string::npos);
}

TEST(IdNumber, days_that_do_not_exist_are_refused) {
  EXPECT_FALSE(parse_id_number("110105194902300025").has_value());
  EXPECT_FALSE(parse_id_number("1101051949123100").has_value());
  EXPECT_FALSE(parse_id_number("1101051949123100ZX").has_value());
}

TEST(IdNumber, any_single_wrong_digit_is_found) {
  const std::string good = "11010519491231002X";
  for (size_t i = 0; i < 17; ++i)
    for (char c = '0'; c <= '9'; ++c) {
      if (c == good[i]) continue;
      std::string wrong = good;
      wrong[i] = c;
      EXPECT_FALSE(parse_id_number(wrong).has_value()) << wrong;
    }
}

TEST(Mobile, eleven_digits_that_begin_with_1) {
  EXPECT_EQ(*parse_mobile("139 0000 0000"), "13900000000");
  EXPECT_EQ(*parse_mobile("139-0000-0000"), "13900000000");
  for (const char* text : {"2390000000", "23900000000", "1390000000", "139000000000", "1390000000a", ""})
    EXPECT_FALSE(parse_mobile(text).has_value()) << text;
}

TEST(DivisionCode, twelve_digits) {
  EXPECT_EQ(*parse_division_code("371323101201"), "371323101201");
  EXPECT_FALSE(parse_division_code("371323").has_value());
  EXPECT_FALSE(parse_division_code("37132310120a").has_value());
}

TEST(CreditCode, is_checked_by_its_last_character) {
  // The example of GB 32100-2015, annex A.
  EXPECT_EQ(*parse_credit_code("91350100M000100Y43"), "91350100M000100Y43");
  const auto wrong = parse_credit_code("91350100M000100Y44");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().text(Language::en).find("3"), std::string::npos);
  EXPECT_FALSE(parse_credit_code("91350100I000100Y43").has_value());
  EXPECT_FALSE(parse_credit_code("91350100M000100Y4").has_value());
}

}  // namespace
}  // namespace jinguo::record
