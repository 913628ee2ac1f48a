#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/reports/{report}/issue {unit, period, corrects}: freezes the snapshot with a number of its own.
/// With `corrects` it is an erratum to an issued one; both then name each other.
Result<Answer> issue_report(App& app, const Call& call);
/// GET /api/issued and /api/issued/{id}: never moves again.
Result<Answer> list_issued(App& app, const Call& call);
Result<Answer> get_issued(App& app, const Call& call);

/// An issued paper as it is kept; app.not_found when there is none the asker may read.
Result<json::value> load_issued(App& app, const Call& call, std::string_view id);

}  // namespace jinguo::app
