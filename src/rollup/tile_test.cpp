#include "rollup/tile.h"

#include <gtest/gtest.h>

namespace jinguo::rollup {
namespace {

constexpr ColumnKind kReports{Grain::month, Tracking::reports};
constexpr int64_t kTwoTo31 = int64_t{1} << 31;

class OwnTileTest : public testing::Test {
 protected:
  OwnChange add(uint32_t unit, uint32_t slot, int64_t amount, int presence) {
    return tile_.add(arena_, UnitId(unit), slot, amount, static_cast<int8_t>(presence), none_);
  }
  Cell read(uint32_t unit, uint32_t from, uint32_t to) const {
    Cell cell;
    tile_.read(UnitId(unit), from, to, cell);
    return cell;
  }

  PageArena arena_;
  OwnTile tile_{kReports};
  NoFaults none_;
};

TEST_F(OwnTileTest, zero_is_reported_and_blank_is_not) {
  EXPECT_TRUE(read(7, 0, 11).is_blank());
  EXPECT_EQ(add(7, 3, 0, 1).reported, 1);
  EXPECT_EQ(read(7, 0, 11), (Cell{0, 1}));
  EXPECT_EQ(add(7, 3, 0, -1).reported, -1);
  EXPECT_TRUE(read(7, 0, 11).is_blank());
}

TEST_F(OwnTileTest, two_reports_in_one_cell_count_once) {
  EXPECT_EQ(add(7, 3, 5, 1).reported, 1);
  EXPECT_EQ(add(7, 3, 6, 1).reported, 0);
  EXPECT_EQ(read(7, 3, 3), (Cell{11, 1}));
  EXPECT_EQ(add(7, 3, -5, -1).reported, 0);
  EXPECT_EQ(add(7, 3, -6, -1).reported, -1);
  EXPECT_EQ(read(7, 3, 3), (Cell{0, 0}));
  EXPECT_TRUE(tile_.odd_presences().empty());
}

TEST_F(OwnTileTest, an_amount_on_a_blank_cell_counts_and_is_not_reported) {
  EXPECT_EQ(add(7, 3, 5, 0).reported, 0);
  EXPECT_EQ(read(7, 0, 11), (Cell{5, 0}));
  EXPECT_EQ(add(7, 3, 1, 1).reported, 1);
  EXPECT_EQ(read(7, 0, 11), (Cell{6, 1}));
}

TEST_F(OwnTileTest, widens_at_the_edges_of_32_bits_and_keeps_its_neighbours) {
  add(64, 0, -3, 1);
  for (const int64_t value :
       {kTwoTo31 - 1, -kTwoTo31 + 1, -kTwoTo31, kTwoTo31, int64_t{1} << 50, -(int64_t{1} << 50)}) {
    add(70, 5, value, 1);
    EXPECT_EQ(read(70, 5, 5), (Cell{value, 1}));
    add(70, 5, -value, -1);
    EXPECT_TRUE(read(70, 0, 11).is_blank());
  }
  EXPECT_EQ(read(64, 0, 11), (Cell{-3, 1}));
  EXPECT_TRUE(read(65, 0, 11).is_blank());
}

TEST_F(OwnTileTest, loaded_rows_take_the_place_of_what_was_there) {
  add(2, 1, 5, 1);
  add(2, 1, 5, 1);
  std::vector<int64_t> rows(24, kBlank);
  rows[0] = 7;
  rows[12] = -9;
  rows[23] = kTwoTo31;
  tile_.set_rows(arena_, UnitId(1), rows);
  EXPECT_EQ(read(1, 0, 11), (Cell{7, 1}));
  EXPECT_EQ(read(2, 0, 11), (Cell{kTwoTo31 - 9, 2}));
  EXPECT_TRUE(tile_.odd_presences().empty());
}

TEST_F(OwnTileTest, turns_dense_when_many_cells_have_values_and_keeps_them) {
  EXPECT_TRUE(tile_.pages().empty());
  uint32_t cells = 0;
  for (uint32_t i = 0; i < 64 * 12; ++i) {
    const uint32_t place = i * 331 % (64 * 12);
    add(64 + place / 12, place % 12, int64_t{place} - 100, 1);
    if (tile_.pages()[1].is_sparse()) ++cells;
    if (i % 7 == 0) {
      add(64 + place / 12, place % 12, 100 - int64_t{place}, -1);
      EXPECT_TRUE(read(64 + place / 12, place % 12, place % 12).is_blank());
      add(64 + place / 12, place % 12, int64_t{place} - 100, 1);
    }
    for (uint32_t j = 0; j <= i; j += 5) {
      const uint32_t before = j * 331 % (64 * 12);
      ASSERT_EQ(read(64 + before / 12, before % 12, before % 12), (Cell{int64_t{before} - 100, 1}));
    }
  }
  EXPECT_GT(cells, 50u);
  EXPECT_LT(cells, 64u * 12 / 4);
  EXPECT_EQ(read(127, 0, 11).reported, 12);
}

TEST_F(OwnTileTest, a_sparse_page_is_small_and_gives_its_memory_back) {
  add(70, 5, 1, 1);
  EXPECT_TRUE(tile_.pages()[1].is_sparse());
  EXPECT_EQ(tile_.pages()[1].sparse().size_bytes(), 64u);
  const void* cells = tile_.pages()[1].sparse().data();
  tile_.give_back(arena_);
  EXPECT_EQ(arena_.take(64), cells);
}

TEST_F(OwnTileTest, a_sparse_page_widens_and_keeps_its_neighbours) {
  add(70, 5, 1, 1);
  add(71, 2, 0, 1);
  add(70, 6, kTwoTo31, 1);
  EXPECT_TRUE(tile_.pages()[1].is_wide());
  EXPECT_EQ(read(70, 0, 11), (Cell{kTwoTo31 + 1, 2}));
  EXPECT_EQ(read(71, 0, 11), (Cell{0, 1}));
  EXPECT_TRUE(read(72, 0, 11).is_blank());
}

TEST(PageArena, hands_out_again_what_was_given_back) {
  PageArena arena;
  void* page = arena.take(3072);
  const size_t held = arena.memory_bytes();
  arena.give_back(page, 3072);
  EXPECT_EQ(arena.take(3072), page);
  EXPECT_EQ(arena.memory_bytes(), held);
  EXPECT_NE(arena.take(size_t{5} << 20), nullptr);
}

TEST(TileRow, grows_at_both_ends) {
  TileRow<int> row;
  EXPECT_EQ(row.find(2011), nullptr);
  row.reach(2011) = 1;
  row.reach(2009) = 2;
  row.reach(2013) = 3;
  EXPECT_EQ(*row.find(2011), 1);
  EXPECT_EQ(*row.find(2009), 2);
  EXPECT_EQ(*row.find(2010), 0);
  EXPECT_EQ(row.end(), 2014);
  EXPECT_EQ(row.find(2014), nullptr);
}

}  // namespace
}  // namespace jinguo::rollup
