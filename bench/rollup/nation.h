#pragma once
#include <array>
#include <cstdint>

#include "rollup/cube.h"

namespace jinguo::bench {

/// Units of each level, nation to village, as in the country's division codes.
inline constexpr std::array<uint32_t, 6> kNationSizes{1, 31, 342, 2978, 41352, 620573};
inline constexpr uint32_t kMeasures = 20;
inline constexpr uint32_t kMonths = 12;

/// A tree of these sizes; every unit has at least one child, the rest is spread unevenly and always alike.
/// Unit numbers run in depth-first order, as an import sorted by code gives them.
rollup::ViewPointer nation();

/// The value of one village, measure and month: 0 to 999 for most; 1 in 61 blank, 1 in 97 negative, and a few
/// dozen beyond 32 bits a measure.
int64_t village_value(UnitId village, uint32_t measure, uint32_t month);

}  // namespace jinguo::bench
