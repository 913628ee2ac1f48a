#include "org/tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "org/near.h"
#include "org/tree_apply.h"
#include "org/tree_check.h"
#include "org/tree_history.h"
#include "org/tree_text.h"
#include "org/view_build.h"

namespace jinguo::org {
namespace {

Date day(const char* text) {
  return *Date::parse(text);
}

/// Blanks part the fields here, so that the changes can be read.
Tree changed(const Tree& tree, std::string text) {
  std::replace(text.begin(), text.end(), ' ', '\t');
  const ChangeText read = parse_changes(text, "test");
  EXPECT_TRUE(read.faults.empty()) << read.faults.front().text_with_place(Language::en);
  auto after = apply_all(tree, read.changes);
  EXPECT_TRUE(after) << after.error().text_with_place(Language::zh);
  EXPECT_TRUE(check_tree(*after).empty()) << check_tree(*after).front().text(Language::en);
  return *after;
}

std::string refusal(const Tree& tree, std::string line) {
  std::replace(line.begin(), line.end(), ' ', '\t');
  const auto change = parse_change(line);
  if (!change) return "unreadable: " + change.error().text_with_place(Language::en);
  const auto can = can_apply(tree, *change);
  const auto after = apply_change(tree, *change);
  EXPECT_EQ(can.has_value(), after.has_value());
  if (after) return "";
  EXPECT_EQ(after.error().code(), can.error().code());
  for (const Language language : {Language::zh, Language::en})
    EXPECT_EQ(after.error().text(language).find('{'), std::string::npos);
  return std::string(after.error().code());
}

Tree linyi() {
  return changed(Tree(),
                 "open 1949-10-01 code=0 level=nation name=全国\n"
                 "open 1949-10-01 code=37 level=province name=山东省 parent=0\n"
                 "open 1949-10-01 code=3713 level=city name=临沂市 parent=37 shard=7\n"
                 "open 1949-10-01 code=371302 level=county name=兰山区 parent=3713\n"
                 "open 1949-10-01 code=371324 level=county name=苍山县 parent=3713\n"
                 "open 1949-10-01 code=371329 level=county name=临沭县 parent=3713\n"
                 "open 2000-01-01 code=371371 level=county name=高新区 parent=3713 zone=yes within=371302\n"
                 "open 1949-10-01 code=371302101 level=township name=白沙埠镇 parent=371302\n"
                 "open 2000-01-01 code=371302105 level=township name=马厂湖镇 parent=371371\n"
                 "open 1949-10-01 code=371302101200 level=village name=东村 parent=371302101\n"
                 "open 2000-01-01 code=371302105200 level=village name=西村 parent=371302105\n"
                 "open 1949-10-01 code=371329001 level=township name=临沭街道 parent=371329\n"
                 "open 1949-10-01 code=371329101 level=township name=蛟龙镇 parent=371329\n"
                 "open 1949-10-01 code=371329001001 level=village name=东村 parent=371329001\n"
                 "open 1949-10-01 code=371329001002 level=village name=城里社区 parent=371329001\n"
                 "open 1949-10-01 code=371329101200 level=village name=南村 parent=371329101\n"
                 "open 1949-10-01 code=371329101201 level=village name=北村 parent=371329101\n"
                 "open 2010-01-01 code=3713-WCC level=body name=妇女儿童活动中心 parent=3713\n");
}

UnitId by_code(const Tree& tree, const char* code, const char* date) {
  const auto found = tree.find(code, day(date));
  EXPECT_TRUE(found) << found.error().text(Language::zh);
  return found ? *found : UnitId();
}

std::string code_of_refusal(const Result<UnitId>& result) {
  return result ? "found" : std::string(result.error().code());
}

uint32_t parent_position(const View& view, UnitId id) {
  return view.parent(view.position(id));
}

TEST(Code, is_read_as_people_type_it) {
  EXPECT_EQ(Code::parse(" ３７１３２９ ")->text(), "371329");
  EXPECT_EQ(Code::parse("3713-wcc")->text(), "3713-WCC");
  EXPECT_EQ(Code::parse("000000000000")->text(), "0");
  EXPECT_EQ(Code::parse("371300000000")->stripped().text(), "3713");
  EXPECT_EQ(Code::parse("371329001000")->stripped().text(), "371329001");
  EXPECT_EQ(Code::parse("441900")->fitted_to(Level::county)->text(), "441900");
  EXPECT_EQ(Code::parse("441900")->fitted_to(Level::city)->text(), "4419");
  EXPECT_FALSE(Code::parse("371329001002")->fitted_to(Level::township));
  for (const char* bad :
       {"", "   ", "37132", "3713290010021", "37-13", "临沭", "A2345678901234567890123", "37 13"})
    EXPECT_EQ(Code::parse(bad).error().code(), "org.bad_code") << bad;
}

TEST(Tree, a_renamed_county_answers_by_the_name_of_the_day) {
  const Tree tree = changed(linyi(), "rename 2014-01-21 unit=371324 name=兰陵县\n");
  const UnitId county = by_code(tree, "371324", "2012-06-30");
  EXPECT_EQ(by_code(tree, "371324", "2020-01-01"), county);
  EXPECT_EQ(tree.name_of(county, day("2012-06-30")), "苍山县");
  EXPECT_EQ(tree.name_of(county, day("2014-01-20")), "苍山县");
  EXPECT_EQ(tree.name_of(county, day("2014-01-21")), "兰陵县");
  EXPECT_EQ(tree.path_text(county, day("2012-01-01")), "全国 / 山东省 / 临沂市 / 苍山县");
}

TEST(Tree, a_zone_inside_a_district_never_counts_twice) {
  const Tree tree = linyi();
  const View view = build_view(tree, day("2011-06-30"));
  const uint32_t city = view.position(by_code(tree, "3713", "2011-06-30"));
  const uint32_t district = view.position(by_code(tree, "371302", "2011-06-30"));
  const uint32_t zone = view.position(by_code(tree, "371371", "2011-06-30"));
  EXPECT_EQ(view.parent(zone), city);
  EXPECT_TRUE(view.end(district) <= zone || view.end(zone) <= district);
  uint32_t in_children = 0;
  for (uint32_t p = city + 1; p < view.end(city); p = view.end(p)) in_children += view.end(p) - p;
  EXPECT_EQ(in_children, view.end(city) - city - 1);
  EXPECT_EQ(tree.unit(view.unit(zone)).within, view.unit(district));
}

TEST(View, siblings_stand_in_order_of_their_code_of_the_day) {
  const Tree tree = changed(linyi(),
                            "open 2011-01-01 code=371311 level=county name=罗庄区 parent=3713\n"
                            "recode 2012-01-01 unit=371302 code=371399\n");
  const auto names_under_city = [&](const char* date) {
    const View view = build_view(tree, day(date));
    const uint32_t city = view.position(by_code(tree, "3713", date));
    std::string names;
    for (uint32_t p = city + 1; p < view.end(city); p = view.end(p))
      names += tree.name_of(view.unit(p), day(date)) + " ";
    return names;
  };
  EXPECT_EQ(names_under_city("2011-06-30"), "兰山区 罗庄区 苍山县 临沭县 高新区 妇女儿童活动中心 ");
  EXPECT_EQ(names_under_city("2012-06-30"), "罗庄区 苍山县 临沭县 高新区 兰山区 妇女儿童活动中心 ");
}

TEST(Tree, a_zone_may_lie_under_its_county) {
  const Tree tree = changed(linyi(),
                            "open 2011-01-01 code=371382 level=county name=临港区 parent=371329 zone=yes\n"
                            "open 2011-01-01 code=371382101200 level=village name=港村 parent=371382\n");
  const View view = build_view(tree, day("2011-06-30"));
  EXPECT_EQ(view.unit(parent_position(view, by_code(tree, "371382", "2011-06-30"))),
            by_code(tree, "371329", "2011-06-30"));
}

TEST(Tree, codes_are_found_at_every_length) {
  const Tree tree = linyi();
  for (const char* code : {"3713", "371300", "371300000", "371300000000", "３７１３"})
    EXPECT_EQ(tree.code_of(by_code(tree, code, "2011-01-01"), day("2011-01-01")).text(), "3713");
  EXPECT_EQ(tree.name_of(by_code(tree, "0", "2011-01-01"), day("2011-01-01")), "全国");
  EXPECT_EQ(tree.name_of(by_code(tree, "3713-wcc", "2011-01-01"), day("2011-01-01")), "妇女儿童活动中心");
}

TEST(Tree, an_unknown_code_offers_near_ones) {
  const auto digit = linyi().find("371328", day("2011-01-01"));
  ASSERT_FALSE(digit);
  EXPECT_EQ(digit.error().code(), "org.unknown_code");
  EXPECT_NE(digit.error().text(Language::zh).find("临沭县 371329"), std::string::npos);
  const auto swapped = linyi().find("371392", day("2011-01-01"));
  EXPECT_NE(swapped.error().text(Language::en).find("临沭县 371329"), std::string::npos);
  const auto name = linyi().find("临沐县", day("2011-01-01"));
  EXPECT_EQ(name.error().code(), "org.unknown_code");
  EXPECT_NE(name.error().text(Language::zh).find("临沭县 371329"), std::string::npos);
  EXPECT_EQ(code_of_refusal(linyi().find("99", day("2011-01-01"))), "org.unknown_code");
  EXPECT_EQ(code_of_refusal(linyi().find("371329", day("1949-09-30"))), "org.not_yet_open");
}

TEST(Tree, names_alike_are_told_apart_by_a_unit_above) {
  const Tree tree = linyi();
  const Date date = day("2011-01-01");
  const UnitId city = by_code(tree, "3713", "2011-01-01");
  const auto both = tree.find_by_name("东村", city, date);
  EXPECT_EQ(both.error().code(), "org.ambiguous_name");
  EXPECT_NE(both.error().text(Language::zh).find("临沭街道/东村 371329001001"), std::string::npos);
  EXPECT_EQ(tree.find_by_name("临沭县／东村", city, date).value(),
            by_code(tree, "371329001001", "2011-01-01"));
  EXPECT_EQ(tree.find_by_name("东村", by_code(tree, "371302", "2011-01-01"), date).value(),
            by_code(tree, "371302101200", "2011-01-01"));
  const auto near = tree.find_by_name("临沭街", city, date);
  EXPECT_EQ(near.error().code(), "org.unknown_name");
  EXPECT_NE(near.error().text(Language::zh).find("临沭街道"), std::string::npos);
}

TEST(Tree, a_move_changes_the_path_from_its_day) {
  const Tree tree = changed(linyi(), "move 2012-07-01 unit=371302105 parent=371302\n");
  const UnitId town = by_code(tree, "371302105", "2012-01-01");
  const UnitId village = by_code(tree, "371302105200", "2012-01-01");
  const UnitId zone = by_code(tree, "371371", "2012-01-01");
  const UnitId district = by_code(tree, "371302", "2012-01-01");
  EXPECT_EQ(tree.parent_of(town, day("2012-06-30")), zone);
  EXPECT_EQ(tree.parent_of(town, day("2012-07-01")), district);
  EXPECT_TRUE(tree.is_within(village, zone, day("2012-06-30")));
  EXPECT_TRUE(tree.is_within(village, district, day("2012-07-01")));
  EXPECT_FALSE(tree.is_within(village, zone, day("2012-07-01")));
  EXPECT_TRUE(tree.children_of(zone, day("2012-07-01")).empty());
  EXPECT_EQ(tree.children_of(district, day("2012-07-01")).size(), 2u);
  EXPECT_EQ(tree.version_day(day("2012-06-30")), day("2010-01-01"));
  EXPECT_EQ(tree.version_day(day("2013-06-30")), day("2012-07-01"));
}

TEST(Tree, a_chain_of_merges_counts_at_the_last_heir) {
  const Tree tree = changed(linyi(),
                            "merge 2012-01-01 units=371329101201 into=371329101200\n"
                            "merge 2013-01-01 units=371329101 into=371329001\n"
                            "merge 2014-01-01 units=371329101200,371329001002 new=371329001010 level=village "
                            "name=新社区 parent=371329001\n");
  const UnitId north = by_code(tree, "371329101201", "2011-01-01");
  const UnitId south = by_code(tree, "371329101200", "2011-01-01");
  const UnitId fresh = by_code(tree, "371329001010", "2014-01-01");
  const View then = build_view(tree, day("2011-12-31"));
  EXPECT_EQ(then.unit(then.counts_at(north)), north);
  EXPECT_EQ(then.counts_at(fresh), View::kNowhere);
  const View mid = build_view(tree, day("2013-06-30"));
  EXPECT_EQ(mid.unit(mid.counts_at(north)), south);
  EXPECT_EQ(mid.position(north), View::kNowhere);
  EXPECT_EQ(mid.unit(parent_position(mid, south)), by_code(tree, "371329001", "2013-06-30"));
  const View now = build_view(tree, day("2020-01-01"));
  EXPECT_EQ(now.unit(now.counts_at(north)), fresh);
  EXPECT_EQ(tree.successor(north, day("2020-01-01")), fresh);
  const auto closed = tree.find("371329101201", day("2020-01-01"));
  EXPECT_EQ(closed.error().code(), "org.unit_closed");
  EXPECT_NE(closed.error().text(Language::zh).find("2011-12-31；承接单位：新社区 371329001010"),
            std::string::npos);
  EXPECT_TRUE(tree.check_open(north, day("2011-12-31")));
  EXPECT_EQ(tree.check_open(north, day("2012-01-01")).error().code(), "org.unit_closed");
}

TEST(Tree, a_split_gives_old_records_to_its_heir_or_keeps_their_line) {
  const std::string parts =
      "by=old_village part=371329110 level=township name=甲镇 children=371329101200 "
      "part=371329111 level=township name=乙镇 children=371329101201\n";
  const Tree with = changed(linyi(), "split 2012-01-01 unit=371329101 heir=2 " + parts);
  const UnitId old = by_code(with, "371329101", "2011-01-01");
  const View heir_view = build_view(with, day("2012-01-01"));
  EXPECT_EQ(heir_view.unit(heir_view.counts_at(old)), by_code(with, "371329111", "2012-01-01"));
  EXPECT_EQ(with.unit(old).split_field, "old_village");

  const Tree without = changed(linyi(), "split 2012-01-01 unit=371329101 " + parts);
  const View view = build_view(without, day("2012-01-01"));
  EXPECT_EQ(view.unit(view.counts_at(old)), old);
  EXPECT_EQ(view.unit(parent_position(view, old)), by_code(without, "371329", "2012-01-01"));
  EXPECT_EQ(view.end(view.position(old)), view.position(old) + 1);
  EXPECT_FALSE(without.successor(old, day("2012-01-01")));
  EXPECT_EQ(without.parent_of(by_code(without, "371329101200", "2012-01-01"), day("2012-01-01")),
            by_code(without, "371329110", "2012-01-01"));
}

TEST(Tree, a_line_without_heir_follows_the_heir_of_its_parent) {
  const Tree tree = changed(linyi(),
                            "close 2011-12-31 unit=371329101201\n"
                            "merge 2013-01-01 units=371329101 into=371329001\n");
  const UnitId village = by_code(tree, "371329101201", "2011-01-01");
  const View view = build_view(tree, day("2014-01-01"));
  EXPECT_EQ(view.unit(view.counts_at(village)), village);
  EXPECT_EQ(view.unit(parent_position(view, village)), by_code(tree, "371329001", "2014-01-01"));
}

TEST(Tree, refuses_what_would_break_the_tree) {
  const Tree tree = changed(linyi(), "merge 2012-01-01 units=371329101201 into=371329101200\n");
  EXPECT_EQ(refusal(tree, "close 2012-12-31 unit=371329"), "org.open_children");
  EXPECT_EQ(refusal(tree, "move 2012-12-31 unit=371302 parent=371302101"), "org.level_mismatch");
  EXPECT_EQ(refusal(tree, "move 2012-12-31 unit=371371 parent=371371"), "org.under_itself");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code=371329101300 level=village name=丙 parent=371329"),
            "org.level_mismatch");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code=371329 level=village name=丙 parent=371329101"),
            "org.code_level");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code= level=village name=丙 parent=371329101"), "org.needs_code");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code=371329101300 level=village name=丙"), "org.needs_parent");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code=371329101300 level=village name= parent=371329101"),
            "org.bad_name");
  EXPECT_EQ(refusal(tree, "open 2012-01-01 code=371329101200 level=village name=丙 parent=371329101"),
            "org.code_in_use");
  EXPECT_EQ(refusal(tree, "open 1948-01-01 code=371329101300 level=village name=丙 parent=371329101"),
            "org.not_yet_open");
  EXPECT_EQ(refusal(tree, "open 2015-01-01 code=371329101201 level=village name=丙 parent=371329101"),
            "org.code_abolished");
  EXPECT_EQ(refusal(tree, "recode 2015-01-01 unit=371329101200 code=371329101201"), "org.code_abolished");
  EXPECT_EQ(refusal(tree, "rename 2012-06-01 unit=371329101201 name=丙"), "org.unit_closed");
  EXPECT_EQ(refusal(tree, "rename 1949-10-01 unit=371329101200 name=丙"), "org.same_day");
  EXPECT_EQ(refusal(tree, "rename 2012-06-01 unit=371329101200 name=南村"), "org.nothing_changes");
  EXPECT_EQ(refusal(tree, "close 2011-06-01 unit=371329101200"), "org.later_fact");
  EXPECT_EQ(refusal(tree, "close 2011-12-01 unit=371329101201"), "org.already_closed");
  EXPECT_EQ(refusal(tree, "close 2015-12-01 unit=371329101200 heir=371329101200"), "org.under_itself");
  EXPECT_EQ(refusal(tree, "close 2015-12-01 unit=371329101200 heir=371329101201"), "org.unit_closed");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371329101200 into=371329101200"), "org.bad_merge");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371329101200 into=371329101"), "org.level_differs");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371329101200,371329101200 into=371329001001"),
            "org.bad_merge");
  EXPECT_EQ(refusal(tree, "split 2012-06-01 unit=371329101 part=371329110 level=township name=甲"),
            "org.bad_split");
  EXPECT_EQ(refusal(tree,
                    "split 2012-06-01 unit=371329101 part=371329110 level=township name=甲 "
                    "part=371329111 level=township name=乙"),
            "org.open_children");
  EXPECT_EQ(
      refusal(tree,
              "split 2012-06-01 unit=371329101 part=371329110 level=township name=甲 children=371329001001 "
              "part=371329111 level=township name=乙"),
      "org.not_child");
  EXPECT_EQ(refusal(tree, "rename 2012-06-01 unit=#99 name=甲"), "org.unknown_unit");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371371 into=371302"), "");
}

