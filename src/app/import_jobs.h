#pragma once
#include "app/import_view.h"

namespace jinguo::app {

/// Judges every row of a draft once, or tells how those of an import that was confirmed came out. The view's
/// lock is held.
Result<void> judge_import(App& app, const Call& call, const ImportJob& job, ImportView& view);

/// POST /api/import-jobs?programme&unit&period&then&on&file_name: a draft with one file (.xlsx, .csv or a
/// .zip of them), read and judged; nothing is written. Drafts and their files are dropped thirty days after
/// they were last touched.
Result<Answer> start_import(App& app, const Call& call);
/// POST /api/import-jobs/{id}/files?file_name: another file of the same draft.
Result<Answer> add_import_file(App& app, const Call& call);
/// GET /api/import-jobs: one's own, the newest first.
Result<Answer> list_import_jobs(App& app, const Call& call);
/// GET /api/import-jobs/{id}: sheets, columns, counts, faults by kind, missing units, how far it came.
Result<Answer> get_import_job(App& app, const Call& call);
/// GET /api/import-jobs/{id}/rows?show=bad|all&from&size: rows with their cells and what is wrong with them.
Result<Answer> list_import_rows(App& app, const Call& call);
/// PATCH /api/import-jobs/{id} {programme, period, then, sheet, skip, head_first, head_last, columns}: chosen
/// otherwise; judged anew.
Result<Answer> change_import(App& app, const Call& call);
/// PATCH /api/import-jobs/{id}/cells {cells: [{row, column, text}]} or {from, to, field}: mends cells, or all
/// that say the same; answers with the rows.
Result<Answer> mend_import_cells(App& app, const Call& call);
/// GET /api/import-jobs/{id}/correction?book: the workbook as uploaded, with a comment on each bad cell.
Result<Answer> correction_file(App& app, const Call& call);
/// DELETE /api/import-jobs/{id}: forgets the files; what was written stays.
Result<Answer> drop_import(App& app, const Call& call);

}  // namespace jinguo::app
