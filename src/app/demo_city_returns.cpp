#include <algorithm>

#include "app/demo_city_parts.h"
#include "app/documents.h"

namespace jinguo::app {
namespace {

struct HalfYear {
  Period period;
  /// Nothing of it is made after this day.
  Date until;
  int homes_in_thousand;
  /// Of a thousand villages so many are in by now in a county that goes well.
  int filed_in_thousand;
};

/// How diligent a township is: most file nearly all, some leave gaps.
struct Diligence {
  int filed, late;
};

std::vector<std::pair<size_t, Value>> cells(const DemoHistory& history, DemoRandom& random,
                                            const HalfYear& half) {
  const int women = random.between(160, 940);
  const bool has_home = random.in_thousand(half.homes_in_thousand);
  const int activities = has_home ? random.between(1, 12) : 0;
  const int volunteers = std::min(women, random.between(4, 64));
  DemoValues values = history.values();
  values.number("women_16_60", women)
      .number("groups", random.between(1, 9))
      .set("representatives_share", Value(Decimal::of(random.between(180, 420), 1)))
      .set("women_home", Value(has_home))
      .number("activities", activities)
      .number("attendance", activities * random.between(12, 58))
      .number("volunteers", volunteers)
      .number("volunteers_active", random.below(volunteers + 1));
  return values.take();
}

Result<void> add_half_year(DemoCity& city, DemoHistory& history, DemoRandom& random, const HalfYear& half) {
  const Date end = half.period.last();
  for (const UnitId county : city.counties(end)) {
    for (const UnitId township : children_at(*city.tree, county, end, org::Level::township)) {
      const Diligence diligence = random.in_thousand(180) ? Diligence{half.filed_in_thousand * 88 / 100, 140}
                                                          : Diligence{half.filed_in_thousand, 12};
      for (const UnitId village : villages_under(*city.tree, township, end)) {
        const bool is_shown = village == city.cast.village && city.app.today() < end.plus_days(30);
        if (is_shown || !random.in_thousand(diligence.filed)) {
          // Some have begun; the draft counts nowhere.
          if (!is_shown && random.in_thousand(250))
            if (auto added =
                    history.add(random.record_id(), village,
                                {{"", random.between(end.plus_days(-4), end), cells(history, random, half)}},
                                half.period);
                !added)
              return added;
          continue;
        }
        const bool is_late = random.in_thousand(diligence.late);
        const Date filed =
            is_late ? end.plus_days(random.between(2, 9)) : end.plus_days(random.between(-6, 1));
        const Date township_check = std::max(filed, end).plus_days(random.between(1, 4));
        const Date county_check = township_check.plus_days(random.between(2, 6));
        std::vector<DemoStep> steps{
            {"", filed.plus_days(-random.between(0, 2)), cells(history, random, half)},
            {"file", filed, {}},
            {"check", township_check, {}},
            {"check", county_check, {}}};
        std::erase_if(steps, [&](const DemoStep& step) { return half.until < step.on; });
        if (auto added = history.add(random.record_id(), village, std::move(steps), half.period); !added)
          return added;
      }
    }
  }
  return {};
}

/// What counties write of their weeks.
struct WeekText {
  const char* kind;
  const char* problem;
  const char* measure;
};

class NoteMaker {
 public:
  NoteMaker(DemoCity& city)
      : city_(city), random_("weekly notes"), history_(city.app, "weekly_note", city.posts) {}

  /// `late`, `none` and `missing` are places in the row of counties; none by -1.
  Result<void> add_week(const char* name, int late, int none, int missing) {
    const Period week = *Period::parse(name);
    const Date friday = week.last().plus_days(-2);
    int place = -1;
    for (const UnitId county : city_.counties(week.last())) {
      ++place;
      if (place == missing) continue;
      if (place == none) {
        nil_.push_back({week, county, friday});
        continue;
      }
      const Date day =
          place == late ? friday.plus_days(random_.between(1, 3)) : friday.plus_days(-random_.below(2));
      if (auto added = add_note(county, week, day); !added) return added;
    }
    return {};
  }

