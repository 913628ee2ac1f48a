#include "record/parse_value.h"

#include <gtest/gtest.h>

#include "record/record_error.h"

namespace jinguo::record {
namespace {

using define::Field;
using define::FieldType;

Field field_of(FieldType type) {
  Field field;
  field.id = "f";
  field.label = {"字段", "Field"};
  field.type = type;
  return field;
}

Field choice_field(FieldType type = FieldType::choice) {
  Field field = field_of(type);
  auto list = std::make_shared<define::ChoiceList>();
  list->id = "kinds";
  list->items.push_back({"individual", {"个人", "Individual"}, {}, {}, {}});
  list->items.push_back({"partnership", {"合伙", "Partnership"}, {}, {}, {}});
  list->items.push_back({"old", {"旧类", "Old"}, Date::make(2011, 1, 1), {}, {}});
  field.choices = list;
  return field;
}

const Lookups& lookups() {
  static const Lookups kLookups = [] {
    Lookups out;
    out.today = *Date::make(2011, 6, 30);
    out.unit = [](std::string_view text) -> Result<UnitId> {
      if (text == "371323") return UnitId(7);
      return Error(kNotText, {"单位"});
    };
    return out;
  }();
  return kLookups;
}

Result<Value> parse(const Field& field, std::string_view text) {
  return parse_value(field, text, lookups());
}

Value good(const Field& field, std::string_view text) {
  auto value = parse(field, text);
  EXPECT_TRUE(value.has_value()) << text << ": " << (value ? "" : value.error().text(Language::en));
  return value ? *value : Value();
}

std::string fault(const Field& field, std::string_view text) {
  const auto value = parse(field, text);
  if (value) return "good";
  EXPECT_EQ(value.error().place().field, "f") << text;
  return std::string(value.error().code());
}

TEST(ParseValue, empty_text_is_blank_in_every_type) {
  for (const auto& row : define::kFieldTypes) {
    const Field field =
        row.type == FieldType::choice || row.type == FieldType::choices || row.type == FieldType::term
            ? choice_field(row.type)
            : field_of(row.type);
    EXPECT_TRUE(good(field, "").is_blank()) << row.name;
    EXPECT_TRUE(good(field, " \t\u3000 ").is_blank()) << row.name;
  }
}

TEST(ParseValue, numbers_may_carry_thousands_separators_only_where_they_belong) {
  Field money = field_of(FieldType::money);
  money.places = 2;
  EXPECT_EQ(good(money, "1,234,567.50"), Value(*Decimal::parse("1234567.5")));
  EXPECT_EQ(good(money, "1，234"), Value(Decimal(1234)));
  EXPECT_EQ(good(money, "-1,234.05"), Value(*Decimal::parse("-1234.05")));
  // A comma for a decimal point would turn 12.5 into 125.
  EXPECT_EQ(fault(money, "12,5"), "record.not_number");
  EXPECT_EQ(fault(money, "1,23"), "record.not_number");
  EXPECT_EQ(fault(money, ",123"), "record.not_number");
  EXPECT_EQ(fault(money, "1234,567"), "record.not_number");
  EXPECT_EQ(fault(money, "1.234,567"), "record.not_number");
  EXPECT_EQ(fault(money, "1,,234"), "record.not_number");
}

TEST(ParseValue, full_width_digits_are_digits) {
  Field number = field_of(FieldType::integer);
  EXPECT_EQ(good(number, "１２３"), Value(Decimal(123)));
  EXPECT_EQ(good(field_of(FieldType::date), "２０１１－０６－３０"), Value(*Date::make(2011, 6, 30)));
  // In a text they stay as typed.
  EXPECT_EQ(good(field_of(FieldType::text), "１２３"), Value(std::string("１２３")));
}

TEST(ParseValue, numbers_are_judged_by_type_and_bounds) {
  Field number = field_of(FieldType::integer);
  number.min = Decimal(0);
  number.max = Decimal(7);
  EXPECT_EQ(fault(number, "三"), "record.not_number");
  EXPECT_EQ(fault(number, "2.5"), "record.not_integer");
  EXPECT_EQ(fault(number, "-1"), "record.too_small");
  EXPECT_EQ(fault(number, "8"), "record.too_large");
  EXPECT_EQ(good(number, "7.0"), Value(Decimal(7)));
  Field money = field_of(FieldType::money);
  money.places = 2;
  EXPECT_EQ(fault(money, "1.005"), "record.too_many_places");
  EXPECT_EQ(fault(money, "99999999999999999999"), "record.too_large");
  EXPECT_EQ(fault(money, "1e3"), "record.not_number");
  Field percent = field_of(FieldType::percent);
  percent.places = 1;
  EXPECT_EQ(good(percent, "38.8%"), Value(*Decimal::parse("38.8")));
  EXPECT_EQ(good(percent, "38.8％"), Value(*Decimal::parse("38.8")));
}

TEST(ParseValue, a_date_may_be_written_in_four_ways_and_no_other) {
  const Field date = field_of(FieldType::date);
  for (const char* text : {"2011-06-30", "2011/6/30", "2011.6.30", "2011年6月30日", "2011年6月30"})
    EXPECT_EQ(good(date, text), Value(*Date::make(2011, 6, 30))) << text;
  for (const char* text :
       {"2011-02-29", "2011-6", "2011--06-30", "-2011-06-30", "2011-06-30-", "2011年月6日30", "30-6-2011x",
        "2011-06-30 14:30", "1-2-3-4", "2011 06 30", "9999999999-01-01", "月", "2011-13-01"})
    EXPECT_EQ(fault(date, text), "record.not_date") << text;
}

TEST(ParseValue, yes_and_no_in_words) {
  const Field field = field_of(FieldType::yes_no);
  for (const char* text : {"是", "yes", "true", "1", "有"}) EXPECT_EQ(good(field, text), Value(true));
  for (const char* text : {"否", "no", "false", "0", "无"}) EXPECT_EQ(good(field, text), Value(false));
  EXPECT_EQ(fault(field, "也许"), "record.not_yes_no");
}

TEST(ParseValue, a_choice_is_meant_by_its_code_or_a_label) {
  const Field field = choice_field();
  for (const char* text : {"individual", "个人", "Individual"})
    EXPECT_EQ(good(field, text), Value(std::string("individual"))) << text;
  EXPECT_EQ(fault(field, "企业"), "record.not_choice");
  EXPECT_EQ(fault(field, "old"), "record.retired_choice");
}

TEST(ParseValue, choices_are_sorted_and_named_once) {
  const Field field = choice_field(FieldType::choices);
  const Value both(Choices{"individual", "partnership"});
  EXPECT_EQ(good(field, "合伙、个人"), both);
  EXPECT_EQ(good(field, "partnership;individual；个人"), both);
  EXPECT_TRUE(good(field, "、 ；").is_blank());
  EXPECT_EQ(fault(field, "个人、企业"), "record.not_choice");
}

TEST(ParseValue, texts_are_measured_in_characters) {
  Field text = field_of(FieldType::text);
  text.max_length = 4;
  EXPECT_EQ(good(text, " 妇女之家 "), Value(std::string("妇女之家")));
  EXPECT_EQ(fault(text, "妇女之家室"), "record.too_long");
  EXPECT_EQ(fault(text, "一\n二"), "record.one_line");
  EXPECT_EQ(fault(text, std::string("a\x01")), "record.not_text");
  EXPECT_EQ(fault(text, std::string("\xc3\x28")), "record.not_text");
  EXPECT_EQ(fault(text, std::string("\xe5\xa6")), "record.not_text");
  for (const char* broken : {"\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80"})
    EXPECT_EQ(fault(text, broken), "record.not_text");
  EXPECT_EQ(good(text, "\xf4\x8f\xbf\xbf"), Value(std::string("\xf4\x8f\xbf\xbf")));
  Field long_text = field_of(FieldType::long_text);
  EXPECT_EQ(good(long_text, "一\n二"), Value(std::string("一\n二")));
}

TEST(ParseValue, a_field_without_its_look_up_is_refused) {
  EXPECT_EQ(good(field_of(FieldType::unit), "371323"), Value(UnitId(7)));
  EXPECT_EQ(fault(field_of(FieldType::unit), "371399"), "record.not_text");
  EXPECT_FALSE(parse_value(field_of(FieldType::unit), "371323", {}).has_value());
  EXPECT_EQ(fault(field_of(FieldType::rows), "一行"), "record.wrong_type");
  EXPECT_EQ(fault(field_of(FieldType::record), "abc"), "record.bad_reference");
}

TEST(ParseValue, what_is_printed_is_read_again) {
  const auto same = [](const Field& field, std::string_view text) {
    const Value value = good(field, text);
    EXPECT_EQ(good(field, to_text(field, value)), value) << text;
  };
  Field money = field_of(FieldType::money);
  money.places = 2;
  same(money, "1,234.5");
  same(field_of(FieldType::date), "2011/6/3");
  same(field_of(FieldType::yes_no), "有");
  same(choice_field(), "Partnership");
  same(choice_field(FieldType::choices), "合伙、个人");
  same(field_of(FieldType::text), "一 二");
  EXPECT_EQ(to_text(money, Value()), "");
}

}  // namespace
}  // namespace jinguo::record