TEST(Tree, a_parent_cannot_be_merged_into_its_own_descendant) {
  const Tree tree =
      changed(linyi(), "open 2011-01-01 code=371382 level=county name=临港区 parent=371329 zone=yes\n");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371329 into=371382"), "org.under_itself");
  EXPECT_EQ(refusal(tree, "merge 2012-06-01 units=371382 into=371329"), "");
}

TEST(Tree, a_change_told_late_takes_its_place_between_others) {
  const Tree tree = changed(linyi(),
                            "rename 2014-01-21 unit=371324 name=兰陵县\n"
                            "rename 2000-01-01 unit=371324 name=新苍山县\n"
                            "recode 2010-05-01 unit=371329101200 code=371329101205\n");
  const UnitId county = by_code(tree, "371324", "2001-01-01");
  EXPECT_EQ(tree.name_of(county, day("1999-12-31")), "苍山县");
  EXPECT_EQ(tree.name_of(county, day("2013-12-31")), "新苍山县");
  EXPECT_EQ(tree.name_of(county, day("2014-12-31")), "兰陵县");
  EXPECT_EQ(code_of_refusal(tree.find("371329101200", day("2011-01-01"))), "org.code_changed");
  EXPECT_EQ(by_code(tree, "371329101200", "2010-04-30"), by_code(tree, "371329101205", "2010-05-01"));
}

