#include "access/scope.h"

#include <algorithm>

namespace jinguo::access {

Reach::Reach(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  for (const Range& range : ranges) {
    if (range.first >= range.end) continue;
    if (!ranges_.empty() && range.first <= ranges_.back().end) {
      ranges_.back().end = std::max(ranges_.back().end, range.end);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool Reach::holds(const org::View& today, UnitId unit) const {
  const uint32_t place = today.counts_at(unit);
  if (place == org::View::kNowhere) return false;
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), place,
                                      [](uint32_t p, const Range& range) { return p < range.first; });
  return after != ranges_.begin() && place < std::prev(after)->end;
}

}  // namespace jinguo::access
