#pragma once
#include <algorithm>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "rollup/cells.h"
#include "rollup/cells_arena.h"
#include "rollup/cube_fault.h"
#include "rollup/tile_page.h"

namespace jinguo::rollup {

/// What a delta did to an own cell: to its sum, and to the number of reported cells (−1, 0, +1).
struct OwnChange {
  int64_t add = 0;
  int32_t reported = 0;
};

/// One column for one tile-period: the own values of all units. Knows no tree.
class OwnTile {
 public:
  explicit OwnTile(ColumnKind kind) : kind_(kind), slots_(slots_of(kind.grain)) {}

  ColumnKind kind() const { return kind_; }
  uint32_t slots() const { return slots_; }
  std::span<const OwnPage> pages() const { return pages_; }

  template <class Faults>
  OwnChange add(PageArena& arena, UnitId unit, uint32_t slot, int64_t amount, int8_t presence,
                Faults& faults);
  /// Puts whole rows in the place of what was there; kBlank for a blank.
  void set_rows(PageArena& arena, UnitId first, std::span<const int64_t> rows);
  /// Adds the unit's slots from..to (both within) to `cell`.
  void read(UnitId unit, uint32_t from, uint32_t to, Cell& cell) const;
  void give_back(PageArena& arena);
  size_t memory_bytes() const;

  /// Cells whose presences add to something else than their value shows: 2 and more reports, or an amount
  /// without any report (0). Key: unit × 32 + slot. Rare.
  const std::unordered_map<uint64_t, int32_t>& odd_presences() const { return odd_; }

 private:
  int64_t blank() const { return kind_.tracking == Tracking::reports ? kBlank : 0; }
  /// The value of a cell, kBlank for a blank one.
  int64_t get(UnitId unit, uint32_t slot) const;
  template <class Faults>
  void put(PageArena& arena, UnitId unit, uint32_t slot, int64_t value, Faults& faults);
  uint32_t page_cells() const { return kPageRows * slots_; }
  int32_t narrow_blank() const { return kind_.tracking == Tracking::reports ? kNarrowBlank : 0; }
  uint32_t at_of(UnitId unit, uint32_t slot) const { return unit.number() % kPageRows * slots_ + slot; }
  OwnPage& page_of(UnitId unit);
  static bool is_narrow(int64_t value) {
    return value == kBlank || (value > kNarrowBlank && value <= std::numeric_limits<int32_t>::max());
  }

  ColumnKind kind_;
  uint32_t slots_;
  std::vector<OwnPage> pages_;
  std::unordered_map<uint64_t, int32_t> odd_;
};

inline int64_t OwnTile::get(UnitId unit, uint32_t slot) const {
  const size_t number = unit.number() / kPageRows;
  if (number >= pages_.size()) return blank();
  return pages_[number].get(at_of(unit, slot), blank());
}

template <class Faults>
void OwnTile::put(PageArena& arena, UnitId unit, uint32_t slot, int64_t value, Faults& faults) {
  OwnPage& page = page_of(unit);
  const uint32_t at = at_of(unit, slot);
  if (!page.is_wide() && !is_narrow(value)) [[unlikely]] {
    if (page.is_absent() || page.is_sparse()) page.make_dense(arena, page_cells(), narrow_blank());
    page.widen(arena, page_cells());
    if (faults.is(SeededFault::widening_loses_high_bits)) value = static_cast<int32_t>(value);
    if (faults.is(SeededFault::widening_forgets_blanks))
      for (size_t i = 0; i < page_cells(); ++i)
        if (page.wide()[i] == kBlank) page.wide()[i] = 0;
  }
  if (page.is_wide()) {
    page.wide()[at] = value;
    return;
  }
  const bool was_sparse = page.is_sparse();
  page.put_narrow(arena, page_cells(), narrow_blank(), at,
                  value == kBlank ? kNarrowBlank : static_cast<int32_t>(value));
  if (faults.is(SeededFault::turning_dense_loses_cells) && was_sparse && !page.is_sparse())
    std::fill_n(page.narrow(), at, narrow_blank());
}

template <class Faults>
OwnChange OwnTile::add(PageArena& arena, UnitId unit, uint32_t slot, int64_t amount, int8_t presence,
                       Faults& faults) {
  const int64_t old = get(unit, slot);
  int64_t sum = 0;
  if (__builtin_add_overflow(old == kBlank ? 0 : old, amount, &sum) || sum == kBlank) [[unlikely]]
    ensure(false, "a cell fits in 64 bits");
  if (kind_.tracking == Tracking::amounts) {
    put(arena, unit, slot, sum, faults);
    return {amount, 0};
  }
  const uint64_t key = uint64_t{unit.number()} * 32 + slot;
  int32_t had = old == kBlank ? 0 : 1;
  if (!odd_.empty()) [[unlikely]] {
    const auto odd = odd_.find(key);
    if (odd != odd_.end()) had = odd->second;
  }
  const int32_t has = had + presence;
  const bool is_blank = has == 0 && sum == 0;
  const bool is_odd = has != 1 && !is_blank;
  if (is_odd) [[unlikely]]
    odd_[key] = has;
  else if (!odd_.empty())
    odd_.erase(key);
  put(arena, unit, slot, is_blank && !faults.is(SeededFault::blank_taken_as_zero) ? kBlank : sum, faults);
  if (faults.is(SeededFault::second_report_counted_again)) return {amount, presence};
  return {amount, (has != 0 ? 1 : 0) - (had != 0 ? 1 : 0)};
}

/// Tiles by their number, from the first one used to the last one used; those between may be missing.
template <class T>
class TileRow {
 public:
  /// The place of a tile, nothing outside the row.
  T* find(int32_t tile) {
    const int64_t at = int64_t{tile} - first_;
    return at >= 0 && at < static_cast<int64_t>(items_.size()) ? &items_[static_cast<size_t>(at)] : nullptr;
  }
  const T* find(int32_t tile) const { return const_cast<TileRow*>(this)->find(tile); }
  /// The place of a tile; the row grows to reach it.
  T& reach(int32_t tile) {
    if (items_.empty()) first_ = tile;
    if (tile < first_) {
      std::vector<T> longer(static_cast<size_t>(first_ - tile));
      for (T& item : items_) longer.push_back(std::move(item));
      items_ = std::move(longer);
      first_ = tile;
    }
    const size_t at = static_cast<size_t>(tile - first_);
    if (at >= items_.size()) items_.resize(at + 1);
    return items_[at];
  }
  int32_t first() const { return first_; }
  /// One past the last tile.
  int32_t end() const { return first_ + static_cast<int32_t>(items_.size()); }
  size_t memory_bytes() const { return items_.capacity() * sizeof(T); }

 private:
  int32_t first_ = 0;
  std::vector<T> items_;
};

}  // namespace jinguo::rollup
