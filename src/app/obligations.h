#pragma once
#include "app/call.h"
#include "app/figure_queries.h"

namespace jinguo::app {

/// GET /api/missing/{programme}?unit&period: expected, reported, "none", on time, late and missing, with a
/// text for a chat group.
Result<Answer> get_missing(App& app, const Call& call);

/// POST /api/nil {programme, unit, period, take_back}: a unit says 本期无, or takes it back.
Result<Answer> say_nil(App& app, const Call& call);

/// GET /api/returns/{programme}?unit&period: where the unit's return stands and whose part is missing.
Result<Answer> get_return(App& app, const Call& call);

/// POST /api/returns/{programme} {unit, period, act, reason, notes}: `submit` upward, `confirm` (by the level
/// above; locks the period for the unit), `send_back` with notes on cells, `withdraw` while nobody acted.
Result<Answer> move_return(App& app, const Call& call);

/// What is late at a standpoint, the worst first, for a dashboard.
json::array late_items(App& app, const Call& call, const Standpoint& at);

}  // namespace jinguo::app