TEST(Tree, the_tree_before_a_change_stays_as_it_was) {
  const Tree before = linyi();
  const Tree after = changed(before, "merge 2013-01-01 units=371329101 into=371329001\n");
  const UnitId town = by_code(before, "371329101", "2020-01-01");
  EXPECT_TRUE(before.is_open(town, day("2020-01-01")));
  EXPECT_FALSE(after.is_open(town, day("2020-01-01")));
  EXPECT_EQ(before.children_of(town, day("2020-01-01")).size(), 2u);
  EXPECT_EQ(after.changed_since(before).size(), 3u);
}

TEST(Tree, shards_are_inherited_at_birth_and_stay) {
  const Tree tree = changed(linyi(), "move 2012-07-01 unit=371302105 parent=371302\n");
  EXPECT_EQ(tree.unit(by_code(tree, "371302105200", "2020-01-01")).shard, 7u);
  EXPECT_EQ(tree.unit(by_code(tree, "37", "2020-01-01")).shard, 0u);
}

TEST(ViewCache, shares_a_view_over_one_version_and_over_renames) {
  ViewCache cache(2);
  const Tree tree = changed(linyi(), "move 2012-07-01 unit=371302105 parent=371302\n");
  const auto june = cache.get(tree, day("2012-06-30"));
  EXPECT_EQ(cache.get(tree, day("2011-01-01")), june);
  EXPECT_NE(cache.get(tree, day("2012-07-01")), june);
  const Tree renamed = changed(tree, "rename 2014-01-21 unit=371324 name=兰陵县\n");
  EXPECT_EQ(cache.get(renamed, day("2012-06-30")), june);
  const Tree moved = changed(tree, "move 2013-07-01 unit=371302105 parent=371371\n");
  EXPECT_NE(cache.get(moved, day("2012-06-30")), june);
  EXPECT_EQ(cache.get(moved, day("2012-06-30"))->day(), day("2010-01-01"));
}

