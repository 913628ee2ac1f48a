#include <algorithm>
#include <array>

#include "app/demo_city_parts.h"

namespace jinguo::app {
namespace {

/// 会改联: in the spring of 2017 every village congress became a federation; no village closed in these
/// weeks. 2017-05-02 and 2017-06-28.
constexpr Date kReformFirst{17288};
constexpr Date kReformLast{17345};

/// The federations above the villages are founded from 2008-01-07 on.
constexpr Date kAboveFrom{13885};

/// "前十社区居民委员会" is "前十社区".
std::string short_name(const org::Tree& tree, UnitId village, Date day) {
  std::string name = tree.name_of(village, day);
  for (const std::string_view tail : {"居民委员会", "村民委员会", "村委会", "居委会"}) {
    if (!name.ends_with(tail)) continue;
    name.resize(name.size() - tail.size());
    return tail.starts_with("村") && !name.ends_with("村") ? name + "村" : name;
  }
  return name;
}

class RegisterMaker {
 public:
  explicit RegisterMaker(DemoCity& city)
      : city_(city), random_("organisations"), history_(city.app, "organisations", city.posts) {}

  Result<void> make() {
    const auto villages = villages_under(*city_.tree, city_.cast.city, city_.founding_day);
    for (const UnitId village : villages) {
      if (random_.in_thousand(989)) congresses_[village] = random_.record_id();
      if (kReformLast <= city_.tree->unit(village).closed) federations_[village] = random_.record_id();
    }
    for (const UnitId village : villages) {
      if (auto done = add_congress(village); !done) return done;
      if (auto done = add_federation(village); !done) return done;
    }
    for (int i = 0; i < 64; ++i)
      if (auto done = add_body(random_.pick(villages), i); !done) return done;
    if (auto done = add_federations_above(); !done) return done;
    return history_.write();
  }

 private:
  using Ids = std::unordered_map<UnitId, RecordId>;

  /// `place` is empty above the village: where a body of one stands is asked of no other.
  std::vector<DemoStep> founded(const char* kind, std::string name, const char* place, Date day, int years,
                                int members) {
    DemoValues applied = history_.values();
    applied.code("kind", kind).code("name", std::move(name));
    if (*place) applied.code("field_of_work", place);
    DemoValues approved = history_.values();
    approved.code("approval_paper", "演妇〔" + std::to_string(day.year()) + "〕" +
                                        std::to_string(random_.between(1, 400)) + "号");
    DemoValues begun = history_.values();
    begun.set("founded_on", Value(day))
        .number("term_years", years)
        .number("officers", random_.between(3, 5))
        .number("members", members);
    return {{"", day.plus_days(-random_.between(15, 30)), applied.take()},
            {"approve", day.plus_days(-random_.between(2, 12)), approved.take()},
            {"found", day, begun.take()}};
  }

  DemoStep renewed(Date day) {
    DemoValues values = history_.values();
    values.set("elected_on", Value(day)).number("officers", random_.between(3, 5));
    return {"renew", day, values.take()};
  }

  /// On the day the organisation ends: into the one that follows it, or dissolved where there is none.
  DemoStep ended(Date day, const Ids& followers, UnitId unit, std::string reason = "村已合并") {
    DemoValues values = history_.values();
    values.set("ended_on", Value(day));
    const auto follower = followers.find(unit);
    if (follower != followers.end()) {
      values.set("successor", Value(Reference{follower->second.bytes()}));
      return {"merge", day, values.take()};
    }
    values.code("approval_paper", "演妇〔" + std::to_string(day.year()) + "〕撤1号");
    return {"dissolve", day, values.take(), std::move(reason)};
  }

  Result<void> add_congress(UnitId village) {
    const auto id = congresses_.find(village);
    if (id == congresses_.end()) return {};
    const org::Unit& unit = city_.tree->unit(village);
    const Date day = random_.between(*Date::make(2008, 3, 10), *Date::make(2008, 6, 20));
    auto steps = founded("congress", short_name(*city_.tree, village, day) + "妇代会", "village", day, 3,
                         random_.between(7, 25));
    const auto elected = city_.renewed_2011.find(village);
    steps.push_back(elected != city_.renewed_2011.end() ? renewed(elected->second)
                                                        : DemoStep{"fall_due", day.plus_months(36), {}});
    steps.push_back(unit.closed < kReformFirst
                        ? ended(unit.closed, congresses_, unit.heir)
                        : ended(random_.between(kReformFirst, kReformLast), federations_, village));
    return history_.add(id->second, village, std::move(steps));
  }

