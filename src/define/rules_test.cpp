#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "define/activation.h"
#include "define/load_programme.h"
#include "define/schema.h"
#include "define/shape.h"
#include "define/yaml.h"

namespace jinguo::define {
namespace {

constexpr std::string_view kBase = R"(programme: training
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

constexpr std::string_view kList =
    "list: rounds\ntitle: {zh: 届次, en: Rounds}\nterms: yes\nitems:\n"
    "  one: {zh: 一届, en: First, first: 2010-01-01, last: 2012-12-31}\n"
    "  two: {zh: 二届, en: Second, first: 2013-01-01, last: 2015-12-31}\n";
constexpr std::string_view kPlainList =
    "list: plain\ntitle: {zh: 列表, en: Plain}\nitems:\n  a: {zh: 甲, en: A}\n";

Catalogue surroundings() {
  const LoadedCatalogue loaded =
      load_all({{"rounds.yaml", std::string(kList)}, {"plain.yaml", std::string(kPlainList)}});
  EXPECT_TRUE(loaded.findings.empty());
  return loaded.catalogue;
}

std::string changed(std::string_view from, std::string_view to) {
  std::string text(kBase);
  if (from.empty()) return text + std::string(to);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string told(const Findings& findings) {
  std::string out;
  for (const Finding& f : findings)
    out += std::string(f.error.code()) + " " + f.error.text_with_place(Language::en) + "\n";
  return out;
}

bool tells(const Findings& findings, std::string_view code, Severity severity) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& f) { return f.error.code() == code && f.severity == severity; });
}

TEST(CheckProgramme, accepts_the_base_of_these_tests) {
  const auto loaded = load_programme({"base.yaml", std::string(kBase)}, surroundings());
  ASSERT_TRUE(loaded.value) << told(loaded.findings);
  EXPECT_EQ(told(loaded.findings), "");
  EXPECT_EQ(loaded.value->field("names")->privacy, PrivacyClass::personal);
  EXPECT_EQ(loaded.value->field("teacher")->privacy, PrivacyClass::personal);
  EXPECT_EQ(loaded.value->measure("cost")->places, 2);
  EXPECT_EQ(loaded.value->measure("cost")->measured_in, "元");
  EXPECT_EQ(check_rank(loaded.value->states[0]), -1);
  EXPECT_EQ(check_rank(loaded.value->states[1]), 0);
  EXPECT_EQ(check_rank(loaded.value->states[2]), 3);
  EXPECT_EQ(official_rank(*loaded.value), 0);
}

