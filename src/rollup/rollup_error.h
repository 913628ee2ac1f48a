#pragma once
#include "base/error.h"

namespace jinguo::rollup {

/// Asked of a month-grained column with a day that is no first (or last) of its month.
inline constexpr ErrorRow kNoSuchGrain{
    "rollup.no_such_grain", 422,
    "该数据按月汇总，无法回答 {0} 至 {1} 这一时段；请改用整月的时段，或在项目文件中声明按日汇总。",
    "These figures are kept by month and cannot answer {0} to {1}; ask for whole months, or declare the "
    "measure by day in the programme file."};

/// The last day of a span lies before its first.
inline constexpr ErrorRow kBackwards{"rollup.backwards_span", 422,
                                     "时段的截止日 {1} 早于起始日 {0}；请对调。",
                                     "The span ends on {1}, before it begins on {0}; swap the two days."};

}  // namespace jinguo::rollup
