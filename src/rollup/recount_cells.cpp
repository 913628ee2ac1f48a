#include "rollup/recount_cells.h"

namespace jinguo::rollup {

void RecountCells::apply(std::span<const Delta> batch) {
  for (const Delta& delta : batch) {
    const bool is_monthly = kinds_.at(delta.column).grain == Grain::month;
    const Date day = is_monthly ? delta.day.first_of_month() : delta.day;
    cells_[{delta.column, delta.unit, day}].push_back({delta.add, delta.presence});
  }
}

void RecountCells::clear(ColumnId column) {
  std::erase_if(cells_, [&](const auto& cell) { return std::get<ColumnId>(cell.first) == column; });
}

template <class Does>
void RecountCells::each_cell(ColumnId column, Date first, Date last, Does&& does) const {
  const bool has_reports = kinds_.at(column).tracking == Tracking::reports;
  for (const auto& [key, entries] : cells_) {
    const auto& [of, unit, day] = key;
    if (of != column || day < first || day > last) continue;
    Cell cell;
    int64_t presences = 0;
    for (const Entry& entry : entries) {
      cell.sum += entry.add;
      presences += entry.presence;
    }
    cell.reported = has_reports && presences != 0 ? 1 : 0;
    does(unit, cell);
  }
}

std::vector<Cell> RecountCells::recount(const org::View& view, ColumnId column, Date first, Date last) const {
  std::vector<Cell> answers(view.size());
  each_cell(column, first, last, [&](UnitId unit, const Cell& cell) {
    for (uint32_t place = view.counts_at(unit); place != org::View::kNowhere; place = view.parent(place)) {
      answers[place].sum += cell.sum;
      answers[place].reported += cell.reported;
    }
  });
  return answers;
}

std::vector<Cell> RecountCells::recount_own(const org::View& view, ColumnId column, Date first,
                                            Date last) const {
  std::vector<Cell> answers(view.size());
  each_cell(column, first, last, [&](UnitId unit, const Cell& cell) {
    const uint32_t place = view.counts_at(unit);
    if (place == org::View::kNowhere) return;
    answers[place].sum += cell.sum;
    answers[place].reported += cell.reported;
  });
  return answers;
}

}  // namespace jinguo::rollup
