#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/definitions/drafts: the asker's own drafts of definitions, the newest first, without their texts.
/// Drafts ask for power `define`; nobody sees another's.
Result<Answer> list_drafts(App& app, const Call& call);
/// POST /api/definitions/drafts {text, name, programme, base}: a new draft. `base` is the version of the
/// programme it was begun from, 0 for none.
Result<Answer> create_draft(App& app, const Call& call);
/// GET /api/definitions/drafts/{id}: with its text.
Result<Answer> get_draft(App& app, const Call& call);
/// PATCH /api/definitions/drafts/{id} {text, name, programme, base, revision}: what is left out stays.
/// Refused with app.draft_moved when it was saved elsewhere since `revision`.
Result<Answer> save_draft(App& app, const Call& call);
/// DELETE /api/definitions/drafts/{id}
Result<Answer> delete_draft(App& app, const Call& call);

}  // namespace jinguo::app
