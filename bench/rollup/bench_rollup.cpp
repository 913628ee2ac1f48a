#include <atomic>
#include <cstdio>
#include <cstring>
#include <set>
#include <thread>

#include "machine_limits.h"
#include "measurements.h"
#include "nation.h"

namespace jinguo::bench {
namespace {

using rollup::Cell;
using rollup::ColumnId;
using rollup::Cube;
using rollup::Delta;
using rollup::Grain;
using rollup::Span;
using rollup::ViewPointer;

constexpr uint8_t kVillage = 5;

class Random {
 public:
  uint32_t below(uint32_t limit) {
    state_ ^= state_ << 13, state_ ^= state_ >> 7, state_ ^= state_ << 17;
    return static_cast<uint32_t>((state_ >> 20) % limit);
  }

 private:
  uint64_t state_ = 88172645463325252;
};

Span month_span(uint32_t month) {
  const Date first = *Date::make(2011, static_cast<int>(month) + 1, 1);
  return *Span::between(Grain::month, first, first.last_of_month());
}

struct Nation {
  ViewPointer view = nation();
  Cube cube;
  std::vector<ColumnId> columns;
  std::vector<UnitId> villages;
  std::vector<Span> months;
  /// By measure and month, added up while the values were made.
  std::vector<Cell> expected = std::vector<Cell>(kMeasures * kMonths);
  /// Cells that were blank at first and have been written to.
  std::set<std::pair<UnitId, uint32_t>> filled;

  Nation() {
    for (uint32_t place = 0; place < view->size(); ++place)
      if (view->level(place) == kVillage) villages.push_back(view->unit(place));
    for (uint32_t month = 0; month < kMonths; ++month) months.push_back(month_span(month));
    for (uint32_t measure = 0; measure < kMeasures; ++measure) {
      columns.push_back(cube.add_column({}));
      load(measure);
    }
  }

  void load(uint32_t measure) {
    constexpr uint32_t kBatch = 8192;
    std::vector<int64_t> rows;
    for (uint32_t place = 0; place < view->size(); ++place) {
      for (uint32_t month = 0; month < kMonths; ++month) {
        const bool is_village = view->level(place) == kVillage;
        const int64_t value = is_village ? village_value(view->unit(place), measure, month) : rollup::kBlank;
        rows.push_back(value);
        if (value == rollup::kBlank) continue;
        expected[measure * kMonths + month].sum += value;
        ++expected[measure * kMonths + month].reported;
      }
      if ((place + 1) % kBatch != 0 && place + 1 != view->size()) continue;
      const UnitId first(view->unit(place).number() + 1 - static_cast<uint32_t>(rows.size() / kMonths));
      cube.load_own(columns[measure], *Date::make(2011, 1, 1), first, rows);
      rows.clear();
    }
  }

  /// How many of the nation's totals are not what was added up apart.
  double wrong_totals() const {
    const Cube::Reader reader = cube.reader();
    double wrong = 0;
    for (uint32_t measure = 0; measure < kMeasures; ++measure)
      for (uint32_t month = 0; month < kMonths; ++month)
        if (reader.read(view, columns[measure], 0, months[month]) != expected[measure * kMonths + month])
          ++wrong;
    return wrong;
  }

