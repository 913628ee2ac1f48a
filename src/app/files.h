#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/programmes/{programme}/imports?unit&mode&dry_run&then&period&on: an .xlsx or .csv as body.
Result<Answer> import_file(App& app, const Call& call);
/// GET /api/programmes/{programme}/export?format=xlsx|csv and the same filters as the list.
Result<Answer> export_file(App& app, const Call& call);
/// GET /api/programmes/{programme}/template
Result<Answer> template_file(App& app, const Call& call);
/// POST /api/definitions/template {text}: the sheet to fill in of a programme that is still a draft.
Result<Answer> draft_template(App& app, const Call& call);
/// GET /api/reports/{report}/file?format=md|html|docx|pdf|txt and /api/issued/{id}/file.
Result<Answer> report_file(App& app, const Call& call);

}  // namespace jinguo::app
