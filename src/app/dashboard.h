#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/dashboard?unit&period: a unit's page. One sentence, two figures a programme, the league of the
/// first, what is late, what waits for the asker.
Result<Answer> get_dashboard(App& app, const Call& call);

}  // namespace jinguo::app