  Result<void> add_federation(UnitId village) {
    const auto id = federations_.find(village);
    if (id == federations_.end()) return {};
    const org::Unit& unit = city_.tree->unit(village);
    const Date day = random_.between(kReformFirst, kReformLast);
    auto steps = founded("federation", short_name(*city_.tree, village, day) + "妇联", "village", day, 5,
                         random_.between(10, 21));
    const Date renewal = random_.between(*Date::make(2022, 4, 18), *Date::make(2022, 6, 28));
    if (renewal <= unit.closed) steps.push_back(renewed(renewal));
    if (unit.closed < city_.app.today()) steps.push_back(ended(unit.closed, federations_, unit.heir));
    return history_.add(id->second, village, std::move(steps));
  }

  /// Women's committees where people work: the new organisations of those years.
  Result<void> add_body(UnitId village, int number) {
    struct Kind {
      const char* kind;
      const char* place;
      const char* tail;
    };
    static constexpr std::array kKinds{Kind{"committee", "enterprise", "演示企业妇委会"},
                                       Kind{"committee", "cooperative", "演示合作社妇委会"},
                                       Kind{"working_committee", "market", "演示市场妇工委"},
                                       Kind{"committee", "social", "演示协会妇委会"}};
    const Kind& kind = kKinds[static_cast<size_t>(random_.below(kKinds.size()))];
    const bool is_new = number < 38;
    const Date day = is_new ? random_.between(*Date::make(2011, 1, 12), *Date::make(2011, 6, 24))
                            : random_.between(*Date::make(2010, 7, 6), *Date::make(2010, 12, 20));
    auto steps = founded(kind.kind, short_name(*city_.tree, village, day) + kind.tail, kind.place, day, 3,
                         random_.between(3, 15));
    // Where the village was merged away the body had moved out before.
    const Date closed = city_.tree->unit(village).closed;
    if (closed < city_.app.today()) steps.push_back(ended(closed, {}, UnitId()));
    return history_.add(random_.record_id(), village, std::move(steps));
  }

  /// The federations of the city, its counties and townships, founded in 2008 or as the unit opens, and
  /// renewed every five years. They are drawn last, so that the villages' stay as they are.
  Result<void> add_federations_above() {
    std::vector<UnitId> units;
    for (uint32_t number = 1; number <= city_.tree->size(); ++number) {
      const UnitId unit(number);
      const org::Level level = city_.tree->level_of(unit);
      if (level != org::Level::township && level != org::Level::county && level != org::Level::city) continue;
      if (lies_in_city(unit)) units.push_back(unit);
    }
    for (const UnitId unit : units) federations_[unit] = random_.record_id();
    for (const UnitId unit : units)
      if (auto done = add_federation_above(unit); !done) return done;
    return {};
  }

  bool lies_in_city(UnitId id) const {
    const org::Unit& unit = city_.tree->unit(id);
    const Date day = std::max(unit.opened, kAboveFrom);
    // A unit of less than half a year founds none.
    if (!unit.is_open(day.plus_days(180))) return false;
    const auto path = city_.tree->path_of(id, day);
    return std::find(path.begin(), path.end(), city_.cast.city) != path.end();
  }

  Result<void> add_federation_above(UnitId id) {
    const org::Unit& unit = city_.tree->unit(id);
    const Date day = std::max(unit.opened, kAboveFrom).plus_days(random_.between(31, 120));
    auto steps =
        founded("federation", city_.tree->name_of(id, day) + "妇联", "", day, 5, random_.between(15, 45));
    for (int round = 1; round < 4; ++round) {
      const Date renewal = day.plus_months(60 * round).plus_days(random_.between(-20, 20));
      if (renewal < unit.closed) steps.push_back(renewed(renewal));
    }
    if (unit.closed < city_.app.today())
      steps.push_back(ended(unit.closed, federations_, unit.heir, "区划调整"));
    return history_.add(federations_.at(id), id, std::move(steps));
  }

  DemoCity& city_;
  DemoRandom random_;
  DemoHistory history_;
  Ids congresses_, federations_;
};

}  // namespace

Result<void> make_organisations(DemoCity& city) {
  return RegisterMaker(city).make();
}

}  // namespace jinguo::app
