#pragma once
#include <cstdint>
#include <limits>

#include "base/date.h"
#include "base/id.h"
#include "base/result.h"

namespace jinguo::rollup {

/// A column of cells: one measure, one bucket of a breakdown, one checking step. Given by Cube::add_column,
/// dense from 1 upwards.
using ColumnId = NumberId<struct ColumnTag, uint32_t>;

/// The shortest span a column can answer. Month-grained cells lie in tiles of one year (12 slots),
/// day-grained ones in tiles of one month (31 slots).
enum class Grain : uint8_t { month, day };

/// What a column says of a unit without a value.
/// `reports`: blank, until a delta with presence says that something was reported.
/// `amounts`: nothing but 0 (case programmes); presence is passed over and `reported` is always 0. Such a
/// column takes a third less memory for its totals.
enum class Tracking : uint8_t { reports, amounts };

struct ColumnKind {
  Grain grain = Grain::month;
  Tracking tracking = Tracking::reports;
};

/// A change of one unit's own cell. `presence` +1: a value was reported; −1: one was taken back; 0: a
/// reported value changes (or an amount is added). Several reports may share a cell: it is blank when its
/// presences add to 0, in whatever order they come. An amount added to a blank cell counts in every sum
/// and leaves the cell not reported.
struct Delta {
  ColumnId column;
  UnitId unit;
  Date day;
  int64_t add = 0;
  int8_t presence = 0;
};

/// An answer: the sum, and how many own cells (one a unit and slot) had been reported into it.
struct Cell {
  int64_t sum = 0;
  int64_t reported = 0;

  /// Nothing reported: prints "—" and leaves both sides of a ratio. Not for columns of amounts.
  bool is_blank() const { return reported == 0; }
  bool operator==(const Cell&) const = default;
};

/// A blank in rows of own values, see Cube::load_own.
inline constexpr int64_t kBlank = std::numeric_limits<int64_t>::min();

/// Own rows are this many slots wide. Of 32, day-grained tiles use 31.
constexpr uint32_t slots_of(Grain grain) {
  return grain == Grain::month ? 12 : 32;
}

/// Where a day lies: the tile's number (the year, or year × 12 + month − 1) and the slot in it from 0.
struct Place {
  int32_t tile = 0;
  uint32_t slot = 0;
};
Place place_of(Grain grain, Date day);

/// Whole slots from a first to a last day, both within. Made once, then read at many places.
class Span {
 public:
  /// Refuses a span that ends before it begins, and one that a month-grained column cannot answer.
  static Result<Span> between(Grain grain, Date first, Date last);
  /// Everything up to and including the day: what a stock measure reads.
  static Result<Span> until(Grain grain, Date day);

  Grain grain() const { return grain_; }
  Place first() const { return first_; }
  Place last() const { return last_; }

 private:
  Span(Grain grain, Place first, Place last) : grain_(grain), first_(first), last_(last) {}
  Grain grain_;
  Place first_, last_;
};

}  // namespace jinguo::rollup
