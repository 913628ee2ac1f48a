#include "rollup/tile_page.h"

#include <algorithm>

namespace jinguo::rollup {
namespace {

bool lies_before(const SparseCell& cell, uint32_t at) {
  return cell.at < at;
}

}  // namespace

std::span<const SparseCell> OwnPage::sparse(uint32_t from, uint32_t to) const {
  const std::span<const SparseCell> all = sparse();
  const auto first = std::lower_bound(all.begin(), all.end(), from, lies_before);
  return {first, std::lower_bound(first, all.end(), to, lies_before)};
}

void OwnPage::make_sparse(PageArena& arena, uintptr_t doublings) {
  void* memory = arena.take((kFirstCells << doublings) * sizeof(SparseCell));
  bits_ = reinterpret_cast<uintptr_t>(memory) | kSparse | doublings << kDoublingsFrom;
  std::ranges::fill(sparse(), SparseCell());
}

void OwnPage::put_sparse(PageArena& arena, uint32_t cells, int32_t missing, uint32_t at, int32_t value) {
  if (is_absent()) {
    if (value == missing) return;
    make_sparse(arena, 0);
  }
  const std::span<SparseCell> all = sparse();
  const auto place =
      all.back().at < at ? all.end() : std::lower_bound(all.begin(), all.end(), at, lies_before);
  if (place != all.end() && place->at == at) {
    place->value = value;
    return;
  }
  if (value == missing) return;
  if (all.back().at == SparseCell::kUnused) {
    std::move_backward(place, all.end() - 1, all.end());
    *place = {at, value};
    return;
  }
  if (all.size_bytes() * 2 * kDenseShare > cells * sizeof(int32_t)) {
    make_dense(arena, cells, missing);
    narrow()[at] = value;
    return;
  }
  make_sparse(arena, ((bits_ & kTags) >> kDoublingsFrom) + 1);
  const auto rest = std::copy(all.begin(), place, sparse().begin());
  *rest = {at, value};
  std::copy(place, all.end(), rest + 1);
  arena.give_back(all.data(), all.size_bytes());
}

void OwnPage::make_dense(PageArena& arena, uint32_t cells, int32_t missing) {
  const std::span<SparseCell> old = is_absent() ? std::span<SparseCell>() : sparse();
  bits_ = reinterpret_cast<uintptr_t>(arena.take(cells * sizeof(int32_t)));
  std::fill_n(narrow(), cells, missing);
  for (const SparseCell& cell : old)
    if (cell.at != SparseCell::kUnused) narrow()[cell.at] = cell.value;
  if (!old.empty()) arena.give_back(old.data(), old.size_bytes());
}

void OwnPage::widen(PageArena& arena, uint32_t cells) {
  int32_t* old = narrow();
  bits_ = reinterpret_cast<uintptr_t>(arena.take(cells * sizeof(int64_t))) | kWide;
  for (uint32_t i = 0; i < cells; ++i) wide()[i] = old[i] == kNarrowBlank ? kBlank : old[i];
  arena.give_back(old, cells * sizeof(int32_t));
}

void OwnPage::give_back(PageArena& arena, uint32_t cells) {
  if (is_wide())
    arena.give_back(wide(), cells * sizeof(int64_t));
  else if (is_sparse())
    arena.give_back(sparse().data(), sparse().size_bytes());
  else if (!is_absent())
    arena.give_back(narrow(), cells * sizeof(int32_t));
  bits_ = 0;
}

}  // namespace jinguo::rollup
