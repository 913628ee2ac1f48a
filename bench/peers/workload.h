#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rollup/measurements.h"

namespace jinguo::bench {

/// A village and the places above it: each place by its ordinal among those of its level, from 0.
struct Village {
  uint32_t unit = 0;
  uint32_t province = 0, city = 0, county = 0, township = 0;
};

/// The villages of the nation as bench_rollup loads it, in depth-first order.
std::vector<Village> villages();

/// The file a city's office imports: this many villages in a row from `kImportFrom` on, 20 values each, month
/// 0.
inline constexpr uint32_t kImportRows = 7080;
inline constexpr uint32_t kImportFrom = 300'000;
int64_t import_value(uint32_t row, uint32_t measure, uint32_t round);

/// village.tsv (unit, province, city, county, township) and import.csv (unit and 20 values) in the folder.
void write_workload(const std::string& folder);

/// An SQL expression of the value of a cell: blank is NULL. `key` is an expression of
/// (unit·128+measure)·64+month+1. Needs only 64-bit integers, which every peer has.
std::string hash_sql(const std::string& key);
std::string value_sql(const std::string& hash);

/// What the nation's total of month 0 is, and how many villages reported it, over the first measures.
struct Checksum {
  int64_t sum = 0;
  int64_t reported = 0;
  bool operator==(const Checksum&) const = default;
};
Checksum month_checksum(const std::vector<Village>& villages, uint32_t measures);

/// Runs `work` once to warm up and then `times` times; the median in seconds. The argument counts from 0.
double median_of(int times, const std::function<void(int)>& work);
double seconds_of(const std::function<void()>& work);

}  // namespace jinguo::bench
