#pragma once
#include <vector>

#include "org/tree.h"
#include "org/tree_change.h"
#include "org/unit_sheet.h"

namespace jinguo::org {

/// What becomes of units of the tree that the list could have but has not: those of the listed levels under
/// the parents of listed units.
enum class Missing { keep, close };

struct ImportSummary {
  uint32_t opened = 0;
  uint32_t renamed = 0;
  uint32_t moved = 0;
  uint32_t closed = 0;
  uint32_t unchanged = 0;
  /// Of the tree, not in the list; closed only on demand.
  uint32_t missing = 0;
};

struct ImportPlan {
  ImportSummary summary;
  /// In the order in which they were applied; empty for the fast way into an empty tree.
  std::vector<Change> changes;
  /// The tree after all changes; to be used only when there are no faults.
  Tree after;
  Diagnostics faults;
};

/// What the list changes in the tree as of a day: new codes open (on their own day, or on `date`), other
/// names rename, a parent given in the list moves, a closing day closes. A dry run of an import is this and
/// its summary; the import itself is `after`, or `changes` applied once more. Into an empty tree no list of
/// changes is kept, which makes a whole country cheap. Faults of the sheet are passed on.
ImportPlan plan_import(const Tree& tree, const ImportSheet& sheet, Date date,
                       Missing missing = Missing::keep);

}  // namespace jinguo::org
