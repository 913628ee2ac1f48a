#include "org/tree_import.h"

#include <gtest/gtest.h>

#include "org/tree_apply.h"
#include "org/tree_check.h"
#include "org/tree_facts.h"
#include "org/view_build.h"

namespace jinguo::org {
namespace {

const Date kDay = *Date::make(2011, 1, 1);

std::vector<std::string> told(const Diagnostics& faults) {
  std::vector<std::string> out;
  for (const Error& fault : faults) {
    EXPECT_EQ(fault.place().file, "units.csv");
    out.push_back(std::to_string(fault.place().line) + " " + std::string(fault.code()));
  }
  return out;
}

ImportPlan imported(const Tree& tree, std::string_view text, Missing missing = Missing::keep,
                    Date date = kDay) {
  const ImportSheet sheet = parse_units(text, "units.csv");
  return plan_import(tree, sheet, date, missing);
}

constexpr std::string_view kCity =
    "\xEF\xBB\xBF代码,名称,上级,开发区,所在,设立\r\n"
    "371300000000,临沂市,,,,1949-10-01\r\n"
    "371302000000,兰山区,,,,1949-10-01\r\n"
    "371371000000,\"高新区\",,是,371302,\r\n"
    "# a comment\r\n"
    "371302105000,马厂湖镇,371371,,,\r\n"
    "371302105200,\"西 \"\"大\"\" 村\",,,,\r\n";

TEST(Import, reads_a_list_as_a_spreadsheet_writes_it) {
  const ImportPlan plan = imported(Tree(), kCity);
  ASSERT_TRUE(plan.faults.empty()) << plan.faults.front().text_with_place(Language::zh);
  EXPECT_EQ(plan.summary.opened, 5u);
  EXPECT_TRUE(check_tree(plan.after).empty());
  const UnitId village = *plan.after.find("371302105200", kDay);
  EXPECT_EQ(plan.after.path_text(village, kDay), "临沂市 / 高新区 / 马厂湖镇 / 西 \"大\" 村");
  const UnitId zone = *plan.after.find("371371", kDay);
  EXPECT_TRUE(plan.after.unit(zone).zone);
  EXPECT_EQ(plan.after.unit(zone).within, *plan.after.find("371302", kDay));
  EXPECT_EQ(plan.after.unit(*plan.after.find("3713", kDay)).opened, *Date::make(1949, 10, 1));
  EXPECT_EQ(plan.after.unit(zone).opened, kDay);
}

TEST(Import, the_same_list_again_changes_nothing) {
  const Tree tree = imported(Tree(), kCity).after;
  const ImportPlan again = imported(tree, kCity, Missing::close, kDay.plus_days(30));
  EXPECT_TRUE(again.faults.empty());
  EXPECT_TRUE(again.changes.empty());
  EXPECT_EQ(again.summary.unchanged, 5u);
}

TEST(Import, a_city_without_counties_keeps_its_six_digits) {
  const ImportPlan plan = imported(Tree(), "4419,东莞市\n441900,东莞市\n441900003,东城街道\n");
  ASSERT_TRUE(plan.faults.empty()) << plan.faults.front().text_with_place(Language::zh);
  const UnitId town = *plan.after.find("441900003000", kDay);
  EXPECT_EQ(plan.after.path_of(town, kDay).size(), 3u);
  EXPECT_EQ(plan.after.level_of(*plan.after.find("441900", kDay)), Level::county);
}

TEST(Import, tells_every_fault_with_its_line) {
  EXPECT_EQ(told(imported(Tree(),
                          "code\tname\tlevel\tparent\topened\n"
                          "3713\t临沂市\t\t\t\n"
                          "37132\t临沭县\t\t\t\n"
                          "371329\t临沭县\thamlet\t\t\n"
                          "371329\t临沭县\t\t\t2011-2-1\n"
                          "371329\t临沭县\t\t\t\n"
                          "371329\t临沭\t\t\t\n"
                          "371329101\t\t\t\t\n"
                          "371328101200\t东村\t\t\t\n"
                          "371328101\t某镇\t\t371399\t\n"
                          "371324\t兰陵县\tvillage\t\t\n")
                     .faults),
            (std::vector<std::string>{"3 org.bad_code", "4 org.bad_level", "5 org.bad_date",
                                      "7 org.code_twice", "8 org.bad_name", "9 org.level_mismatch",
                                      "10 org.unknown_code", "11 org.code_level"}));
  EXPECT_EQ(told(parse_units("code,title\n37,甲\n", "units.csv").faults),
            (std::vector<std::string>{"1 org.unknown_column", "1 org.missing_column"}));
}

TEST(Import, a_second_list_renames_moves_opens_and_closes) {
  const Tree tree = imported(Tree(), kCity).after;
  const ImportPlan plan = imported(tree,
                                   "code,name,parent,closed\n"
                                   "371302,兰山新区,,\n"
                                   "371302105,马厂湖镇,371302,\n"
                                   "371302105200,西村,,2012-12-31\n"
                                   "371302105201,新村,,\n",
                                   Missing::keep, *Date::make(2012, 1, 1));
  ASSERT_TRUE(plan.faults.empty()) << plan.faults.front().text_with_place(Language::zh);
  EXPECT_EQ(plan.summary.opened, 1u);
  EXPECT_EQ(plan.summary.renamed, 2u);
  EXPECT_EQ(plan.summary.moved, 1u);
  EXPECT_EQ(plan.summary.closed, 1u);
  EXPECT_EQ(plan.summary.missing, 1u);
  EXPECT_TRUE(check_tree(plan.after).empty());
  const auto replayed = apply_all(tree, plan.changes);
  ASSERT_TRUE(replayed);
  EXPECT_TRUE(replayed->changed_since(plan.after).empty());
}

TEST(Import, what_is_missing_closes_on_demand_only_beside_what_is_listed) {
  const Tree tree = imported(Tree(),
                             "3713,临沂市\n371302,兰山区\n371329,临沭县\n371302101,甲镇\n371329101,乙镇\n"
                             "371302101200,东村\n371302101201,西村\n371329101200,南村\n")
                        .after;
  const ImportPlan plan = imported(tree, "371302101200,东村\n", Missing::close, *Date::make(2012, 1, 1));
  ASSERT_TRUE(plan.faults.empty()) << plan.faults.front().text_with_place(Language::zh);
  EXPECT_EQ(plan.summary.closed, 1u);
  EXPECT_FALSE(plan.after.find("371302101201", *Date::make(2012, 1, 1)));
  EXPECT_TRUE(plan.after.find("371329101200", *Date::make(2012, 1, 1)));
}

/// 1 nation, 31 provinces, 11 cities each, 9 counties each, 14 townships each, 15 villages each.
std::string country() {
  std::string text = "0,全国\n";
  const auto put = [&](uint64_t code, int digits, const char* name) {
    const std::string plain = std::to_string(code);
    text += std::string(static_cast<size_t>(digits) - plain.size(), '0') + plain + ",单位" + name + "\n";
  };
  for (uint64_t p = 11; p < 42; ++p) {
    put(p, 2, "省");
    for (uint64_t c = p * 100 + 1; c < p * 100 + 12; ++c) {
      put(c, 4, "市");
      for (uint64_t x = c * 100 + 1; x < c * 100 + 10; ++x) {
        put(x, 6, "县");
        for (uint64_t t = x * 1000 + 100; t < x * 1000 + 114; ++t) {
          put(t, 9, "镇");
          for (uint64_t v = t * 1000 + 200; v < t * 1000 + 215; ++v) put(v, 12, "村民委员会");
        }
      }
    }
  }
  return text;
}

TEST(Import, takes_a_whole_country) {
  constexpr uint32_t kTownships = 31 * 11 * 9 * 14;
  constexpr uint32_t kUnits = 1 + 31 + 31 * 11 + 31 * 11 * 9 + kTownships + kTownships * 15;
  Tree tree;
  {
    const std::string text = country();
    ImportPlan plan = imported(Tree(), text);
    ASSERT_TRUE(plan.faults.empty()) << plan.faults.front().text_with_place(Language::zh);
    tree = std::move(plan.after);
  }
  ASSERT_EQ(tree.size(), kUnits);
  const View view = build_view(tree, kDay);
  ASSERT_EQ(view.size(), kUnits);
  const UnitId city = *tree.find("3711", kDay);
  const uint32_t at = view.position(city);
  EXPECT_EQ(view.end(at) - at, 1u + 9 + 9 * 14 + 9 * 14 * 15);
  EXPECT_EQ(tree.code_of(view.unit(view.size() - 1), kDay).text(), "411109113214");

  std::vector<Change> merges;
  for (const UnitId county : tree.children_of(city, kDay))
    for (const UnitId town : tree.children_of(county, kDay)) {
      const std::vector<UnitId> villages = tree.children_of(town, kDay);
      for (size_t i = 1; i < villages.size(); i += 2)
        merges.push_back(Merge{{villages[i]}, UnitRef(villages[0]), kDay.plus_days(static_cast<int>(i))});
    }
  const auto after = apply_all(tree, merges);
  ASSERT_TRUE(after) << after.error().text(Language::zh);
  EXPECT_EQ(after->changed_since(tree).size(), merges.size());
  EXPECT_EQ(build_view(*after, kDay.plus_days(100)).size(), kUnits - merges.size());
  EXPECT_EQ(diff(tree, *after).upsert.units.size(), merges.size());
  EXPECT_EQ(build_view(*after, kDay).size(), kUnits);
}

TEST(Tree, three_thousand_merges_one_by_one) {
  std::string text = "3713,临沂市\n";
  for (int x = 371301; x < 371313; ++x) {
    text += std::to_string(x) + ",县\n";
    for (int t = 100; t < 113; ++t) {
      const std::string town = std::to_string(x) + std::to_string(t);
      text += town + ",镇\n";
      for (int v = 200; v < 270; ++v) text += town + std::to_string(v) + ",村\n";
    }
  }
  Tree tree = imported(Tree(), text).after;
  ASSERT_GT(tree.size(), 11000u);
  const uint32_t before = build_view(tree, kDay).size();
  std::vector<UnitId> villages;
  for (uint32_t n = 1; n <= tree.size(); ++n)
    if (tree.level_of(UnitId(n)) == Level::village) villages.push_back(UnitId(n));
  for (size_t i = 0; i < 3000; ++i) {
    auto after =
        apply_change(tree, Merge{{villages[3 * i]}, UnitRef(villages[3 * i + 1]), kDay.plus_days(1)});
    ASSERT_TRUE(after) << after.error().text(Language::zh);
    tree = std::move(*after);
  }
  EXPECT_EQ(build_view(tree, kDay.plus_days(1)).size(), before - 3000);
}

}  // namespace
}  // namespace jinguo::org
