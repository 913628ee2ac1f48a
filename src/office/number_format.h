#pragma once
#include <string>
#include <string_view>

#include "office/sheet.h"

namespace jinguo::office {

/// What a number format makes of a number. `time` shows only hours, minutes or seconds; `elapsed` counts
/// hours beyond a day ([h]:mm).
enum class FormatKind { number, percent, date, time, elapsed };

/// By Excel's built-in id; ids that are not built in are `number`.
FormatKind builtin_format(int id);
/// By the format code, e.g. `yyyy"年"m"月"d"日"`. Letters in quotes, after a backslash or in brackets do not
/// count.
FormatKind format_kind(std::string_view code);

/// The day that Excel counts from: since 1900 (the default), or since 1904 in old Macintosh files.
enum class DateSystem { since_1900, since_1904 };

/// Makes the number of days in `serial` the date, time or text that its format shows. A number that is no
/// date (negative, after 9999) stays a number; 1900-02-29, which Excel believes in, and day 0 become text.
void apply_date_format(Cell& cell, double serial, FormatKind kind, DateSystem system);

}  // namespace jinguo::office
