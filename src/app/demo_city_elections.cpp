#include <algorithm>

#include "app/demo_city_parts.h"

namespace jinguo::app {
namespace {

/// How a village's elections went.
struct VillageRound {
  UnitId village;
  bool has_woman = false;
  Date party, committee;
  Date completed() const { return std::max(party, committee); }
};

/// Elections of one village on the days given; nothing happens in the round after `until`.
class RoundMaker {
 public:
  RoundMaker(DemoCity& city, DemoHistory& history, DemoRandom& random, std::string round, Date until)
      : city_(city), history_(history), random_(random), round_(std::move(round)), until_(until) {}

  Result<void> add_done(const VillageRound& went) {
    const int party_seats = random_.in_thousand(700) ? 3 : random_.in_thousand(800) ? 5 : 7;
    const int committee_seats = random_.in_thousand(600) ? 3 : random_.in_thousand(850) ? 5 : 7;
    const bool is_shown = went.village == city_.cast.village;
    const int party_women = !went.has_woman                                            ? 0
                            : !is_shown && party_seats > 3 && random_.in_thousand(180) ? 2
                                                                                       : 1;
    const int committee_women = committee_seats > 3 && random_.in_thousand(350) ? 2 : 1;
    const bool is_secretary = party_women > 0 && random_.in_thousand(45);
    const bool is_director = random_.in_thousand(32);

    DemoValues begun = history_.values();
    begun.code("round", round_)
        .set("party_date", Value(went.party))
        .number("party_seats", party_seats)
        .number("party_women", party_women);
    DemoValues finished = history_.values();
    finished.set("committee_date", Value(went.committee))
        .number("committee_seats", committee_seats)
        .number("committee_women", committee_women)
        .set("woman_secretary", Value(is_secretary))
        .set("woman_director", Value(is_director));
    if (history_.programme().version > 1)
      finished.set("women_children_committee", Value(random_.in_thousand(900)))
          .set("federation_chair_in_committee", Value(random_.in_thousand(870)));
    if (is_shown || random_.in_thousand(20))
      finished.set("elected", names(party_women, committee_women, is_secretary, is_director));

    const Date finish = went.completed().plus_days(random_.between(0, 3));
    const Date verify = finish.plus_days(random_.between(5, 21));
    const Date accept = verify.plus_days(random_.between(3, 14));
    std::vector<DemoStep> steps{{"", std::min(went.party.plus_days(1), finish), begun.take()},
                                {"finish", finish, finished.take()}};
    if (verify <= until_) steps.push_back({"verify", verify, {}});
    if (accept <= until_) steps.push_back({"accept", accept, {}});
    return history_.add(random_.record_id(), went.village, std::move(steps));
  }

  /// Begun: the party organisation perhaps, the committee not.
  Result<void> add_running(UnitId village, Date begun_on) {
    DemoValues begun = history_.values();
    begun.code("round", round_);
    if (village == city_.cast.village || random_.in_thousand(650))
      begun.set("party_date", Value(begun_on.plus_days(-2)))
          .number("party_seats", 3)
          .number("party_women", village == city_.cast.village ? 1 : random_.below(2));
    return history_.add(random_.record_id(), village, {{"", begun_on, begun.take()}});
  }

 private:
  Value names(int party_women, int committee_women, bool is_secretary, bool is_director) {
    Rows rows;
    const auto add = [&](const char* post) {
      rows.push_back({Value(demo_name(random_)), Value(std::string(post))});
    };
    for (int i = 0; i < party_women; ++i) add(i == 0 && is_secretary ? "secretary" : "party_member");
    for (int i = 0; i < committee_women; ++i) add(i == 0 && is_director ? "director" : "committee_member");
    return Value(std::make_shared<const Rows>(std::move(rows)));
  }

