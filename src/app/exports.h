#pragma once
#include "app/call.h"

namespace jinguo::app {

/// The rows of a programme an asker may see, as text: the head, then one row each. The columns are those of
/// its sheet, then state and id; imported again unchanged they change nothing.
struct ExportRows {
  std::shared_ptr<const define::Programme> programme;
  std::vector<std::vector<std::string>> rows;
};
Result<ExportRows> export_rows(App& app, const Call& call);

}  // namespace jinguo::app