TEST(History, tells_what_happened_and_what_crossed_a_border) {
  const Tree tree = changed(linyi(),
                            "rename 2011-03-01 unit=371302105 name=马厂湖街道\n"
                            "move 2012-07-01 unit=371302105 parent=371302\n"
                            "merge 2012-09-01 units=371329101201 into=371329101200\n");
  const UnitId town = by_code(tree, "371302105", "2011-01-01");
  const auto lines = list_history(tree, town, day("2011-01-01"), day("2012-12-31"));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].from_text, "马厂湖镇");
  EXPECT_EQ(lines[0].to_text, "马厂湖街道");
  EXPECT_EQ(lines[1].kind, HistoryLine::Kind::moved);
  const UnitId heir = by_code(tree, "371329101200", "2012-12-31");
  const auto inherited = list_history(tree, heir, day("2012-01-01"), day("2012-12-31"));
  ASSERT_EQ(inherited.size(), 1u);
  EXPECT_EQ(inherited[0].kind, HistoryLine::Kind::inherited);
  const UnitId district = by_code(tree, "371302", "2012-01-01");
  const UnitId city = by_code(tree, "3713", "2012-01-01");
  EXPECT_EQ(list_border_moves(tree, district, day("2012-01-01"), day("2012-12-31")).size(), 1u);
  EXPECT_TRUE(list_border_moves(tree, city, day("2012-01-01"), day("2012-12-31")).empty());
}

