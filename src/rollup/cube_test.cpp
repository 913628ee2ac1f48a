#include "rollup/cube.h"

#include <gtest/gtest.h>

#include "rollup/rollup_error.h"

namespace jinguo::rollup {
namespace {

using org::View;

Date day(const char* text) {
  return *Date::parse(text);
}
Span months(const char* first, const char* last) {
  return *Span::between(Grain::month, day(first), day(last));
}

/// County 1 with townships 2 (villages 4, 5) and 3 (villages 6, 7).
ViewPointer county() {
  constexpr uint32_t kNone = View::kNowhere;
  return std::make_shared<View>(
      day("2011-12-31"),
      std::vector{UnitId(1), UnitId(2), UnitId(4), UnitId(5), UnitId(3), UnitId(6), UnitId(7)},
      std::vector<uint32_t>{kNone, 0, 1, 1, 0, 4, 4}, std::vector<uint32_t>{7, 4, 3, 4, 7, 6, 7},
      std::vector<uint8_t>{3, 4, 5, 5, 4, 5, 5}, std::vector<uint32_t>{kNone, 0, 1, 4, 2, 3, 5, 6});
}

/// The same after village 5 was merged into 6.
ViewPointer county_after_merge() {
  constexpr uint32_t kNone = View::kNowhere;
  return std::make_shared<View>(
      day("2012-12-31"), std::vector{UnitId(1), UnitId(2), UnitId(4), UnitId(3), UnitId(6), UnitId(7)},
      std::vector<uint32_t>{kNone, 0, 1, 0, 3, 3}, std::vector<uint32_t>{6, 3, 3, 6, 5, 6},
      std::vector<uint8_t>{3, 4, 5, 4, 5, 5}, std::vector<uint32_t>{kNone, 0, 1, 3, 2, 4, 4, 5});
}

TEST(Cube, a_delta_reaches_every_total_up_to_the_root) {
  Cube cube;
  const ColumnId column = cube.add_column({});
  const ViewPointer view = county();
  cube.prepare(view);
  cube.apply(std::vector<Delta>{{column, UnitId(5), day("2011-06-17"), 12, 1}}, Position(9));
  const Cube::Reader reader = cube.reader();
  EXPECT_EQ(reader.position(), Position(9));
  const Span june = months("2011-06-01", "2011-06-30");
  for (const uint32_t place : {0u, 1u, 3u}) EXPECT_EQ(reader.read(view, column, place, june), (Cell{12, 1}));
  for (const uint32_t place : {2u, 4u, 5u, 6u})
    EXPECT_TRUE(reader.read(view, column, place, june).is_blank());
  EXPECT_TRUE(reader.read(view, column, 0, months("2011-07-01", "2011-07-31")).is_blank());
}

TEST(Cube, as_then_and_as_now_differ_by_the_merged_village) {
  Cube cube;
  const ColumnId column = cube.add_column({});
  const ViewPointer then = county();
  const ViewPointer now = county_after_merge();
  cube.prepare(then);
  cube.apply(std::vector<Delta>{{column, UnitId(5), day("2011-06-17"), 12, 1},
                                {column, UnitId(6), day("2011-06-17"), 30, 1},
                                {column, UnitId(2), day("2011-06-17"), 1, 1}},
             Position(1));
  const Cube::Reader reader = cube.reader();
  const Span june = months("2011-06-01", "2011-06-30");
  EXPECT_EQ(reader.read_children(then, column, 0, june), (std::vector<Cell>{{13, 2}, {30, 1}}));
  EXPECT_EQ(reader.read_children(now, column, 0, june), (std::vector<Cell>{{1, 1}, {42, 2}}));
  EXPECT_EQ(reader.read(now, column, 4, june), (Cell{42, 2}));
  EXPECT_EQ(reader.read_own(then, column, 1, june), (Cell{1, 1}));
  EXPECT_EQ(reader.read(now, column, 0, june), reader.read(then, column, 0, june));
}

TEST(Cube, only_places_with_units_under_them_take_totals) {
  // A thousand villages merged two by two: their leaves are read from the own cells, and the column's totals
  // are one page for the county, however many villages there are.
  constexpr uint32_t kVillages = 1000;
  std::vector<UnitId> units{UnitId(1)};
  std::vector<uint32_t> parents{View::kNowhere}, ends{kVillages / 2 + 1}, counts_at{View::kNowhere, 0};
  std::vector<uint8_t> levels{3};
  for (uint32_t i = 0; i < kVillages; ++i) counts_at.push_back(1 + i / 2);
  for (uint32_t place = 1; place <= kVillages / 2; ++place) {
    units.push_back(UnitId(place * 2));
    parents.push_back(0);
    ends.push_back(place + 1);
    levels.push_back(5);
  }
  const auto view = std::make_shared<View>(day("2012-12-31"), units, parents, ends, levels, counts_at);
  Cube cube;
  const ColumnId column = cube.add_column({});
  std::vector<Delta> deltas;
  for (uint32_t unit = 2; unit <= kVillages + 1; ++unit)
    deltas.push_back({column, UnitId(unit), day("2011-06-17"), unit, 1});
  cube.load(deltas, Position(1));
  const size_t before = cube.counters().memory_bytes;
  cube.prepare(view);
  EXPECT_LT(cube.counters().memory_bytes, before + 64 * 1024);
  const Cube::Reader reader = cube.reader();
  const Span june = months("2011-06-01", "2011-06-30");
  EXPECT_EQ(reader.read(view, column, 1, june), (Cell{2 + 3, 2}));
  EXPECT_EQ(reader.read(view, column, kVillages / 2, june), (Cell{1000 + 1001, 2}));
  EXPECT_EQ(reader.read(view, column, 0, june), (Cell{501'500, kVillages}));
  EXPECT_EQ(reader.read_own(view, column, 0, june), Cell{});
}

TEST(Cube, a_stock_is_all_that_entered_and_left_until_the_day) {
  Cube cube;
  const ColumnId daily = cube.add_column({Grain::day, Tracking::amounts});
  const ViewPointer view = county();
  cube.apply(std::vector<Delta>{{daily, UnitId(4), day("2009-02-03"), 1, 0},
                                {daily, UnitId(4), day("2011-06-29"), 1, 0},
                                {daily, UnitId(7), day("2011-06-30"), 1, 0},
                                {daily, UnitId(4), day("2011-07-01"), -1, 0}},
             Position(1));
  const Cube::Reader reader = cube.reader();
  EXPECT_EQ(reader.read_stock(view, daily, 0, day("2011-06-29"))->sum, 2);
  EXPECT_EQ(reader.read_stock(view, daily, 0, day("2011-06-30"))->sum, 3);
  EXPECT_EQ(reader.read_stock(view, daily, 0, day("2012-06-30"))->sum, 2);
  EXPECT_EQ(reader.read_stock(view, daily, 0, day("2009-02-02"))->sum, 0);
  EXPECT_EQ(reader.read_stock(view, daily, 2, day("2011-06-30"))->sum, 2);
}

TEST(Cube, a_month_grained_column_refuses_half_months) {
  Cube cube;
  const ColumnId column = cube.add_column({});
  const auto refused = cube.reader().read_stock(county(), column, 0, day("2011-06-29"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), kNoSuchGrain.code);
  EXPECT_TRUE(cube.reader().read_stock(county(), column, 0, day("2012-02-29")));
  EXPECT_FALSE(cube.reader().read_stock(county(), column, 0, day("2012-02-28")));
  EXPECT_FALSE(Span::between(Grain::month, day("2011-06-02"), day("2011-06-30")));
  EXPECT_FALSE(Span::between(Grain::day, day("2011-06-02"), day("2011-06-01")));
}

TEST(Cube, loading_then_rebuilding_equals_applying) {
  Cube loaded, applied;
  const ViewPointer view = county();
  loaded.prepare(view);
  applied.prepare(view);
  const ColumnId column = loaded.add_column({});
  ASSERT_EQ(applied.add_column({}), column);
  std::vector<Delta> deltas;
  for (uint32_t unit = 1; unit <= 7; ++unit)
    for (int month = 1; month <= 12; ++month)
      deltas.push_back(
          {column, UnitId(unit), *Date::make(2011, month, 5), (int64_t{month} - 6) << (4 * unit), 1});
  applied.apply(deltas, Position(1));
  loaded.load(deltas, Position(1));
  const Span year = months("2011-01-01", "2011-12-31");
  for (uint32_t place = 0; place < view->size(); ++place)
    EXPECT_EQ(loaded.reader().read(view, column, place, year),
              applied.reader().read(view, column, place, year));
  applied.rebuild(view);
  for (uint32_t place = 0; place < view->size(); ++place)
    EXPECT_EQ(loaded.reader().read(view, column, place, year),
              applied.reader().read(view, column, place, year));
  EXPECT_EQ(loaded.counters().deltas_applied, deltas.size());
}

TEST(Cube, forgotten_totals_give_their_memory_to_the_next) {
  Cube cube;
  const ColumnId column = cube.add_column({});
  cube.apply(std::vector<Delta>{{column, UnitId(5), day("2011-06-17"), 12, 1}}, Position(1));
  const ViewPointer view = county();
  cube.prepare(view);
  const size_t held = cube.counters().memory_bytes;
  for (int i = 0; i < 100; ++i) {
    cube.forget(view);
    EXPECT_EQ(cube.counters().views, 0u);
    cube.prepare(view);
  }
  EXPECT_EQ(cube.counters().memory_bytes, held);
  EXPECT_EQ(cube.counters().totals_materialised, 101u);
}

}  // namespace
}  // namespace jinguo::rollup
