#pragma once
#include "app/record_save.h"
#include "app/sheet.h"

namespace jinguo::app {

/// Where the rows of a sheet go.
struct ImportTarget {
  std::shared_ptr<const define::Programme> programme;
  /// Rows may lie anywhere under it; names are looked up below it.
  UnitId home;
  /// Business date of the rows.
  Date day;
  /// Events to take on every new row, in order.
  std::vector<std::string> events;
  /// Of a return: the period of rows that name none.
  std::string period;
};

/// A row of a sheet, read as a change of a record.
struct ImportRow {
  int line = 0;
  RecordChange change;
  /// Cells that are no values of fields, by column: unit, period, state.
  std::map<std::string, std::string, std::less<>> about;
  /// Where each column's cell stands.
  std::map<std::string, int, std::less<>> columns;

  /// Empty when the sheet has no such column or its cell is blank.
  std::string said(std::string_view column) const {
    const auto found = about.find(column);
    return found == about.end() ? std::string() : found->second;
  }
};

/// The unit a row names. Errors as they shall stand at its cell.
using UnitOfRow = std::function<Result<UnitId>(const ImportRow&)>;

/// `columns` as in SheetHead.
ImportRow read_import_row(const ImportTarget& target, const std::vector<std::string>& columns,
                          const std::vector<std::string>& cells);

/// Says which record the row is: that of its id, else a new one of its unit and period.
Result<void> place_import_row(App& app, const Call& call, const ImportTarget& target,
                              const UnitOfRow& unit_of, ImportRow& row);

/// Inside a write: the row as a new record, or as a change of the one it speaks of; `is_unchanged` when all
/// is there already.
Result<SavedRecord> write_import_row(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                                     const ImportTarget& target, const ImportRow& row);

/// Adds what is wrong with a row, each fault at its cell.
void add_row_faults(const Error& error, const std::string& file, const ImportRow& row, json::array& out);

/// The unit a cell names, by code or by its name below the sheet's unit.
Result<UnitId> unit_of_cell(const org::Tree& tree, const std::string& text, UnitId home, Date day);

}  // namespace jinguo::app
