#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"

namespace jinguo::office {

/// What a cell holds. `error` is Excel's own (#N/A, #DIV/0! …).
enum class CellKind { blank, text, number, boolean, date, error };

/// One cell, as it was in the file or as it is to be written.
struct Cell {
  CellKind kind = CellKind::blank;
  /// A formula stood here; the value is the one last computed by the program that saved the file. A blank
  /// cell with this mark was never computed: it must be opened and saved in Excel first. Never set when
  /// writing.
  bool had_formula = false;
  /// A number shown as a percentage: text "0.388" is seen as 38.8 %.
  bool is_percent = false;
  /// A number of 16 or more whole digits: what came after the 15th was lost in Excel before the file reached
  /// us. An ID-card number typed into a number cell looks like this.
  bool has_lost_digits = false;
  /// Column from 1 (A) to 16384 (XFD). Not used when writing.
  int column = 0;
  /// Meaningful only when the kind is date.
  Date date;
  /// Text as shown; a number as plain decimal text of at most 15 digits ("-0.1"; beyond 34 places "1E+40");
  /// TRUE or FALSE; a date as 2011-06-30, with " 14:30:00" behind when it has a time of day; Excel's error
  /// code.
  std::string text;

  static Cell of_text(std::string text) { return of(CellKind::text, std::move(text)); }
  /// Plain decimal text, as Decimal::to_text gives it.
  static Cell of_number(std::string decimal) { return of(CellKind::number, std::move(decimal)); }
  static Cell of_date(Date date) {
    Cell cell = of(CellKind::date, date.to_text());
    cell.date = date;
    return cell;
  }
  bool operator==(const Cell&) const = default;

 private:
  static Cell of(CellKind kind, std::string text) {
    Cell cell;
    cell.kind = kind;
    cell.text = std::move(text);
    return cell;
  }
};

/// A row with at least one cell; blank cells are left out.
struct Row {
  /// From 1, as Excel shows it.
  int number = 0;
  bool is_hidden = false;
  /// Ascending by column.
  std::vector<Cell> cells;

  /// The cell in this column (from 1), or a blank one.
  const Cell& at(int column) const;
  bool operator==(const Row&) const = default;
};

/// A rectangle of cells, both corners within, counted from 1.
struct Range {
  int first_row = 0, first_column = 0, last_row = 0, last_column = 0;
  bool operator==(const Range&) const = default;
};

/// One sheet. Empty rows are left out; hidden rows are kept and marked.
struct Sheet {
  std::string name;
  bool is_hidden = false;
  /// Ascending by number.
  std::vector<Row> rows;
  /// Only the upper left cell of a merged range holds a value.
  std::vector<Range> merged;

  /// The row of this number, or an empty one.
  const Row& row(int number) const;
  bool operator==(const Sheet&) const = default;
};

struct Workbook {
  /// In the order of the tabs; never empty.
  std::vector<Sheet> sheets;
  bool operator==(const Workbook&) const = default;
};

inline constexpr int kMaxRow = 1'048'576;
inline constexpr int kMaxColumn = 16'384;
/// Characters in one cell, Excel's own limit.
inline constexpr size_t kMaxCellText = 32'767;

/// How much a file may ask of us before it is refused.
struct SheetLimits {
  /// Bytes of all parts together, unpacked.
  size_t unpacked_bytes = size_t{200} << 20;
  /// Unpacked over packed size; not asked of a file that unpacks to less than 1 MB.
  size_t unpack_ratio = 100;
  /// Cells with content, in all sheets together.
  size_t cells = 1'000'000;
  /// Bytes of text in all cells together.
  size_t text_bytes = size_t{200} << 20;
  /// Parts in the archive; merged ranges of one sheet.
  size_t parts = 10'000;
};

}  // namespace jinguo::office
