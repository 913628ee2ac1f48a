#pragma once
#include "app/call.h"

namespace jinguo::app {

/// A sheet as text, read by the office floor: dates as 2011-06-30, numbers exact. The first row that names at
/// least two of the programme's columns is its head; what stands above it is a title.
struct SheetText {
  std::string name;
  std::vector<std::vector<std::string>> rows;
};

struct ImportRequest {
  std::string programme;
  /// Rows may lie anywhere under this unit; names are looked up below it.
  std::string unit;
  /// Of a return: the period of all rows, unless the sheet has a column for it.
  std::string period;
  /// All or nothing, or the good rows only.
  bool good_rows_only = false;
  bool dry_run = false;
  /// Events to take on every new row, in order.
  std::vector<std::string> events;
  /// SHA-256 of the file: the same file twice changes nothing.
  std::string file_hash;
  std::string file_name;
  /// Business date of the rows; today when absent.
  std::optional<Date> on;
};

/// Checks every row and, unless it is a dry run or something is wrong, writes them in one command. Rows whose
/// unique key has a record already change that record, or nothing when all is the same.
Result<Answer> import_rows(App& app, const Call& call, const ImportRequest& request, const SheetText& sheet);

/// GET /api/imports: the newest first. POST /api/imports/{id}/undo: voids what nobody changed since, and
/// lists the rest.
Result<Answer> list_imports(App& app, const Call& call);
Result<Answer> undo_import(App& app, const Call& call);

/// The heads of a programme's sheet as printed: label and unit of measure; 单位 first when it names `unit`.
std::vector<std::pair<std::string, std::string>> sheet_columns(const define::Programme& programme);

/// The rows of a programme an asker may see, as text, for export: the head, then one row each.
struct ExportRows {
  std::shared_ptr<const define::Programme> programme;
  std::vector<std::vector<std::string>> rows;
};
Result<ExportRows> export_rows(App& app, const Call& call);

}  // namespace jinguo::app
