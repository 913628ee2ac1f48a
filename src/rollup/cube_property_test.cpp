#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "rollup/cube_apply.h"
#include "rollup/cube_forest_test.h"
#include "rollup/recount_cells.h"

namespace jinguo::rollup {

/// The way of the seeded faults into the cube.
struct CubeUnderTest {
  template <class Faults>
  static void apply(Cube& cube, std::span<const Delta> batch, Position position, Faults& faults) {
    cube.apply_with(batch, position, faults);
  }
};

namespace {

struct OneFault {
  SeededFault fault;
  std::set<const void*> met;

  bool is(SeededFault asked) const { return asked == fault; }
  bool is_first_meeting(const void* total) {
    return fault == SeededFault::stale_after_materialise && met.insert(total).second;
  }
};

/// Runs random histories on a cube and on the oracle, and tells the first difference.
template <class Faults>
class Duel {
 public:
  Duel(uint64_t seed, Faults faults) : forest_(seed), faults_(std::move(faults)) {
    forest_.grow(60 + forest_.below(300));
    for (uint32_t i = 0; i < 10; ++i) {
      const ColumnKind kind{i % 2 == 0 ? Grain::month : Grain::day,
                            i < 4 || i >= kFirstCalm + 2 ? Tracking::reports : Tracking::amounts};
      columns_.push_back(cube_.add_column(kind));
      kinds_.push_back(kind);
      oracle_.add_column(columns_.back(), kind);
    }
    views_.push_back(forest_.view());
    for (int i = 0; i < 2; ++i) change_tree();
    cube_.prepare(views_[0]);
    turn_pages_dense();
    check_level();
  }

  /// Empty when nothing differed in so many steps.
  std::string run(int steps) {
    for (int step = 1; step <= steps && difference_.empty(); ++step) {
      one_step();
      check_near();
      if (step % 100 == 0 || step == steps) check_all();
      if (!difference_.empty()) difference_ += " in step " + std::to_string(step);
    }
    return difference_;
  }

 private:
  uint32_t below(uint32_t limit) { return forest_.below(limit); }

  void change_tree() {
    forest_.change();
    if (views_.size() == 4) {
      const size_t old = below(4);
      cube_.forget(views_[old]);
      views_.erase(views_.begin() + static_cast<std::ptrdiff_t>(old));
    }
    views_.push_back(
        forest_.view(below(3) == 0 ? forest_.units() - below(forest_.units() / 4) : forest_.units()));
    if (below(2) == 0) cube_.prepare(views_.back());
  }

  Date random_day() {
    const uint32_t kind = below(10);
    const int year = kind == 0 ? 2009 : kind == 1 ? 2012 : 2011;
    return Date::make(year, 1, 1)->plus_days(static_cast<int>(below(year == 2011 ? 365 : 40)));
  }

  int64_t random_amount() {
    switch (below(40)) {
      case 0:
        return (int64_t{1} << 31) - below(3);
      case 1:
        return -(int64_t{1} << 31) + below(3);
      case 2:
        return (int64_t{1} << 40) + below(1000);
      case 3:
        return -(int64_t{1} << 40) - below(1000);
      default:
        return static_cast<int64_t>(below(2001)) - 1000;
    }
  }

  Delta random_delta() {
    if (!history_.empty() && below(4) == 0) {
      const Delta old = history_[below(static_cast<uint32_t>(history_.size()))];
      switch (below(4)) {
        case 0:
          return {old.column, old.unit, old.day, -old.add, static_cast<int8_t>(-old.presence)};
        case 1:
          return {old.column, old.unit, old.day, random_amount_in(old.column), 0};
        case 2:
          return {old.column, old.unit, old.day, -old.add, 0};
        default:
          return {old.column, old.unit, old.day, random_amount_in(old.column), 1};
      }
    }
    const ColumnId column = columns_[below(static_cast<uint32_t>(columns_.size()))];
    const int8_t presence = below(8) == 0 ? 0 : below(20) == 0 ? -1 : 1;
    const int64_t amount = below(10) == 0 ? 0 : random_amount_in(column);
    return {column, UnitId(1 + below(forest_.units())), random_day(), amount, presence};
  }

  int64_t random_amount_in(ColumnId column) {
    const bool is_calm = column >= columns_[kFirstCalm];
    return is_calm ? static_cast<int64_t>(below(2001)) - 1000 : random_amount();
  }

