#pragma once
#include "app/record_save.h"

namespace jinguo::app {

/// Who asks, over a unit.
flow::Actor actor_of(const Call& call, UnitId unit);

/// POST /api/programmes/{programme}/records: a new record, with the events it takes at once.
Result<Answer> create_record(App& app, const Call& call);
/// PATCH /api/programmes/{programme}/records/{id}: values only.
Result<Answer> edit_record(App& app, const Call& call);
/// POST /api/programmes/{programme}/records/{id}/events/{event}
Result<Answer> take_event(App& app, const Call& call);

}  // namespace jinguo::app
