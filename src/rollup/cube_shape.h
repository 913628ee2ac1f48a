#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "org/view.h"

namespace jinguo::rollup {

/// Where the answer for a place of a view lies: in a total; for a leaf, in the own cells of its unit; for a
/// leaf in which several units count (heirs of merged ones), in the own cells of each.
class CellPlace {
 public:
  static CellPlace total(uint32_t index) { return CellPlace(index | kTotal); }
  /// The empty unit stands for a place without any source: always blank.
  static CellPlace own(UnitId unit) { return CellPlace(unit.number()); }
  /// See Shape::merged.
  static CellPlace merged(uint32_t index) { return CellPlace(index | kMerged); }
  bool is_total() const { return (bits_ & kTotal) != 0; }
  bool is_merged() const { return (bits_ & kMerged) != 0; }
  /// Of a total or of a merged leaf.
  uint32_t index() const { return bits_ & ~(kTotal | kMerged); }
  UnitId unit() const { return UnitId(bits_); }

 private:
  static constexpr uint32_t kTotal = 0x80000000;
  static constexpr uint32_t kMerged = 0x40000000;
  explicit CellPlace(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
};

/// A view turned into a plan for adding up. Every place with children has a total; totals are numbered by
/// depth, then in the view's order, so that the totals under one place are neighbours and every total follows
/// the one above it. Leaves have none: what counts there is read from the own cells.
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
  /// The units whose own cells count at a merged leaf.
  std::span<const UnitId> merged(uint32_t index) const {
    return std::span(merged_).subspan(merged_begin_[index], merged_begin_[index + 1] - merged_begin_[index]);
  }
  const LevelPlaces& level(uint8_t level) const;
  size_t memory_bytes() const;

 private:
  void list_merged(const org::View& view, std::span<const uint32_t> sources);
  void number_totals(const org::View& view);
  void list_sources(const org::View& view);

  std::vector<CellPlace> cells_;
  std::vector<uint32_t> depths_;
  std::vector<uint32_t> first_total_;
  std::vector<uint32_t> parent_;
  std::vector<uint32_t> children_first_;
  std::vector<uint32_t> children_last_;
  std::vector<uint32_t> run_begin_;
  std::vector<Run> runs_;
  std::vector<uint32_t> merged_begin_;
  std::vector<UnitId> merged_;
  std::vector<LevelPlaces> levels_;
};

}  // namespace jinguo::rollup
