#pragma once
#include <unordered_map>
#include <vector>

#include "app/demo_city_facts.h"
#include "app/demo_city_history.h"

namespace jinguo::app {

/// The places where the demo's people hold their posts; all of them are open today, the village since 1990.
struct DemoCast {
  UnitId nation, city, county, township, village;
};

/// The demo city while it is being made.
struct DemoCity {
  App& app;
  std::shared_ptr<const org::Tree> tree;
  std::vector<CountyRound> rounds;
  DemoCast cast;
  DemoPosts posts;
  /// The last day of 2011-H1, on which its records are shown: nothing of that round happens later.
  Date founding_day;
  /// When both elections of a village were over in 2011; villages still electing are not in it.
  std::unordered_map<UnitId, Date> elected_2011;
  /// When the village's women's congress was renewed in 2011; the others are not in it.
  std::unordered_map<UnitId, Date> renewed_2011;

  std::vector<UnitId> counties(Date day) const {
    return children_at(*tree, cast.city, day, org::Level::county);
  }
};

/// One account for each demo role and for the security and audit administrators; nobody has a password.
Result<void> make_demo_accounts(DemoCity& city);
/// The round of 2011 drawn to the numbers of each county.
Result<void> make_elections_2011(DemoCity& city);
/// The round of 2026 under the second version of the file, under way in all counties.
Result<void> make_elections_2026(DemoCity& city);
/// 115 women and 6.09 million yuan in 2011-H1, with fewer in the half-year before.
Result<void> make_loans_2011(DemoCity& city);
/// About sixty under the caps of 2026, and some on their way.
Result<void> make_loans_2026(DemoCity& city);
/// Village congresses renewed after their village's elections; after `make_elections_2011`.
Result<void> make_congress_renewals(DemoCity& city);
/// A congress for nearly every village, a federation after it from 2017 on, some bodies where women work, and
/// the federations of the townships, counties and the city; after `make_congress_renewals`.
Result<void> make_organisations(DemoCity& city);
/// County notes of May and June 2011 and of the last weeks; some late, one "none", one missing.
Result<void> make_weekly_notes(DemoCity& city);
/// Village returns: 2011-H1 nearly all there, 2026-H1 still coming in.
Result<void> make_returns(DemoCity& city);

}  // namespace jinguo::app
