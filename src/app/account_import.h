#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/accounts/import?unit,dry_run,mode,file_name with an .xlsx or .csv: 单位 (code or name), 姓名,
/// 岗位, and 手机号 and 账号 where there are any. Every fault is told at its cell; nothing is written while
/// there is one, unless `mode` is good. Who holds the post already is left as she is, so the same file may
/// come again. The accounts have no link yet: that comes with their slips.
Result<Answer> import_accounts(App& app, const Call& call);
/// GET /api/accounts/template?unit,format: the sheet to fill in, with the villages of the unit whose chair
/// has no account.
Result<Answer> account_template(App& app, const Call& call);

}  // namespace jinguo::app
