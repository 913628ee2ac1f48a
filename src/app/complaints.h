#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/complaints {page, text, kind}: what troubles one on a page. Kept with account, unit and moment;
/// at most ten an hour of one account. `page` is a path without its question; `text` has 500 characters at
/// most.
Result<Answer> make_complaint(App& app, const Call& call);
/// GET /api/complaints: her own, and those from units over which she has power organise; the newest first.
Result<Answer> list_complaints(App& app, const Call& call);
/// POST /api/complaints/{id}/answer {text}: power organise over the unit it came from. The author sees it.
Result<Answer> answer_complaint(App& app, const Call& call);

int64_t count_open_complaints(Reading& reading);

}  // namespace jinguo::app
