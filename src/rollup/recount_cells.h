#pragma once
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "org/view.h"
#include "rollup/cells.h"

namespace jinguo::rollup {

/// The oracle: keeps every delta and answers by walking all of them, asking the view's parents one by one.
/// Slow and plain on purpose; shares nothing with the cube but the words.
class RecountCells {
 public:
  void add_column(ColumnId column, ColumnKind kind) { kinds_[column] = kind; }
  void apply(std::span<const Delta> batch);
  void clear(ColumnId column);

  /// The answer for every place of the view, by place; first and last day both within.
  std::vector<Cell> recount(const org::View& view, ColumnId column, Date first, Date last) const;
  /// The same, only of what counts at the places themselves.
  std::vector<Cell> recount_own(const org::View& view, ColumnId column, Date first, Date last) const;

 private:
  struct Entry {
    int64_t add = 0;
    int8_t presence = 0;
  };
  /// Column, unit, first day of the month or the day itself.
  using Key = std::tuple<ColumnId, UnitId, Date>;

  template <class Does>
  void each_cell(ColumnId column, Date first, Date last, Does&& does) const;

  std::map<ColumnId, ColumnKind> kinds_;
  std::map<Key, std::vector<Entry>> cells_;
};

}  // namespace jinguo::rollup
