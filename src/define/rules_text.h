#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "define/load_programme.h"

/// For tests: a definition that has something of everything, and what is done to it to break one rule.
namespace jinguo::define {

inline constexpr std::string_view kBase = R"(programme: training
title: {zh: 培训, en: Training}
owner: {zh: 发展部, en: Development section}
version: 1
valid_from: 2011-01-01
level: township
period: half
date: held_on
unique: [unit, period]
fields:
  round: {type: term, list: rounds, label: {zh: 届次, en: Round}, required: yes}
  held_on: {type: date, label: {zh: 日期, en: Held on}, required_when: state = done}
  kind:
    type: choice
    label: {zh: 类别, en: Kind}
    choices:
      farm: {zh: 农技, en: Farming}
      home: {zh: 家政, en: Housework}
  women: {type: integer, label: {zh: 女学员, en: Women}, measured_in: 名, min: 0, max: 500}
  seats: {type: integer, label: {zh: 名额, en: Seats}, measured_in: 名, min: 0}
  cost: {type: money, label: {zh: 费用, en: Cost}, measured_in: 元}
  free: {type: integer, label: {zh: 余额, en: Free}, measured_in: 名, computed: seats - women}
  teacher: {type: person, label: {zh: 教师, en: Teacher}}
  names:
    type: rows
    label: {zh: 名单, en: Names}
    columns:
      name: {type: text, label: {zh: 姓名, en: Name}, privacy: personal}
      hours: {type: decimal, label: {zh: 学时, en: Hours}, places: 1}
states:
  planned: {label: {zh: 计划, en: Planned}, draft: yes}
  done: {label: {zh: 完成, en: Done}}
  checked: {label: {zh: 已核, en: Checked}, checked_by: county, end: yes}
events:
  finish: {label: {zh: 完成, en: Finish}, from: [planned], to: done, by: [township.clerk], inputs: [women, held_on]}
  check: {label: {zh: 审核, en: Check}, from: [done], to: checked, by: [county.officer], not_same_as: finish}
checks:
  - {that: women <= seats, on: women, message: {zh: 超员, en: Too many}}
rights:
  create: [township.clerk]
  edit:
    - {in: [planned], by: [township.clerk], fields: [women]}
obligation: {by: township, period: half, due_days: {township: 5, county: 10}}
measures:
  courses: {title: {zh: 期数, en: Courses}, count: records, measured_in: 期, by: [kind]}
  women: {title: {zh: 人次, en: Attendances}, sum: women, measured_in: 名}
  cost: {title: {zh: 费用, en: Cost}, sum: cost}
  teachers: {title: {zh: 教师, en: Teachers}, distinct: teacher, measured_in: 名}
  held: {title: {zh: 已办, en: Held}, count: records, stock: {in: [done, checked]}, measured_in: 期}
  townships: {title: {zh: 乡镇, en: Townships}, units: township, measured_in: 个}
indicators:
  farm_share: {title: {zh: 农技占比, en: Share of farming}, share: {of: courses, where: kind = farm}, percent: 1, targets: {county: 50}}
  mean: {title: {zh: 人均, en: Mean}, ratio: {over: cost, under: women}, measured_in: 元, places: 2}
  total: {title: {zh: 合计, en: Total}, formula: courses + held, measured_in: 期}
report:
  - {zh: "办班{courses}期，{expected}个应报。", en: "{courses} courses."}
sheet: [unit, held_on, kind, women]
examples:
  - {title: 例, as: township.clerk, given: {women: 3}, when: [finish, {check: county.officer}], then: {state: checked, counts: {courses: 1}}}
)";

inline constexpr std::string_view kList =
    "list: rounds\ntitle: {zh: 届次, en: Rounds}\nterms: yes\nitems:\n"
    "  one: {zh: 一届, en: First, first: 2010-01-01, last: 2012-12-31}\n"
    "  two: {zh: 二届, en: Second, first: 2013-01-01, last: 2015-12-31}\n";
inline constexpr std::string_view kPlainList =
    "list: plain\ntitle: {zh: 列表, en: Plain}\nitems:\n  a: {zh: 甲, en: A}\n";

inline Catalogue surroundings() {
  const LoadedCatalogue loaded =
      load_all({{"rounds.yaml", std::string(kList)}, {"plain.yaml", std::string(kPlainList)}});
  EXPECT_TRUE(loaded.findings.empty());
  return loaded.catalogue;
}

inline std::string changed(std::string_view from, std::string_view to) {
  std::string text(kBase);
  if (from.empty()) return text + std::string(to);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

inline std::string told(const Findings& findings) {
  std::string out;
  for (const Finding& f : findings)
    out += std::string(f.error.code()) + " " + f.error.text_with_place(Language::en) + "\n";
  return out;
}

inline bool tells(const Findings& findings, std::string_view code, Severity severity) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return f.error.code() == code && f.severity == severity; });
}

}  // namespace jinguo::define
