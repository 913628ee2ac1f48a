#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace jinguo::rollup {

/// Memory for pages of cells: handed out side by side from large blocks, so that pages filled one after the
/// other lie one after the other; pages given back are handed out again. Not safe for two threads at once.
class PageArena {
 public:
  /// Distance of two pages handed out is a multiple of this many bytes.
  static constexpr size_t kAlignment = 64;

  /// Unset memory of so many bytes (a multiple of kAlignment), aligned to kAlignment.
  void* take(size_t bytes);
  void give_back(void* page, size_t bytes);
  /// Bytes held from the system, used or not.
  size_t memory_bytes() const { return held_; }

 private:
  struct Release {
    void operator()(void* block) const;
  };
  void grow(size_t bytes);

  std::vector<std::unique_ptr<void, Release>> blocks_;
  std::map<size_t, std::vector<void*>> spare_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
  size_t held_ = 0;
};

}  // namespace jinguo::rollup