  Result<void> write() {
    if (auto done = history_.write(); !done) return done;
    auto done = city_.app.store().perform([&](Writing& writing) -> Result<Committed> {
      LogEntry stamp;
      for (const Nil& nil : nil_) {
        writing.put_document(kNilDocuments,
                             "weekly_note/" + nil.week.to_text() + "/" + std::to_string(nil.county.number()),
                             nil.on.to_text());
        stamp.at = demo_moment(nil.on, 0);
        stamp.on = nil.on;
        stamp.action = "nil.say";
        stamp.programme = "weekly_note";
        stamp.subject = nil.week.to_text();
        stamp.unit = nil.county;
        writing.append(stamp);
      }
      return Committed{writing.head(), [this] {
                         city_.app.change_reported("weekly_note", [&](flow::ReportedIndex& index) {
                           for (const Nil& nil : nil_)
                             index.set(nil.week.to_text(), nil.county, {flow::Reported::How::none, nil.on});
                         });
                       }};
    });
    if (!done) return std::move(done).error();
    return {};
  }

 private:
  struct Nil {
    Period week;
    UnitId county;
    Date on;
  };

  Result<void> add_note(UnitId county, const Period& week, Date day) {
    static const std::vector<WeekText> kTexts{
        {"candidates", "个别村没有合适的女性人选", "县妇联派人到村动员推荐，列出后备人选"},
        {"procedure", "个别村选票上没有设立妇女委员专职专选", "请乡镇纠正后再投票"},
        {"delay", "部分村因农忙推迟选举", "排出时间表，逐村包靠"},
        {"petition", "有群众反映候选人资格", "会同乡镇核实答复"}};
    DemoValues values = history_.values();
    if (random_.in_thousand(350)) {
      values.set("problem_kind", Value(Choices{"none"}));
    } else {
      const WeekText& text = random_.pick(kTexts);
      values.set("problem_kind", Value(Choices{text.kind}))
          .code("problems", text.problem)
          .code("measures_taken", text.measure);
    }
    DemoValues read = history_.values();
    if (random_.in_thousand(300)) read.code("instruction", "请县区继续跟进，下周报告结果。");
    return history_.add(
        random_.record_id(), county,
        {{"", day, {}}, {"submit", day, values.take()}, {"check", week.last().plus_days(1), read.take()}},
        week);
  }

  DemoCity& city_;
  DemoRandom random_;
  DemoHistory history_;
  std::vector<Nil> nil_;
};

}  // namespace

Result<void> make_weekly_notes(DemoCity& city) {
  struct Week {
    const char* name;
    int late, none, missing;
  };
  static constexpr std::array kWeeks{
      Week{"2011-W18", 3, -1, -1}, Week{"2011-W19", 8, -1, -1}, Week{"2011-W20", 0, 1, -1},
      Week{"2011-W21", 12, 1, -1}, Week{"2011-W22", 5, -1, 11}, Week{"2011-W23", 9, -1, -1},
      Week{"2011-W24", 2, 1, -1},  Week{"2011-W25", 6, -1, -1}, Week{"2011-W26", 4, -1, 12},
      Week{"2026-W25", 7, -1, -1}, Week{"2026-W26", 10, 12, 3}};
  NoteMaker maker(city);
  for (const Week& week : kWeeks)
    if (auto done = maker.add_week(week.name, week.late, week.none, week.missing); !done) return done;
  return maker.write();
}

Result<void> make_returns(DemoCity& city) {
  DemoRandom random("half-year returns");
  DemoHistory history(city.app, "half_year_return", city.posts);
  const HalfYear founding{*Period::parse("2011-H1"), *Date::make(2011, 7, 20), 560, 988};
  const HalfYear running{*Period::parse("2026-H1"), city.app.today().plus_days(-1), 992, 640};
  if (auto done = add_half_year(city, history, random, founding); !done) return done;
  if (auto done = add_half_year(city, history, random, running); !done) return done;
  return history.write();
}

}  // namespace jinguo::app
