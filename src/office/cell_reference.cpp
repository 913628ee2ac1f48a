#include "office/cell_reference.h"

#include <algorithm>

#include "office/sheet.h"

namespace jinguo::office {

std::optional<CellReference> parse_cell_reference(std::string_view text) {
  CellReference out;
  size_t i = 0;
  for (; i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; ++i) {
    out.column = std::min(out.column * 26 + (text[i] - 'A' + 1), kMaxColumn + 1);
  }
  const size_t digits = i;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
    out.row = std::min(out.row * 10 + (text[i] - '0'), kMaxRow + 1);
  }
  if (digits == 0 || i == digits || i != text.size() || text[digits] == '0') return std::nullopt;
  return out;
}

std::string column_letters(int column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  return out;
}

}  // namespace jinguo::office
