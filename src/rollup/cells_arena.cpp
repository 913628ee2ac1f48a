#include "rollup/cells_arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "base/error.h"

namespace jinguo::rollup {
namespace {

constexpr size_t kFirstBlock = size_t{64} << 10;
constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

void PageArena::Release::operator()(void* block) const {
  std::free(block);
}

void PageArena::grow(size_t bytes) {
  size_t size = std::clamp(held_, kFirstBlock, kHugePage);
  while (size < bytes) size *= 2;
  const bool is_huge = size % kHugePage == 0;
  void* block = std::aligned_alloc(is_huge ? kHugePage : size_t{4096}, size);
  if (!block) throw std::bad_alloc();
  blocks_.emplace_back(block);
  // Reading every total crosses hundreds of megabytes; with small pages half of that time is address look-up.
  // A refusal costs speed only.
  if (is_huge) (void)::madvise(block, size, MADV_HUGEPAGE);
  next_ = static_cast<std::byte*>(block);
  left_ = size;
  held_ += size;
}

void* PageArena::take(size_t bytes) {
  ensure(bytes > 0 && bytes % kAlignment == 0, "a page of cells is a multiple of the arena's alignment");
  const auto spare = spare_.find(bytes);
  if (spare != spare_.end() && !spare->second.empty()) {
    void* page = spare->second.back();
    spare->second.pop_back();
    return page;
  }
  if (left_ < bytes) grow(bytes);
  void* page = next_;
  next_ += bytes;
  left_ -= bytes;
  return page;
}

void PageArena::give_back(void* page, size_t bytes) {
  spare_[bytes].push_back(page);
}

}  // namespace jinguo::rollup
