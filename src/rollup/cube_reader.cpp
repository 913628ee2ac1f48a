#include <algorithm>

#include "rollup/cube.h"

namespace jinguo::rollup {
namespace {

/// A span within one tile: slots from..to, both within.
struct Stretch {
  uint32_t from = 0;
  uint32_t to = 0;
};

Stretch stretch_in(const Span& span, int32_t tile) {
  const uint32_t last = span.grain() == Grain::month ? 11 : 30;
  return {tile == span.first().tile ? span.first().slot : 0,
          tile == span.last().tile ? span.last().slot : last};
}

void subtract(Cell& from, const Cell& cell) {
  from.sum -= cell.sum;
  from.reported -= cell.reported;
}

}  // namespace

Cube::Reader::Reader(const Cube& cube) : cube_(&cube) {
  const std::lock_guard turn(cube.turnstile_);
  hold_ = std::shared_lock(cube.gate_);
}

const Cube::Column& Cube::Reader::column(ColumnId id) const {
  ensure(!id.is_none() && id.number() < cube_->columns_.size(), "a reader asks for a column of the cube");
  return *cube_->columns_[id.number()];
}

ColumnKind Cube::Reader::kind(ColumnId id) const {
  return column(id).kind;
}

ViewTotals& Cube::Reader::totals_of(const ViewPointer& view) const {
  if (!known_ || known_->view != view) known_ = &cube_->totals_of(view);
  return *known_;
}

template <class Does>
void Cube::Reader::each_tile(ColumnId id, const Span& span, Does&& does) const {
  const auto& tiles = column(id).tiles;
  ensure(column(id).kind.grain == span.grain(), "a span is of its column's grain");
  const int32_t first = std::max(tiles.first(), span.first().tile);
  const int64_t end = std::min<int64_t>(tiles.end(), int64_t{span.last().tile} + 1);
  for (int32_t tile = first; tile < end; ++tile)
    if (const OwnTile* own = tiles.find(tile)->get()) does(tile, *own, stretch_in(span, tile));
}

Cell Cube::Reader::read_at(ViewTotals& view, ColumnId id, CellPlace place, const Span& span) const {
  Cell cell;
  each_tile(id, span, [&](int32_t tile, const OwnTile& own, auto stretch) {
    if (place.is_total()) {
      cube_->total_tile(view, id, tile)->read(place.index(), stretch.from, stretch.to, cell);
    } else {
      read_leaf(view.shape, place, own, stretch.from, stretch.to, cell);
    }
  });
  return cell;
}

Cell Cube::Reader::read(const ViewPointer& view, ColumnId id, uint32_t place, const Span& span) const {
  ViewTotals& totals = totals_of(view);
  ensure(place < view->size(), "a reader asks for a place of the view");
  return read_at(totals, id, totals.shape.cell(place), span);
}

Result<Cell> Cube::Reader::read_stock(const ViewPointer& view, ColumnId id, uint32_t place, Date day) const {
  const Result<Span> span = Span::until(column(id).kind.grain, day);
  if (!span) return span.error();
  return read(view, id, place, *span);
}

Cell Cube::Reader::read_own(const ViewPointer& view, ColumnId id, uint32_t place, const Span& span) const {
  Cell own = read(view, id, place, span);
  for (const Cell& child : read_children(view, id, place, span)) subtract(own, child);
  return own;
}

std::vector<Cell> Cube::Reader::read_children(const ViewPointer& view, ColumnId id, uint32_t place,
                                              const Span& span) const {
  ViewTotals& totals = totals_of(view);
  ensure(place < view->size(), "a reader asks for a place of the view");
  std::vector<Cell> cells;
  for (uint32_t child = place + 1; child < view->end(place); child = view->end(child))
    cells.push_back(read_at(totals, id, totals.shape.cell(child), span));
  return cells;
}

std::span<const uint32_t> Cube::Reader::places(const ViewPointer& view, org::Level level) const {
  return totals_of(view).shape.level(static_cast<uint8_t>(level)).places;
}

void Cube::Reader::read_level(const ViewPointer& view, std::span<const ColumnId> columns, org::Level level,
                              const Span& span, std::span<Cell> out) const {
  ViewTotals& totals = totals_of(view);
  const std::vector<CellPlace>& places = totals.shape.level(static_cast<uint8_t>(level)).cells;
  ensure(out.size() == columns.size() * places.size(),
         "a level is read into one cell for each column and place");
  std::fill(out.begin(), out.end(), Cell{});
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::span<Cell> cells = out.subspan(i * places.size(), places.size());
    each_tile(columns[i], span, [&](int32_t tile, const OwnTile& own, auto stretch) {
      const TotalTile& held = *cube_->total_tile(totals, columns[i], tile);
      if (stretch.from == stretch.to) {
        held.read_slot(totals.shape, places, stretch.from, own, cells);
        return;
      }
      for (size_t at = 0; at < places.size(); ++at) {
        if (places[at].is_total()) {
          held.read(places[at].index(), stretch.from, stretch.to, cells[at]);
        } else {
          read_leaf(totals.shape, places[at], own, stretch.from, stretch.to, cells[at]);
        }
      }
    });
  }
}

}  // namespace jinguo::rollup
