#include "rollup/tile.h"

#include <algorithm>
#include <cstring>

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

}  // namespace

OwnPage& OwnTile::page_of(UnitId unit) {
  const size_t number = unit.number() / kPageRows;
  if (number >= pages_.size()) pages_.resize(number + 1);
  return pages_[number];
}

void OwnTile::open_page(PageArena& arena, OwnPage& page) {
  const size_t cells = size_t{kPageRows} * slots_;
  page.set_narrow(arena.take(cells * sizeof(int32_t)));
  std::fill_n(page.narrow(), cells, kind_.tracking == Tracking::reports ? kNarrowBlank : 0);
}

void OwnTile::widen(PageArena& arena, OwnPage& page) {
  const size_t cells = size_t{kPageRows} * slots_;
  int32_t* narrow = page.narrow();
  OwnPage wider;
  wider.set_wide(arena.take(cells * sizeof(int64_t)));
  for (size_t i = 0; i < cells; ++i) wider.wide()[i] = narrow[i] == kNarrowBlank ? kBlank : narrow[i];
  arena.give_back(narrow, cells * sizeof(int32_t));
  page = wider;
}

void OwnTile::set_rows(PageArena& arena, UnitId first, std::span<const int64_t> rows) {
  NoFaults none;
  ensure(rows.size() % slots_ == 0, "own rows are loaded whole");
  for (size_t row = 0; row < rows.size() / slots_; ++row) {
    const UnitId unit(first.number() + static_cast<uint32_t>(row));
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
  const size_t at = size_t{unit.number() % kPageRows} * slots_;
  if (page.is_wide())
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
  const size_t cells = size_t{kPageRows} * slots_;
  for (const OwnPage& page : pages_) {
    if (page.is_absent()) continue;
    if (page.is_wide())
      arena.give_back(page.wide(), cells * sizeof(int64_t));
    else
      arena.give_back(page.narrow(), cells * sizeof(int32_t));
  }
  pages_.clear();
  odd_.clear();
}

size_t OwnTile::memory_bytes() const {
  constexpr size_t kMapEntry = 40;
  return sizeof(*this) + pages_.capacity() * sizeof(OwnPage) + odd_.size() * kMapEntry;
}

}  // namespace jinguo::rollup
