#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/sheet.h"

namespace jinguo::office {

/// How a column is written. A text column is text whatever its cells look like (codes, ID-card numbers). In a
/// percent column the number 0.388 is shown as 38.8 %.
enum class ColumnKind { text, integer, decimal, money, percent, date };

struct TableColumn {
  std::string title = {};
  ColumnKind kind = ColumnKind::text;
  /// Decimal places shown; for decimal, money and percent.
  int places = 2;
  /// In characters; 0 takes it from the content.
  double width = 0;
  /// Neighbouring columns of the same non-empty group get one common head above theirs.
  std::string group = {};
  /// A template offers only these in the column; empty means anything.
  std::vector<std::string> choices = {};
  /// A comment on the head, e.g. how to fill the column; empty means none.
  std::string note = {};
};

/// A comment on one cell: row and column of the data, both from 0.
struct CellNote {
  size_t row = 0;
  size_t column = 0;
  std::string text;
};

/// A table to be written as a sheet of a workbook or as CSV: typed, with what stands above and below it.
struct Table {
  /// Name of the tab; characters Excel refuses are replaced.
  std::string sheet_name;
  /// Lines above the table, the first one large: title, unit, period.
  std::vector<std::string> titles;
  /// Lines between title and head, e.g. 演示数据 or 单位：人.
  std::vector<std::string> notes_above;
  std::vector<TableColumn> columns;
  /// One cell per column; a shorter row ends in blanks. A cell whose kind does not fit its column (a dash in
  /// a column of numbers, say) is written as text.
  std::vector<std::vector<Cell>> rows;
  /// Lines below the table, e.g. 来源 and 截至.
  std::vector<std::string> notes_below;
  std::vector<CellNote> notes;
  /// Rows prepared for entry below the data: formats and choices reach so far. For templates.
  int rows_to_fill = 0;
  bool has_filter = true;
  bool is_landscape = false;
};

}  // namespace jinguo::office
