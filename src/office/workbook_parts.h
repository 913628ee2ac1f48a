#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/number_format.h"
#include "office/relationships.h"
#include "office/sheet.h"
#include "office/zip_archive.h"

namespace jinguo::office {

/// A sheet as the workbook lists it, and the part that holds it.
struct SheetPart {
  std::string name;
  bool is_hidden = false;
  std::string part;
};

/// Everything of an xlsx that its sheets refer to.
struct WorkbookParts {
  /// Where the workbook itself stands in the archive, and what it names.
  std::string part;
  std::vector<Relationship> links;
  std::vector<SheetPart> sheets;
  DateSystem dates = DateSystem::since_1900;
  std::vector<std::string> strings;
  /// What each cell style (the `s` of a cell) makes of a number.
  std::vector<FormatKind> styles;
};

/// Reads the workbook's list of sheets only; charts and macro sheets are left out.
Result<WorkbookParts> read_sheet_list(const ZipArchive& archive);

/// Reads workbook, styles and shared strings. Phonetic runs are skipped.
Result<WorkbookParts> read_workbook_parts(const ZipArchive& archive, const SheetLimits& limits);

/// Clean UTF-8 in which text that Excel would take for its own escape (_x0041_) is escaped in turn.
std::string escape_cell_text(std::string_view raw);

/// Undoes Excel's escapes (_x000D_ and the like) and makes every line end \n.
void unescape_cell_text(std::string& text);

/// Whether the text has more characters than a cell may hold.
bool is_too_long_for_cell(std::string_view utf8);

}  // namespace jinguo::office
