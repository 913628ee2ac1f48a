#include "org/tree_history.h"

#include <algorithm>

namespace jinguo::org {
namespace {

using Kind = HistoryLine::Kind;

/// The unit's own events but for inheritance, appended.
void put_events(const Tree& tree, UnitId id, Date first, Date last, std::vector<HistoryLine>& out) {
  const Unit& unit = tree.unit(id);
  const auto within = [&](Date date) { return first <= date && date <= last; };
  if (within(unit.opened))
    out.push_back({Kind::opened, unit.opened, id, "", "", UnitId(), unit.parents[0].value});
  for (size_t i = 1; i < unit.names.size(); ++i)
    if (within(unit.names[i].first))
      out.push_back({Kind::renamed, unit.names[i].first, id, unit.names[i - 1].value, unit.names[i].value,
                     UnitId(), UnitId()});
  for (size_t i = 1; i < unit.codes.size(); ++i)
    if (within(unit.codes[i].first))
      out.push_back({Kind::recoded, unit.codes[i].first, id, unit.codes[i - 1].value.to_text(),
                     unit.codes[i].value.to_text(), UnitId(), UnitId()});
  for (size_t i = 1; i < unit.parents.size(); ++i)
    if (within(unit.parents[i].first))
      out.push_back(
          {Kind::moved, unit.parents[i].first, id, "", "", unit.parents[i - 1].value, unit.parents[i].value});
  if (unit.closed != kOpenEnd && within(unit.closed.plus_days(1)))
    out.push_back({Kind::closed, unit.closed.plus_days(1), id, "", "", UnitId(), unit.heir});
}

/// In order of time; what happened on one day in order of unit.
void sort_lines(std::vector<HistoryLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const HistoryLine& a, const HistoryLine& b) {
    return a.date != b.date ? a.date < b.date : a.unit < b.unit;
  });
}

std::vector<HistoryLine> list_all(const Tree& tree, Date first, Date last) {
  std::vector<HistoryLine> lines;
  for (uint32_t n = 1; n <= tree.size(); ++n) put_events(tree, UnitId(n), first, last, lines);
  return lines;
}

}  // namespace

std::vector<HistoryLine> list_history(const Tree& tree, UnitId id, Date first, Date last) {
  std::vector<HistoryLine> lines;
  put_events(tree, id, first, last, lines);
  for (uint32_t n = 1; n <= tree.size() && tree.unit(id).last_inheritance >= first; ++n) {
    const Unit& other = tree.unit(UnitId(n));
    if (other.heir == id && first <= other.heir_from && other.heir_from <= last)
      lines.push_back({Kind::inherited, other.heir_from, id, "", "", other.id, UnitId()});
  }
  sort_lines(lines);
  return lines;
}

std::vector<HistoryLine> list_border_moves(const Tree& tree, UnitId top, Date first, Date last) {
  // Of one version no unit moved: nearly every period is within one.
  if (tree.version_day(first.plus_days(-1)) == tree.version_day(last)) return {};
  std::vector<HistoryLine> lines = list_all(tree, first, last);
  std::erase_if(lines, [&](const HistoryLine& line) {
    if (line.unit == top) return true;
    const Date before = line.date.plus_days(-1);
    const auto is_below = [&](UnitId id, Date date) {
      return !id.is_none() && tree.is_within(id, top, date);
    };
    if (line.kind == Kind::moved) return is_below(line.from, before) == is_below(line.to, line.date);
    if (line.kind != Kind::closed || line.to.is_none()) return true;
    return is_below(line.unit, before) == is_below(line.to, line.date);
  });
  sort_lines(lines);
  return lines;
}

}  // namespace jinguo::org
