#pragma once
#include <span>

#include "base/result.h"
#include "org/tree.h"
#include "org/tree_change.h"
#include "org/tree_draft.h"

namespace jinguo::org {

/// The tree after the change; the one given stays as it was. Units brought forth take the ids after
/// `tree.size()`, in the order in which the change names them. Costs a few copied pages of units, not a copy
/// of the tree.
///
/// Errors: those of Tree::find; org.level_mismatch, org.level_differs, org.needs_parent, org.needs_code,
/// org.code_level, org.code_in_use, org.code_abolished, org.bad_name, org.open_children, org.under_itself,
/// org.already_closed, org.later_fact, org.same_day, org.nothing_changes, org.bad_merge, org.bad_split,
/// org.not_child. The field of their place names the part of the change. (Not named `apply`, which argument
/// lookup would mistake for std::apply.)
Result<Tree> apply_change(const Tree& tree, const Change& change);

/// Whether `apply_change` would take it.
Result<void> can_apply(const Tree& tree, const Change& change);

/// All of them in order, or none: the first refusal, its line counting the changes from 1.
Result<Tree> apply_all(const Tree& tree, std::span<const Change> changes);

/// The same upon a draft. A refused merge or split spoils the draft, any other refused change leaves it as it
/// was.
Result<void> apply_to(TreeDraft& draft, const Change& change);

}  // namespace jinguo::org
