#include "rollup/tile_sum.h"

#include <algorithm>
#include <cstring>

namespace jinguo::rollup {
namespace {

constexpr uint32_t kLanes = 4;
using Narrow = int32_t __attribute__((vector_size(kLanes * sizeof(int32_t))));
using Wide = int64_t __attribute__((vector_size(kLanes * sizeof(int64_t))));

template <class Vector, class T>
[[gnu::always_inline]] inline void load(Vector& vector, const T* from) {
  std::memcpy(&vector, from, sizeof vector);
}
template <class T, class Vector>
[[gnu::always_inline]] inline void store(T* to, const Vector& vector) {
  std::memcpy(to, &vector, sizeof vector);
}

/// One row being added up. Blanks are added as the number that stands for them and are taken out again at the
/// end by their count, so that the inner loop has no branch and no selection.
template <uint32_t kSlots>
struct Row {
  static constexpr uint32_t kVectors = kSlots / kLanes;
  Wide sums[kVectors];
  /// Minus the number of blanks.
  Narrow blanks[kVectors];
  int32_t rows;
  bool is_touched;
};

/// Far enough ahead to hide memory, near enough to stay in the first cache.
constexpr size_t kAhead = 512;

template <uint32_t kSlots>
[[gnu::always_inline]] inline void add_narrow(Row<kSlots>& row, const int32_t* cells, uint32_t count) {
  constexpr uint32_t kPart = kSlots % 16 == 0 ? 4 : kSlots / kLanes;
  const Narrow blank = Narrow{} + kNarrowBlank;
  for (uint32_t part = 0; part < Row<kSlots>::kVectors; part += kPart) {
    Wide sums[kPart];
    Narrow blanks[kPart];
    for (uint32_t v = 0; v < kPart; ++v) {
      sums[v] = row.sums[part + v];
      blanks[v] = row.blanks[part + v];
    }
    const int32_t* at = cells + part * kLanes;
    for (uint32_t i = 0; i < count; ++i, at += kSlots) {
      __builtin_prefetch(reinterpret_cast<const char*>(at) + kAhead);
      for (uint32_t v = 0; v < kPart; ++v) {
        Narrow value;
        load(value, at + v * kLanes);
        sums[v] += __builtin_convertvector(value, Wide);
        blanks[v] += value == blank;
      }
    }
    for (uint32_t v = 0; v < kPart; ++v) {
      row.sums[part + v] = sums[v];
      row.blanks[part + v] = blanks[v];
    }
  }
}

template <uint32_t kSlots>
[[gnu::always_inline]] inline void add_wide(Row<kSlots>& row, const int64_t* cells, uint32_t count) {
  const Wide blank = Wide{} + kBlank;
  for (uint32_t i = 0; i < count; ++i, cells += kSlots) {
    for (uint32_t v = 0; v < Row<kSlots>::kVectors; ++v) {
      Wide value;
      load(value, cells + v * kLanes);
      const Wide is_blank = value == blank;
      row.sums[v] += (value & ~is_blank) + (is_blank & (Wide{} + kNarrowBlank));
      row.blanks[v] += __builtin_convertvector(is_blank, Narrow);
    }
  }
}

template <uint32_t kSlots>
[[gnu::always_inline]] inline void add_run(Row<kSlots>& row, std::span<const OwnPage> pages, Shape::Run run) {
  while (run.count > 0) {
    const size_t number = run.first / kPageRows;
    if (number >= pages.size()) return;
    const uint32_t at = run.first % kPageRows;
    const uint32_t count = std::min(run.count, kPageRows - at);
    const OwnPage page = pages[number];
    if (!page.is_absent()) {
      row.is_touched = true;
      row.rows += static_cast<int32_t>(count);
      if (page.is_wide()) [[unlikely]]
        add_wide<kSlots>(row, page.wide() + size_t{at} * kSlots, count);
      else
        add_narrow<kSlots>(row, page.narrow() + size_t{at} * kSlots, count);
    }
    run.first += count;
    run.count -= count;
  }
}

/// Own cells of a total into its row of sums and counts.
template <uint32_t kSlots, bool kCounts>
[[gnu::always_inline]] inline bool sum_own(const Shape& shape, std::span<const OwnPage> pages, uint32_t total,
                                           Wide* sums, Narrow* counts) {
  Row<kSlots> row{};
  for (const Shape::Run run : shape.runs(total)) add_run<kSlots>(row, pages, run);
  for (uint32_t v = 0; v < Row<kSlots>::kVectors; ++v) {
    const Wide blanks = __builtin_convertvector(row.blanks[v], Wide);
    sums[v] = kCounts ? row.sums[v] + blanks * kNarrowBlank : row.sums[v];
    counts[v] = row.blanks[v] + row.rows;
  }
  return row.is_touched;
}

template <uint32_t kSlots, bool kCounts>
[[gnu::always_inline]] inline void sum_all(const Shape& shape, const OwnTile& own, TotalTile& totals,
                                           PageArena& arena) {
  constexpr uint32_t kVectors = kSlots / kLanes;
  const std::span<const OwnPage> pages = own.pages();
  for (uint32_t total = shape.totals(); total-- > 0;) {
    Wide sums[kVectors];
    Narrow counts[kVectors];
    bool is_touched = sum_own<kSlots, kCounts>(shape, pages, total, sums, counts);
    for (uint32_t child = shape.children_first(total); child < shape.children_last(total); ++child) {
      if (!totals.has_row(child)) continue;
      is_touched = true;
      for (uint32_t v = 0; v < kVectors; ++v) {
        Wide child_sums;
        load(child_sums, totals.sums(child) + v * kLanes);
        sums[v] += child_sums;
        if (!kCounts) continue;
        Narrow child_counts;
        load(child_counts, totals.counts(child) + v * kLanes);
        counts[v] += child_counts;
      }
    }
    if (is_touched)
      totals.open_row(arena, total);
    else if (!totals.has_row(total))
      continue;
    for (uint32_t v = 0; v < kVectors; ++v) {
      store(totals.sums(total) + v * kLanes, sums[v]);
      if (kCounts) store(totals.counts(total) + v * kLanes, counts[v]);
    }
  }
}

template <bool kCounts>
[[gnu::always_inline]] inline void sum_grain(const Shape& shape, const OwnTile& own, TotalTile& totals,
                                             PageArena& arena) {
  if (own.kind().grain == Grain::month)
    sum_all<slots_of(Grain::month), kCounts>(shape, own, totals, arena);
  else
    sum_all<slots_of(Grain::day), kCounts>(shape, own, totals, arena);
}

[[gnu::always_inline]] inline void sum_any(const Shape& shape, const OwnTile& own, TotalTile& totals,
                                           PageArena& arena) {
  if (totals.has_counts())
    sum_grain<true>(shape, own, totals, arena);
  else
    sum_grain<false>(shape, own, totals, arena);
}

#if defined(__x86_64__)
[[gnu::target("avx2,bmi,bmi2")]] void sum_avx2(const Shape& shape, const OwnTile& own, TotalTile& totals,
                                               PageArena& arena) {
  sum_any(shape, own, totals, arena);
}
#endif

void sum_plain(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena) {
  sum_any(shape, own, totals, arena);
}

/// An amount without a report has a value but is not reported.
void take_out_unreported(const Shape& shape, const OwnTile& own, TotalTile& totals) {
  for (const auto& [key, presences] : own.odd_presences()) {
    if (presences != 0) continue;
    const UnitId unit(static_cast<uint32_t>(key / 32));
    for (uint32_t total = shape.first_total(unit); total != Shape::kNone; total = shape.parent(total))
      --totals.counts(total)[key % 32];
  }
}

/// After all slots: the last one of a day-grained row is the whole month's.
void sum_months(const Shape& shape, TotalTile& totals) {
  for (uint32_t total = 0; total < shape.totals(); ++total) {
    if (!totals.has_row(total)) continue;
    int64_t* sums = totals.sums(total);
    sums[TotalTile::kWholeMonth] = 0;
    for (uint32_t slot = 0; slot < TotalTile::kWholeMonth; ++slot) sums[TotalTile::kWholeMonth] += sums[slot];
    if (!totals.has_counts()) continue;
    int32_t* counts = totals.counts(total);
    counts[TotalTile::kWholeMonth] = 0;
    for (uint32_t slot = 0; slot < TotalTile::kWholeMonth; ++slot)
      counts[TotalTile::kWholeMonth] += counts[slot];
  }
}

}  // namespace

void sum_tile(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
    sum_avx2(shape, own, totals, arena);
  else
    sum_plain(shape, own, totals, arena);
#else
  sum_plain(shape, own, totals, arena);
#endif
  take_out_unreported(shape, own, totals);
  if (own.kind().grain == Grain::day) sum_months(shape, totals);
}

}  // namespace jinguo::rollup
