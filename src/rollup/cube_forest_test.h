#pragma once
#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "org/level.h"
#include "rollup/cube.h"

namespace jinguo::rollup {

/// Small random organisations for tests: units open, move, close with and without heirs; each state can be
/// laid out as a View.
class Forest {
 public:
  explicit Forest(uint64_t seed) : random_(seed) { units_.resize(1); }

  uint32_t units() const { return static_cast<uint32_t>(units_.size() - 1); }

  UnitId open(uint32_t parent) {
    units_.push_back({parent, true, 0});
    return UnitId(units());
  }
  /// A whole tree of about so many units, with several roots now and then.
  void grow(uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
      const bool is_root = units() == 0 || below(200) == 0;
      open(is_root ? 0 : alive(1 + below(units())));
    }
  }
  void move(uint32_t unit) {
    const uint32_t to = alive(1 + below(units()));
    if (!units_[unit].is_open || is_under(to, unit)) return;
    units_[unit].parent = to;
  }
  /// Closes a unit: its children go to its heir, or to its parent when it has none.
  void close(uint32_t unit, bool has_heir) {
    if (!units_[unit].is_open || units_[unit].parent == 0) return;
    uint32_t heir = has_heir ? alive(1 + below(units())) : 0;
    if (heir != 0 && (heir == unit || is_under(heir, unit))) heir = 0;
    const uint32_t takes = heir != 0 ? heir : units_[unit].parent;
    for (Unit& other : units_)
      if (other.parent == unit && &other != &units_[unit]) other.parent = takes;
    units_[unit].is_open = false;
    units_[unit].heir = heir;
  }
  void change() {
    for (uint32_t i = 0; i < 1 + units() / 20; ++i) {
      const uint32_t unit = 1 + below(units());
      switch (below(4)) {
        case 0:
          close(unit, true);
          break;
        case 1:
          close(unit, below(2) == 0);
          break;
        case 2:
          move(unit);
          break;
        default:
          open(alive(1 + below(units())));
      }
    }
  }

  /// Units of numbers above `known` had not been opened on that day.
  ViewPointer view(uint32_t known) const {
    std::vector<UnitId> order;
    std::vector<uint32_t> parents;
    std::vector<uint32_t> ends;
    std::vector<uint8_t> levels;
    std::vector<uint32_t> counts_at(known + size_t{1}, org::View::kNowhere);
    const auto lay_out = [&](const auto& self, uint32_t unit, uint32_t parent, uint8_t depth) -> void {
      const uint32_t at = static_cast<uint32_t>(order.size());
      order.push_back(UnitId(unit));
      parents.push_back(parent);
      ends.push_back(0);
      levels.push_back(depth);
      counts_at[unit] = at;
      for (uint32_t child = 1; child <= known; ++child)
        if (units_[child].parent == unit && has_line(child))
          self(self, child, at, static_cast<uint8_t>(std::min(depth + 1, 6)));
      ends[at] = static_cast<uint32_t>(order.size());
    };
    for (uint32_t unit = 1; unit <= known; ++unit)
      if (units_[unit].parent == 0 && has_line(unit)) lay_out(lay_out, unit, org::View::kNowhere, 0);
    for (uint32_t unit = 1; unit <= known; ++unit) {
      uint32_t heir = unit;
      while (units_[heir].heir != 0) heir = units_[heir].heir;
      if (heir <= known) counts_at[unit] = counts_at[heir];
    }
    return std::make_shared<org::View>(Date(0), order, parents, ends, levels, counts_at);
  }
  ViewPointer view() const { return view(units()); }

  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(random_() % limit); }

 private:
  struct Unit {
    uint32_t parent = 0;
    bool is_open = false;
    uint32_t heir = 0;
  };
  /// Closed units keep a line when nobody inherited them.
  bool has_line(uint32_t unit) const { return units_[unit].is_open || units_[unit].heir == 0; }
  /// An open unit: this one, or the next.
  uint32_t alive(uint32_t unit) const {
    while (!units_[unit].is_open) unit = unit % units() + 1;
    return unit;
  }
  bool is_under(uint32_t unit, uint32_t above) const {
    for (; unit != 0; unit = units_[unit].parent)
      if (unit == above) return true;
    return false;
  }

  std::mt19937_64 random_;
  std::vector<Unit> units_;
};

}  // namespace jinguo::rollup
