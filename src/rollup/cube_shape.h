#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "org/view.h"

namespace jinguo::rollup {

/// Where the answer for a place of a view lies: in a total, or, for a plain leaf, in the own cell of its
/// unit.
class CellPlace {
 public:
  static CellPlace total(uint32_t index) { return CellPlace(index | kTotal); }
  /// The empty unit stands for a place without any source: always blank.
  static CellPlace own(UnitId unit) { return CellPlace(unit.number()); }
  bool is_total() const { return (bits_ & kTotal) != 0; }
  uint32_t index() const { return bits_ & ~kTotal; }
  UnitId unit() const { return UnitId(bits_); }

 private:
  static constexpr uint32_t kTotal = 0x80000000;
  explicit CellPlace(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
};

/// A view turned into a plan for adding up. Every place with children, or with other than one source unit,
/// has a total; totals are numbered by depth, then in the view's order, so that the totals under one place
/// are neighbours and every total follows the one above it.
class Shape {
 public:
  static constexpr uint32_t kNone = 0xffffffff;
  /// Consecutive units.
  struct Run {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  struct LevelPlaces {
    std::vector<uint32_t> places;
    std::vector<CellPlace> cells;
  };

  explicit Shape(const org::View& view);

  uint32_t totals() const { return static_cast<uint32_t>(parent_.size()); }
  /// Totals of the same depth are neighbours: depth d holds [depths()[d], depths()[d + 1]).
  std::span<const uint32_t> depths() const { return depths_; }
  CellPlace cell(uint32_t place) const { return cells_[place]; }
  /// The lowest total that a unit's own cells count in, kNone when there is none.
  uint32_t first_total(UnitId unit) const {
    return unit.number() < first_total_.size() ? first_total_[unit.number()] : kNone;
  }
  /// The total above, kNone for a root's.
  uint32_t parent(uint32_t total) const { return parent_[total]; }
  /// The totals directly under one: [first, last).
  uint32_t children_first(uint32_t total) const { return children_first_[total]; }
  uint32_t children_last(uint32_t total) const { return children_last_[total]; }
  /// The units whose own cells count in a total, those of totals under it left out.
  std::span<const Run> runs(uint32_t total) const {
    return std::span(runs_).subspan(run_begin_[total], run_begin_[total + 1] - run_begin_[total]);
  }
  const LevelPlaces& level(uint8_t level) const;
  size_t memory_bytes() const;

 private:
  void number_totals(const org::View& view, std::span<const uint32_t> sources);
  void list_sources(const org::View& view);

  std::vector<CellPlace> cells_;
  std::vector<uint32_t> depths_;
  std::vector<uint32_t> first_total_;
  std::vector<uint32_t> parent_;
  std::vector<uint32_t> children_first_;
  std::vector<uint32_t> children_last_;
  std::vector<uint32_t> run_begin_;
  std::vector<Run> runs_;
  std::vector<LevelPlaces> levels_;
};

}  // namespace jinguo::rollup
