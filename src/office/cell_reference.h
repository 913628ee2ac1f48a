#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace jinguo::office {

/// A place in a sheet, both counted from 1. Either may lie beyond a sheet's limits: the caller checks.
struct CellReference {
  int row = 0;
  int column = 0;
  bool operator==(const CellReference&) const = default;
};

/// "AB12"; lower-case letters and $ are refused. Numbers too large to hold come back as one past the limit.
std::optional<CellReference> parse_cell_reference(std::string_view text);

/// 1 is "A", 28 is "AB".
std::string column_letters(int column);

}  // namespace jinguo::office
