#include <gtest/gtest.h>

#include <random>

#include "define/load_programme.h"
#include "rollup/cube_forest_test.h"
#include "rollup/figures.h"

namespace jinguo::rollup {
namespace {

constexpr const char* kProgramme = R"(programme: visits
system: S99
title: {zh: 走访, en: Visits}
owner: {zh: 办公室, en: Office}
version: 1
valid_from: 2010-01-01
level: village
date: held_on
fields:
  held_on: {type: date, label: {zh: 日期, en: Date}, required: yes}
  far: {type: yes_no, label: {zh: 边远, en: Far}, required: yes}
  cost: {type: decimal, places: 2, label: {zh: 费用, en: Cost}}
  people: {type: integer, label: {zh: 人次, en: Attendances}}
states:
  filed: {label: {zh: 已报, en: Filed}}
  checked: {label: {zh: 已审, en: Checked}, checked_by: county, end: yes}
events:
  check: {label: {zh: 审核, en: Check}, from: [filed], to: checked, by: [county.officer]}
rights:
  create: [village.chair]
measures:
  visits: {title: {zh: 走访, en: Visits}, count: records, measured_in: 次}
  cost: {title: {zh: 费用, en: Cost}, sum: cost, measured_in: 次}
  people: {title: {zh: 人次, en: Attendances}, sum: people, blank_until_reported: yes, measured_in: 次}
  open: {title: {zh: 待审, en: Open}, count: records, stock: {in: [filed]}, measured_in: 次}
  villages: {title: {zh: 村数, en: Villages}, units: village, measured_in: 次}
indicators:
  far: {title: {zh: 边远占比, en: Far}, share: {of: visits, where: far}, percent: 1}
  mean: {title: {zh: 场均, en: Mean}, ratio: {over: people, under: visits}, places: 1, measured_in: 次}
  density: {title: {zh: 密度, en: Density}, ratio: {over: visits, under: villages}, places: 2, measured_in: 次}
  at_start: {title: {zh: 期初, en: At start}, ratio: {over: visits, under: open, moment: start}, places: 2, measured_in: 次}
  rest: {title: {zh: 其余, en: Rest}, formula: people - visits, measured_in: 次, places: 0}
)";

std::shared_ptr<const define::Programme> programme() {
  const auto loaded = define::load_programme({"visits.yaml", kProgramme}, {});
  for (const auto& finding : loaded.findings)
    if (finding.severity == define::Severity::fault) ADD_FAILURE() << finding.error.text(Language::en);
  return loaded.value;
}

TEST(FiguresLevel, a_level_at_once_answers_as_each_place_by_itself) {
  constexpr uint64_t kSeed = 20110704;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  const auto below = [&random](uint64_t n) { return static_cast<int64_t>(random() % n); };
  Forest forest(kSeed);
  forest.grow(300);
  const ViewPointer view = forest.view();
  const auto visits = programme();
  ASSERT_TRUE(visits);
  Figures figures;
  const auto plan = figures.prepare(visits);
  Effect all;
  for (int i = 0; i < 2000; ++i) {
    record::Record record;
    record.unit = UnitId(1 + static_cast<uint32_t>(below(forest.units())));
    record.state = below(3) == 0 ? "checked" : "filed";
    record.date = Date::make(2011, 1 + static_cast<int>(below(6)), 1 + static_cast<int>(below(28)));
    record.filed_on = *record.date;
    record.path = {{"filed", *record.date}};
    if (record.state == "checked") record.path.push_back({"checked", record.date->plus_days(20)});
    record.values.resize(visits->fields.size());
    record.values[0] = Value(*record.date);
    record.values[1] = Value(below(2) == 0);
    if (below(4) != 0) record.values[2] = Value(Decimal::of(below(100'000) - 20'000, 2));
    if (below(4) != 0) record.values[3] = Value(Decimal(below(50)));
    const Effect effect = Figures::effect_of(*plan, nullptr, &record);
    all.deltas.insert(all.deltas.end(), effect.deltas.begin(), effect.deltas.end());
  }
  figures.put({plan}, all, Position(1));

  const auto reader = figures.reader();
  size_t compared = 0;
  for (const char* period : {"2011-H1", "2011-02", "2010-12"})
    for (const char* figure :
         {"visits", "cost", "people", "open", "villages", "far", "mean", "density", "at_start", "rest"})
      for (int min_rank = 0; min_rank < plan->ranks; ++min_rank)
        for (uint32_t root = 0; root < view->size(); root += 1 + static_cast<uint32_t>(below(40)))
          for (uint8_t level = 0; level < 6; ++level) {
            Question question{figure, root, *Period::parse(period), min_rank, -1, ""};
            const auto places = reader.places(view, static_cast<org::Level>(level), root);
            const auto swept = reader.ask_level(*plan, view, static_cast<org::Level>(level), question);
            ASSERT_TRUE(swept) << swept.error().text(Language::en);
            ASSERT_EQ(swept->size(), places.size());
            for (size_t i = 0; i < places.size(); ++i) {
              question.place = places[i];
              const auto one = reader.ask(*plan, view, question);
              ASSERT_TRUE(one) << one.error().text(Language::en);
              EXPECT_EQ((*swept)[i].place, places[i]);
              EXPECT_EQ(view->level(places[i]), level);
              ASSERT_EQ((*swept)[i].has_value, one->has_value) << figure << " " << period;
              if (one->has_value) {
                EXPECT_EQ((*swept)[i].value, one->value) << figure << " " << period;
              }
              ++compared;
            }
          }
  EXPECT_GT(compared, 10'000u);
}

record::Record visit(const define::Programme& visits, Date on) {
  record::Record record;
  record.unit = UnitId(1);
  record.state = "filed";
  record.date = on;
  record.filed_on = on;
  record.path = {{"filed", on}};
  record.values.resize(visits.fields.size());
  record.values[0] = Value(on);
  return record;
}

TEST(Figures, a_plan_filled_beside_the_one_in_force_is_seen_when_it_is_put) {
  Forest forest(1);
  forest.open(0);
  const ViewPointer view = forest.view();
  const auto visits = programme();
  ASSERT_TRUE(visits);
  Figures figures;
  std::vector<record::Record> records;
  for (int day = 1; day <= 9; ++day) records.push_back(visit(*visits, *Date::make(2011, 3, day)));
  const auto old = figures.prepare(visits);
  figures.put({old}, Figures::effect_of(*old, nullptr, &records[0]), Position(1));
  const Question question{"visits", 0, *Period::parse("2011-H1")};

  FillingPlan filling{figures.prepare(visits)};
  const auto fresh = filling.plan;
  for (const record::Record& record : records)
    figures.fill(filling, Figures::effect_of(*fresh, nullptr, &record));
  // One of them is changed meanwhile.
  record::Record moved = records[3];
  moved.date = *Date::make(2011, 9, 1);
  moved.values[0] = Value(*moved.date);
  figures.fill(filling, Figures::effect_of(*fresh, &records[3], &moved));
  EXPECT_EQ(figures.reader().position(), Position(1));
  EXPECT_EQ(figures.reader().ask(*old, view, question)->numerator, "1");
  figures.put(std::move(filling), Figures::effect_of(*fresh, &records[5], nullptr), Position(7));
  EXPECT_EQ(figures.reader().position(), Position(7));
  EXPECT_EQ(figures.reader().ask(*fresh, view, question)->numerator, "7");
  EXPECT_FALSE(figures.reader().ask(*old, view, question));

  const FillingPlan unused{figures.prepare(visits)};
  figures.drop(unused);
  EXPECT_EQ(figures.reader().ask(*fresh, view, question)->numerator, "7");
}

TEST(Figures, a_plan_that_was_replaced_answers_nothing_rather_than_zero) {
  Forest forest(1);
  forest.open(0);
  const ViewPointer view = forest.view();
  const auto visits = programme();
  ASSERT_TRUE(visits);
  Figures figures;
  const Date day = *Date::make(2011, 3, 1);
  const record::Record record = visit(*visits, day);
  const auto put = [&](int64_t position) {
    const auto plan = figures.prepare(visits);
    figures.put({plan}, Figures::effect_of(*plan, nullptr, &record), Position(position));
    return plan;
  };
  const Question question{"visits", 0, *Period::parse("2011-H1")};
  const auto old = put(1);
  EXPECT_EQ(figures.reader().ask(*old, view, question)->numerator, "1");
  const auto fresh = put(2);
  const auto reader = figures.reader();
  const auto refused = reader.ask(*old, view, question);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), kPlanReplaced.code);
  EXPECT_FALSE(reader.ask_level(*old, view, org::Level::nation, question));
  EXPECT_EQ(reader.ask(*figures.plan("visits"), view, question)->numerator, "1");
}

TEST(Contributions, a_state_left_before_it_was_entered_was_never_held) {
  const auto visits = programme();
  ASSERT_TRUE(visits);
  const ProgrammePlan plan = plan_programme(visits);
  record::Record record = visit(*visits, *Date::make(2011, 3, 20));
  record.state = "checked";
  record.path = {{"filed", *Date::make(2011, 3, 20)}, {"checked", *Date::make(2011, 2, 3)}};
  int64_t open = 0;
  for (const Contribution& c : contributions_of(plan, record).amounts)
    if (plan.measures[c.measure].id == "open") ++open;
  EXPECT_EQ(open, 0);
}

}  // namespace
}  // namespace jinguo::rollup
