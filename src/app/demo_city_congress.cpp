#include <algorithm>
#include <array>

#include "app/demo_city_parts.h"

namespace jinguo::app {
namespace {

std::vector<std::pair<size_t, Value>> elected_values(const DemoHistory& history, DemoRandom& random,
                                                     Date day) {
  static constexpr std::array kCriteria{"coordination", "development", "politics",
                                        "schooling",    "service",     "standing"};
  static const std::vector<std::string> kMethods{"meeting", "meeting", "household", "all_women"};
  Choices met;
  for (const char* one : kCriteria)
    if (random.in_thousand(620)) met.emplace_back(one);
  const int voters = random.between(220, 1150);
  DemoValues values = history.values();
  values.set("elected_on", Value(day))
      .code("method", random.pick(kMethods))
      .number("voters", voters)
      .number("voted", voters * random.between(61, 96) / 100)
      .number("representatives", random.between(7, 25))
      .set("chair_new", Value(random.in_thousand(310)))
      .set("chair_in_committee", Value(random.in_thousand(640)));
  if (!met.empty()) values.set("criteria", Value(std::move(met)));
  return values.take();
}

}  // namespace

Result<void> make_congress_renewals(DemoCity& city) {
  DemoRandom random("congress renewals");
  DemoHistory history(city.app, "congress_renewal", city.posts);
  const Date end = city.founding_day;
  int filing = 0;
  for (const UnitId village : villages_under(*city.tree, city.cast.city, end)) {
    const auto elected = city.elected_2011.find(village);
    const Date notice = elected == city.elected_2011.end()
                            ? random.between(end.plus_days(-20), end.plus_days(15))
                            : elected->second.plus_days(random.between(1, 3));
    // A meeting is held a week after its notice; where the village itself still elects, not before.
    const Date day =
        elected == city.elected_2011.end() ? end.plus_days(30) : notice.plus_days(random.between(5, 12));
    if (end < notice) continue;
    DemoValues round = history.values();
    round.code("congress_round", "congress_2011");
    DemoValues told = history.values();
    told.set("notice_on", Value(notice));
    std::vector<DemoStep> steps{{"", notice, round.take()}, {"notify", notice, told.take()}};
    if (day <= end) {
      city.renewed_2011[village] = day;
      steps.push_back({"elect", day, elected_values(history, random, day)});
      const Date filed = day.plus_days(random.between(1, 8));
      if (filed <= end) {
        DemoValues number = history.values();
        number.code("filing_no", "演妇备〔2011〕" + std::to_string(++filing) + "号");
        steps.push_back({"file", filed, number.take()});
      }
    }
    if (auto added = history.add(random.record_id(), village, std::move(steps)); !added) return added;
  }
  return history.write();
}

}  // namespace jinguo::app
