#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "org/code.h"
#include "org/level.h"

namespace jinguo::org {

/// A unit meant by a change: by its id, or by the code it has on the day of the change. None by default.
struct UnitRef {
  UnitId id;
  Code code;
  UnitRef() = default;
  UnitRef(UnitId unit) : id(unit) {}
  UnitRef(Code unit) : code(unit) {}
  bool is_none() const { return id.is_none() && code.is_none(); }
  bool operator==(const UnitRef&) const = default;
};

/// A unit that a change brings forth.
struct NewUnit {
  Level level = Level::village;
  /// May be none for an attached body only; zones and bodies may have text codes.
  Code code;
  std::string name;
  /// None for a root (not for townships, villages and bodies), or, in a merge or split, the parent of the
  /// unit that goes.
  UnitRef parent;
  bool zone = false;
  /// The unit in whose area a zone lies; none when nothing is to be told.
  UnitRef within;
  /// The parent's when none is given, 0 for a root.
  std::optional<uint32_t> shard;
  bool operator==(const NewUnit&) const = default;
};

/// In all changes `date` is the first day of the new state, save in Close, where it is the last day of the
/// old.
struct Open {
  NewUnit unit;
  Date date;
  bool operator==(const Open&) const = default;
};
struct Rename {
  UnitRef unit;
  std::string name;
  Date date;
  bool operator==(const Rename&) const = default;
};
struct Recode {
  UnitRef unit;
  Code code;
  Date date;
  bool operator==(const Recode&) const = default;
};
struct Move {
  UnitRef unit;
  UnitRef parent;
  Date date;
  bool operator==(const Move&) const = default;
};
/// The units close the day before; what hangs under them moves to the receiver, which inherits their records.
struct Merge {
  std::vector<UnitRef> units;
  std::variant<UnitRef, NewUnit> into;
  Date date;
  bool operator==(const Merge&) const = default;
};
struct SplitPart {
  NewUnit unit;
  /// Units under the old one that go to this part.
  std::vector<UnitRef> children;
  bool operator==(const SplitPart&) const = default;
};
/// The unit closes the day before; every open unit under it must go to a part.
struct Split {
  UnitRef unit;
  std::vector<SplitPart> parts;
  /// Which part, from 0, inherits the old records; none leaves them on the closed unit's own line.
  std::optional<uint32_t> heir;
  /// The record field that assigns each old record to a part; empty when none does.
  std::string split_field;
  Date date;
  bool operator==(const Split&) const = default;
};
struct Close {
  UnitRef unit;
  /// Last day it is alive.
  Date date;
  /// None leaves the records on the closed unit's own line.
  UnitRef heir;
  bool operator==(const Close&) const = default;
};

using Change = std::variant<Open, Rename, Recode, Move, Merge, Split, Close>;

inline Date date_of(const Change& change) {
  return std::visit([](const auto& c) { return c.date; }, change);
}

}  // namespace jinguo::org
