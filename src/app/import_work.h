#pragma once
#include "app/import_view.h"

namespace jinguo::app {

/// POST /api/import-jobs/{id}/acts {act, good}: `confirm` begins to write the good rows, as many as were
/// shown
/// (`good`); `pause`, `resume`, `stop`. What was written stays and can be undone as a whole. A small import
/// is done when this answers.
Result<Answer> act_on_import(App& app, const Call& call);

/// The next rows of an import that runs, in one command, with how far it came: whatever stops in between,
/// no row is written twice. The rights are those its maker has now. False when none runs.
bool work_on_imports(App& app);

/// After a start: imports that ran go on.
void take_up_imports(App& app);

}  // namespace jinguo::app
