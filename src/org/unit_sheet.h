#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "org/code.h"
#include "org/level.h"
#include "org/timeline.h"

namespace jinguo::org {

/// One line of a list of units.
struct ImportRow {
  int line = 0;
  Code code;
  std::string_view name;
  Level level = Level::village;
  bool zone = false;
  bool has_opened = false;
  /// 1970-01-01 with `has_opened` false when the list does not say.
  Date opened;
  /// Last day; kOpenEnd when it lives.
  Date closed = kOpenEnd;
  /// Places in `ImportSheet::references`, 0 for none: the unit above, else found by the digits of the code,
  /// and the unit in whose area a zone lies.
  uint32_t parent = 0;
  uint32_t within = 0;
};

/// A list of units as read. Names point into the text it was read from, which must outlive it.
struct ImportSheet {
  std::string file;
  std::vector<ImportRow> rows;
  /// Codes that rows refer to; the first is none.
  std::vector<Code> references{Code()};
  Diagnostics faults;
  /// Names that had to be freed of quotes.
  std::deque<std::string> unquoted;
};

/// Reads a list parted by tabs, or by commas with quotes as spreadsheets write them. The first line names the
/// columns, in English or Chinese: code 代码, name 名称, level 级别, parent 上级, opened 设立, closed 停用,
/// zone 开发区, within 所在; without such a line they are code, name. The level follows from the digits where
/// there is none. Empty lines and those that begin with # are passed over. All faults are told, each with its
/// line; errors: org.bad_code, org.bad_name, org.bad_level, org.bad_date, org.bad_yes_no, org.code_twice,
/// org.code_level, org.missing_column, org.unknown_column.
ImportSheet parse_units(std::string_view text, const std::string& file);

}  // namespace jinguo::org
