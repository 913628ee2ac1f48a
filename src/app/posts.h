#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/posts {account, role, unit, deputy, last}
Result<Answer> give_post(App& app, const Call& call);
/// POST /api/posts/{id}/end
Result<Answer> end_post(App& app, const Call& call);
/// POST /api/posts/{id}/handover {to}: the post with its open work goes to another account in one act.
Result<Answer> hand_over_post(App& app, const Call& call);

}  // namespace jinguo::app
