#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/inbox/batch {items: [{programme, id, version, event}], reason}: events on many records with one
/// reason, in one group of the store. Each is judged by itself, as if it came alone; what one is refused for
/// does not hold up the others. When not one can be done, the first refusal is the answer. Sent again under
/// its key it is answered the same and done once.
Result<Answer> take_events(App& app, const Call& call);

}  // namespace jinguo::app
