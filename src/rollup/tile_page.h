#pragma once
#include <cstdint>
#include <limits>
#include <span>

#include "rollup/cells.h"
#include "rollup/cells_arena.h"

namespace jinguo::rollup {

/// Units (or totals) on one page.
inline constexpr uint32_t kPageRows = 64;
inline constexpr int32_t kNarrowBlank = std::numeric_limits<int32_t>::min();

/// One cell of a sparse page: row × slots + slot, and its value (kNarrowBlank for a blank).
struct SparseCell {
  static constexpr uint32_t kUnused = 0xffffffff;

  uint32_t at = kUnused;
  int32_t value = 0;
};

/// The own values of 64 consecutive units, absent until the first value. A page begins sparse: a list of
/// cells by rising place, unused ones last. It turns dense (rows of int32) before the list outgrows a quarter
/// of the rows' size, and wide (rows of int64) once a value asked for it. Rows loaded whole are dense at
/// once.
class OwnPage {
 public:
  bool is_absent() const { return bits_ == 0; }
  bool is_wide() const { return (bits_ & kWide) != 0; }
  bool is_sparse() const { return (bits_ & kSparse) != 0; }
  int32_t* narrow() const { return reinterpret_cast<int32_t*>(bits_); }
  int64_t* wide() const { return reinterpret_cast<int64_t*>(bits_ & ~kTags); }
  /// All cells of a sparse page, unused ones too.
  std::span<SparseCell> sparse() const {
    return {reinterpret_cast<SparseCell*>(bits_ & ~kTags),
            kFirstCells << ((bits_ & kTags) >> kDoublingsFrom)};
  }
  /// The sparse cells within [from, to).
  std::span<const SparseCell> sparse(uint32_t from, uint32_t to) const;

  /// The value of a cell, kBlank for a blank one, `missing` for one that was never put.
  int64_t get(uint32_t at, int64_t missing) const;
  /// Puts a value that 32 bits hold into a page that is not wide; the page is made when absent. `cells` is
  /// the number of cells of the dense page, `missing` the value of those never put.
  void put_narrow(PageArena& arena, uint32_t cells, int32_t missing, uint32_t at, int32_t value);
  /// Makes rows of int32 of an absent or a sparse page.
  void make_dense(PageArena& arena, uint32_t cells, int32_t missing);
  /// Makes rows of int64 of a dense page.
  void widen(PageArena& arena, uint32_t cells);
  void give_back(PageArena& arena, uint32_t cells);

 private:
  static constexpr uintptr_t kWide = 1;
  static constexpr uintptr_t kSparse = 2;
  static constexpr int kDoublingsFrom = 2;
  static constexpr uintptr_t kTags = PageArena::kAlignment - 1;
  static constexpr size_t kFirstCells = PageArena::kAlignment / sizeof(SparseCell);
  static constexpr size_t kDenseShare = 4;

  void make_sparse(PageArena& arena, uintptr_t doublings);
  void put_sparse(PageArena& arena, uint32_t cells, int32_t missing, uint32_t at, int32_t value);

  /// The address of the rows or cells; in its lowest bits the form and, of a sparse page, how often the list
  /// was doubled.
  uintptr_t bits_ = 0;
};

inline int64_t OwnPage::get(uint32_t at, int64_t missing) const {
  if (is_absent()) return missing;
  if (is_wide()) return wide()[at];
  int32_t value = 0;
  if (is_sparse()) {
    const std::span<const SparseCell> found = sparse(at, at + 1);
    if (found.empty()) return missing;
    value = found.front().value;
  } else {
    value = narrow()[at];
  }
  return value == kNarrowBlank ? kBlank : value;
}

inline void OwnPage::put_narrow(PageArena& arena, uint32_t cells, int32_t missing, uint32_t at,
                                int32_t value) {
  if (is_absent() || is_sparse())
    put_sparse(arena, cells, missing, at, value);
  else
    narrow()[at] = value;
}

}  // namespace jinguo::rollup