  /// Every cell of one page of each calm column, by rising place, so that in every history sparse pages turn
  /// dense while they hold values.
  void turn_pages_dense() {
    batch_.clear();
    for (size_t c = kFirstCalm; c < columns_.size(); ++c) {
      const bool is_monthly = kinds_[c].grain == Grain::month;
      for (uint32_t unit = 1; unit < 60; ++unit)
        for (int slot = 1; slot <= (is_monthly ? 12 : 31); ++slot)
          batch_.push_back({columns_[c], UnitId(unit),
                            *Date::make(2010, is_monthly ? slot : 12, is_monthly ? 1 : slot),
                            int64_t{unit} + slot, 1});
    }
    CubeUnderTest::apply(cube_, batch_, Position(++position_), faults_);
    oracle_.apply(batch_);
  }

  /// Many deltas at few units, so that sparse pages fill up and turn dense.
  void fill_a_page() {
    const ColumnId column = columns_[kFirstCalm + below(static_cast<uint32_t>(columns_.size()) - kFirstCalm)];
    const uint32_t first = below(forest_.units());
    const uint32_t days = below(2) == 0 ? 30 : 360;
    const Date from = Date::make(2011, 1, 1)->plus_days(static_cast<int>(below(360 / days) * 30));
    const uint32_t deltas = below(500);
    for (uint32_t i = 0; i < deltas; ++i) {
      const UnitId unit(1 + (first + below(30)) % forest_.units());
      const Date day = from.plus_days(static_cast<int>(below(days)));
      batch_.push_back({column, unit, day, random_amount_in(column), 1});
    }
  }

  void one_step() {
    batch_.clear();
    for (uint32_t i = 0; i < 1 + below(3); ++i) batch_.push_back(random_delta());
    if (below(30) == 0) fill_a_page();
    ++position_;
    const uint32_t way = below(300);
    if (way == 0) {
      cube_.load(batch_, Position(position_));
    } else {
      CubeUnderTest::apply(cube_, batch_, Position(position_), faults_);
    }
    oracle_.apply(batch_);
    history_.insert(history_.end(), batch_.begin(), batch_.end());
    if (way == 1) change_tree();
    if (way == 2) cube_.forget(views_[below(static_cast<uint32_t>(views_.size()))]);
    if (way == 3) cube_.rebuild(views_[0]);
    if (way == 4 && below(4) == 0) {
      const ColumnId column = columns_[below(static_cast<uint32_t>(columns_.size()))];
      cube_.clear(column);
      oracle_.clear(column);
      std::erase_if(history_, [&](const Delta& delta) { return delta.column == column; });
    }
  }

  void expect(const Cell& is, const Cell& should, const char* what, size_t view, ColumnId column,
              uint32_t place) {
    if (is == should || !difference_.empty()) return;
    std::ostringstream out;
    out << what << " of column " << column.number() << " at place " << place << " of view " << view << ": "
        << is.sum << " (" << is.reported << " reported), recounted " << should.sum << " (" << should.reported
        << ")";
    difference_ = out.str();
  }

  /// After every step: the position, and that two spans that meet give the whole, from the touched unit up.
  void check_near() {
    const Cube::Reader reader = cube_.reader();
    if (reader.position() != Position(position_)) difference_ = "the position";
    const Delta& delta = batch_.front();
    const size_t view = below(static_cast<uint32_t>(views_.size()));
    const uint32_t place = views_[view]->counts_at(delta.unit);
    if (place == org::View::kNowhere) return;
    const Grain grain = reader.kind(delta.column).grain;
    const Span whole = *Span::between(grain, *Date::make(2009, 1, 1), *Date::make(2012, 12, 31));
    const Span early = *Span::between(grain, *Date::make(2009, 1, 1), *Date::make(2011, 4, 30));
    const Span late = *Span::between(grain, *Date::make(2011, 5, 1), *Date::make(2012, 12, 31));
    for (uint32_t at = place; at != org::View::kNowhere; at = views_[view]->parent(at)) {
      const Cell all = reader.read(views_[view], delta.column, at, whole);
      const Cell a = reader.read(views_[view], delta.column, at, early);
      const Cell b = reader.read(views_[view], delta.column, at, late);
      expect({a.sum + b.sum, a.reported + b.reported}, all, "two spans", view, delta.column, at);
    }
  }

  void check_span(size_t view, size_t column, Date first, Date last) {
    const std::vector<Cell> should = oracle_.recount(*views_[view], columns_[column], first, last);
    const Cube::Reader reader = cube_.reader();
    const Span span = *Span::between(kinds_[column].grain, first, last);
    for (uint32_t place = 0; place < views_[view]->size(); ++place)
      expect(reader.read(views_[view], columns_[column], place, span), should[place], "the total", view,
             columns_[column], place);
    const uint32_t place = below(views_[view]->size());
    std::vector<Cell> children;
    for (uint32_t child = place + 1; child < views_[view]->end(place); child = views_[view]->end(child))
      children.push_back(should[child]);
    if (difference_.empty() && reader.read_children(views_[view], columns_[column], place, span) != children)
      difference_ = "the children of place " + std::to_string(place);
    const Cell own = oracle_.recount_own(*views_[view], columns_[column], first, last)[place];
    expect(reader.read_own(views_[view], columns_[column], place, span), own, "own", view, columns_[column],
           place);
  }