TEST(TreeText, reads_what_it_writes) {
  const NewUnit fresh{Level::county,
                      *Code::parse("371399"),
                      "甲\t乙\\县",
                      UnitRef(*Code::parse("3713")),
                      true,
                      UnitRef(UnitId(4)),
                      9};
  const std::vector<Change> changes{
      Open{fresh, day("2011-01-01")},
      Rename{UnitId(3), "新\n名", day("2012-01-01")},
      Recode{UnitRef(*Code::parse("371329")), *Code::parse("371330"), day("2012-01-02")},
      Move{UnitId(3), UnitRef(*Code::parse("3713-WCC")), day("2012-01-03")},
      Merge{{UnitId(1), UnitRef(*Code::parse("371329"))}, UnitRef(UnitId(2)), day("2012-01-04")},
      Merge{{UnitId(1)}, fresh, day("2012-01-04")},
      Split{UnitId(5), {{fresh, {UnitId(7), UnitId(8)}}, {fresh, {}}}, 1, "village", day("2012-01-05")},
      Split{UnitId(5), {{fresh, {}}}, std::nullopt, "", day("2012-01-05")},
      Close{UnitId(5), day("2012-01-05"), UnitRef()},
      Close{UnitId(5), day("2012-01-05"), UnitRef(UnitId(6))}};
  const ChangeText read = parse_changes("# a comment\n\n" + to_text(changes), "f");
  ASSERT_TRUE(read.faults.empty()) << read.faults.front().text_with_place(Language::en);
  EXPECT_EQ(read.changes, changes);
}