struct Rule {
  std::string_view code;
  std::string_view from;
  std::string_view to;
};
// One refused case for each rule; what it is cut from stands accepted in the base.
constexpr Rule kRules[] = {
    {"define.unknown_key", "sheet: [", "sheets: ["},
    {"define.missing_key", "level: township\n", ""},
    {"define.expected_map",
     "rights:\n  create: [township.clerk]\n  edit:\n    - {in: [planned], by: [township.clerk], fields: "
     "[women]}",
     "rights: all"},
    {"define.expected_list", "unique: [unit, period]", "unique: unit"},
    {"define.expected_text", "date: held_on", "date: [held_on]"},
    {"define.expected_one_of", "type: money", "type: mony"},
    {"define.expected_one_of", "level: township\n", "level: town\n"},
    {"define.expected_whole", "version: 1", "version: one"},
    {"define.expected_number", "max: 500", "max: many"},
    {"define.expected_date", "valid_from: 2011-01-01", "valid_from: 2011-02-30"},
    {"define.expected_yes_no", "draft: yes", "draft: true"},
    {"define.role", "by: [county.officer]", "by: [county.offcer]"},
    {"define.label_missing", "label: {zh: 费用, en: Cost}", "label: {en: Cost}"},
    {"define.comma_cut", "en: Too many", "en: Too many, far"},
    {"define.choose_one", "count: records, measured_in: 期, by", "measured_in: 期, by"},
    {"define.bad_id", "  seats:", "  Seats:"},
    {"define.bad_id", "programme: training", "programme: 2training"},
    {"define.reserved_id", "  cost: {type", "  state: {type"},
    {"define.reserved_id", "programme: training", "programme: log"},
    {"define.same_id", "  mean: {title", "  held: {title"},
    {"define.unknown_id", "unique: [unit, period]", "unique: [unit, period, tutor]"},
    {"define.unknown_id", "list: rounds", "list: round"},
    {"define.unknown_id", "on: women", "on: woman"},
    {"define.unknown_id", "not_same_as: finish", "not_same_as: finnish"},
    {"define.unknown_id", "under: women", "under: womens"},
    {"define.unknown_id", "kind, women]", "kind, womn]"},
    {"define.unknown_id", "counts: {courses: 1}", "counts: {course: 1}"},
    {"define.unknown_id", "{zh: \"办班{courses}", "{zh: \"办班{coursse}"},
    {"define.not_for_type", "type: date, label", "type: date, min: 0, label"},
    {"define.type_needs", "type: term, list: rounds", "type: term"},
    {"define.type_needs", "teacher: {type: person", "teacher: {type: record"},
    {"define.not_terms", "list: rounds", "list: plain"},
    {"define.min_above_max", "max: 500", "max: -1"},
    {"define.computed_asked", "computed: seats", "required: yes, computed: seats"},
    {"define.computed_cycle", "name: 名额", "name: 名额"},
    {"define.expression_type", "computed: seats - women", "computed: held_on"},
    {"define.looser_class", "type: rows\n", "type: rows\n    privacy: internal\n"},
    {"define.class_too_loose", "type: person,", "type: person, privacy: open,"},
    {"define.retired_asked", "type: date,", "type: date, retired: yes,"},
    {"define.retired_used", "type: integer, label: {zh: 女学员",
     "type: integer, retired: yes, label: {zh: 女学员"},
    {"define.date_field", "date: held_on", "date: kind"},
    {"define.unique_type", "unique: [unit, period]", "unique: [unit, period, names]"},
    {"define.unreachable_state", "to: checked", "to: done"},
    {"define.dead_end", ", checked_by: county, end: yes", ", checked_by: county"},
    {"define.first_state", "en: Planned}, draft: yes", "en: Planned}, void: yes"},
    {"define.event_overlap", "label: {zh: 审核, en: Check}, from: [done]",
     "label: {zh: 完成, en: Check}, from: [done, planned]"},
    {"define.not_askable", "inputs: [women,", "inputs: [free,"},
    {"define.role_below", "by: [county.officer]", "by: [village.chair]"},
    {"define.obligation_unique", "unique: [unit, period]", "unique: [period]"},
    {"define.obligation_level", "{by: township, period", "{by: village, period"},
    {"define.period_missing", "period: half\ndate", "date"},
    {"define.period_differs", "period: half, due", "period: month, due"},
    {"define.cannot_roll_up", "sum: women,", "sum: kind,"},
    {"define.cannot_roll_up", "sum: women,", "sum: cost / women,"},
    {"define.cannot_roll_up", "sum: cost}", "sum: cost, places: 1}"},
    {"define.cannot_roll_up", "distinct: teacher", "distinct: kind"},
    {"define.cannot_roll_up", "stock: {in: [done", "stock: {in: [planned"},
    {"define.cannot_roll_up", "units: township,", "units: township, by: [kind],"},
    {"define.cannot_roll_up", "count: records, stock", "count: records, where: state = done, stock"},
    {"define.cannot_roll_up", "share: {of: courses, where: kind = farm}",
     "share: {of: held, where: state = done}"},
    {"define.breakdown_type", "by: [kind]", "by: [women]"},
    {"define.unlike_units", "formula: courses + held", "formula: courses + women"},
    {"define.distinct_added", "formula: courses + held", "formula: teachers + women"},
    {"define.distinct_added", "formula: courses + held", "formula: round(teachers) * 1 + women"},
    {"define.unit_of_measure", "count: records, measured_in: 期,", "count: records,"},
    {"define.sum_unit", "sum: women, measured_in: 名", "sum: women, measured_in: 户"},
    {"define.shown", "measured_in: 元, places: 2", "polarity: up"},
    {"define.share_of_units", "share: {of: courses", "share: {of: townships"},
    {"define.target_range", "targets: {county: 50}", "targets: {county: 150}"},
    {"define.open_brace", "办班{courses}期", "办班{courses期"},
    {"define.empty_brace", "办班{courses}", "办班{}"},
    {"define.figure_format", "办班{courses}", "办班{courses:斤}"},
    {"define.figure_words", "办班{courses}", "办班{best courses}"},
    {"define.not_indicator", "办班{courses}", "办班{running courses}"},
    {"define.no_obligation",
     "obligation: {by: township, period: half, due_days: {township: 5, county: 10}}\n", ""},
    {"expr.unknown_name", "that: women <= seats", "that: women <= seat"},
    {"expr.today_refused", "computed: seats - women", "computed: day(today())"},
    {"expr.today_refused", "where: kind = farm", "where: held_on < today()"},
    {"expr.full_width", "that: women <= seats", "that: （women <= seats)"},
    {"define.full_width", "level: township\n", "level：township\n"},
    {"define.full_width", "[unit, period]", "[unit，period]"},
    {"define.full_width", "kind: {", "kind: {"},
    {"define.tab", "  seats:", "\tseats:"},
    {"define.duplicate_key", "  seats:", "  women:"},
    {"define.anchor", "title: {zh: 培训", "title: &t {zh: 培训"},
    {"define.tag", "version: 1", "version: !!int 1"},
    {"define.merge_key", "version: 1", "version: 1\n<<: {}"},
    {"define.second_document", "", "---\na: 1\n"},
    {"define.yaml_syntax", "unique: [unit, period]", "unique: [unit, period"},
};

