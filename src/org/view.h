#pragma once
#include <cstdint>
#include <vector>

#include "base/date.h"
#include "base/id.h"

namespace jinguo::org {

/// One version of the tree, laid out depth first, as it stood at the end of one day. Immutable; shared by
/// every total of that version. "As then" for a period is the view of its last day, "as now" the view of
/// today.
///
/// A position is a place in depth-first pre-order: the subtree of position p is the range [p, end(p)).
/// Units that had closed before the day have no position of their own unless nobody inherited them; their
/// records count at their heir (`counts_at`). A closed unit without an heir keeps its own line under the
/// parent it last had (or that parent's heir).
class View {
 public:
  static constexpr uint32_t kNowhere = 0xffffffff;

  /// The arrays in pre-order: unit at each position, position of its parent (kNowhere for a root), end of its
  /// subtree, and its level's number; `counts_at` is indexed by UnitId::number() and may be shorter than the
  /// greatest id. Several roots are allowed.
  View(Date day, std::vector<UnitId> units, std::vector<uint32_t> parents, std::vector<uint32_t> ends,
       std::vector<uint8_t> levels, std::vector<uint32_t> counts_at)
      : day_(day),
        units_(std::move(units)),
        parents_(std::move(parents)),
        ends_(std::move(ends)),
        levels_(std::move(levels)),
        counts_at_(std::move(counts_at)) {}

  Date day() const { return day_; }
  uint32_t size() const { return static_cast<uint32_t>(units_.size()); }
  UnitId unit(uint32_t position) const { return units_[position]; }
  uint32_t parent(uint32_t position) const { return parents_[position]; }
  uint32_t end(uint32_t position) const { return ends_[position]; }
  /// Number of the unit's level, see org/level.h.
  uint8_t level(uint32_t position) const { return levels_[position]; }
  /// Where the records that this unit filed are counted; kNowhere for a unit not yet open on the day.
  uint32_t counts_at(UnitId unit) const {
    return unit.number() < counts_at_.size() ? counts_at_[unit.number()] : kNowhere;
  }
  /// The unit's own position, kNowhere when it has none in this version.
  uint32_t position(UnitId unit) const {
    const uint32_t p = counts_at(unit);
    return p != kNowhere && units_[p] == unit ? p : kNowhere;
  }
  /// One more than the greatest unit number that may be asked for with `counts_at`.
  uint32_t unit_limit() const { return static_cast<uint32_t>(counts_at_.size()); }

 private:
  Date day_;
  std::vector<UnitId> units_;
  std::vector<uint32_t> parents_;
  std::vector<uint32_t> ends_;
  std::vector<uint8_t> levels_;
  std::vector<uint32_t> counts_at_;
};

}  // namespace jinguo::org
