#pragma once
#include "app/import_view.h"

namespace jinguo::app {

/// `ImportJobRef` of the API: a line of the list.
json::object import_ref_json(App& app, Reading& reading, const ImportJob& job);
/// `ImportJob` of the API. The view is judged and its lock held.
json::object import_json(App& app, const ImportJob& job, const ImportView& view);
/// `ImportLine` of the API: the n-th row.
json::object import_line_json(const ImportView& view, size_t n);
/// What is to be said of the cells of a workbook.
std::vector<CellComment> comments_of(const ImportView& view, size_t book);
/// Whether a column may be taken for it: a field that is filled in, or what tells unit, period and record;
/// empty for none.
bool is_import_column(const define::Programme& programme, std::string_view column);

}  // namespace jinguo::app
