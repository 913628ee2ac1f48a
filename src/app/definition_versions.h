#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/programmes/{programme}/versions: every version that was ever put in force, the newest first, with
/// who did it when, and in words what it changed.
Result<Answer> list_versions(App& app, const Call& call);
/// GET /api/programmes/{programme}/versions/{version}: the same of one, with its text byte for byte.
Result<Answer> get_version(App& app, const Call& call);

}  // namespace jinguo::app
