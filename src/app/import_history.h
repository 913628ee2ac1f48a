#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/imports: the newest first.
Result<Answer> list_imports(App& app, const Call& call);

/// POST /api/imports/{id}/undo: voids the records the import made, and lists those it leaves: what somebody
/// changed since, what the import itself only changed, and what lies in a closed period.
Result<Answer> undo_import(App& app, const Call& call);

}  // namespace jinguo::app