  DemoCity& city_;
  DemoHistory& history_;
  DemoRandom& random_;
  std::string round_;
  Date until_;
};

/// Townships elect at a time of their own, their villages within days of each other.
class TownshipDays {
 public:
  TownshipDays(const org::Tree& tree, DemoRandom& random, Date first, Date last)
      : tree_(tree), random_(random), first_(first), last_(last) {}
  Date day_of(UnitId village) {
    const UnitId township = tree_.parent_of(village, last_);
    auto [known, is_new] = middle_.try_emplace(township);
    if (is_new) known->second = random_.between(first_.plus_days(9), last_.plus_days(-2));
    const Date day = known->second.plus_days(random_.between(-9, 9));
    return day <= last_ ? day : last_.plus_days(last_.days() - day.days());
  }

 private:
  const org::Tree& tree_;
  DemoRandom& random_;
  Date first_, last_;
  std::unordered_map<UnitId, Date> middle_;
};

VillageRound went(DemoRandom& random, UnitId village, bool has_woman, Date completed) {
  const Date other = completed.plus_days(-random.between(3, 35));
  const bool committee_last = random.in_thousand(850);
  return {village, has_woman, committee_last ? other : completed, committee_last ? completed : other};
}

/// The village shown in the demo comes first, so that it is done and has a woman elected.
void put_first(std::vector<UnitId>& villages, UnitId shown) {
  const auto found = std::find(villages.begin(), villages.end(), shown);
  if (found != villages.end()) std::iter_swap(villages.begin(), found);
}

}  // namespace

Result<void> make_elections_2011(DemoCity& city) {
  DemoRandom random("elections 2011");
  DemoHistory history(city.app, "elections", city.posts);
  RoundMaker maker(city, history, random, "round_2011", city.founding_day);
  TownshipDays days(*city.tree, random, *Date::make(2011, 2, 10), *Date::make(2011, 6, 27));
  for (const CountyRound& round : city.rounds) {
    auto county = city.tree->find(round.code, city.founding_day);
    if (!county) return std::move(county).error();
    auto villages = villages_under(*city.tree, *county, city.founding_day);
    if (static_cast<int>(villages.size()) != round.villages)
      return Error(kBadDemoFacts, {round.code + " 的村数", "the number of villages of " + round.code});
    random.shuffle(villages);
    put_first(villages, city.cast.village);
    for (size_t i = 0; i < villages.size(); ++i) {
      const int place = static_cast<int>(i);
      if (place < round.done) {
        const VillageRound one =
            went(random, villages[i], place < round.with_woman, days.day_of(villages[i]));
        city.elected_2011[villages[i]] = one.completed();
        if (auto added = maker.add_done(one); !added) return added;
      } else if (random.in_thousand(500)) {
        const Date begun = random.between(*Date::make(2011, 4, 1), *Date::make(2011, 6, 28));
        if (auto added = maker.add_running(villages[i], begun); !added) return added;
      }
    }
  }
  return history.write();
}

Result<void> make_elections_2026(DemoCity& city) {
  DemoRandom random("elections 2026");
  DemoHistory history(city.app, "elections", city.posts);
  const Date today = city.app.today();
  RoundMaker maker(city, history, random, "round_2026", today.plus_days(-1));
  for (const UnitId county : city.counties(today)) {
    // Of a thousand villages so many are done; 沂水 and 沂南 go ahead.
    const std::string code = city.tree->code_of(county, today).to_text();
    const int share = code == "371323" ? 430 : code == "371321" ? 390 : random.between(70, 290);
    const int women = random.between(480, 700);
    for (const UnitId village : villages_under(*city.tree, county, today)) {
      const bool is_shown = village == city.cast.village;
      if (!is_shown && random.in_thousand(share)) {
        const Date day = random.between(*Date::make(2026, 4, 6), *Date::make(2026, 6, 29));
        if (auto added = maker.add_done(went(random, village, random.in_thousand(women), day)); !added)
          return added;
      } else if (is_shown || random.in_thousand(250)) {
        const Date begun = is_shown ? *Date::make(2026, 6, 24)
                                    : random.between(*Date::make(2026, 5, 6), *Date::make(2026, 7, 2));
        if (auto added = maker.add_running(village, begun); !added) return added;
      }
    }
  }
  return history.write();
}

}  // namespace jinguo::app
