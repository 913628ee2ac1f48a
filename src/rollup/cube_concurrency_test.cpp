#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "rollup/cube_forest_test.h"

namespace jinguo::rollup {
namespace {

constexpr uint32_t kReaders = 3;
constexpr uint64_t kReads = 1'000'000;

/// Every batch keeps women ≤ total, parts adding to the whole, and the whole nation equal to ten times the
/// number of the position; readers must never see it otherwise.
TEST(Cube, readers_beside_a_writer_never_see_half_a_batch) {
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  Forest forest(seed);
  forest.open(0);
  for (int i = 0; i < 200; ++i) forest.open(1 + forest.below(forest.units()));
  const ViewPointer then = forest.view();
  for (int i = 0; i < 5; ++i) forest.change();
  const ViewPointer now = forest.view();
  Cube cube;
  const ColumnId total = cube.add_column({});
  const ColumnId women = cube.add_column({});
  const ColumnId men = cube.add_column({Grain::month, Tracking::amounts});
  const Span year = *Span::between(Grain::month, *Date::make(2011, 1, 1), *Date::make(2011, 12, 31));
  std::atomic<uint64_t> reads = 0;
  std::atomic<uint64_t> wrong = 0;
  std::atomic<bool> is_done = false;

  std::thread writer([&] {
    int64_t position = 0;
    while (!is_done) {
      std::vector<Delta> batch;
      for (int i = 0; i < 5; ++i) {
        const UnitId unit(1 + forest.below(then->unit_limit() - 1));
        const Date day = Date::make(2011, 1, 1)->plus_days(static_cast<int>(forest.below(365)));
        const int64_t share = forest.below(3);
        batch.push_back({women, unit, day, share, 1});
        batch.push_back({total, unit, day, 2, 1});
        batch.push_back({men, unit, day, 2 - share, 0});
      }
      cube.apply(batch, Position(++position));
      if (position % 500 == 0) cube.forget(position % 1000 == 0 ? then : now);
    }
  });
  std::vector<std::thread> readers;
  for (uint32_t i = 0; i < kReaders; ++i)
    readers.emplace_back([&, i] {
      std::mt19937_64 random(seed + i);
      while (reads < kReads) {
        const Cube::Reader reader = cube.reader();
        const ViewPointer& view = random() % 2 ? then : now;
        const uint32_t place = static_cast<uint32_t>(random() % view->size());
        const Cell all = reader.read(view, total, place, year);
        const Cell her = reader.read(view, women, place, year);
        const Cell his = reader.read(view, men, place, year);
        Cell parts = reader.read_own(view, total, place, year);
        for (const Cell& child : reader.read_children(view, total, place, year)) {
          parts.sum += child.sum;
          parts.reported += child.reported;
        }
        const Cell nation = reader.read(then, total, 0, year);
        const bool is_right = her.sum <= all.sum && her.sum + his.sum == all.sum && parts == all &&
                              her.reported == all.reported && nation.sum == reader.position().number() * 10;
        if (!is_right) ++wrong;
        reads += 6;
      }
    });
  for (std::thread& reader : readers) reader.join();
  is_done = true;
  writer.join();
  EXPECT_EQ(wrong, 0u);
  EXPECT_GE(reads, kReads);
  EXPECT_GT(cube.reader().position().number(), 100);
}

}  // namespace
}  // namespace jinguo::rollup
