#pragma once
#include "app/sheet.h"

namespace jinguo::app {

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
  /// SHA-256 of the file: the same file twice, for the same unit, period, day and events, changes nothing.
  std::string file_hash;
  std::string file_name;
  /// Business date of the rows; today when absent.
  std::optional<Date> on;
};

/// Checks every row and, unless it is a dry run or something is wrong, writes them in one command. A row with
/// a record's id, or whose unique key has a record already, changes that record, or nothing when all is the
/// same.
Result<Answer> import_rows(App& app, const Call& call, const ImportRequest& request, const SheetText& sheet);

}  // namespace jinguo::app
