#pragma once
#include "app/call.h"

namespace jinguo::app {

/// The rows of a programme an asker may see, as text, in the order asked for, else by unit. The columns are
/// those of its sheet, then state and id; imported again unchanged they change nothing. `columns` of the call
/// names others, by comma: fields that are no tables, and unit, date, state; the id always stands last.
struct ExportRows {
  std::shared_ptr<const define::Programme> programme;
  /// Id and head of each column.
  std::vector<std::pair<std::string, std::string>> columns;
  std::vector<std::vector<std::string>> rows;
};
Result<ExportRows> export_rows(App& app, const Call& call);

}  // namespace jinguo::app
