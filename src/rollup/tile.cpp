#include "rollup/tile.h"

namespace jinguo::rollup {
namespace {

void add_to(Cell& cell, int64_t sum) {
  if (__builtin_add_overflow(cell.sum, sum, &cell.sum)) [[unlikely]]
    ensure(false, "a sum fits in 64 bits");
}

template <class T>
void read_row(const T* row, T blank, uint32_t from, uint32_t to, Tracking tracking, Cell& cell) {
  for (uint32_t slot = from; slot <= to; ++slot) {
    if (tracking == Tracking::reports) {
      if (row[slot] == blank) continue;
      ++cell.reported;
    }
    add_to(cell, row[slot]);
  }
}

void read_cells(std::span<const SparseCell> cells, Tracking tracking, Cell& cell) {
  for (const SparseCell& one : cells) read_row(&one.value, kNarrowBlank, 0, 0, tracking, cell);
}

}  // namespace

OwnPage& OwnTile::page_of(UnitId unit) {
  const size_t number = unit.number() / kPageRows;
  if (number >= pages_.size()) pages_.resize(number + 1);
  return pages_[number];
}

void OwnTile::set_rows(PageArena& arena, UnitId first, std::span<const int64_t> rows) {
  NoFaults none;
  ensure(rows.size() % slots_ == 0, "own rows are loaded whole");
  for (size_t row = 0; row < rows.size() / slots_; ++row) {
    const UnitId unit(first.number() + static_cast<uint32_t>(row));
    OwnPage& page = page_of(unit);
    if (page.is_absent() || page.is_sparse()) page.make_dense(arena, page_cells(), narrow_blank());
    for (uint32_t slot = 0; slot < slots_; ++slot) {
      if (!odd_.empty()) odd_.erase(uint64_t{unit.number()} * 32 + slot);
      const int64_t value = rows[row * slots_ + slot];
      put(arena, unit, slot, value == kBlank ? blank() : value, none);
    }
  }
}

void OwnTile::read(UnitId unit, uint32_t from, uint32_t to, Cell& cell) const {
  const size_t number = unit.number() / kPageRows;
  if (number >= pages_.size() || pages_[number].is_absent()) return;
  const OwnPage page = pages_[number];
  const uint32_t at = at_of(unit, 0);
  if (page.is_sparse())
    read_cells(page.sparse(at + from, at + to + 1), kind_.tracking, cell);
  else if (page.is_wide())
    read_row(page.wide() + at, kBlank, from, to, kind_.tracking, cell);
  else
    read_row(page.narrow() + at, kNarrowBlank, from, to, kind_.tracking, cell);
  if (odd_.empty()) return;
  for (uint32_t slot = from; slot <= to; ++slot) {
    const auto odd = odd_.find(uint64_t{unit.number()} * 32 + slot);
    if (odd != odd_.end() && odd->second == 0) --cell.reported;
  }
}

void OwnTile::give_back(PageArena& arena) {
  for (OwnPage& page : pages_) page.give_back(arena, page_cells());
  pages_.clear();
  odd_.clear();
}

size_t OwnTile::memory_bytes() const {
  constexpr size_t kMapEntry = 40;
  return sizeof(*this) + pages_.capacity() * sizeof(OwnPage) + odd_.size() * kMapEntry;
}

}  // namespace jinguo::rollup
