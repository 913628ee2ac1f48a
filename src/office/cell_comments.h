#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/sheet.h"

namespace jinguo::office {

/// A comment on one cell; row and column from 1.
struct CellComment {
  std::string sheet;
  int row = 0;
  int column = 0;
  std::string text;
};

/// Stands before every text of ours, in the comments of a workbook as in a CSV, so that the next correction
/// finds and replaces it.
inline constexpr std::string_view kCommentMark = "【核对】";

/// The same workbook with these comments. Several on one cell stand under each other; on a cell somebody has
/// commented, ours stands below theirs. Comments of an earlier correction go, in every sheet.
///
/// Only these parts of the archive change or appear: a sheet's comments and its VML drawing, the sheet's
/// relationships, [Content_Types].xml, and, in a sheet that had no drawing of this kind, the one element
/// legacyDrawing. Every other entry keeps its compressed bytes. With nothing to say and nothing to take away
/// the very same bytes come back.
///
/// Refuses what read_xlsx refuses, and a comment outside a sheet or on a sheet that is not there.
Result<std::string> comment_cells(std::string_view workbook, const std::vector<CellComment>& comments,
                                  const SheetLimits& limits = {});

}  // namespace jinguo::office