  Delta random_delta(Random& random, int64_t& add) {
    const uint32_t measure = random.below(kMeasures);
    const uint32_t month = random.below(kMonths);
    add = static_cast<int64_t>(random.below(2001)) - 1000;
    const UnitId village = villages[random.below(static_cast<uint32_t>(villages.size()))];
    expected[measure * kMonths + month].sum += add;
    const bool was_blank = village_value(village, measure, month) == rollup::kBlank;
    const bool is_first = was_blank && filled.insert({village, measure * kMonths + month}).second;
    expected[measure * kMonths + month].reported += is_first ? 1 : 0;
    const Date day = *Date::make(2011, static_cast<int>(month) + 1, 15);
    return {columns[measure], village, day, add, static_cast<int8_t>(is_first ? 1 : 0)};
  }
};

void measure_limits(MachineLimits& limits, const std::string& scratch, Measurements& out) {
  std::vector<double> reads, copies;
  for (int i = 0; i < 7; ++i) {
    reads.push_back(limits.sequential_read());
    copies.push_back(limits.copy());
  }
  out.add("limit.sequential_read_1_thread", median(reads) / 1e9, "GB/s");
  out.add("limit.memcpy_read_and_write", median(copies) / 1e9, "GB/s");
  out.add("limit.dependent_random_read", limits.random_read() * 1e9, "ns");
  std::vector<double> growing = synced_appends(scratch, LogFile::growing, 1000);
  out.add("limit.fdatasync_growing_p50", quantile(growing, 0.5) * 1e6, "us");
  out.add("limit.fdatasync_growing_p99", quantile(growing, 0.99) * 1e6, "us");
  std::vector<double> filled = synced_appends(scratch, LogFile::preallocated, 1000);
  out.add("limit.fdatasync_preallocated_p50", quantile(filled, 0.5) * 1e6, "us");
  out.add("limit.fdatasync_preallocated_p99", quantile(filled, 0.99) * 1e6, "us");
}

void measure_rebuild(Nation& nation, MachineLimits& limits, Measurements& out) {
  const double cells = static_cast<double>(nation.villages.size()) * kMeasures * kMonths;
  const double totals =
      static_cast<double>(nation.view->size() - nation.villages.size()) * kMeasures * kMonths;
  const double bytes = cells * 4 + totals * 12;
  const double start = now();
  nation.cube.prepare(nation.view);
  out.add("rebuild.first_with_taking_the_memory", (now() - start) * 1e3, "ms");
  std::vector<double> ratios, times;
  for (int i = 0; i < 9; ++i) {
    const double bandwidth = limits.sequential_read();
    const double begin = now();
    const double busy_before = busy();
    nation.cube.rebuild(nation.view);
    const double seconds = busy() - busy_before;
    times.push_back(now() - begin);
    // The probe stands on both sides, so that a neighbour's traffic weighs on both alike.
    ratios.push_back(seconds / (bytes * 2 / (bandwidth + limits.sequential_read())));
  }
  out.add("rebuild.cells", cells, "cells");
  out.add("rebuild.bytes", bytes / 1e6, "MB");
  out.add("rebuild.time", median(times) * 1e3, "ms");
  out.add("rebuild.times_the_read_of_its_bytes", median(ratios), "x", 2.0);
  out.add("rebuild.times_the_read_of_its_bytes_best", quantile(ratios, 0), "x");
  out.add("rebuild.wrong_totals", nation.wrong_totals(), "totals", 0);
  out.add("memory.bytes_a_cell", static_cast<double>(nation.cube.counters().memory_bytes) / cells, "B", 5.5);
}

void measure_writes(Nation& nation, Measurements& out, int count) {
  Random random;
  int64_t add = 0;
  std::vector<double> seconds, means;
  std::vector<Delta> deltas;
  for (int i = 0; i < count; ++i) deltas.push_back(nation.random_delta(random, add));
  int64_t position = 0;
  double begin = busy();
  for (const Delta& delta : deltas) nation.cube.apply({&delta, 1}, Position(++position));
  out.add("write.mean", (busy() - begin) / count * 1e9, "ns", 1000);
  for (int i = 0; i < count; ++i) {
    const Delta delta = nation.random_delta(random, add);
    const double start = now();
    nation.cube.apply({&delta, 1}, Position(++position));
    seconds.push_back(now() - start);
  }
  out.add("write.p50", quantile(seconds, 0.5) * 1e9, "ns", 1000);
  out.add("write.p99", quantile(seconds, 0.99) * 1e9, "ns");
  deltas.clear();
  for (int i = 0; i < count; ++i) deltas.push_back(nation.random_delta(random, add));
  begin = busy();
  nation.cube.apply(deltas, Position(++position));
  out.add("write.one_batch", count / (busy() - begin) / 1e6, "M deltas/s");
  out.add("write.wrong_totals", nation.wrong_totals(), "totals", 0);
}

void measure_reads(const Nation& nation, Measurements& out) {
  Random random;
  const Cube::Reader reader = nation.cube.reader();
  const auto places = reader.places(nation.view, org::Level::county);
  std::vector<Cell> cells(places.size() * kMeasures);
  std::vector<double> wide, provinces;
  for (int i = 0; i < 300; ++i) {
    const Span& month = nation.months[random.below(kMonths)];
    const double start = now();
    reader.read_level(nation.view, nation.columns, org::Level::county, month, cells);
    wide.push_back(now() - start);
  }
  out.add("read.counties", static_cast<double>(places.size()), "counties");
  out.add("read.wide_2978_x_20", median(wide) * 1e6, "us");
  for (int i = 0; i < 20000; ++i) {
    const ColumnId column = nation.columns[random.below(kMeasures)];
    const Span& month = nation.months[random.below(kMonths)];
    const double start = now();
    const std::vector<Cell> children = reader.read_children(nation.view, column, 0, month);
    provinces.push_back(now() - start);
  }
  out.add("read.31_provinces", median(provinces) * 1e6, "us", 1);
}

/// The writer's batches move an amount from one measure to another, so that a whole stays the same.
void measure_both(Nation& nation, Measurements& out, double seconds) {
  std::atomic<bool> is_done = false;
  uint64_t writes = 0;
  std::thread writer([&] {
    Random random;
    int64_t position = 0;
    std::vector<Delta> batch;
    while (!is_done) {
      batch.clear();
      const Date day = *Date::make(2011, 1 + static_cast<int>(random.below(kMonths)), 15);
      const UnitId village = nation.villages[random.below(static_cast<uint32_t>(nation.villages.size()))];
      for (uint32_t pair = 0; pair < 5; ++pair) {
        batch.push_back({nation.columns[2 * pair], village, day, 3, 0});
        batch.push_back({nation.columns[2 * pair + 1], village, day, -3, 0});
      }
      nation.cube.apply(batch, Position(++position));
      writes += batch.size();
    }
  });
  Random random;
  std::vector<double> latencies;
  double wrong = 0;
  const double start = now();
  while (now() - start < seconds) {
    const uint32_t pair = random.below(5);
    const uint32_t month = random.below(kMonths);
    const double begin = now();
    const Cube::Reader reader = nation.cube.reader();
    const Cell a = reader.read(nation.view, nation.columns[2 * pair], 0, nation.months[month]);
    const Cell b = reader.read(nation.view, nation.columns[2 * pair + 1], 0, nation.months[month]);
    int64_t parts = 0;
    for (const Cell& child :
         reader.read_children(nation.view, nation.columns[2 * pair], 0, nation.months[month]))
      parts += child.sum;
    latencies.push_back(now() - begin);
    const int64_t whole = nation.expected[2 * pair * kMonths + month].sum +
                          nation.expected[(2 * pair + 1) * kMonths + month].sum;
    if (parts != a.sum || a.sum + b.sum != whole) ++wrong;
  }
  is_done = true;
  writer.join();
  out.add("both.writes", static_cast<double>(writes) / seconds / 1e6, "M deltas/s");
  out.add("both.reads", static_cast<double>(latencies.size()) / seconds / 1e6, "M answers of 33 cells/s");
  out.add("both.read_p50", quantile(latencies, 0.5) * 1e6, "us");
  out.add("both.read_p99", quantile(latencies, 0.99) * 1e6, "us");
  out.add("both.inconsistent", wrong, "answers", 0);
}

int run(int count, char** arguments) {
  std::string json;
  std::string scratch = ".";
  bool is_quick = false;
  for (int i = 1; i < count; ++i) {
    const bool has_value = i + 1 < count;
    if (std::strcmp(arguments[i], "--quick") == 0) {
      is_quick = true;
    } else if (std::strcmp(arguments[i], "--json") == 0 && has_value) {
      json = arguments[++i];
    } else if (std::strcmp(arguments[i], "--scratch") == 0 && has_value) {
      scratch = arguments[++i];
    } else {
      std::fprintf(stderr, "bench_rollup [--json FILE] [--scratch DIR] [--quick]\n");
      return 2;
    }
  }
  Measurements out;
  MachineLimits limits;
  measure_limits(limits, scratch, out);
  const double start = now();
  Nation nation;
  out.add("load.time_with_making_the_values", now() - start, "s");
  measure_rebuild(nation, limits, out);
  measure_reads(nation, out);
  measure_writes(nation, out, is_quick ? 20'000 : 200'000);
  measure_both(nation, out, is_quick ? 1 : 5);
  if (!json.empty()) out.write_json(json);
  return out.is_within_goals() ? 0 : 1;
}

}  // namespace
}  // namespace jinguo::bench

int main(int count, char** arguments) {
  return jinguo::bench::run(count, arguments);
}
