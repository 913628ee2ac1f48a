#include "org/view_build.h"

#include <algorithm>
#include <numeric>

namespace jinguo::org {
namespace {

constexpr uint32_t kNowhere = View::kNowhere;

/// The unit on whose line the records of `id` stand on the day: an open unit, or a closed one that nobody
/// inherited. Each step goes to a later heir, so it ends.
UnitId line_of(const Tree& tree, UnitId id, Date day) {
  for (;;) {
    const Unit& unit = tree.unit(id);
    if (unit.is_open(day) || unit.heir.is_none() || day < unit.heir_from) return id;
    id = unit.heir;
  }
}

class Layout {
 public:
  Layout(const Tree& tree, Date day) : tree_(tree), day_(day), count_(tree.size() + 1) {}

  View build() {
    gather();
    order_siblings();
    walk();
    std::vector<uint32_t> counts_at(count_, kNowhere);
    for (uint32_t n = 1; n < count_; ++n)
      if (line_[n] != 0) counts_at[n] = position_[line_[n]];
    return View(day_, std::move(units_), std::move(parents_), std::move(ends_), std::move(levels_),
                std::move(counts_at));
  }

 private:
  /// Finds each unit's line, the parent of each line, and how many lines each parent has. Number 0 is the
  /// parent of the roots.
  void gather() {
    line_.assign(count_, 0);
    above_.assign(count_, 0);
    starts_.assign(count_ + 1, 0);
    for (uint32_t n = 1; n < count_; ++n) {
      const Unit& unit = tree_.unit(UnitId(n));
      if (day_ < unit.opened) continue;
      line_[n] = line_of(tree_, unit.id, day_).number();
      if (line_[n] != n) continue;
      const UnitId parent = unit.parents.at(day_);
      above_[n] = parent.is_none() ? 0 : line_of(tree_, parent, day_).number();
      ++starts_[above_[n] + 1];
      ++lines_;
    }
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  }

  void order_siblings() {
    below_.resize(lines_);
    std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (uint32_t n = 1; n < count_; ++n)
      if (line_[n] == n) below_[next[above_[n]]++] = UnitId(n);
    std::vector<UnitId> siblings;
    for (uint32_t n = 0; n < count_; ++n) {
      if (starts_[n + 1] - starts_[n] < 2) continue;
      const auto first = below_.begin() + starts_[n];
      siblings.assign(first, below_.begin() + starts_[n + 1]);
      sort_by_code(tree_, day_, siblings);
      std::copy(siblings.begin(), siblings.end(), first);
    }
  }

  void walk() {
    position_.assign(count_, kNowhere);
    units_.reserve(lines_);
    parents_.reserve(lines_);
    levels_.reserve(lines_);
    ends_.assign(lines_, 0);
    struct Open {
      uint32_t unit;
      uint32_t position;
      uint32_t next;
    };
    std::vector<Open> open{{0, kNowhere, starts_[0]}};
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next == starts_[top.unit + 1]) {
        if (top.position != kNowhere) ends_[top.position] = static_cast<uint32_t>(units_.size());
        open.pop_back();
        continue;
      }
      const UnitId child = below_[top.next++];
      const auto position = static_cast<uint32_t>(units_.size());
      position_[child.number()] = position;
      units_.push_back(child);
      parents_.push_back(top.position);
      levels_.push_back(static_cast<uint8_t>(tree_.level_of(child)));
      open.push_back({child.number(), position, starts_[child.number()]});
    }
    ensure(units_.size() == lines_, "every line of a view hangs under a root");
  }

  const Tree& tree_;
  Date day_;
  uint32_t count_;
  uint32_t lines_ = 0;
  std::vector<uint32_t> line_, above_, starts_, position_;
  std::vector<UnitId> below_;
  std::vector<UnitId> units_;
  std::vector<uint32_t> parents_, ends_;
  std::vector<uint8_t> levels_;
};

}  // namespace

View build_view(const Tree& tree, Date date) {
  return Layout(tree, tree.version_day(date)).build();
}

std::shared_ptr<const View> ViewCache::get(const Tree& tree, Date date) {
  if (!tree_ || tree_->structure_token() != tree.structure_token()) {
    views_.clear();
    tree_ = std::make_shared<const Tree>(tree);
  }
  const Date day = tree.version_day(date);
  const auto found =
      std::find_if(views_.begin(), views_.end(), [&](const auto& view) { return view->day() == day; });
  if (found != views_.end()) {
    views_.splice(views_.begin(), views_, found);
    return views_.front();
  }
  views_.push_front(std::make_shared<const View>(build_view(tree, day)));
  if (views_.size() > capacity_) views_.pop_back();
  return views_.front();
}

}  // namespace jinguo::org
