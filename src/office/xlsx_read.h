#pragma once
#include <string_view>

#include "base/result.h"
#include "office/sheet.h"

namespace jinguo::office {

/// Reads an .xlsx from memory. Formulas are never computed: their last value is taken and marked. Every sheet
/// is read, hidden ones marked. A refusal says what the file is and how to mend it; its place is sheet, row
/// and column where it has one. Reads nothing but the bytes given.
Result<Workbook> read_xlsx(std::string_view bytes, const SheetLimits& limits = {});

}  // namespace jinguo::office
