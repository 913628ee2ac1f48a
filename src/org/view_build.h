#pragma once
#include <list>
#include <memory>

#include "org/tree.h"
#include "org/view.h"

namespace jinguo::org {

/// Lays out the version of the tree that holds the date; its day is `tree.version_day(date)`. Siblings stand
/// in order of their codes. Linear in the number of units.
View build_view(const Tree& tree, Date date);

/// The views last asked for, so that dates of one version share one. Owned by whoever asks; not for several
/// threads at once. The views themselves may be shared freely.
class ViewCache {
 public:
  /// How many views are kept; the least recently asked goes first.
  explicit ViewCache(size_t capacity = 24) : capacity_(capacity) {}
  /// A tree with other structure than the last one asked empties the cache; a rename does not.
  std::shared_ptr<const View> get(const Tree& tree, Date date);

 private:
  size_t capacity_;
  std::shared_ptr<const Tree> tree_;
  std::list<std::shared_ptr<const View>> views_;
};

}  // namespace jinguo::org
