#pragma once
#include <string>
#include <vector>

#include "org/tree.h"

namespace jinguo::org {

/// One thing that happened to a unit.
struct HistoryLine {
  enum class Kind { opened, renamed, recoded, moved, closed, inherited };
  Kind kind = Kind::opened;
  /// First day of the new state; for `closed` the day after the last.
  Date date;
  UnitId unit;
  /// renamed, recoded: the old and the new text. Else empty.
  std::string from_text;
  std::string to_text;
  /// moved: the old and the new parent, none for a root; opened: `to` is the parent; closed: `to` is the
  /// heir, none when nobody inherits; inherited: `from` is the unit whose records now count at this one.
  UnitId from;
  UnitId to;
  bool operator==(const HistoryLine&) const = default;
};

/// What happened to one unit from `first` to `last`, both within, in order of time.
std::vector<HistoryLine> list_history(const Tree& tree, UnitId unit, Date first, Date last);

/// Why figures of `top` as then need not add up over a period or compare with the one before: the events from
/// `first` to `last`, both within, by which a unit came to lie below it or lies there no more without a
/// successor there: moves across its border, and closings whose heir is on the other side.
std::vector<HistoryLine> list_border_moves(const Tree& tree, UnitId top, Date first, Date last);

}  // namespace jinguo::org
