#pragma once
#include <string>

#include "rollup/measurements.h"

namespace jinguo::bench {

/// PostgreSQL with the layout of DHIS2's analytics: one wide denormalised row a value, a B-tree a dimension,
/// rebuilt in batch. Nation × 4 measures × 1 month.
bool measure_dhis2(const std::string& connection, const std::string& folder, Measurements& out);

}  // namespace jinguo::bench
