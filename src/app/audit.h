#pragma once
#include "app/call.h"

namespace jinguo::app {

/// GET /api/audit?action,subject,account,unit,first,last,before,size: the newest first; `before` a position
/// pages on. Power `audit`; the operator sees no more than anyone.
Result<Answer> list_audit(App& app, const Call& call);
/// GET /api/audit/export?…: the same as .xlsx or .csv, at most 50,000 lines.
Result<Answer> export_audit(App& app, const Call& call);
/// POST /api/audit/verify: whether the chain is whole from its first entry. `Verdict` of the API.
Result<Answer> verify_audit(App& app, const Call& call);

}  // namespace jinguo::app
