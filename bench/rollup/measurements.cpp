#include "measurements.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace jinguo::bench {

double busy() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double quantile(std::vector<double>& sample, double share) {
  if (sample.empty()) return 0;
  std::sort(sample.begin(), sample.end());
  const double at = share * static_cast<double>(sample.size());
  return sample[std::min(sample.size() - 1, static_cast<size_t>(at))];
}

void Measurements::add(const std::string& name, double value, const std::string& unit,
                       std::optional<double> at_most, const std::string& note) {
  rows_.push_back({name, value, unit, at_most, note});
  const bool is_good = !at_most || value <= *at_most;
  is_within_goals_ = is_within_goals_ && is_good;
  std::printf("%-44s %12.4g %s", name.c_str(), value, unit.c_str());
  if (at_most) std::printf("  (goal <= %g: %s)", *at_most, is_good ? "kept" : "MISSED");
  if (!note.empty()) std::printf("  %s", note.c_str());
  std::printf("\n");
  std::fflush(stdout);
  if (!file_.empty()) write_json(file_);
}

void Measurements::write_json(const std::string& file) const {
  std::ofstream out(file);
  out.precision(9);
  out << "[\n";
  for (size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    out << R"(  {"name": ")" << row.name << R"(", "value": )" << row.value << R"(, "unit": ")" << row.unit
        << '"';
    if (row.at_most)
      out << R"(, "at_most": )" << *row.at_most << R"(, "kept": )"
          << (row.value <= *row.at_most ? "true" : "false");
    if (!row.note.empty()) out << R"(, "note": ")" << row.note << '"';
    out << (i + 1 < rows_.size() ? "},\n" : "}\n");
  }
  out << "]\n";
}

}  // namespace jinguo::bench