TEST(CheckProgramme, refuses_each_rule_once_broken) {
  const Catalogue known = surroundings();
  for (const Rule& rule : kRules) {
    std::string text = rule.from == rule.to || rule.code == "define.computed_cycle"
                           ? std::string()
                           : changed(rule.from, rule.to);
    if (rule.code == "define.computed_cycle")
      text = changed("min: 0}", "computed: free + women}");
    else if (rule.from == rule.to)
      text = changed("  kind:\n", "  kind：\n");
    else if (rule.code == "define.no_obligation")
      text.replace(text.find("{courses}期"), 9, "{late training}");
    else if (rule.code == "define.retired_used")
      text.replace(text.find("sheet: ["), 8, "sheet: [women, ");
    const auto loaded = load_programme({"t.yaml", text}, known);
    EXPECT_TRUE(tells(loaded.findings, rule.code, Severity::fault)) << rule.code << " for " << rule.to << "\n"
                                                                    << told(loaded.findings);
    EXPECT_FALSE(loaded.value) << rule.code;
    for (const Finding& f : loaded.findings) EXPECT_GT(f.error.place().line, 0) << told(loaded.findings);
  }
}

TEST(CheckProgramme, a_text_full_of_faults_is_judged_at_once) {
  const auto many = [](size_t n, std::string_view before, std::string_view after) {
    std::string out;
    for (size_t i = 10'000; i < 10'000 + n; ++i) out.append(before).append(std::to_string(i)).append(after);
    return out;
  };
  const std::string fields = many(1900, "  field_number_", ": {type: text, label: {zh: 甲, en: A}}\n");
  const auto with_fields = [&](std::string_view from, const std::string& to) {
    std::string text = changed(from, to);
    return text.insert(text.find("  round:"), fields);
  };
  const std::string texts[] = {
      with_fields("unique: [unit, period]", "unique: [" + many(1900, "another_word_", ", ") + "unit]"),
      changed("  round:", fields + "  round:") + "migrate:\n" +
          many(1900, "  - {rename: field_word_", ", to: x}\n"),
      changed("  round:",
              many(20'000, "  more_fields_", ": {type: text, label: {zh: 甲, en: A}}\n") + "  round:"),
      with_fields("that: women <= seats", "that: women <= " + many(600, "field_number_", " + ") + "1"),
      changed("checks:",
              many(3000, "  again_",
                   ": {label: {zh: 审核, en: Check}, from: [done], to: checked, by: [county.officer]}\n") +
                  "checks:"),
      "{a" + many(60'000, "，b", "：1"),
      many(20'000, "\ta", ": 1\n")};
  for (const std::string& text : texts) {
    const auto start = std::chrono::steady_clock::now();
    const auto loaded = load_programme({"t.yaml", text}, surroundings());
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << text.substr(0, 200);
    EXPECT_TRUE(has_faults(loaded.findings));
    EXPECT_LE(loaded.findings.size(), 501u);
  }
}

TEST(CheckProgramme, english_is_missed_but_not_required) {
  const auto loaded = load_programme({"t.yaml", changed("{zh: 培训, en: Training}", "培训")}, surroundings());
  EXPECT_TRUE(loaded.value);
  EXPECT_TRUE(tells(loaded.findings, "define.english_missing", Severity::advice));
}

TEST(CheckProgramme, says_what_another_programme_already_asks) {
  Catalogue known = surroundings();
  const auto first = load_programme({"a.yaml", std::string(kBase)}, known);
  known.programmes["training"] = first.value;
  const auto second =
      load_programme({"b.yaml", changed("programme: training", "programme: courses2")}, known);
  EXPECT_TRUE(second.value) << told(second.findings);
  EXPECT_TRUE(tells(second.findings, "define.asked_elsewhere", Severity::advice));
}

TEST(CheckProgramme, tells_twenty_faults_at_once_each_on_its_line) {
  std::string text(kBase);
  struct Fault {
    std::string_view from, to;
  };
  const Fault faults[] = {{"version: 1", "version: x"},
                          {"valid_from: 2011-01-01", "valid_from: soon"},
                          {"date: held_on", "date: holden"},
                          {"list: rounds", "list: rounden"},
                          {"required_when: state = done", "required_when: state = gone"},
                          {"farm: {zh: 农技", "Farm: {zh: 农技"},
                          {"min: 0, max: 500", "min: 9, max: 5"},
                          {"type: money", "type: gold"},
                          {"computed: seats - women", "computed: seats - wimmen"},
                          {"type: person", "type: person, privacy: open"},
                          {"places: 1}", "places: 99}"},
                          {"checked_by: county", "checked_by: country"},
                          {"by: [township.clerk], inputs", "by: [township.clark], inputs"},
                          {"to: checked", "to: chequed"},
                          {"on: women", "on: wemon"},
                          {"fields: [women]", "fields: [whomen]"},
                          {"{by: township,", "{by: county,"},
                          {"by: [kind]}", "by: [kinds]}"},
                          {"distinct: teacher", "distinct: teachr"},
                          {"targets: {county: 50}", "targets: {county: 500}"},
                          {"{courses}期", "{curses}期"},
                          {"sheet: [unit, held_on", "sheet: [unit, hold_on"}};
  std::set<int> wanted;
  for (const Fault& f : faults) {
    const size_t at = text.find(f.from);
    ASSERT_NE(at, std::string::npos) << f.from;
    text.replace(at, f.from.size(), f.to);
    wanted.insert(1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n')));
  }
  const auto loaded = load_programme({"t.yaml", text}, surroundings());
  std::set<int> found;
  for (const Finding& f : loaded.findings)
    if (f.severity == Severity::fault) found.insert(f.error.place().line);
  for (const int line : wanted)
    EXPECT_TRUE(found.count(line)) << "line " << line << "\n" << told(loaded.findings);
  EXPECT_GE(loaded.findings.size(), std::size(faults)) << told(loaded.findings);
  EXPECT_TRUE(tells(loaded.findings, "define.unknown_id", Severity::fault));
}

TEST(CheckProgramme, each_field_type_is_read_and_refuses_what_is_not_its_own) {
  const Catalogue known = surroundings();
  for (const FieldTypeRow& row : kFieldTypes) {
    std::string own;
    if (row.type == FieldType::choice || row.type == FieldType::choices) own = ", list: plain";
    if (row.type == FieldType::term) own = ", list: rounds";
    if (row.type == FieldType::unit) own = ", level: village";
    if (row.type == FieldType::record) own = ", of: training";
    if (row.type == FieldType::rows) own = ", columns: {a: {type: text, label: {zh: 甲, en: A}}}";
    const std::string good =
        "  extra: {type: " + std::string(row.name) + own + ", label: {zh: 新, en: New}}\n";
    const auto loaded = load_programme({"t.yaml", changed("states:\n", good + "states:\n")}, known);
    ASSERT_TRUE(loaded.value) << row.name << told(loaded.findings);
    EXPECT_EQ(loaded.value->field("extra")->type, row.type);
    const std::string foreign = row.type == FieldType::rows ? ", min: 1" : ", columns: {}";
    const std::string bad =
        "  extra: {type: " + std::string(row.name) + own + foreign + ", label: {zh: 新, en: New}}\n";
    const auto refused = load_programme({"t.yaml", changed("states:\n", bad + "states:\n")}, known);
    EXPECT_TRUE(tells(refused.findings, "define.not_for_type", Severity::fault))
        << row.name << told(refused.findings);
  }
}

TEST(CheckProgramme, variants_of_an_event_must_exclude_each_other) {
  const auto text = [](std::string_view first, std::string_view second) {
    return changed(
        "  finish: {label: {zh: 完成, en: Finish}, from: [planned], to: done, by: [township.clerk], inputs: "
        "[women, held_on]}",
        "  finish:\n    - {label: {zh: 完成, en: Finish}, from: [planned], to: done, by: [township.clerk]" +
            std::string(first) +
            "}\n    - {label: {zh: 完成, en: Finish}, from: [planned], to: checked, by: [township.clerk]" +
            std::string(second) + "}");
  };
  const Catalogue known = surroundings();
  const auto clash = [&](std::string_view a, std::string_view b) {
    return tells(load_programme({"t.yaml", text(a, b)}, known).findings, "define.event_overlap",
                 Severity::fault);
  };
  EXPECT_TRUE(clash("", ""));
  EXPECT_TRUE(clash(", when: kind = farm", ""));
  EXPECT_TRUE(clash(", when: kind = farm", ", when: women > 3"));
  EXPECT_FALSE(clash(", when: kind = farm", ", when: kind = home"));
  EXPECT_FALSE(clash(", when: women > 3 and kind = farm", ", when: women <= 3"));
  EXPECT_FALSE(clash(", when: held_on is blank", ", when: held_on is not blank"));
  EXPECT_FALSE(clash(", when: not (kind = farm)", ", when: kind = farm"));
  EXPECT_FALSE(clash(", when: women = 3", ", when: women = 4"));
  EXPECT_TRUE(clash(", when: kind = farm", ", when: kind = 'farm'"));
  EXPECT_TRUE(clash(", when: women = seats", ", when: women = free"));
  EXPECT_FALSE(clash(", when: women = seats", ", when: women != seats"));
}

TEST(CheckProgramme, computed_fields_come_after_their_sources_and_are_as_closed) {
  const std::string fields =
      "  last: {type: integer, label: {zh: 末, en: Last}, computed: middle + 1}\n"
      "  middle: {type: integer, label: {zh: 中, en: Middle}, computed: count(names) + women}\n";
  const auto loaded = load_programme({"t.yaml", changed("states:\n", fields + "states:\n")}, surroundings());
  ASSERT_TRUE(loaded.value) << told(loaded.findings);
  const Programme& p = *loaded.value;
  const auto place = [&](std::string_view id) {
    const auto& order = p.computed_order;
    return std::find(order.begin(), order.end(), p.field_index(id)) - order.begin();
  };
  EXPECT_LT(place("middle"), place("last"));
  EXPECT_EQ(p.field("last")->privacy, PrivacyClass::personal);
  const std::string open =
      "  middle: {type: integer, privacy: internal, label: {zh: 中, en: Middle}, computed: count(names)}\n";
  const auto refused = load_programme({"t.yaml", changed("states:\n", open + "states:\n")}, surroundings());
  EXPECT_TRUE(tells(refused.findings, "define.looser_class", Severity::fault)) << told(refused.findings);
}

class Versions : public testing::Test {
 protected:
  Versions() : known_(surroundings()) {
    known_.programmes["training"] = load_programme({"v1.yaml", std::string(kBase)}, known_).value;
  }
  std::string second(std::string_view from = "", std::string_view to = "", std::string_view migrate = "") {
    std::string text = from.empty() ? std::string(kBase) : changed(from, to);
    text.replace(text.find("version: 1"), 10, "version: 2");
    text.replace(text.find("valid_from: 2011"), 16, "valid_from: 2012");
    return text + (migrate.empty() ? "" : "migrate:\n  - " + std::string(migrate) + "\n");
  }
  Loaded<Programme> load(const std::string& text) { return load_programme({"v2.yaml", text}, known_); }
  Catalogue known_;
};

TEST_F(Versions, the_same_text_again_is_good_and_another_text_needs_a_new_number) {
  EXPECT_TRUE(load(std::string(kBase)).value);
  EXPECT_TRUE(
      tells(load(changed("max: 500", "max: 600")).findings, "define.version_not_new", Severity::fault));
  EXPECT_TRUE(load(second("max: 500", "max: 600")).value);
  std::string early = second();
  early.replace(early.find("valid_from: 2012"), 16, "valid_from: 2010");
  EXPECT_TRUE(tells(load(early).findings, "define.valid_from", Severity::fault));
}

TEST_F(Versions, a_removed_field_tells_the_migrate_line_to_write) {
  const std::string line = "  teacher: {type: person, label: {zh: 教师, en: Teacher}}\n";
  const std::string measure =
      "  teachers: {title: {zh: 教师, en: Teachers}, distinct: teacher, measured_in: 名}\n";
  std::string text = second(line, "");
  text.erase(text.find(measure), measure.size());
  const auto refused = load(text);
  EXPECT_NE(told(refused.findings).find("- {retire: teacher}"), std::string::npos) << told(refused.findings);
  EXPECT_NE(told(refused.findings).find("- {retire_figure: teachers}"), std::string::npos);
  const auto accepted = load(text + "migrate:\n  - {retire: teacher}\n  - {retire_figure: teachers}\n");
  ASSERT_TRUE(accepted.value) << told(accepted.findings);
  const ActivationPlan plan = plan_activation(known_.programme("training"), *accepted.value);
  EXPECT_EQ(plan.retired, std::vector<std::string>{"teacher"});
  EXPECT_EQ(plan.removed_measures, std::vector<std::string>{"teachers"});
  EXPECT_TRUE(plan.leaves_records_alone());
}

TEST_F(Versions, a_renamed_field_is_offered_and_carried) {
  std::string text = second("  cost: {type: money", "  spent: {type: money");
  text.replace(text.find("sum: cost"), 9, "sum: spent");
  const auto refused = load(text);
  EXPECT_NE(told(refused.findings).find("- {rename: cost, to: spent}"), std::string::npos)
      << told(refused.findings);
  const auto accepted = load(text + "migrate:\n  - {rename: cost, to: spent}\n");
  ASSERT_TRUE(accepted.value) << told(accepted.findings);
  const ActivationPlan plan = plan_activation(known_.programme("training"), *accepted.value);
  ASSERT_EQ(plan.renamed.size(), 1u);
  EXPECT_EQ(plan.renamed[0].to, "spent");
  EXPECT_TRUE(plan.added.empty());
  const auto report = describe_activation(plan, *accepted.value, {120, 30, 2});
  EXPECT_EQ(report[0].en, "120 records: 30 rewritten, 2 need a value.");
  EXPECT_EQ(report[1].zh, "字段改名：cost → spent");
}

TEST_F(Versions, a_type_changes_to_text_only_and_says_so) {
  EXPECT_TRUE(tells(load(second("type: date, label", "type: integer, label")).findings, "define.type_changed",
                    Severity::fault));
  const std::string plain = ", measured_in: 名, min: 0}";
  std::string text = second("seats: {type: integer, label: {zh: 名额, en: Seats}" + plain,
                            "seats: {type: text, label: {zh: 名额, en: Seats}}");
  text.replace(text.find("computed: seats - women"), 23, "computed: women");
  text.replace(text.find("that: women <= seats"), 20, "that: women <= 99");
  EXPECT_NE(told(load(text).findings).find("- {to_text: seats}"), std::string::npos)
      << told(load(text).findings);
  EXPECT_TRUE(load(text + "migrate:\n  - {to_text: seats}\n").value);
}

TEST_F(Versions, removed_choices_and_states_are_refused_with_their_lines) {
  const auto choice = load(second("home: {zh: 家政, en: Housework}", "house: {zh: 家政, en: Housework}"));
  EXPECT_NE(told(choice.findings).find("- {rename_choice: home, field: kind, to: house}"), std::string::npos)
      << told(choice.findings);
  std::string text = second();
  for (size_t at = text.find("done"); at != std::string::npos; at = text.find("done", at + 4))
    text.replace(at, 4, "over");
  const auto state = load(text);
  EXPECT_NE(told(state.findings).find("- {rename_state: done, to: over}"), std::string::npos)
      << told(state.findings);
  const auto accepted = load(text + "migrate:\n  - {rename_state: done, to: over}\n");
  ASSERT_TRUE(accepted.value) << told(accepted.findings);
  EXPECT_FALSE(plan_activation(known_.programme("training"), *accepted.value).changed_measures.empty());
}

TEST_F(Versions, an_id_is_never_used_again_however_many_versions_lie_between) {
  const std::string line =
      "  seats: {type: integer, label: {zh: 名额, en: Seats}, measured_in: 名, min: 0}\n";
  std::string text = second(line, "");
  text.replace(text.find("computed: seats - women"), 23, "computed: women");
  text.replace(text.find("that: women <= seats"), 20, "that: women <= 99");
  const auto next = [](std::string from, const std::string& version, const std::string& year) {
    from.replace(from.find("version: 2"), 10, "version: " + version);
    return from.replace(from.find("valid_from: 2012"), 16, "valid_from: " + year);
  };
  for (const std::string& version : {text + "migrate:\n  - {retire: seats}\n", next(text, "3", "2013")}) {
    const auto loaded = load(version);
    ASSERT_TRUE(loaded.value) << told(loaded.findings);
    known_.programmes["training"] = loaded.value;
  }
  std::string again = next(text, "4", "2014");
  again.insert(again.find("  cost: {type"), line);
  EXPECT_TRUE(tells(load(again).findings, "define.migrate_reused", Severity::fault))
      << told(load(again).findings);
}

TEST_F(Versions, places_and_level_stay) {
  EXPECT_TRUE(tells(load(second("type: money,", "type: money, places: 0,")).findings, "define.places_changed",
                    Severity::fault));
  std::string text = second("level: township\n", "level: county\n");
  text.replace(text.find("{by: township"), 13, "{by: county");
  EXPECT_TRUE(tells(load(text).findings, "define.level_changed", Severity::fault));
}

TEST_F(Versions, a_new_required_field_is_advised_of_and_may_be_set) {
  const std::string line = "  place: {type: text, label: {zh: 地点, en: Place}, required: yes}\nstates:\n";
  const auto loaded = load(second("states:\n", line));
  ASSERT_TRUE(loaded.value) << told(loaded.findings);
  EXPECT_TRUE(tells(loaded.findings, "define.value_needed", Severity::advice));
  const auto set = load(second("states:\n", line, "{set: place, value: \"'乡镇'\"}"));
  ASSERT_TRUE(set.value) << told(set.findings);
  EXPECT_EQ(set.findings.size(), 0u) << told(set.findings);
  const ActivationPlan plan = plan_activation(known_.programme("training"), *set.value);
  ASSERT_EQ(plan.set.size(), 1u);
  EXPECT_EQ(plan.added, std::vector<std::string>{"place"});
}

TEST(LoadReport, an_unknown_programme_is_refused_unless_awaited) {
  const std::string head =
      "report: r\nkind: report\ntitle: {zh: \"{unit}报告\", en: Report}\nversion: 1\nvalid_from: "
      "2011-01-01\nlevel: city\nperiod: half\nsections:\n";
  const std::string section =
      "  - title: {zh: 一, en: 1}\n    programme: unheard\n    paragraphs:\n      - {zh: \"{unheard.x}\", "
      "en: \"{unheard.x}\"}\n";
  EXPECT_TRUE(
      tells(load_report({"r.yaml", head + section}, {}).findings, "define.unknown_id", Severity::fault));
  const auto awaited = load_report({"r.yaml", head + section + "    awaited: yes\n"}, {});
  ASSERT_TRUE(awaited.value) << told(awaited.findings);
  EXPECT_TRUE(awaited.value->sections[0].is_awaited);
  EXPECT_EQ(awaited.value->title_zh_parts.size(), 2u);
  std::string bulletin = head + section + "    awaited: yes\n";
  bulletin.replace(bulletin.find("kind: report"), 12, "kind: bulletin");
  EXPECT_TRUE(tells(load_report({"r.yaml", bulletin}, {}).findings, "define.cut_off", Severity::fault));
}

TEST(LoadReport, a_programme_with_faults_of_its_own_is_not_complained_of_again) {
  const std::string report =
      "report: r\nkind: report\ntitle: {zh: 报告, en: Report}\nversion: 1\nvalid_from: 2011-01-01\n"
      "level: city\nperiod: half\nsections:\n  - title: {zh: 一, en: 1}\n    programme: training\n"
      "    paragraphs:\n      - {zh: \"{courses}\", en: \"{courses}\"}\n";
  const LoadedCatalogue loaded =
      load_all({{"r.yaml", report}, {"t.yaml", changed("type: money", "type: mony")}}, surroundings());
  ASSERT_FALSE(loaded.findings.empty());
  for (const Finding& f : loaded.findings) EXPECT_EQ(f.error.place().file, "t.yaml") << told(loaded.findings);
}

TEST(LoadList, terms_need_days_that_do_not_overlap) {
  std::string text(kList);
  text.replace(text.find("first: 2013-01-01"), 17, "first: 2012-06-01");
  EXPECT_TRUE(tells(load_list({"l.yaml", text}, {}).findings, "define.term_days", Severity::fault));
}

TEST(FigureText, is_taken_apart) {
  const ParsedText parsed =
      parse_figure_text("{{a}} {x:万元.1}，{top p.y 3 complete p.z}；{late p}{change x}{period}", "own");
  ASSERT_TRUE(parsed.faults.empty());
  ASSERT_EQ(parsed.parts.size(), 8u);
  EXPECT_EQ(parsed.parts[0].text, "{a} ");
  EXPECT_EQ(parsed.parts[1].figure.to_text(), "own.x");
  EXPECT_EQ(parsed.parts[1].format.divided_by, 4);
  EXPECT_EQ(parsed.parts[1].format.places, 1);
  EXPECT_EQ(parsed.parts[3].count, 3);
  EXPECT_EQ(parsed.parts[3].complete->figure, "z");
  EXPECT_EQ(parsed.parts[5].kind, TextPart::Kind::late);
  EXPECT_EQ(parsed.parts[7].kind, TextPart::Kind::period);
  EXPECT_EQ(parse_figure_text("{x}", "").faults.size(), 1u);
}

TEST(Yaml, depth_and_size_are_bounded) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "[";
  EXPECT_FALSE(parse_yaml(deep, "f").faults.empty());
  std::string balanced(40, '[');
  balanced += std::string(40, ']');
  const ParsedYaml parsed = parse_yaml("a: " + balanced, "f");
  ASSERT_FALSE(parsed.faults.empty());
  EXPECT_EQ(parsed.faults[0].code(), "define.too_deep");
  EXPECT_EQ(parse_yaml(std::string(kMaxYamlBytes + 1, 'a'), "f").faults[0].code(), "define.text_too_long");
  EXPECT_EQ(parse_yaml("a: \xff", "f").faults[0].code(), "define.not_utf8");
  EXPECT_EQ(parse_yaml("", "f").faults[0].code(), "define.empty");
}

TEST(Yaml, a_syntax_fault_is_told_with_its_place) {
  const ParsedYaml parsed = parse_yaml("a: 1\nb: {c: 1\nd: 2\n", "f");
  ASSERT_EQ(parsed.faults.size(), 1u);
  EXPECT_EQ(parsed.faults[0].code(), "define.yaml_syntax");
  EXPECT_GE(parsed.faults[0].place().line, 2);
  EXPECT_GT(parsed.faults[0].args()[0].size(), 5u) << parsed.faults[0].text(Language::en);
  EXPECT_EQ(parsed.faults[0].args()[0].find("error"), std::string::npos) << parsed.faults[0].args()[0];
}

TEST(Yaml, scalars_are_text_with_their_places) {
  const ParsedYaml parsed = parse_yaml("a: no\nb: {zh: 甲乙, en: \"x\"}\nc: |\n  one\n  two\n", "f");
  ASSERT_TRUE(parsed.root);
  EXPECT_EQ(parsed.root->find("a")->text, "no");
  EXPECT_EQ(parsed.root->find("b")->find("en")->line, 2);
  EXPECT_EQ(parsed.root->find("b")->find("en")->column, 17);
  EXPECT_EQ(parsed.root->find("b")->find("en")->text_column, 18);
  const Place two = place_in(*parsed.root->find("c"), "f", 4);
  EXPECT_EQ(two.line, 5);
}

TEST(Schema, has_every_shape_and_key_of_the_tables) {
  const std::string schema = schema_json();
  const std::string reference = reference_markdown();
  for (const Shape& s : shapes()) {
    EXPECT_NE(schema.find("\"" + std::string(s.name) + "\": {"), std::string::npos) << s.name;
    EXPECT_NE(reference.find("### " + std::string(s.name) + "\n"), std::string::npos) << s.name;
    for (const Key& key : s.keys) {
      EXPECT_FALSE(key.zh.empty() || key.en.empty()) << s.name << "." << key.name;
      EXPECT_NE(reference.find("| `" + std::string(key.name) + "`"), std::string::npos) << key.name;
      if (!key.shape.empty()) {
        EXPECT_EQ(shape(key.shape).name, key.shape);
      }
    }
  }
}

}  // namespace
}  // namespace jinguo::define
