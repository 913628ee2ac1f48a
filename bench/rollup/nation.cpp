#include "nation.h"

#include <numeric>

namespace jinguo::bench {
namespace {

constexpr uint64_t kPrime = 2147483647;

uint64_t hash(uint64_t key) {
  const uint64_t a = key % kPrime * 48271 % kPrime;
  return a * a % kPrime;
}

/// How many children each of `parents` has, together `children`.
std::vector<uint32_t> spread(uint32_t parents, uint32_t children, uint64_t salt) {
  std::vector<uint64_t> weights(parents);
  for (uint32_t i = 0; i < parents; ++i) weights[i] = 20 + hash(salt * 1'000'003 + i) % 100;
  const uint64_t all = std::accumulate(weights.begin(), weights.end(), uint64_t{0});
  std::vector<uint32_t> counts(parents);
  uint64_t weight_so_far = 0;
  uint64_t given = 0;
  for (uint32_t i = 0; i < parents; ++i) {
    weight_so_far += weights[i];
    const uint64_t until = (children - parents) * weight_so_far / all;
    counts[i] = static_cast<uint32_t>(1 + until - given);
    given = until;
  }
  return counts;
}

struct Layout {
  std::array<std::vector<uint32_t>, 5> children;
  std::array<uint32_t, 6> next{};
  std::vector<UnitId> units;
  std::vector<uint32_t> parents, ends;
  std::vector<uint8_t> levels;

  void lay_out(uint8_t level, uint32_t parent) {
    const uint32_t at = static_cast<uint32_t>(units.size());
    units.push_back(UnitId(at + 1));
    parents.push_back(parent);
    ends.push_back(0);
    levels.push_back(level);
    const uint32_t number = next[level]++;
    if (level < 5)
      for (uint32_t i = 0; i < children[level][number]; ++i) lay_out(static_cast<uint8_t>(level + 1), at);
    ends[at] = static_cast<uint32_t>(units.size());
  }
};

}  // namespace

rollup::ViewPointer nation() {
  Layout layout;
  for (uint32_t level = 0; level < 5; ++level)
    layout.children[level] = spread(kNationSizes[level], kNationSizes[level + 1], level + 1);
  layout.lay_out(0, org::View::kNowhere);
  std::vector<uint32_t> counts_at(layout.units.size() + 1);
  counts_at[0] = org::View::kNowhere;
  std::iota(counts_at.begin() + 1, counts_at.end(), 0);
  return std::make_shared<org::View>(*Date::make(2011, 12, 31), std::move(layout.units),
                                     std::move(layout.parents), std::move(layout.ends),
                                     std::move(layout.levels), std::move(counts_at));
}

int64_t village_value(UnitId village, uint32_t measure, uint32_t month) {
  const uint64_t h = hash((uint64_t{village.number()} * 128 + measure) * 64 + month + 1);
  if (h % 61 == 0) return rollup::kBlank;
  const int64_t value = static_cast<int64_t>(h % 1000);
  if (h % 97 == 0) return -value;
  if (h % 200'003 == 0) return value << 33;
  return value;
}

}  // namespace jinguo::bench
