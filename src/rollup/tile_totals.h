#pragma once
#include <span>
#include <vector>

#include "rollup/cube_shape.h"
#include "rollup/tile.h"

namespace jinguo::rollup {

/// Adds slots from..to (both within) of a place without a total to `cell`.
void read_leaf(const Shape& shape, CellPlace place, const OwnTile& own, uint32_t from, uint32_t to,
               Cell& cell);

/// One column for one tile-period in one tree version: a row of sums for each total, and a row of reported
/// counts where the column tracks reports. Pages of 64 rows, absent while nothing under them has a value.
/// Slot 31 of a day-grained row is the whole month's.
class TotalTile {
 public:
  TotalTile(ColumnKind kind, uint32_t totals)
      : kind_(kind), slots_(slots_of(kind.grain)), pages_((totals + kPageRows - 1) / kPageRows) {}

  static constexpr uint32_t kWholeMonth = 31;

  uint32_t slots() const { return slots_; }
  bool has_counts() const { return kind_.tracking == Tracking::reports; }
  bool has_row(uint32_t total) const { return pages_[total / kPageRows] != nullptr; }
  int64_t* sums(uint32_t total) const {
    return pages_[total / kPageRows] + size_t{total % kPageRows} * slots_;
  }
  int32_t* counts(uint32_t total) const {
    return reinterpret_cast<int32_t*>(pages_[total / kPageRows] + size_t{kPageRows} * slots_) +
           size_t{total % kPageRows} * slots_;
  }
  /// Makes a total's row there, all 0 when it was not.
  void open_row(PageArena& arena, uint32_t total) {
    if (!has_row(total)) [[unlikely]]
      open_page(arena, total / kPageRows);
  }
  /// Adds the total's slots from..to (both within) to `cell`.
  void read(uint32_t total, uint32_t from, uint32_t to, Cell& cell) const;
  /// One slot of many places, each added to its cell of `out`.
  void read_slot(const Shape& shape, std::span<const CellPlace> places, uint32_t slot, const OwnTile& own,
                 std::span<Cell> out) const;
  void give_back(PageArena& arena);
  size_t memory_bytes() const { return sizeof(*this) + pages_.capacity() * sizeof(pages_[0]); }

 private:
  void open_page(PageArena& arena, size_t page);
  size_t page_bytes() const { return size_t{kPageRows} * slots_ * (has_counts() ? 12 : 8); }

  ColumnKind kind_;
  uint32_t slots_;
  std::vector<int64_t*> pages_;
};

}  // namespace jinguo::rollup
