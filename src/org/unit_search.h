#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "org/unit_index.h"
#include "org/view.h"

namespace jinguo::org {

/// What is looked for, and where.
struct UnitQuestion {
  /// Part of a name, a code or its beginning, initials of the sounds, a name of former days; several words
  /// when units above are told too ("马站 西", "沂水县/马站镇/西村", "沂水县马站镇西村"). The last word means
  /// the unit itself, each other the unit or one above it.
  std::string text;
  /// The view of the day that is asked about, made from the same tree.
  std::shared_ptr<const View> view;
  Date day;
  /// Only below this place and itself; kNowhere: anywhere.
  uint32_t under = View::kNowhere;
  /// What lies in this range of places comes first among equals; empty: nothing does.
  uint32_t near_first = 0, near_end = 0;
  /// Only of these levels, bit by level; 0: any.
  uint8_t levels = 0;
  /// Units that closed before the day are found too, after all others.
  bool with_closed = false;
  size_t most = 20;
};

struct UnitHit {
  UnitId unit;
  Fit fit = Fit::none;
  /// The name it no longer has by which it was found; empty when it was found as it is called on the day.
  std::string former;
  /// Nothing was found; its name is like the word.
  bool is_near = false;
  bool operator==(const UnitHit&) const = default;
};

/// Units that fit, ranked: open ones, then by fit, by level from above, within the near range, in the order
/// of the tree. When none does, those with a like name. `tree` may be later than the index's: units that
/// differ are judged one by one, so the answer is always that of the tree. Empty text finds nothing.
std::vector<UnitHit> search_units(const UnitIndex& index, const Tree& tree, const UnitQuestion& question);

}  // namespace jinguo::org
