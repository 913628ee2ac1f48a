#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/call.h"

namespace jinguo::app {

/// A sheet as text, read by the office floor: dates as 2011-06-30, numbers exact. The first row that names at
/// least two of the programme's columns is its head; what stands above it is a title.
struct SheetText {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};

/// Columns of a sheet that are no fields of its programme. State and id stand in exports only: they say which
/// record a row is, and that nobody moved it since.
inline constexpr std::string_view kUnitColumn = "unit";
inline constexpr std::string_view kPeriodColumn = "period";
inline constexpr std::string_view kReasonColumn = "reason";
inline constexpr std::string_view kStateColumn = "state";
inline constexpr std::string_view kIdColumn = "id";
inline constexpr std::string_view kStateHead = "状态";
inline constexpr std::string_view kIdHead = "记录编号";

/// What an export prints where the asker may not read.
inline constexpr std::string_view kHiddenCell = "（不可见）";

/// The columns of a programme's sheet, id and head as printed: label and unit of measure.
std::vector<std::pair<std::string, std::string>> sheet_columns(const define::Programme& programme);

/// Where the head stands, and what each of its columns is: a field's id or one of the above; empty: a column
/// without a name, passed over.
struct SheetHead {
  size_t row = 0;
  std::vector<std::string> columns;
};

/// Errors app.import_no_head, app.import_no_unit; columns nobody knows are told in `faults`, each at its
/// cell.
Result<SheetHead> find_head(const define::Programme& programme, const SheetText& sheet, Diagnostics& faults);

/// Without blanks, line ends and the star of a must.
std::string squeezed(std::string_view text);

/// Empty rows, 合计 and notes under the table are no records.
bool is_record_row(const std::vector<std::string>& row);

/// A cell of an export: what the asker may see of a record under a column of `sheet_columns`.
std::string shown_cell(Reading& reading, const Call& call, const org::Tree& tree,
                       const define::Programme& programme, const record::Record& record,
                       std::string_view column);

}  // namespace jinguo::app
