#include "record/validate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "define/load_programme.h"

namespace jinguo::record {
namespace {

constexpr const char* kFile = R"(programme: fairs
title: {zh: 招聘会, en: Fairs}
owner: {zh: 发展部, en: Section}
version: 1
valid_from: 2011-01-01
level: county
date: held_on
fields:
  held_on: {type: date, label: {zh: 举办日期, en: Held on}, required: yes}
  came: {type: integer, label: {zh: 到场, en: Came}, min: 0, max: 1000, required_when: state = held}
  intents: {type: integer, label: {zh: 意向, en: Intents}, min: 0}
  posts: {type: integer, label: {zh: 岗位, en: Posts}, min: 0}
  online: {type: yes_no, label: {zh: 网上, en: Online}}
  site: {type: text, label: {zh: 网址, en: Site}, shown_when: online, required: yes}
  ask_again_on: {type: date, label: {zh: 回访, en: Again}, computed: held_on + months(3)}
  rate: {type: decimal, places: 2, label: {zh: 比例, en: Rate}, computed: twice / came}
  twice: {type: integer, label: {zh: 两倍, en: Twice}, computed: intents * 2}
  guests:
    type: rows
    label: {zh: 来宾, en: Guests}
    columns:
      name: {type: text, label: {zh: 姓名, en: Name}, required: yes, max_length: 4}
      age: {type: integer, label: {zh: 年龄, en: Age}, max: 120}
states:
  planned: {label: {zh: 计划, en: Planned}, draft: yes}
  held: {label: {zh: 已办, en: Held}, end: yes}
  void: {label: {zh: 作废, en: Void}, void: yes}
events:
  hold: {label: {zh: 办, en: Hold}, from: [planned], to: held, by: [county.officer]}
  void: {label: {zh: 作废, en: Void}, from: [planned, held], to: void, by: [county.officer], reason: yes}
checks:
  - {that: intents <= came, on: intents, message: {zh: 意向多于到场, en: More intents}}
  - {that: posts >= intents, on: posts, soft: yes, message: {zh: 岗位少于意向, en: Fewer posts}}
  - {that: came <= 900, on: came, in_draft: yes, message: {zh: 场地只容900人, en: The hall holds 900}}
rights:
  create: [county.officer]
)";

const define::Programme& programme() {
  static const auto kLoaded = define::load_programme({"fairs.yaml", kFile}, {});
  std::string told;
  for (const auto& finding : kLoaded.findings) told += finding.error.text_with_place(Language::en) + "\n";
  EXPECT_TRUE(kLoaded.value) << told;
  return *kLoaded.value;
}

Record record_in(const std::string& state) {
  Record record;
  record.state = state;
  record.filed_on = *Date::make(2011, 3, 1);
  record.values.resize(programme().fields.size());
  return record;
}

void set(Record& record, std::string_view field, Value value) {
  record.values[static_cast<size_t>(programme().field_index(field))] = std::move(value);
}
const Value& get(const Record& record, std::string_view field) {
  return record.values[static_cast<size_t>(programme().field_index(field))];
}

TEST(TakeFromUnit, is_done_once_and_kept_whatever_follows) {
  const auto loaded = define::load_programme(
      {"r.yaml",
       "programme: register\ntitle: {zh: 名册, en: Register}\nversion: 1\nvalid_from: 2011-01-01\n"
       "level: village\nalso_at: [county]\nfields:\n  longer: {type: yes_no, label: {zh: 大, en: Large}, "
       "computed: level = county}\n  level:\n    type: choice\n    label: {zh: 层级, en: Level}\n    "
       "from_unit: "
       "yes\n    choices: {village: {zh: 村居, en: Village}, county: {zh: 县区, en: County}}\n"
       "states:\n  kept: {label: {zh: 在册, en: Kept}, end: yes}\nrights:\n  create: [village.chair]\n"},
      {});
  ASSERT_TRUE(loaded.value);
  Record record;
  record.state = "kept";
  take_from_unit(*loaded.value, record, org::Level::county);
  for (int i = 0; i < 2; ++i) {
    compute(*loaded.value, record);
    EXPECT_EQ(record.values[1], Value(std::string("county")));
    EXPECT_EQ(record.values[0], Value(true));
  }
  EXPECT_TRUE(validate(*loaded.value, record).empty());
  Record body;
  body.state = "kept";
  take_from_unit(*loaded.value, body, org::Level::body);
  compute(*loaded.value, body);
  EXPECT_TRUE(body.values[1].is_blank());
}

/// "field code" of each fault, in order.
std::vector<std::string> faults(Record record) {
  compute(programme(), record);
  std::vector<std::string> out;
  for (const Error& error : validate(programme(), record))
    out.push_back(error.place().field + " " + std::string(error.code()));
  return out;
}
using Told = std::vector<std::string>;

Record good() {
  Record record = record_in("held");
  set(record, "held_on", Value(*Date::make(2011, 2, 10)));
  set(record, "came", Value(Decimal(100)));
  return record;
}

TEST(Validate, a_good_record_has_no_fault) {
  EXPECT_EQ(faults(good()), Told{});
}

TEST(Validate, a_draft_is_spared_what_is_only_required_later) {
  Record draft = record_in("planned");
  EXPECT_EQ(faults(draft), Told{"held_on record.required"});
  Record held = record_in("held");
  EXPECT_EQ(faults(held), (Told{"held_on record.required", "came record.required"}));
}

TEST(Validate, checks_are_not_asked_of_drafts_unless_the_file_says_so) {
  Record record = good();
  set(record, "came", Value(Decimal(950)));
  set(record, "intents", Value(Decimal(960)));
  EXPECT_EQ(faults(record), (Told{"intents record.check_failed", "came record.check_failed"}));
  record.state = "planned";
  EXPECT_EQ(faults(record), Told{"came record.check_failed"});
}

TEST(Validate, a_check_over_a_blank_asks_nothing) {
  Record record = good();
  set(record, "intents", Value(Decimal(5)));
  EXPECT_EQ(faults(record), Told{});
  set(record, "posts", Value(Decimal(4)));
  EXPECT_EQ(faults(record), Told{"posts record.reason_needed"});
}

TEST(Validate, a_soft_check_passes_with_a_reason) {
  Record record = good();
  set(record, "intents", Value(Decimal(5)));
  set(record, "posts", Value(Decimal(4)));
  record.soft_reasons["0"] = "别的检查的理由";
  EXPECT_EQ(faults(record), Told{"posts record.reason_needed"});
  record.soft_reasons["1"] = "另有岗位";
  EXPECT_EQ(faults(record), Told{});
}

TEST(Validate, bounds_hold_for_values_that_came_another_way) {
  Record record = good();
  set(record, "came", Value(Decimal(1001)));
  EXPECT_EQ(faults(record), (Told{"came record.too_large", "came record.check_failed"}));
}

TEST(Validate, what_is_not_shown_is_not_required) {
  Record record = good();
  set(record, "online", Value(false));
  EXPECT_EQ(faults(record), Told{});
  set(record, "online", Value(true));
  EXPECT_EQ(faults(record), Told{"site record.required"});
}

TEST(Validate, a_void_record_is_left_alone) {
  EXPECT_EQ(faults(record_in("void")), Told{});
}

TEST(Validate, rows_are_judged_cell_by_cell) {
  Record record = good();
  const auto row = [](const char* name, int age) {
    return std::vector<Value>{name ? Value(std::string(name)) : Value(), Value(Decimal(age))};
  };
  set(record, "guests", Value(std::make_shared<const Rows>(Rows{row("演示甲", 40), row(nullptr, 200)})));
  EXPECT_EQ(faults(record), (Told{"guests record.row_required", "guests record.too_large"}));
}

TEST(Validate, a_computed_number_must_fit_its_column) {
  Record record = good();
  set(record, "intents", Value(*Decimal::parse("900000000000000")));
  set(record, "came", Value());
  const Told told = faults(record);
  EXPECT_NE(std::find(told.begin(), told.end(), "twice record.too_large"), told.end());
}

TEST(Compute, fields_settle_whatever_their_order) {
  Record record = good();
  set(record, "intents", Value(Decimal(10)));
  set(record, "came", Value(Decimal(30)));
  compute(programme(), record);
  EXPECT_EQ(get(record, "twice"), Value(Decimal(20)));
  EXPECT_EQ(get(record, "rate"), Value(*Decimal::parse("0.67")));
  EXPECT_EQ(get(record, "ask_again_on"), Value(*Date::make(2011, 5, 10)));
  EXPECT_EQ(record.date, Date::make(2011, 2, 10));
}

TEST(Compute, a_blank_source_leaves_a_blank) {
  Record record = record_in("planned");
  set(record, "rate", Value(Decimal(1)));
  compute(programme(), record);
  EXPECT_TRUE(get(record, "rate").is_blank());
  EXPECT_FALSE(record.date.has_value());
}

TEST(Counts, neither_drafts_nor_void_nor_undated_records_count) {
  Record record = good();
  compute(programme(), record);
  EXPECT_TRUE(counts(programme(), record));
  record.state = "planned";
  EXPECT_FALSE(counts(programme(), record));
  record.state = "void";
  EXPECT_FALSE(counts(programme(), record));
  record.state = "held";
  record.date.reset();
  EXPECT_FALSE(counts(programme(), record));
}

}  // namespace
}  // namespace jinguo::record