TEST(TreeText, tells_every_fault_with_its_line) {
  const ChangeText read = parse_changes(
      "rename\t2011-13-01\tunit=37\tname=甲\n"
      "rename\t2011-12-01\tunit=37\tname=甲\n"
      "rename\t2011-12-01\tunit=377\tname=甲\n"
      "vanish\t2011-12-01\n"
      "close\t2011-12-01\tunit=37\tmore=1\n"
      "close\t2011-12-01\tunit=#x\n"
      "open\t2011-12-01\tcode=37\tlevel=hamlet\tname=甲\n",
      "f");
  std::vector<std::string> told;
  for (const Error& fault : read.faults)
    told.push_back(std::to_string(fault.place().line) + " " + std::string(fault.code()) + " " +
                   fault.place().field);
  const std::vector<std::string> expected{"1 org.bad_date date", "3 org.bad_code unit",
                                          "4 org.bad_text ",     "5 org.bad_text more",
                                          "6 org.bad_text unit", "7 org.bad_level level"};
  EXPECT_EQ(told, expected);
  EXPECT_EQ(read.changes.size(), 1u);
}

TEST(Near, distance_counts_code_points_and_swaps) {
  EXPECT_EQ(edit_distance(U"临沭县", U"临沐县", 3), 1u);
  EXPECT_EQ(edit_distance(U"ab", U"ba", 3), 1u);
  EXPECT_EQ(edit_distance(U"", U"abc", 3), 3u);
  EXPECT_EQ(edit_distance(U"abcdef", U"uvwxyz", 2), 3u);
  EXPECT_EQ(code_points("a临").size(), 2u);
  EXPECT_EQ(code_points("\xFF").front(), U'\uFFFD');
}

}  // namespace
}  // namespace jinguo::org
