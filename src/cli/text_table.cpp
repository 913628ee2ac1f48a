#include "cli/text_table.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jinguo::cli {
namespace {

/// First and last code points that take two columns (Unicode 15, East Asian Width W and F), and those that
/// take none.
struct Span {
  uint32_t first, last;
};
constexpr std::array kWide{
    Span{0x1100, 0x115F},   Span{0x231A, 0x231B},   Span{0x2329, 0x232A},   Span{0x23E9, 0x23EC},
    Span{0x2E80, 0x303E},   Span{0x3041, 0x33FF},   Span{0x3400, 0x4DBF},   Span{0x4E00, 0x9FFF},
    Span{0xA000, 0xA4CF},   Span{0xA960, 0xA97C},   Span{0xAC00, 0xD7A3},   Span{0xF900, 0xFAFF},
    Span{0xFE10, 0xFE19},   Span{0xFE30, 0xFE6F},   Span{0xFF01, 0xFF60},   Span{0xFFE0, 0xFFE6},
    Span{0x1F300, 0x1F64F}, Span{0x1F680, 0x1F6FF}, Span{0x1F900, 0x1F9FF}, Span{0x20000, 0x3FFFD}};
constexpr std::array kNone{Span{0x0300, 0x036F}, Span{0x200B, 0x200F}, Span{0x20D0, 0x20F0},
                           Span{0xFE00, 0xFE0F}, Span{0xFEFF, 0xFEFF}};

template <size_t n>
bool is_in(const std::array<Span, n>& spans, uint32_t point) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), point,
                                      [](uint32_t p, const Span& span) { return p < span.first; });
  return after != spans.begin() && point <= std::prev(after)->last;
}

/// A wide sign that a Chinese terminal draws over two columns although Unicode calls it ambiguous is left at
/// one: tables stay straight in most terminals.
size_t width_of_point(uint32_t point) {
  if (point < 0x300) return 1;
  if (is_in(kNone, point)) return 0;
  return is_in(kWide, point) ? 2 : 1;
}

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t')
      out += ' ';
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += "·";
    else
      out += c;
  }
  return out;
}

}  // namespace

size_t width_of(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (size_t k = 1; k < length && i + k < text.size(); ++k)
      point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    width += width_of_point(point);
    i += length;
  }
  return width;
}

std::string TextTable::to_text() const {
  std::vector<size_t> widths;
  for (const Column& column : columns) widths.push_back(width_of(column.title));
  std::vector<std::vector<std::string>> lines;
  for (const auto& row : rows) {
    auto& line = lines.emplace_back();
    for (size_t c = 0; c < columns.size(); ++c) {
      line.push_back(c < row.size() ? shown(row[c]) : std::string());
      widths[c] = std::max(widths[c], width_of(line.back()));
    }
  }
  std::string out;
  const auto put = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t c = 0; c < cells.size(); ++c) {
      const std::string blanks(widths[c] - width_of(cells[c]), ' ');
      if (c > 0) line += "  ";
      line += columns[c].is_right ? blanks + cells[c] : cells[c] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  std::vector<std::string> head;
  for (const Column& column : columns) head.push_back(column.title);
  put(head);
  for (const auto& line : lines) put(line);
  return out;
}

}  // namespace jinguo::cli
