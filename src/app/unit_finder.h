#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "org/unit_search.h"

namespace jinguo::app {

/// Keeps the index by which units are looked for. It is made beside the running work, once after the start
/// and again when the tree has changed much; in between, what changed is judged unit by unit, so an answer is
/// always that of the tree it is asked of. From any thread.
class UnitFinder {
 public:
  UnitFinder() = default;
  UnitFinder(const UnitFinder&) = delete;
  UnitFinder& operator=(const UnitFinder&) = delete;
  ~UnitFinder();

  /// Begins to index the tree unless the index at hand is near enough to it.
  void prepare(std::shared_ptr<const org::Tree> tree);
  /// Waits for the first index; after that, never.
  std::vector<org::UnitHit> find(const std::shared_ptr<const org::Tree>& tree,
                                 const org::UnitQuestion& question);

 private:
  /// So many changed units are judged one by one in a millisecond or two.
  static constexpr size_t kMostChanged = 4096;

  std::mutex lock_;
  std::condition_variable made_;
  std::shared_ptr<const org::UnitIndex> index_;
  bool is_making_ = false;
  std::thread maker_;
};

}  // namespace jinguo::app
