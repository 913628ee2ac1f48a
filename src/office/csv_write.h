#pragma once
#include <string>
#include <string_view>

#include "office/table.h"

namespace jinguo::office {

/// Whether a spreadsheet might run this text as a formula: = + - @ | % (their full-width forms too), a tab or
/// a line end at its head, also behind blanks, control characters, byte order marks and apostrophes. A plain
/// negative number is none.
bool looks_like_formula(std::string_view text);

/// Appends one field, quoted where it must be and guarded where it looks like a formula.
void append_csv_field(std::string& out, std::string_view text);

/// Head and rows of the table as CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF. A text
/// that looks like a formula gets an apostrophe before it, which read_csv takes off again; numbers stay
/// numbers. Titles and notes are not written.
std::string write_csv(const Table& table);

}  // namespace jinguo::office
