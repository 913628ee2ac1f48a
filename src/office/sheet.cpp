#include "office/sheet.h"

#include <algorithm>

namespace jinguo::office {

const Cell& Row::at(int column) const {
  static const Cell kBlank;
  const auto it = std::ranges::lower_bound(cells, column, {}, &Cell::column);
  return it != cells.end() && it->column == column ? *it : kBlank;
}

const Row& Sheet::row(int number) const {
  static const Row kEmpty;
  const auto it = std::ranges::lower_bound(rows, number, {}, &Row::number);
  return it != rows.end() && it->number == number ? *it : kEmpty;
}

}  // namespace jinguo::office
