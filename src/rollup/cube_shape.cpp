#include "rollup/cube_shape.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"

namespace jinguo::rollup {
namespace {

/// How many units' own cells count at each place, and one of them.
struct Sources {
  std::vector<uint32_t> number;
  std::vector<UnitId> one;
};

Sources sources_of(const org::View& view) {
  Sources sources{std::vector<uint32_t>(view.size()), std::vector<UnitId>(view.size())};
  for (uint32_t number = 1; number < view.unit_limit(); ++number) {
    const uint32_t place = view.counts_at(UnitId(number));
    if (place == org::View::kNowhere) continue;
    ++sources.number[place];
    sources.one[place] = UnitId(number);
  }
  return sources;
}

std::vector<uint32_t> depths_of(const org::View& view) {
  std::vector<uint32_t> depths(view.size());
  for (uint32_t place = 0; place < view.size(); ++place) {
    const uint32_t parent = view.parent(place);
    ensure(parent == org::View::kNowhere || parent < place, "a view is laid out depth first");
    depths[place] = parent == org::View::kNowhere ? 0 : depths[parent] + 1;
  }
  return depths;
}

}  // namespace

Shape::Shape(const org::View& view) {
  const Sources sources = sources_of(view);
  cells_.reserve(view.size());
  for (uint32_t place = 0; place < view.size(); ++place) cells_.push_back(CellPlace::own(sources.one[place]));
  list_merged(view, sources.number);
  number_totals(view);
  list_sources(view);
  for (uint32_t place = 0; place < view.size(); ++place) {
    const uint8_t level = view.level(place);
    if (level >= levels_.size()) levels_.resize(size_t{level} + 1);
    levels_[level].places.push_back(place);
    levels_[level].cells.push_back(cells_[place]);
  }
}

void Shape::list_merged(const org::View& view, std::span<const uint32_t> sources) {
  merged_begin_.push_back(0);
  for (uint32_t place = 0; place < view.size(); ++place) {
    if (view.end(place) != place + 1 || sources[place] < 2) continue;
    cells_[place] = CellPlace::merged(static_cast<uint32_t>(merged_begin_.size() - 1));
    merged_begin_.push_back(merged_begin_.back() + sources[place]);
  }
  merged_.resize(merged_begin_.back());
  std::vector<uint32_t> next(merged_begin_.begin(), merged_begin_.end() - 1);
  for (uint32_t number = 1; number < view.unit_limit(); ++number) {
    const uint32_t place = view.counts_at(UnitId(number));
    if (place != org::View::kNowhere && cells_[place].is_merged())
      merged_[next[cells_[place].index()]++] = UnitId(number);
  }
}

void Shape::number_totals(const org::View& view) {
  const std::vector<uint32_t> depth = depths_of(view);
  std::vector<uint32_t> order;
  for (uint32_t place = 0; place < view.size(); ++place)
    if (view.end(place) != place + 1) order.push_back(place);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return depth[a] < depth[b]; });
  for (const uint32_t place : order) {
    const uint32_t index = totals();
    while (depths_.size() <= depth[place]) depths_.push_back(index);
    const uint32_t above = view.parent(place);
    cells_[place] = CellPlace::total(index);
    parent_.push_back(above == org::View::kNowhere ? kNone : cells_[above].index());
    children_first_.push_back(0);
    children_last_.push_back(0);
    if (parent_[index] == kNone) continue;
    uint32_t& last = children_last_[parent_[index]];
    if (last == 0) children_first_[parent_[index]] = index;
    last = index + 1;
  }
  depths_.push_back(totals());
}

void Shape::list_sources(const org::View& view) {
  first_total_.assign(view.unit_limit(), kNone);
  std::vector<uint32_t> last_unit(totals(), 0);
  run_begin_.assign(totals() + size_t{1}, 0);
  const auto each_source = [&](auto&& does) {
    std::fill(last_unit.begin(), last_unit.end(), 0);
    for (uint32_t unit = 1; unit < first_total_.size(); ++unit) {
      const uint32_t total = first_total_[unit];
      if (total == kNone) continue;
      does(total, unit, last_unit[total] != 0 && last_unit[total] + 1 == unit);
      last_unit[total] = unit;
    }
  };
  for (uint32_t unit = 1; unit < view.unit_limit(); ++unit) {
    uint32_t place = view.counts_at(UnitId(unit));
    if (place == org::View::kNowhere) continue;
    if (!cells_[place].is_total()) place = view.parent(place);
    if (place != org::View::kNowhere) first_total_[unit] = cells_[place].index();
  }
  each_source([&](uint32_t total, uint32_t, bool is_next) { run_begin_[total + 1] += is_next ? 0 : 1; });
  std::partial_sum(run_begin_.begin(), run_begin_.end(), run_begin_.begin());
  runs_.resize(run_begin_.back());
  std::vector<uint32_t> next(run_begin_.begin(), run_begin_.end() - 1);
  each_source([&](uint32_t total, uint32_t unit, bool is_next) {
    if (is_next)
      ++runs_[next[total] - 1].count;
    else
      runs_[next[total]++] = {unit, 1};
  });
}

const Shape::LevelPlaces& Shape::level(uint8_t level) const {
  static const LevelPlaces kEmpty;
  return level < levels_.size() ? levels_[level] : kEmpty;
}

size_t Shape::memory_bytes() const {
  const size_t totals_bytes =
      (parent_.capacity() + children_first_.capacity() + children_last_.capacity() + run_begin_.capacity()) *
      sizeof(uint32_t);
  size_t bytes = sizeof(*this) + totals_bytes + cells_.capacity() * sizeof(CellPlace) +
                 (first_total_.capacity() + merged_begin_.capacity()) * sizeof(uint32_t) +
                 runs_.capacity() * sizeof(Run) + merged_.capacity() * sizeof(UnitId);
  for (const LevelPlaces& level : levels_)
    bytes += level.places.capacity() * sizeof(uint32_t) + level.cells.capacity() * sizeof(CellPlace);
  return bytes;
}

}  // namespace jinguo::rollup
