#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/org/changes {text, dry_run, reason}: tree changes, one a line (see org/tree_text.h); all or
/// none. Power `organise` over every unit named. A dry run tells what would move.
Result<Answer> change_tree(App& app, const Call& call);

/// POST /api/org/import {text, file, date, dry_run, close_missing, reason}: units from a table, see
/// org/tree_import.h.
Result<Answer> import_tree(App& app, const Call& call);

}  // namespace jinguo::app
