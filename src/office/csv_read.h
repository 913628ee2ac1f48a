#pragma once
#include <string_view>

#include "base/result.h"
#include "office/sheet.h"
#include "office/text_encoding.h"

namespace jinguo::office {

struct CsvFile {
  /// Every cell is text, trimmed of nothing; empty cells are left out. A row's number counts records, so a
  /// cell with line ends in it does not shift the rows below. The apostrophe that write_csv puts before a
  /// text that looks like a formula is taken off again.
  Sheet sheet;
  Encoding encoding = Encoding::utf8;
  char separator = ',';
};

/// Reads CSV (RFC 4180) separated by comma, semicolon or tab, whichever the first lines use; a first line
/// "sep=;" is obeyed. Line ends may be CRLF, LF or CR. A fault's place is its line in the file and the
/// character in it.
Result<CsvFile> read_csv(std::string_view bytes, const SheetLimits& limits = {});

}  // namespace jinguo::office
