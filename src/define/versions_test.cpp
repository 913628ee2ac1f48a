#include "define/activation.h"
#include "define/rules_text.h"

namespace jinguo::define {
namespace {

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

}  // namespace
}  // namespace jinguo::define
