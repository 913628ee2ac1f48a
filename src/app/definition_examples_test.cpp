#include "app/definition_examples.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jinguo::app {
namespace {

constexpr std::string_view kHead = R"(programme: fairs
title: {zh: 招聘会, en: Fairs}
owner: {zh: 发展部, en: Development section}
version: 1
valid_from: 2011-01-01
level: county
date: held_on
fields:
  held_on: {type: date, label: {zh: 日期, en: Held on}, required: yes}
  came: {type: integer, label: {zh: 到场, en: Came}, measured_in: 人次, min: 0, max: 5000}
  placed: {type: integer, label: {zh: 上岗, en: Placed}, measured_in: 人次, min: 0}
  contact: {type: person, label: {zh: 联系人, en: Contact}}
states:
  planned: {label: {zh: 计划, en: Planned}, draft: yes}
  held: {label: {zh: 已举办, en: Held}}
  checked: {label: {zh: 已审核, en: Checked}, checked_by: city, end: yes}
events:
  hold: {label: {zh: 举办, en: Hold}, from: [planned], to: held, by: [county.officer]}
  check: {label: {zh: 审核, en: Check}, from: [held], to: checked, by: [city.officer]}
checks:
  - {that: placed <= came, message: {zh: 上岗不能多于到场, en: More placed than came}, on: placed}
rights:
  create: [county.officer]
  edit:
    - {in: [planned], by: [county.officer]}
measures:
  fairs: {title: {zh: 招聘会, en: Fairs}, count: records, measured_in: 场}
  came: {title: {zh: 到场, en: Came}, sum: came, measured_in: 人次}
  placed: {title: {zh: 上岗, en: Placed}, sum: placed, measured_in: 人次}
  people: {title: {zh: 联系人, en: Contacts}, distinct: contact, measured_in: 人}
indicators:
  rate: {title: {zh: 上岗率, en: Placed}, ratio: {over: placed, under: came}, percent: 1}
examples:
)";

/// "line:column sentence" of every finding of the programme with this example, lines counted from
/// "examples:".
std::vector<std::string> findings_of(const std::string& example) {
  const std::string head(kHead);
  const auto first = static_cast<int>(std::count(head.begin(), head.end(), '\n'));
  std::vector<std::string> out;
  for (const define::Finding& finding : load_and_try({{"fairs.yaml", head + example}}).findings) {
    const Place& place = finding.error.place();
    EXPECT_EQ(place.file, "fairs.yaml");
    out.push_back(std::to_string(place.line - first) + ":" + std::to_string(place.column) + " " +
                  finding.error.text(Language::en));
  }
  return out;
}

using Told = std::vector<std::string>;

TEST(DefinitionExamples, one_that_holds_is_not_told) {
  EXPECT_EQ(
      findings_of(
          "  - title: 计数\n"
          "    as: county.officer\n"
          "    given: {held_on: 2012-03-01, came: 400, placed: 100, contact: 虚构甲 11010519491231002X}\n"
          "    when: [hold, {check: city.officer}]\n"
          "    then: {state: checked, counts: {fairs: 1, came: 400, people: 1, rate: 100/400}}\n"
          "  - title: 百分数\n"
          "    as: county.officer\n"
          "    given: {held_on: 2012-03-01, came: 400, placed: 100}\n"
          "    when: [hold]\n"
          "    then: {counts: {rate: 25.0%}}\n"
          "  - title: 多于到场\n"
          "    as: county.officer\n"
          "    given: {held_on: 2012-03-01, came: 4, placed: 5}\n"
          "    when: [hold]\n"
          "    then: {refused: placed}\n"
          "  - title: 自己不能审\n"
          "    as: county.officer\n"
          "    given: {held_on: 2012-03-01}\n"
          "    when: [hold, check]\n"
          "    then: {refused: check}\n"),
      Told());
}

TEST(DefinitionExamples, a_figure_that_counts_otherwise_is_told_at_its_place) {
  EXPECT_EQ(
      findings_of("  - title: 计数\n"
                  "    as: county.officer\n"
                  "    given: {held_on: 2012-03-01, came: 400, placed: 100}\n"
                  "    when: [hold]\n"
                  "    then:\n"
                  "      state: checked\n"
                  "      counts:\n"
                  "        came: 401\n"
                  "        rate: 100/401\n"),
      (Told{"6:7 The example \"计数\" does not hold: it should come to \"Checked\", it comes to \"Held\".",
            "8:9 The example \"计数\" does not hold: \"came\" should be 401, it is 400.",
            "9:9 The example \"计数\" does not hold: \"rate\" should be 100/401, it is 100/400."}));
}

TEST(DefinitionExamples, a_draft_counts_nothing) {
  EXPECT_EQ(findings_of("  - title: 计划\n"
                        "    as: county.officer\n"
                        "    given: {held_on: 2012-03-01, came: 4}\n"
                        "    when: []\n"
                        "    then: {state: planned, counts: {fairs: 1}}\n"),
            (Told{"5:37 The example \"计划\" does not hold: \"fairs\" should be 1, it is 0."}));
}

TEST(DefinitionExamples, a_refusal_that_does_not_come_or_comes_for_another_reason) {
  EXPECT_EQ(
      findings_of("  - title: 通过了\n"
                  "    as: county.officer\n"
                  "    given: {held_on: 2012-03-01, came: 4, placed: 4}\n"
                  "    when: [hold]\n"
                  "    then: {refused: placed}\n"),
      (Told{
          "5:12 The example \"通过了\" does not hold: it should be refused, it went through to \"Held\"."}));
  const Told other = findings_of(
      "  - title: 另有原因\n"
      "    as: county.officer\n"
      "    given: {held_on: 2012-03-01, came: 6000, placed: 4}\n"
      "    when: [hold]\n"
      "    then: {refused: placed}\n");
  ASSERT_EQ(other.size(), 1u);
  EXPECT_TRUE(other[0].starts_with("5:12 ")) << other[0];
  EXPECT_NE(other[0].find("refused for \"placed\", it is for this"), std::string::npos) << other[0];
}

TEST(DefinitionExamples, what_is_refused_unmeant_is_told_at_the_value_or_the_event) {
  const Told typed = findings_of(
      "  - title: 不是数\n"
      "    as: county.officer\n"
      "    given: {held_on: 2012-03-01, came: 许多}\n"
      "    when: [hold]\n"
      "    then: {state: held}\n");
  ASSERT_EQ(typed.size(), 1u);
  EXPECT_TRUE(typed[0].starts_with("3:34 ")) << typed[0];
  const Told right = findings_of(
      "  - title: 谁都能审\n"
      "    as: county.officer\n"
      "    given: {held_on: 2012-03-01}\n"
      "    when: [hold, check]\n"
      "    then: {state: checked}\n");
  ASSERT_EQ(right.size(), 1u);
  EXPECT_TRUE(right[0].starts_with("4:18 ")) << right[0];
}

}  // namespace
}  // namespace jinguo::app
