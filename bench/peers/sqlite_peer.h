#pragma once
#include <string>

#include "rollup/measurements.h"

namespace jinguo::bench {

/// SQLite in this process with a summary table that triggers keep: nation × 20 measures × 1 month.
/// False when a total was wrong.
bool measure_sqlite(const std::string& folder, Measurements& out);

}  // namespace jinguo::bench
