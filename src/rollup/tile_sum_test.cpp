#include "rollup/tile_sum.h"

#include <gtest/gtest.h>

#include <iostream>

#include "rollup/cube_forest_test.h"

namespace jinguo::rollup {
namespace {

void expect_same(const Shape& shape, const TotalTile& a, const TotalTile& b) {
  for (uint32_t total = 0; total < shape.totals(); ++total) {
    ASSERT_EQ(a.has_row(total), b.has_row(total));
    if (!a.has_row(total)) continue;
    for (uint32_t slot = 0; slot < a.slots(); ++slot) {
      ASSERT_EQ(a.sums(total)[slot], b.sums(total)[slot]) << "total " << total << " slot " << slot;
      if (a.has_counts()) {
        ASSERT_EQ(a.counts(total)[slot], b.counts(total)[slot]) << total;
      }
    }
  }
}

TEST(TileSum, wide_registers_give_what_plain_ones_give) {
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  NoFaults none;
  for (uint64_t round = 0; round < 40; ++round) {
    Forest forest(seed + round);
    forest.grow(20 + forest.below(900));
    for (int i = 0; i < 3; ++i) forest.change();
    const ViewPointer view = forest.view();
    const Shape shape(*view);
    const ColumnKind kind{round % 2 == 0 ? Grain::month : Grain::day,
                          round % 4 < 2 ? Tracking::reports : Tracking::amounts};
    PageArena arena;
    OwnTile own(kind);
    for (uint32_t i = 0; i < forest.units() * 4; ++i) {
      const UnitId unit(1 + forest.below(forest.units() - forest.units() / 4));
      const bool is_large = round % 8 < 4 && forest.below(30) == 0;
      const int64_t amount = is_large ? INT64_MIN / 4096 : int64_t{forest.below(4000)} - 2000;
      own.add(arena, unit, forest.below(kind.grain == Grain::month ? 12 : 31), amount, forest.below(4) > 0,
              none);
    }
    TotalTile wide(kind, shape.totals());
    TotalTile plain(kind, shape.totals());
    sum_tile(shape, own, wide, arena, Registers::widest);
    sum_tile(shape, own, plain, arena, Registers::plain);
    expect_same(shape, wide, plain);
    sum_tile(shape, own, wide, arena, Registers::plain);
    expect_same(shape, wide, plain);
  }
}

}  // namespace
}  // namespace jinguo::rollup
