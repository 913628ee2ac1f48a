#include "app/unit_finder.h"

#include "org/pinyin.h"

namespace jinguo::app {

UnitFinder::~UnitFinder() {
  if (maker_.joinable()) maker_.join();
}

void UnitFinder::prepare(std::shared_ptr<const org::Tree> tree) {
  const std::lock_guard hold(lock_);
  if (is_making_) return;
  if (index_ && tree->changed_since(*index_->tree()).size() <= kMostChanged) return;
  if (maker_.joinable()) maker_.join();
  is_making_ = true;
  maker_ = std::thread([this, tree = std::move(tree)] {
    auto made = std::make_shared<const org::UnitIndex>(tree, org::pinyin_initials);
    const std::lock_guard hold_again(lock_);
    index_ = std::move(made);
    is_making_ = false;
    made_.notify_all();
  });
}

std::vector<org::UnitHit> UnitFinder::find(const std::shared_ptr<const org::Tree>& tree,
                                           const org::UnitQuestion& question) {
  prepare(tree);
  std::shared_ptr<const org::UnitIndex> index;
  {
    std::unique_lock hold(lock_);
    made_.wait(hold, [this] { return index_ != nullptr; });
    index = index_;
  }
  return org::search_units(*index, *tree, question);
}

}  // namespace jinguo::app
