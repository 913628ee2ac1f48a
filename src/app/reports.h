#pragma once
#include "app/call.h"
#include "report/document.h"

namespace jinguo::app {

/// GET /api/reports and /api/reports/{report}?unit&period: the draft, live.
Result<Answer> list_reports(App& app, const Call& call);
Result<Answer> get_report(App& app, const Call& call);
/// POST /api/reports/{report}/issue {unit, period, corrects}: freezes the snapshot with a number of its own.
/// With `corrects` it is an erratum to an issued one; both then name each other.
Result<Answer> issue_report(App& app, const Call& call);
/// GET /api/issued and /api/issued/{id}: never moves again.
Result<Answer> list_issued(App& app, const Call& call);
Result<Answer> get_issued(App& app, const Call& call);

/// The document behind a draft (`report`, unit, period) or an issued paper (`id`), for printing.
Result<report::Document> document_of(App& app, const Call& call);

/// GET /api/dashboard?unit&period.
Result<Answer> get_dashboard(App& app, const Call& call);

}  // namespace jinguo::app