  void check_all() {
    for (size_t view = 0; view < views_.size(); ++view) {
      for (size_t column = 0; column < columns_.size(); ++column) {
        for (int month = 1; month <= 12; month += 1 + static_cast<int>(below(3))) {
          const Date first = *Date::make(2011, month, 1);
          check_span(view, column, first, first.last_of_month());
        }
        check_span(view, column, *Date::make(2009, 1, 1), *Date::make(2012, 12, 31));
        check_span(view, column, *Date::make(2010, 12, 1), *Date::make(2011, 3, 31));
        const Date day = *Date::make(2011, 1 + static_cast<int>(below(12)), 1 + static_cast<int>(below(28)));
        check_stock(view, column, kinds_[column].grain == Grain::day ? day : day.last_of_month());
        if (kinds_[column].grain == Grain::day) {
          check_span(view, column, day, day);
          check_span(view, column, day.plus_days(-static_cast<int>(below(90))), day);
        }
      }
    }
    check_level();
  }

  void check_stock(size_t view, size_t column, Date day) {
    const std::vector<Cell> should = oracle_.recount(*views_[view], columns_[column], Date(-100000), day);
    const Cube::Reader reader = cube_.reader();
    for (uint32_t place = 0; place < views_[view]->size(); place += 1 + below(5))
      expect(*reader.read_stock(views_[view], columns_[column], place, day), should[place], "the stock", view,
             columns_[column], place);
  }

  void check_level() {
    const Date first = *Date::make(2011, 2, 1);
    const std::vector<ColumnId> monthly{columns_[0], columns_[2], columns_[4]};
    for (const Date last : {first.last_of_month(), *Date::make(2012, 1, 31)}) {
      const Cube::Reader reader = cube_.reader();
      for (const auto level : {org::Level::province, org::Level::county, org::Level::body}) {
        const auto places = reader.places(views_[0], level);
        std::vector<Cell> out(places.size() * monthly.size(), Cell{77, 77});
        reader.read_level(views_[0], monthly, level, *Span::between(Grain::month, first, last), out);
        for (size_t i = 0; i < monthly.size(); ++i) {
          const std::vector<Cell> should = oracle_.recount(*views_[0], monthly[i], first, last);
          for (size_t at = 0; at < places.size(); ++at)
            expect(out[i * places.size() + at], should[places[at]], "the level", 0, monthly[i], places[at]);
        }
      }
    }
  }

  /// Columns from this one on get small amounts only, so that their pages stay sparse or turn dense.
  static constexpr uint32_t kFirstCalm = 6;

  Forest forest_;
  Cube cube_;
  RecountCells oracle_;
  Faults faults_;
  std::vector<ColumnId> columns_;
  std::vector<ColumnKind> kinds_;
  std::vector<ViewPointer> views_;
  std::vector<Delta> history_;
  std::vector<Delta> batch_;
  int64_t position_ = 0;
  std::string difference_;
};

uint64_t seed_of_run() {
  if (const char* given = std::getenv("JINGUO_SEED")) return std::strtoull(given, nullptr, 10);
  return std::random_device{}();
}

TEST(Cube, incremental_equals_recount_after_any_history) {
  const uint64_t seed = seed_of_run();
  std::cout << "JINGUO_SEED=" << seed << "\n";
  for (uint64_t round = 0; round < 20; ++round)
    ASSERT_EQ(Duel<NoFaults>(seed + round, {}).run(1000), "") << "JINGUO_SEED=" << seed << " round " << round;
}

TEST(Cube, property_turns_red_with_each_seeded_fault) {
  const uint64_t seed = seed_of_run();
  std::cout << "JINGUO_SEED=" << seed << "\n";
  for (uint8_t fault = 0; fault <= static_cast<uint8_t>(kLastFault); ++fault) {
    const std::string difference = Duel<OneFault>(seed, {static_cast<SeededFault>(fault), {}}).run(1000);
    EXPECT_NE(difference, "") << "fault " << int{fault} << ", JINGUO_SEED=" << seed;
    std::cout << "fault " << int{fault} << ": " << difference << "\n";
  }
}

}  // namespace
}  // namespace jinguo::rollup
