#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "office/table.h"

namespace jinguo::office {

/// What the file says of itself.
struct WorkbookInfo {
  std::string title = {};
  /// The organisation that issues it.
  std::string author = {};
  /// Said to be made on this day; fixed by default, so that the same tables give the same bytes.
  Date created = Date(10957);
};

/// Writes one sheet per table: titles, notes, a frozen head that repeats on paper, typed columns, filter,
/// widths, print area on A4, notes below. Nothing of the data becomes a formula, a link or markup. Choices
/// stand in a hidden sheet 选项. `scratch` is an existing folder for passing files. Refuses texts longer than
/// a cell holds, with place.
Result<std::string> write_xlsx(const std::vector<Table>& tables, const WorkbookInfo& info,
                               const std::filesystem::path& scratch);

}  // namespace jinguo::office
