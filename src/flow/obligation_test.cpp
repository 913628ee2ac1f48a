#include "flow/obligation.h"

#include <gtest/gtest.h>

#include "define/load_programme.h"

namespace jinguo::flow {
namespace {

constexpr const char* kReturn = R"(programme: notes
title: {zh: 周报, en: Notes}
owner: {zh: 办公室, en: Office}
version: 1
valid_from: 2011-01-01
level: village
period: half
unique: [unit, period]
fields:
  women: {type: integer, label: {zh: 妇女, en: Women}}
states:
  filling: {label: {zh: 填报, en: Filling}, draft: yes}
  filed: {label: {zh: 已报, en: Filed}}
  void: {label: {zh: 作废, en: Void}, void: yes}
events:
  file: {label: {zh: 上报, en: File}, from: [filling], to: filed, by: [village.chair]}
  send_back: {label: {zh: 退回, en: Back}, from: [filed], to: filling, by: [township.clerk], reason: yes}
  void: {label: {zh: 作废, en: Void}, from: [filling, filed], to: void, by: [township.clerk], reason: yes}
rights:
  create: [village.chair]
obligation:
  by: village
  period: half
  due_days: {village: 1, township: 5, county: 10}
)";

const define::Programme& programme() {
  static const auto kLoaded = define::load_programme({"notes.yaml", kReturn}, {});
  std::string told;
  for (const auto& finding : kLoaded.findings) told += finding.error.text_with_place(Language::en) + "\n";
  EXPECT_TRUE(kLoaded.value) << told;
  return *kLoaded.value;
}

const Period kHalf = *Period::parse("2011-H1");
Date day(int month, int of) {
  return *Date::make(2011, month, of);
}

TEST(DueDay, each_level_has_its_own_and_others_that_of_the_filing_level) {
  EXPECT_EQ(due_day(programme(), kHalf, org::Level::village), day(7, 1));
  EXPECT_EQ(due_day(programme(), kHalf, org::Level::township), day(7, 5));
  EXPECT_EQ(due_day(programme(), kHalf, org::Level::county), day(7, 10));
  EXPECT_EQ(due_day(programme(), kHalf, org::Level::city), day(7, 1));
}

TEST(DueDay, days_may_be_negative) {
  define::Programme weekly;
  weekly.obligation = define::Obligation();
  weekly.obligation->by = org::Level::county;
  weekly.obligation->due_days[org::Level::county] = -2;
  EXPECT_EQ(due_day(weekly, *Period::parse("2011-W23"), org::Level::county), day(6, 10));
}

TEST(DueDay, a_fixed_day_holds_for_all_levels_of_its_term_and_for_no_other_term) {
  define::Programme once;
  once.obligation = define::Obligation();
  once.obligation->term_field = "round";
  once.obligation->due_on = day(8, 31);
  auto list = std::make_shared<define::ChoiceList>();
  list->is_terms = true;
  list->items.push_back({"round_2011", {}, {}, Date::make(2010, 12, 1), Date::make(2014, 11, 30)});
  list->items.push_back({"round_2014", {}, {}, Date::make(2014, 12, 1), Date::make(2017, 11, 30)});
  define::Field field;
  field.id = "round";
  field.choices = list;
  once.fields.push_back(field);
  EXPECT_EQ(due_day(once, kHalf, org::Level::county), day(8, 31));
  EXPECT_EQ(due_day(once, *Period::parse("2012-H1"), org::Level::village), day(8, 31));
  EXPECT_EQ(due_day(once, *Period::parse("2015-H1"), org::Level::village), *Date::make(2015, 6, 30));
}

TEST(DutyPeriod, is_the_one_of_the_obligations_kind_that_holds_the_last_day) {
  const auto& obligation = *programme().obligation;
  EXPECT_EQ(duty_period(obligation, kHalf), kHalf);
  EXPECT_EQ(duty_period(obligation, *Period::parse("2011-Q3")), *Period::parse("2011-H2"));
  EXPECT_EQ(duty_period(obligation, *Period::parse("2011")), *Period::parse("2011-H2"));
}

TEST(DutyKey, names_the_period_of_the_records_date) {
  record::Record record;
  record.date = day(3, 8);
  EXPECT_EQ(duty_key(programme(), record), "2011-H1");
  record.date.reset();
  EXPECT_EQ(duty_key(programme(), record), "");
}

TEST(FiledDay, is_when_it_left_its_drafts_for_good) {
  record::Record record;
  record.path = {{"filling", day(6, 1)}};
  EXPECT_FALSE(filed_day(programme(), record).has_value());
  record.path.push_back({"filed", day(6, 20)});
  EXPECT_EQ(filed_day(programme(), record), day(6, 20));
  record.path.push_back({"filling", day(6, 25)});
  EXPECT_FALSE(filed_day(programme(), record).has_value());
  record.path.push_back({"filed", day(7, 3)});
  EXPECT_EQ(filed_day(programme(), record), day(7, 3));
  record.path.push_back({"void", day(7, 4)});
  EXPECT_FALSE(filed_day(programme(), record).has_value());
}

/// A township (unit 1) with villages 2 to 6; village 6 lies in a township of its own (unit 7).
const org::View& view() {
  constexpr auto kTownship = static_cast<uint8_t>(org::Level::township);
  constexpr auto kVillage = static_cast<uint8_t>(org::Level::village);
  static const org::View kView(
      day(6, 30), {UnitId(1), UnitId(2), UnitId(3), UnitId(4), UnitId(5), UnitId(7), UnitId(6)},
      {org::View::kNowhere, 0, 0, 0, 0, org::View::kNowhere, 5}, {5, 2, 3, 4, 5, 7, 7},
      {kTownship, kVillage, kVillage, kVillage, kVillage, kTownship, kVillage},
      {org::View::kNowhere, 0, 1, 2, 3, 4, 6, 5});
  return kView;
}

TEST(CountReporting, zero_late_and_missing_are_three_different_things) {
  ReportedIndex index;
  index.set("2011-H1", UnitId(2), {Reported::How::record, day(7, 1)});
  index.set("2011-H1", UnitId(3), {Reported::How::none, day(6, 30)});
  index.set("2011-H1", UnitId(4), {Reported::How::record, day(7, 2)});
  index.set("2011-H1", UnitId(6), {Reported::How::record, day(6, 1)});
  index.set("2010-H2", UnitId(5), {Reported::How::record, day(1, 1)});
  const Reporting township = count_reporting(*programme().obligation, index, view(), 0, "2011-H1", day(7, 1));
  EXPECT_EQ(township.expected, 4);
  EXPECT_EQ(township.reported, 2);
  EXPECT_EQ(township.none, 1);
  EXPECT_EQ(township.on_time, 2);
  EXPECT_EQ(township.on_time_records, 1);
  EXPECT_EQ(township.late, std::vector<UnitId>{UnitId(4)});
  EXPECT_EQ(township.missing, std::vector<UnitId>{UnitId(5)});
  const Reporting other = count_reporting(*programme().obligation, index, view(), 5, "2011-H1", day(7, 1));
  EXPECT_EQ(other.expected, 1);
  EXPECT_EQ(other.on_time, 1);
}

TEST(CountReporting, a_cut_off_does_not_see_what_came_later) {
  ReportedIndex index;
  index.set("2011-H1", UnitId(2), {Reported::How::record, day(6, 24)});
  index.set("2011-H1", UnitId(3), {Reported::How::record, day(6, 25)});
  const Reporting seen =
      count_reporting(*programme().obligation, index, view(), 0, "2011-H1", day(7, 1), day(6, 24));
  EXPECT_EQ(seen.reported, 1);
  EXPECT_EQ(seen.missing, (std::vector<UnitId>{UnitId(3), UnitId(4), UnitId(5)}));
}

TEST(ReportedIndex, what_is_cleared_is_gone) {
  ReportedIndex index;
  index.set("2011-H1", UnitId(9), {Reported::How::none, day(6, 1)});
  EXPECT_EQ(index.find("2011-H1", UnitId(9))->how, Reported::How::none);
  EXPECT_EQ(index.find("2011-H1", UnitId(9))->on, day(6, 1));
  EXPECT_FALSE(index.find("2011-H2", UnitId(9)).has_value());
  EXPECT_FALSE(index.find("2011-H1", UnitId(10)).has_value());
  index.clear("2011-H1", UnitId(9));
  index.clear("2011-H1", UnitId(99));
  index.clear("2012-H1", UnitId(9));
  EXPECT_FALSE(index.find("2011-H1", UnitId(9)).has_value());
}

}  // namespace
}  // namespace jinguo::flow
