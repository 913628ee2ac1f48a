#include "peers/workload.h"

#include <fstream>

#include "rollup/nation.h"

namespace jinguo::bench {
namespace {

constexpr uint64_t kPrime = 2147483647;

uint64_t hash(uint64_t key) {
  const uint64_t a = key % kPrime * 48271 % kPrime;
  return a * a % kPrime;
}

}  // namespace

std::vector<Village> villages() {
  const rollup::ViewPointer view = nation();
  std::vector<Village> out;
  std::array<uint32_t, 6> seen{};
  for (uint32_t place = 0; place < view->size(); ++place) {
    const uint8_t level = view->level(place);
    ++seen[level];
    if (level == 5)
      out.push_back({view->unit(place).number(), seen[1] - 1, seen[2] - 1, seen[3] - 1, seen[4] - 1});
  }
  return out;
}

int64_t import_value(uint32_t row, uint32_t measure, uint32_t round) {
  return static_cast<int64_t>(hash(900'000'000 + (uint64_t{row} * 32 + measure) * 16 + round) % 1000);
}

void write_workload(const std::string& folder) {
  const std::vector<Village> all = villages();
  std::ofstream units(folder + "/village.tsv");
  for (const Village& v : all)
    units << v.unit << '\t' << v.province << '\t' << v.city << '\t' << v.county << '\t' << v.township << '\n';
  std::ofstream rows(folder + "/import.csv");
  for (uint32_t row = 0; row < kImportRows; ++row) {
    rows << all[kImportFrom + row].unit;
    for (uint32_t measure = 0; measure < kMeasures; ++measure) rows << ',' << import_value(row, measure, 0);
    rows << '\n';
  }
}

std::string hash_sql(const std::string& key) {
  const std::string a = "((" + key + ") % 2147483647 * 48271 % 2147483647)";
  return "(" + a + " * " + a + " % 2147483647)";
}

std::string value_sql(const std::string& hash) {
  return "case when " + hash + " % 61 = 0 then null when " + hash + " % 97 = 0 then -(" + hash +
         " % 1000) when " + hash + " % 200003 = 0 then (" + hash + " % 1000) * 8589934592 else " + hash +
         " % 1000 end";
}

Checksum month_checksum(const std::vector<Village>& villages, uint32_t measures) {
  Checksum out;
  for (uint32_t measure = 0; measure < measures; ++measure)
    for (const Village& village : villages) {
      const int64_t value = village_value(UnitId(village.unit), measure, 0);
      if (value == rollup::kBlank) continue;
      out.sum += value;
      ++out.reported;
    }
  return out;
}

double seconds_of(const std::function<void()>& work) {
  const double start = now();
  work();
  return now() - start;
}

double median_of(int times, const std::function<void(int)>& work) {
  work(0);
  std::vector<double> seconds;
  for (int i = 1; i <= times; ++i) seconds.push_back(seconds_of([&] { work(i); }));
  return median(seconds);
}

}  // namespace jinguo::bench
