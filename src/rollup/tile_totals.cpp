#include "rollup/tile_totals.h"

#include <algorithm>
#include <cstring>

namespace jinguo::rollup {

void read_leaf(const Shape& shape, CellPlace place, const OwnTile& own, uint32_t from, uint32_t to,
               Cell& cell) {
  if (!place.is_merged()) return own.read(place.unit(), from, to, cell);
  for (const UnitId unit : shape.merged(place.index())) own.read(unit, from, to, cell);
}

void TotalTile::open_page(PageArena& arena, size_t page) {
  void* memory = arena.take(page_bytes());
  std::memset(memory, 0, page_bytes());
  pages_[page] = static_cast<int64_t*>(memory);
}

void TotalTile::read(uint32_t total, uint32_t from, uint32_t to, Cell& cell) const {
  if (!has_row(total)) return;
  if (kind_.grain == Grain::day && from == 0 && to == kWholeMonth - 1) from = to = kWholeMonth;
  const int64_t* sums_row = sums(total);
  for (uint32_t slot = from; slot <= to; ++slot)
    if (__builtin_add_overflow(cell.sum, sums_row[slot], &cell.sum)) [[unlikely]]
      ensure(false, "a sum fits in 64 bits");
  if (!has_counts()) return;
  const int32_t* counts_row = counts(total);
  for (uint32_t slot = from; slot <= to; ++slot) cell.reported += counts_row[slot];
}

void TotalTile::read_slot(const Shape& shape, std::span<const CellPlace> places, uint32_t slot,
                          const OwnTile& own, std::span<Cell> out) const {
  for (size_t i = 0; i < places.size(); ++i) {
    const CellPlace place = places[i];
    if (!place.is_total()) {
      read_leaf(shape, place, own, slot, slot, out[i]);
      continue;
    }
    if (!has_row(place.index())) continue;
    if (__builtin_add_overflow(out[i].sum, sums(place.index())[slot], &out[i].sum)) [[unlikely]]
      ensure(false, "a sum fits in 64 bits");
    if (has_counts()) out[i].reported += counts(place.index())[slot];
  }
}

void TotalTile::give_back(PageArena& arena) {
  for (int64_t*& page : pages_) {
    if (page) arena.give_back(page, page_bytes());
    page = nullptr;
  }
}

}  // namespace jinguo::rollup
