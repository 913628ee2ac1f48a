#include "access/scope.h"

#include <gtest/gtest.h>

#include <random>

#include "access/rules.h"

namespace jinguo::access {
namespace {

using Ranges = std::vector<Reach::Range>;

constexpr uint8_t number(org::Level level) {
  return static_cast<uint8_t>(level);
}

/// City 1: county 2 (townships 3 with villages 4 and 5, 6 with village 7), county 8 (township 9). Village 10
/// closed and its heir is 4; unit 11 is not open yet.
std::shared_ptr<const org::View> today() {
  const std::vector<uint32_t> units{1, 2, 3, 4, 5, 6, 7, 8, 9};
  std::vector<UnitId> ids;
  for (const uint32_t u : units) ids.emplace_back(u);
  constexpr uint32_t kNo = org::View::kNowhere;
  return std::make_shared<const org::View>(
      *Date::make(2011, 6, 30), ids, std::vector<uint32_t>{kNo, 0, 1, 2, 2, 1, 5, 0, 7},
      std::vector<uint32_t>{9, 7, 5, 4, 5, 7, 7, 9, 9},
      std::vector<uint8_t>{number(org::Level::city), number(org::Level::county), number(org::Level::township),
                           number(org::Level::village), number(org::Level::village),
                           number(org::Level::township), number(org::Level::village),
                           number(org::Level::county), number(org::Level::township)},
      std::vector<uint32_t>{kNo, 0, 1, 2, 3, 4, 5, 6, 7, 8, 3, kNo});
}

Scope scope(const std::vector<std::tuple<std::string, uint32_t, org::Level>>& posts) {
  std::vector<Holding> holdings;
  for (const auto& [role, unit, level] : posts)
    holdings.push_back({PostId(1), role, UnitId(unit), level, *Date::make(2011, 1, 1), {}, false});
  return Scope(AccountId(1), "某人", std::move(holdings), today());
}

Scope clerk() {
  return scope({{"clerk", 3, org::Level::township}});
}

TEST(Reach, ranges_are_sorted_and_merged) {
  EXPECT_EQ(Reach({{5, 7}, {1, 3}, {2, 4}, {4, 5}, {9, 9}}).ranges(), (Ranges{{1, 7}}));
  EXPECT_EQ(Reach({{6, 7}, {1, 3}}).ranges(), (Ranges{{1, 3}, {6, 7}}));
  EXPECT_EQ(Reach({{1, 9}, {2, 3}}).ranges(), (Ranges{{1, 9}}));
  EXPECT_TRUE(Reach({{3, 3}}).is_empty());
}

TEST(Reach, holds_what_lies_within_it) {
  const Reach reach({{2, 5}});
  EXPECT_TRUE(reach.holds(*today(), UnitId(3)));
  EXPECT_TRUE(reach.holds(*today(), UnitId(5)));
  EXPECT_FALSE(reach.holds(*today(), UnitId(2)));
  EXPECT_FALSE(reach.holds(*today(), UnitId(6)));
  EXPECT_FALSE(Reach().holds(*today(), UnitId(1)));
}

TEST(Reach, a_closed_unit_lies_where_its_heir_does) {
  EXPECT_TRUE(Reach({{2, 5}}).holds(*today(), UnitId(10)));
  EXPECT_FALSE(Reach({{5, 7}}).holds(*today(), UnitId(10)));
  EXPECT_FALSE(Reach({{0, 9}}).holds(*today(), UnitId(11)));
}

TEST(Reach, says_the_same_as_a_plain_walk_over_any_ranges) {
  const uint32_t seed = 11;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int run = 0; run < 500; ++run) {
    Ranges ranges;
    for (auto n = random() % 5; n > 0; --n) {
      const auto first = static_cast<uint32_t>(random() % 9);
      ranges.push_back({first, first + static_cast<uint32_t>(random() % 4)});
    }
    const Reach reach(ranges);
    for (uint32_t u = 1; u <= 9; ++u) {
      const uint32_t p = today()->position(UnitId(u));
      bool within = false;
      for (const auto& range : ranges) within = within || (range.first <= p && p < range.end);
      EXPECT_EQ(reach.holds(*today(), UnitId(u)), within);
    }
    for (size_t i = 1; i < reach.ranges().size(); ++i)
      EXPECT_LT(reach.ranges()[i - 1].end, reach.ranges()[i].first);
  }
}

TEST(Rules, a_power_reaches_over_the_subtree_of_the_post) {
  EXPECT_EQ(reach_of(clerk(), Power::rows).ranges(), (Ranges{{2, 5}}));
  EXPECT_TRUE(reach_of(clerk(), Power::organise).is_empty());
  const Scope two = scope({{"clerk", 3, org::Level::township}, {"head", 8, org::Level::county}});
  EXPECT_EQ(reach_of(two, Power::rows).ranges(), (Ranges{{2, 5}, {7, 9}}));
  EXPECT_EQ(reach_of(two, Power::issue).ranges(), (Ranges{{7, 9}}));
}

TEST(Rules, a_post_at_a_closed_unit_reaches_nowhere) {
  EXPECT_TRUE(reach_of(scope({{"chair", 10, org::Level::village}}), Power::rows).is_empty());
  EXPECT_TRUE(roles_over(scope({{"chair", 10, org::Level::village}}), UnitId(4)).empty());
}

TEST(Rules, a_role_is_granted_with_its_level) {
  const std::vector<define::Role> granted{{org::Level::township, "clerk"}};
  EXPECT_EQ(reach_of(clerk(), granted).ranges(), (Ranges{{2, 5}}));
  EXPECT_TRUE(reach_of(scope({{"clerk", 2, org::Level::county}}), granted).is_empty());
}

TEST(Rules, figures_of_siblings_are_read_where_the_file_lets_them_be_compared) {
  define::Programme programme;
  programme.rights.compare_siblings = false;
  EXPECT_EQ(figures_reach(clerk(), programme).ranges(), (Ranges{{2, 5}}));
  programme.rights.compare_siblings = true;
  // The township beside and the county above, not the village below the one beside.
  EXPECT_EQ(figures_reach(clerk(), programme).ranges(), (Ranges{{1, 6}}));
  const Scope city = scope({{"officer", 1, org::Level::city}});
  EXPECT_EQ(figures_reach(city, programme).ranges(), (Ranges{{0, 9}}));
  // Whoever has no power over figures does not get them as a sibling either.
  EXPECT_TRUE(figures_reach(scope({{"bank", 2, org::Level::county}}), programme).is_empty());
}

TEST(Rules, rows_are_read_from_above_unless_the_file_names_the_roles) {
  define::Programme programme;
  EXPECT_EQ(rows_reach(clerk(), programme).ranges(), (Ranges{{2, 5}}));
  // An outside body sees only what a file names it for.
  const Scope bank = scope({{"bank", 2, org::Level::county}});
  EXPECT_TRUE(rows_reach(bank, programme).is_empty());
  programme.rights.read = {{org::Level::county, "bank"}};
  EXPECT_EQ(rows_reach(bank, programme).ranges(), (Ranges{{1, 7}}));
  EXPECT_TRUE(rows_reach(clerk(), programme).is_empty());
  // The operator of the machine never reads rows, even when named.
  programme.rights.read = {{org::Level::city, "operator"}};
  EXPECT_TRUE(rows_reach(scope({{"operator", 1, org::Level::city}}), programme).is_empty());
}

TEST(Rules, personal_fields_take_the_power_over_the_unit) {
  define::Field name;
  name.privacy = define::PrivacyClass::personal;
  EXPECT_TRUE(may_read_field(clerk(), name, UnitId(4)));
  EXPECT_TRUE(may_read_field(clerk(), name, UnitId(10)));
  EXPECT_FALSE(may_read_field(clerk(), name, UnitId(7)));
  EXPECT_FALSE(may_read_field(scope({{"leader", 1, org::Level::city}}), name, UnitId(4)));
  name.privacy = define::PrivacyClass::internal;
  EXPECT_TRUE(may_read_field(scope({{"leader", 1, org::Level::city}}), name, UnitId(4)));
}

TEST(Rules, what_is_sealed_is_read_only_where_it_was_filed) {
  define::Field text;
  text.privacy = define::PrivacyClass::sealed;
  EXPECT_FALSE(may_read_field(clerk(), text, UnitId(4)));
  EXPECT_TRUE(may_read_field(clerk(), text, UnitId(3)));
  EXPECT_TRUE(may_read_field(scope({{"chair", 4, org::Level::village}}), text, UnitId(4)));
}

TEST(Rules, roles_over_a_unit_are_those_at_it_and_above) {
  const Scope two = scope({{"clerk", 3, org::Level::township}, {"officer", 1, org::Level::city}});
  EXPECT_EQ(roles_over(two, UnitId(4)).size(), 2u);
  EXPECT_EQ(roles_over(two, UnitId(7)), (std::vector<define::Role>{{org::Level::city, "officer"}}));
  EXPECT_TRUE(roles_over(two, UnitId(11)).empty());
  EXPECT_TRUE(holds_one_of(roles_over(two, UnitId(4)), {{org::Level::township, "clerk"}}));
  EXPECT_FALSE(holds_one_of(roles_over(two, UnitId(7)), {{org::Level::township, "clerk"}}));
  EXPECT_FALSE(holds_one_of({}, {}));
}

TEST(Roles, system_security_and_audit_are_three_people) {
  for (const RoleRow& row : kRoles) {
    const int held =
        has_power(row, Power::operate) + has_power(row, Power::accounts) + has_power(row, Power::audit);
    EXPECT_LE(held, 1) << row.name;
    EXPECT_NE(row.levels, 0) << row.name;
    EXPECT_EQ(find_role(row.name), &row) << row.name;
  }
  EXPECT_EQ(find_role("nobody"), nullptr);
}

}  // namespace
}  // namespace jinguo::access
