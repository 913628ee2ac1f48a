#include "rollup/cube.h"

#include <algorithm>

#include "rollup/cube_apply.h"
#include "rollup/tile_sum.h"

namespace jinguo::rollup {
namespace {

/// Unit numbers are dense, so one far above is a mistake that would cost a table as long.
constexpr uint32_t kUnitLimit = uint32_t{1} << 26;

}  // namespace

Cube::Cube() : columns_(1) {}

Cube::~Cube() {
  for (const auto& view : views_)
    for (TileRow<TotalTile*>& row : view->columns)
      for (int32_t tile = row.first(); tile < row.end(); ++tile) delete *row.find(tile);
}

ColumnId Cube::add_column(ColumnKind kind) {
  const WriteSection section(*this);
  columns_.push_back(std::make_unique<Column>(Column{kind, {}}));
  for (const auto& view : views_) view->columns.resize(columns_.size());
  return ColumnId(static_cast<uint32_t>(columns_.size() - 1));
}

void Cube::check(std::span<const Delta> batch) const {
  for (const Delta& delta : batch) {
    const bool is_known = !delta.column.is_none() && delta.column.number() < columns_.size();
    const bool is_unit = !delta.unit.is_none() && delta.unit.number() < kUnitLimit;
    if (!is_known || !is_unit) [[unlikely]]
      ensure(false, "a delta names a column of the cube and a unit");
  }
}

OwnTile& Cube::own_tile(ColumnId column, int32_t tile, NewTotals totals) {
  Column& held = *columns_[column.number()];
  std::unique_ptr<OwnTile>* found = held.tiles.find(tile);
  if (found && *found) [[likely]]
    return **found;
  std::unique_ptr<OwnTile>& fresh = held.tiles.reach(tile);
  fresh = std::make_unique<OwnTile>(held.kind);
  for (const auto& view : views_) {
    TotalTile*& slot = view->columns[column.number()].reach(tile);
    if (totals == NewTotals::empty) slot = new TotalTile(held.kind, view->shape.totals());
  }
  return *fresh;
}

void Cube::drop_tile(TotalTile*& tile) const {
  if (!tile) return;
  tile->give_back(arena_);
  delete tile;
  tile = nullptr;
}

void Cube::drop_totals(ColumnId column, int32_t tile) {
  for (const auto& view : views_) drop_tile(*view->columns[column.number()].find(tile));
}

void Cube::apply(std::span<const Delta> batch, Position position) {
  NoFaults none;
  apply_with(batch, position, none);
}

void Cube::load(std::span<const Delta> batch, Position position) {
  check(batch);
  const WriteSection section(*this);
  NoFaults none;
  const OwnTile* last = nullptr;
  for (const Delta& delta : batch) {
    const Place place = place_of(columns_[delta.column.number()]->kind.grain, delta.day);
    OwnTile& own = own_tile(delta.column, place.tile, NewTotals::missing);
    if (&own != last) drop_totals(delta.column, place.tile);
    last = &own;
    own.add(arena_, delta.unit, place.slot, delta.add, delta.presence, none);
  }
  deltas_applied_ += batch.size();
  position_ = position;
}

void Cube::load_own(ColumnId column, Date day, UnitId first, std::span<const int64_t> rows) {
  const WriteSection section(*this);
  ensure(!column.is_none() && column.number() < columns_.size(),
         "own rows are loaded into a column of the cube");
  ensure(!first.is_none() && first.number() + rows.size() < kUnitLimit, "own rows are loaded for units");
  const int32_t tile = place_of(columns_[column.number()]->kind.grain, day).tile;
  OwnTile& own = own_tile(column, tile, NewTotals::missing);
  drop_totals(column, tile);
  own.set_rows(arena_, first, rows);
}

void Cube::clear(ColumnId column) {
  const WriteSection section(*this);
  TileRow<std::unique_ptr<OwnTile>>& tiles = columns_[column.number()]->tiles;
  for (int32_t tile = tiles.first(); tile < tiles.end(); ++tile) {
    if (*tiles.find(tile)) (*tiles.find(tile))->give_back(arena_);
    drop_totals(column, tile);
  }
  tiles = {};
  for (const auto& view : views_) view->columns[column.number()] = {};
}

ViewTotals& Cube::totals_of(const ViewPointer& view) const {
  const std::lock_guard lock(views_lock_);
  for (const auto& held : views_)
    if (held->view == view) return *held;
  auto fresh = std::make_unique<ViewTotals>(view);
  fresh->columns.resize(columns_.size());
  for (size_t column = 1; column < columns_.size(); ++column) {
    const auto& tiles = columns_[column]->tiles;
    if (tiles.first() == tiles.end()) continue;
    fresh->columns[column].reach(tiles.first());
    fresh->columns[column].reach(tiles.end() - 1);
  }
  views_.push_back(std::move(fresh));
  return *views_.back();
}

TotalTile* Cube::total_tile(ViewTotals& view, ColumnId column, int32_t tile) const {
  const std::unique_ptr<OwnTile>* own = columns_[column.number()]->tiles.find(tile);
  if (!own || !*own) return nullptr;
  std::atomic_ref<TotalTile*> slot(*view.columns[column.number()].find(tile));
  if (TotalTile* ready = slot.load(std::memory_order_acquire)) [[likely]]
    return ready;
  const std::lock_guard lock(build_lock_);
  if (TotalTile* ready = slot.load(std::memory_order_relaxed)) return ready;
  auto fresh = std::make_unique<TotalTile>((*own)->kind(), view.shape.totals());
  sum_tile(view.shape, **own, *fresh, arena_);
  ++totals_materialised_;
  slot.store(fresh.get(), std::memory_order_release);
  return fresh.release();
}

void Cube::prepare(const ViewPointer& view) {
  for (uint32_t column = 1;; ++column) {
    for (int32_t step = 0;; ++step) {
      const Reader section = reader();
      if (column >= columns_.size()) return;
      const auto& tiles = columns_[column]->tiles;
      if (step >= tiles.end() - tiles.first()) break;
      total_tile(totals_of(view), ColumnId(column), tiles.first() + step);
    }
  }
}

void Cube::rebuild(const ViewPointer& view) {
  const WriteSection section(*this);
  ViewTotals& totals = totals_of(view);
  for (uint32_t column = 1; column < columns_.size(); ++column) {
    const auto& tiles = columns_[column]->tiles;
    for (int32_t tile = tiles.first(); tile < tiles.end(); ++tile) {
      const std::unique_ptr<OwnTile>& own = *tiles.find(tile);
      if (!own) continue;
      TotalTile*& slot = *totals.columns[column].find(tile);
      if (!slot)
        total_tile(totals, ColumnId(column), tile);
      else
        sum_tile(totals.shape, *own, *slot, arena_);
    }
  }
}

void Cube::forget(const ViewPointer& view) {
  const WriteSection section(*this);
  const auto found =
      std::find_if(views_.begin(), views_.end(), [&](const auto& held) { return held->view == view; });
  if (found == views_.end()) return;
  for (TileRow<TotalTile*>& row : (*found)->columns)
    for (int32_t tile = row.first(); tile < row.end(); ++tile) drop_tile(*row.find(tile));
  views_.erase(found);
}

Cube::Reader Cube::reader() const {
  return Reader(*this);
}

CubeCounters Cube::counters() const {
  const Reader section = reader();
  const std::scoped_lock lock(views_lock_, build_lock_);
  CubeCounters counters{.memory_bytes = arena_.memory_bytes(),
                        .columns = columns_.size() - 1,
                        .own_tiles = 0,
                        .views = views_.size(),
                        .deltas_applied = deltas_applied_,
                        .totals_materialised = totals_materialised_};
  for (size_t column = 1; column < columns_.size(); ++column) {
    const auto& tiles = columns_[column]->tiles;
    counters.memory_bytes += sizeof(Column) + tiles.memory_bytes();
    for (int32_t tile = tiles.first(); tile < tiles.end(); ++tile) {
      const std::unique_ptr<OwnTile>& own = *tiles.find(tile);
      if (!own) continue;
      ++counters.own_tiles;
      counters.memory_bytes += own->memory_bytes();
    }
  }
  for (const auto& view : views_) {
    counters.memory_bytes += view->shape.memory_bytes();
    for (TileRow<TotalTile*>& row : view->columns) {
      counters.memory_bytes += row.memory_bytes();
      for (int32_t tile = row.first(); tile < row.end(); ++tile)
        if (const TotalTile* held = *row.find(tile)) counters.memory_bytes += held->memory_bytes();
    }
  }
  return counters;
}

}  // namespace jinguo::rollup
