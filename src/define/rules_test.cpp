#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "define/load_programme.h"
#include "define/rules_text.h"
#include "define/schema.h"
#include "define/shape.h"
#include "define/yaml.h"

namespace jinguo::define {
namespace {

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
    {"define.expected_one_of", "level: township\n", "level: township\nalso_at: [vilage]\n"},
    {"define.expected_list", "level: township\n", "level: township\nalso_at: county\n"},
    {"define.duplicate_key", "level: township\n", "level: township\nalso_at: [county, county]\n"},
    {"define.also_at_level", "level: township\n", "level: township\nalso_at: [county, township]\n"},
    {"define.also_at_level", "level: township\n", "level: township\nalso_at: [body]\n"},
    {"define.also_at_return", "level: township\n", "level: township\nalso_at: [county]\n"},
    {"define.from_unit", "    choices:\n", "    from_unit: yes\n    choices:\n"},
    {"define.not_for_type", "type: money,", "type: money, from_unit: yes,"},
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

/// A register that the village files and the county too.
constexpr std::string_view kRegister = R"(programme: register
title: {zh: 名册, en: Register}
version: 1
valid_from: 2011-01-01
level: village
also_at: [county]
fields:
  level:
    type: choice
    label: {zh: 层级, en: Level}
    from_unit: yes
    choices: {village: {zh: 村居, en: Village}, county: {zh: 县区, en: County}}
  name: {type: text, label: {zh: 名称, en: Name}}
states:
  kept: {label: {zh: 在册, en: Kept}, end: yes}
rights:
  create: [village.chair]
  edit: [{by: [county.officer], fields: [name]}]
measures:
  all: {title: {zh: 数, en: All}, count: records, measured_in: 个, by: [level]}
  county: {title: {zh: 县级, en: Counties}, count: records, where: level = county, measured_in: 个}
)";

std::string register_with(std::string_view from, std::string_view to) {
  std::string text(kRegister);
  return text.replace(text.find(from), from.size(), to);
}

TEST(CheckProgramme, several_levels_may_file_and_a_field_tells_which) {
  const auto loaded = load_programme({"r.yaml", std::string(kRegister)}, {});
  ASSERT_TRUE(loaded.value) << told(loaded.findings);
  EXPECT_EQ(told(loaded.findings), "");
  const Programme& p = *loaded.value;
  for (const org::LevelRow& row : org::kLevels)
    EXPECT_EQ(p.is_filed_at(row.level), row.level == org::Level::village || row.level == org::Level::county ||
                                            row.level == org::Level::body)
        << row.name;
  EXPECT_EQ(p.filing_levels().zh, "村居、县区");
  EXPECT_EQ(p.filing_levels().en, "village, county");
  EXPECT_TRUE(p.field("level")->is_from_unit);
  EXPECT_TRUE(p.field("level")->computed);
  const auto refuses = [](std::string_view code, std::string_view from, std::string_view to) {
    const auto refused = load_programme({"r.yaml", register_with(from, to)}, {});
    EXPECT_TRUE(tells(refused.findings, code, Severity::fault)) << to << "\n" << told(refused.findings);
  };
  refuses("define.from_unit", ", county: {zh: 县区, en: County}}", "}");
  refuses("define.from_unit", "county: {zh", "township: {zh");
  refuses("define.from_unit", "county: {zh", "county: {zh: 县区, en: County}, city: {zh");
  refuses("define.computed_asked", "from_unit: yes\n", "from_unit: yes\n    required: yes\n");
  refuses("define.computed_asked", "from_unit: yes\n", "from_unit: yes\n    computed: name\n");
  refuses("define.not_askable", "fields: [name]", "fields: [level]");
  const auto with_body =
      load_programme({"r.yaml", register_with("county: {zh", "body: {zh: 直属, en: Body}, county: {zh")}, {});
  EXPECT_TRUE(with_body.value) << told(with_body.findings);
}

TEST(CheckProgramme, a_level_that_filed_goes_on_filing) {
  Catalogue known;
  known.programmes["register"] = load_programme({"r.yaml", std::string(kRegister)}, known).value;
  const auto second = [&](std::string text) {
    text.replace(text.find("version: 1"), 10, "version: 2");
    text.replace(text.find("valid_from: 2011"), 16, "valid_from: 2012");
    return load_programme({"r2.yaml", text}, known);
  };
  const auto more =
      second(register_with("also_at: [county]", "also_at: [county]\nowner: {zh: 办, en: Office}"));
  EXPECT_TRUE(more.value) << told(more.findings);
  const auto fewer = second(register_with("also_at: [county]\n", ""));
  EXPECT_TRUE(tells(fewer.findings, "define.also_at_gone", Severity::fault)) << told(fewer.findings);
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

TEST(LoadReport, another_text_needs_another_version) {
  const std::string text =
      "report: r\nkind: report\ntitle: {zh: 报告, en: Report}\nversion: 2\nvalid_from: 2011-01-01\n"
      "level: city\nperiod: half\nsections: [{title: {zh: 一, en: One}}]\n";
  const Catalogue known = load_all({{"r.yaml", text}}).catalogue;
  const auto code_of = [&](std::string_view version) {
    std::string other = text;
    other.replace(other.find("en: One"), 7, "en: Uno");
    other.replace(other.find("version: 2"), 10, version);
    const auto loaded = load_report({"r.yaml", other}, known);
    return loaded.value ? "" : std::string(loaded.findings.front().error.code());
  };
  EXPECT_TRUE(load_report({"r.yaml", text}, known).value);
  EXPECT_EQ(code_of("version: 2"), "define.version_not_new");
  EXPECT_EQ(code_of("version: 1"), "define.version_older");
  EXPECT_EQ(code_of("version: 3"), "");
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
