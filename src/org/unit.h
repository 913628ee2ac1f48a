#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "org/code.h"
#include "org/level.h"
#include "org/timeline.h"

namespace jinguo::org {

/// One unit with all that ever held of it. Its names, codes and parents cover its life from `opened` to
/// `closed` without a gap.
struct Unit {
  UnitId id;
  Level level = Level::village;
  /// A statistical zone (高新区, 经开区): reports and has its own place in the tree, outside GB/T 2260. What
  /// hangs under it hangs under nothing else, so nothing counts twice.
  bool zone = false;
  /// Where its rows are kept; given at birth, never changed.
  uint32_t shard = 0;
  Date opened;
  /// Last day it is alive; kOpenEnd while it lives.
  Date closed = kOpenEnd;
  /// Where its records count once it has closed; none when they stay on its own line.
  UnitId heir;
  /// First day on which they count there; without meaning when there is no heir.
  Date heir_from;
  /// The unit in whose area a zone lies, told on pages; none when nothing is to be told. Never used to count.
  UnitId within;
  /// The record field that says to which part of a split each old record belongs; empty when none does.
  std::string split_field;

  Timeline<std::string> names;
  /// A row with an empty code where it has none.
  Timeline<Code> codes;
  /// A row with no unit where it is a root.
  Timeline<UnitId> parents;

  /// Derived: every unit that ever hung directly under it, in no order.
  std::vector<UnitId> children;
  /// Derived: the latest day on which another unit's records began to count here; the least date when none
  /// did.
  Date last_inheritance{INT32_MIN};

  bool is_open(Date date) const { return opened <= date && date <= closed; }
};

/// Whether two units are the same in all that is not derived.
bool same_facts(const Unit& a, const Unit& b);

}  // namespace jinguo::org
