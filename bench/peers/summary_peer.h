#pragma once
#include <string>

#include "rollup/measurements.h"

namespace jinguo::bench {

/// PostgreSQL with a summary table kept by triggers: nation × 20 measures × 1 month.
bool measure_summary(const std::string& connection, const std::string& folder, Measurements& out);

}  // namespace jinguo::bench
