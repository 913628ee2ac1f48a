#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/sheet.h"
#include "base/result.h"
#include "define/programme.h"

namespace jinguo::app {

/// A table to be written: what the programme says of its columns goes along, so that numbers are numbers.
struct TableText {
  std::string title;
  /// Printed under the title, e.g. 演示数据 and the source.
  std::vector<std::string> notes;
  struct Column {
    std::string head;
    enum class Kind : uint8_t { text, number, date, percent } kind = Kind::text;
    int places = 0;
    /// Offered for choosing in a template; empty for others.
    std::vector<std::string> choices;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// One workbook of an upload: the file itself, or one of those in a zip.
struct UploadFile {
  /// As uploaded; within a zip with its folders.
  std::string name;
  /// Empty when there is a fault.
  std::string bytes;
  /// Why this one is no workbook; the others of the zip may be.
  std::optional<Error> fault;
};

/// What a cell of an upload held; its text is as seen: 38.8%, 2011-06-30, 是. The text of the last three is
/// not what was meant: Excel's own error (#N/A), a formula never computed, a number that lost digits.
enum class CellType : uint8_t { blank, text, number, percent, date, boolean, error, uncomputed, lost_digits };

inline constexpr ErrorRow kErrorCell{
    "app.cell_error", 422, "这一格是 Excel 的错误值 {0}。请改正公式，或直接填写数值。",
    "This cell holds Excel's error {0}. Mend its formula or enter the value."};
inline constexpr ErrorRow kUncomputedCell{
    "app.cell_uncomputed", 422, "这一格的公式没有结果。请在 Excel 或 WPS 中打开，保存后再上传。",
    "The formula of this cell has no result. Open the file in Excel or WPS, save it and upload it again."};
inline constexpr ErrorRow kLostDigitsCell{
    "app.cell_lost_digits", 422, "“{0}”超过 15 位，末尾数字已丢失。请把这一列设为文本，重新填写。",
    "\"{0}\" has more than 15 digits and lost its last. Set the column to text and enter it again."};

/// Why the text of such a cell is not to be taken; nothing when it is.
inline std::optional<Error> cell_fault(CellType type, const std::string& text) {
  if (type == CellType::error) return Error(kErrorCell, {text});
  if (type == CellType::uncomputed) return Error(kUncomputedCell);
  if (type == CellType::lost_digits) return Error(kLostDigitsCell, {text});
  return std::nullopt;
}

/// A place in a sheet, both counted from 1 as Excel shows them.
struct CellPlace {
  int row = 0;
  int column = 0;
  auto operator<=>(const CellPlace&) const = default;
};

/// A sheet of an upload. Row n of it is `text.rows[n - 1]`; `types` has the same shape.
struct UploadSheet {
  SheetText text;
  std::vector<std::vector<CellType>> types;
  bool is_hidden = false;
  struct Merge {
    CellPlace first, last;
  };
  /// Only the upper left cell of a merged range has text. For headings of two rows.
  std::vector<Merge> merged;
  /// Ascending.
  std::vector<int> hidden_rows;
  /// Cells whose text is the last value of a formula; ascending.
  std::vector<CellPlace> formulas;

  CellType type_at(CellPlace place) const {
    const auto row = static_cast<size_t>(place.row) - 1, column = static_cast<size_t>(place.column) - 1;
    return row < types.size() && column < types[row].size() ? types[row][column] : CellType::blank;
  }
};

/// What the correction says of a cell; the sheet by its name.
struct CellComment {
  std::string sheet;
  CellPlace place;
  std::string text;
};

/// A photo or paper as it is kept.
struct TakenFile {
  std::string bytes;
  /// MIME type by what the bytes are.
  std::string type;
  /// With its point: ".jpg".
  std::string extension;
  /// In pixels; 0 for what is no photo.
  int width = 0, height = 0;
};

/// Sheets and papers in the formats of offices.
class Office {
 public:
  virtual ~Office() = default;
  /// .xlsx or .csv by its bytes; the first visible sheet.
  virtual Result<SheetText> read_sheet(std::string_view bytes, std::string_view file_name) = 0;
  /// The workbooks of an upload: itself, or the files of a zip. Refuses a zip that is damaged, locked, too
  /// large or empty.
  virtual Result<std::vector<UploadFile>> open_upload(std::string_view bytes, std::string_view file_name) = 0;
  /// Every sheet of one workbook (.xlsx or .csv by its bytes), hidden ones marked. The sheet of a CSV has the
  /// file's name. Refuses what is no workbook, saying what it is and how to mend it.
  virtual Result<std::vector<UploadSheet>> read_workbook(std::string_view bytes,
                                                         std::string_view file_name) = 0;
  /// The same file with these comments: an .xlsx keeps every other part byte for byte, a .csv gets a column
  /// behind its widest row. Comments of an earlier correction are replaced, those of people are kept.
  virtual Result<std::string> comment_cells(std::string_view workbook,
                                            const std::vector<CellComment>& comments) = 0;
  /// `empty_rows` more than 0 makes a template with that many rows to fill in.
  virtual Result<std::string> write_xlsx(const TableText& table, int empty_rows) = 0;
  virtual std::string write_csv(const TableText& table) = 0;
  virtual Result<std::string> to_docx(const std::string& markdown, const std::string& title) = 0;
  virtual Result<std::string> to_pdf(const std::string& html) = 0;
  /// Judges an upload by its bytes alone. A photo is encoded anew, which drops everything but the picture;
  /// `photos_only` refuses papers. Anything else is refused in words that name what it is.
  virtual Result<TakenFile> take_file(std::string_view bytes, bool photos_only) = 0;
  /// CSS of an official page.
  virtual std::string page_css() = 0;
};

}  // namespace jinguo::app
