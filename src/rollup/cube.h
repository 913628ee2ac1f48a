#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <vector>

#include "org/level.h"
#include "org/view.h"
#include "rollup/cells.h"
#include "rollup/cells_arena.h"
#include "rollup/cube_totals.h"
#include "rollup/tile.h"

namespace jinguo::rollup {

/// A tree version as the cube knows it: by its address, kept alive while the cube holds totals of it.
using ViewPointer = std::shared_ptr<const org::View>;

/// For the administrator's page.
struct CubeCounters {
  size_t memory_bytes = 0;
  size_t columns = 0;
  size_t own_tiles = 0;
  size_t views = 0;
  uint64_t deltas_applied = 0;
  uint64_t totals_materialised = 0;
};

/// Every total in memory: own cells of each (column, unit, month or day), and their sums over every subtree
/// of every tree version asked for, right after each batch of deltas. Own cells know no tree; totals are
/// derived from them when first asked for and then follow each delta.
///
/// One thread writes at a time, any number read; a reader sees one log position in all its reads.
class Cube {
 public:
  class Reader;

  Cube();
  ~Cube();
  Cube(const Cube&) = delete;
  Cube& operator=(const Cube&) = delete;

  /// The next column's number. Waits for readers, like every writing call.
  ColumnId add_column(ColumnKind kind);

  /// Applies a batch as one: readers see all of it or nothing. `position` is the log position after it.
  /// A sum beyond 64 bits is a broken invariant.
  void apply(std::span<const Delta> batch, Position position);
  /// As `apply`, but leaves the totals of the touched tiles to be built anew when asked for: for start-up and
  /// large imports. The order of deltas does not matter; by column and rising unit is fastest.
  void load(std::span<const Delta> batch, Position position);
  /// Own rows of consecutive units from `first`, slots_of(grain) values each (kBlank for a blank), put in the
  /// place of what was there. `day` names the tile. Totals of the tile are built anew when asked for.
  void load_own(ColumnId column, Date day, UnitId first, std::span<const int64_t> rows);
  /// Forgets every own cell of a column, for instance to fill it anew after a formula changed.
  void clear(ColumnId column);

  /// Builds the totals of all columns in a tree version ahead of the first reader. Blocks the writer for no
  /// longer than one tile takes.
  void prepare(const ViewPointer& view);
  /// Builds all totals of a tree version anew from the own cells.
  void rebuild(const ViewPointer& view);
  /// Drops the totals of a tree version; asking again builds them again.
  void forget(const ViewPointer& view);

  /// Waits for a writer, then holds off the next one: keep it for the reads of one answer only. A thread
  /// must not ask for a second reader, nor write, while it holds one.
  Reader reader() const;
  CubeCounters counters() const;

 private:
  friend struct CubeUnderTest;
  struct Column {
    ColumnKind kind;
    TileRow<std::unique_ptr<OwnTile>> tiles;
  };
  class WriteSection;

  /// What the views get for a tile that did not exist: totals that are right because nothing counts in them,
  /// or none until they are asked for.
  enum class NewTotals { empty, missing };

  template <class Faults>
  void apply_with(std::span<const Delta> batch, Position position, Faults& faults);
  template <class Faults>
  void apply_to_totals(ViewTotals& view, const Delta& delta, Place place, OwnChange change, Faults& faults);
  void check(std::span<const Delta> batch) const;
  OwnTile& own_tile(ColumnId column, int32_t tile, NewTotals totals);
  void drop_totals(ColumnId column, int32_t tile);
  void drop_tile(TotalTile*& tile) const;
  ViewTotals& totals_of(const ViewPointer& view) const;
  TotalTile* total_tile(ViewTotals& view, ColumnId column, int32_t tile) const;

  mutable std::mutex turnstile_;
  mutable std::shared_mutex gate_;
  mutable std::mutex views_lock_;
  mutable std::mutex build_lock_;
  mutable PageArena arena_;
  std::vector<std::unique_ptr<Column>> columns_;
  mutable std::vector<std::unique_ptr<ViewTotals>> views_;
  Position position_;
  uint64_t deltas_applied_ = 0;
  mutable std::atomic<uint64_t> totals_materialised_ = 0;
};

/// Reads at one log position: numerator, denominator, parts and total agree. Totals that are missing are
/// built on the way.
class Cube::Reader {
 public:
  /// The log position of everything this reader sees.
  Position position() const { return cube_->position_; }
  ColumnKind kind(ColumnId column) const;

  /// The subtree of `place` (a position of the view) over the span. The span's grain must be the column's.
  Cell read(const ViewPointer& view, ColumnId column, uint32_t place, const Span& span) const;
  /// A stock at the end of a day: everything entered and left until then. Refuses a day that is no month's
  /// last in a month-grained column.
  Result<Cell> read_stock(const ViewPointer& view, ColumnId column, uint32_t place, Date day) const;
  /// What counts at the place itself, without the places under it.
  Cell read_own(const ViewPointer& view, ColumnId column, uint32_t place, const Span& span) const;
  /// One cell for each direct child, in the view's order.
  std::vector<Cell> read_children(const ViewPointer& view, ColumnId column, uint32_t place,
                                  const Span& span) const;
  /// All places of a level, in the view's order.
  std::span<const uint32_t> places(const ViewPointer& view, org::Level level) const;
  /// Several columns (of the span's grain) at all places of a level: out[c × places + i]; `out` must have
  /// exactly that size.
  void read_level(const ViewPointer& view, std::span<const ColumnId> columns, org::Level level,
                  const Span& span, std::span<Cell> out) const;

 private:
  friend class Cube;
  explicit Reader(const Cube& cube);
  const Column& column(ColumnId id) const;
  ViewTotals& totals_of(const ViewPointer& view) const;
  template <class Does>
  void each_tile(ColumnId id, const Span& span, Does&& does) const;
  Cell read_at(ViewTotals& view, ColumnId id, CellPlace place, const Span& span) const;

  const Cube* cube_;
  std::shared_lock<std::shared_mutex> hold_;
  mutable ViewTotals* known_ = nullptr;
};

}  // namespace jinguo::rollup
