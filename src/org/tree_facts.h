#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "org/tree.h"

namespace jinguo::org {

/// The tree as plain rows, for storage. Days without an end are kOpenEnd (9999-12-31), ids of none are 0.
struct UnitRow {
  UnitId id;
  Level level = Level::village;
  bool zone = false;
  uint32_t shard = 0;
  UnitId within;
  Date opened;
  Date closed = kOpenEnd;
  UnitId heir;
  Date heir_from;
  std::string split_field;
  bool operator==(const UnitRow&) const = default;
};
/// Keyed by (unit, first), as the two below.
struct NameRow {
  UnitId unit;
  std::string name;
  Date first;
  Date last;
  bool operator==(const NameRow&) const = default;
};
struct CodeRow {
  UnitId unit;
  Code code;
  Date first;
  Date last;
  bool operator==(const CodeRow&) const = default;
};
/// The parent is none while the unit is a root.
struct EdgeRow {
  UnitId unit;
  UnitId parent;
  Date first;
  Date last;
  bool operator==(const EdgeRow&) const = default;
};

/// In order of unit, then of first day.
struct Facts {
  std::vector<UnitRow> units;
  std::vector<NameRow> names;
  std::vector<CodeRow> codes;
  std::vector<EdgeRow> edges;
};

/// What must be written to make the stored rows of one tree those of another: rows to put (new or under an
/// old key), and keys to delete. Units are never deleted.
struct FactsDiff {
  struct Key {
    UnitId unit;
    Date first;
    bool operator==(const Key&) const = default;
  };
  Facts upsert;
  std::vector<Key> deleted_names;
  std::vector<Key> deleted_codes;
  std::vector<Key> deleted_edges;
};

/// Takes the rows, sorted as above, apart while it builds. Errors: org.bad_facts when they do not make a
/// tree.
Result<Tree> tree_from_facts(Facts facts);

/// `after` came from `before` by changes. Looks only at units whose pages differ. From the empty tree it is
/// all rows of the other.
FactsDiff diff(const Tree& before, const Tree& after);

}  // namespace jinguo::org
