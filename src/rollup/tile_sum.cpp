#include "rollup/tile_sum.h"

#include <algorithm>
#include <cstring>

namespace jinguo::rollup {
namespace {

/// One row being added up. Blanks are added as the number that stands for them and are taken out again at the
/// end by their count, so that the inner loop has no branch and no selection.
template <uint32_t kSlots>
struct Row {
  int64_t sums[kSlots];
  int32_t blanks[kSlots];
  int32_t rows;
  bool is_touched;
};

/// Part of a run that lies on one page.
struct Piece {
  OwnPage page;
  size_t at = 0;
  uint32_t count = 0;
};

/// The next piece of a run, which is shortened by it.
inline Piece take_piece(std::span<const OwnPage> pages, uint32_t slots, Shape::Run& run) {
  const size_t number = run.first / kPageRows;
  const uint32_t row = run.first % kPageRows;
  const uint32_t count = std::min(run.count, kPageRows - row);
  run.first += count;
  run.count -= count;
  return {number < pages.size() ? pages[number] : OwnPage(), size_t{row} * slots, count};
}

template <uint32_t kSlots>
void add_wide(Row<kSlots>& row, const int64_t* cells, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i, cells += kSlots) {
    for (uint32_t slot = 0; slot < kSlots; ++slot) {
      const bool is_blank = cells[slot] == kBlank;
      row.sums[slot] += is_blank ? kNarrowBlank : cells[slot];
      row.blanks[slot] += is_blank ? 1 : 0;
    }
  }
}

/// Adds the own cells of some runs to a row.
template <uint32_t kSlots>
using AddRuns = void (*)(Row<kSlots>& row, std::span<const OwnPage> pages, std::span<const Shape::Run> runs);

template <uint32_t kSlots>
void add_runs_plain(Row<kSlots>& row, std::span<const OwnPage> pages, std::span<const Shape::Run> runs) {
  for (Shape::Run run : runs) {
    while (run.count > 0) {
      const Piece piece = take_piece(pages, kSlots, run);
      if (piece.page.is_absent()) continue;
      row.is_touched = true;
      row.rows += static_cast<int32_t>(piece.count);
      if (piece.page.is_wide()) {
        add_wide(row, piece.page.wide() + piece.at, piece.count);
        continue;
      }
      const int32_t* cells = piece.page.narrow() + piece.at;
      for (uint32_t i = 0; i < piece.count; ++i, cells += kSlots) {
        for (uint32_t slot = 0; slot < kSlots; ++slot) {
          row.sums[slot] += cells[slot];
          row.blanks[slot] += cells[slot] == kNarrowBlank ? 1 : 0;
        }
      }
    }
  }
}

#if defined(__x86_64__)
/// Far enough ahead to hide memory, near enough to stay in the first cache.
constexpr size_t kAhead = 512;
constexpr uint32_t kLanes = 4;
using Narrow = int32_t __attribute__((vector_size(kLanes * sizeof(int32_t))));
using Wide = int64_t __attribute__((vector_size(kLanes * sizeof(int64_t))));

/// All vector arithmetic stands in this one body: in a function of its own it would be compiled for the plain
/// processor before it is put in here.
template <uint32_t kSlots>
[[gnu::target("avx2")]] void add_runs_avx2(Row<kSlots>& row, std::span<const OwnPage> pages,
                                           std::span<const Shape::Run> runs) {
  constexpr uint32_t kVectors = kSlots % 16 == 0 ? 4 : kSlots / kLanes;
  constexpr uint32_t kPart = kVectors * kLanes;
  const Narrow blank = Narrow{} + kNarrowBlank;
  for (uint32_t part = 0; part < kSlots; part += kPart) {
    Wide sums[kVectors] = {};
    Narrow blanks[kVectors] = {};
    for (Shape::Run run : runs) {
      while (run.count > 0) {
        const Piece piece = take_piece(pages, kSlots, run);
        if (piece.page.is_absent()) continue;
        if (part == 0) {
          row.is_touched = true;
          row.rows += static_cast<int32_t>(piece.count);
          if (piece.page.is_wide()) add_wide(row, piece.page.wide() + piece.at, piece.count);
        }
        if (piece.page.is_wide()) continue;
        const int32_t* cells = piece.page.narrow() + piece.at + part;
        for (uint32_t i = 0; i < piece.count; ++i, cells += kSlots) {
          __builtin_prefetch(reinterpret_cast<const char*>(cells) + kAhead);
          for (uint32_t v = 0; v < kVectors; ++v) {
            Narrow value;
            std::memcpy(&value, cells + v * kLanes, sizeof value);
            sums[v] += __builtin_convertvector(value, Wide);
            blanks[v] -= value == blank;
          }
        }
      }
    }
    for (uint32_t v = 0; v < kVectors; ++v) {
      Wide sum;
      std::memcpy(&sum, row.sums + part + v * kLanes, sizeof sum);
      sum += sums[v];
      std::memcpy(row.sums + part + v * kLanes, &sum, sizeof sum);
      Narrow count;
      std::memcpy(&count, row.blanks + part + v * kLanes, sizeof count);
      count += blanks[v];
      std::memcpy(row.blanks + part + v * kLanes, &count, sizeof count);
    }
  }
}
#endif

template <uint32_t kSlots>
AddRuns<kSlots> fastest(Registers registers) {
#if defined(__x86_64__)
  if (registers == Registers::widest && __builtin_cpu_supports("avx2")) return add_runs_avx2<kSlots>;
#endif
  return add_runs_plain<kSlots>;
}

template <uint32_t kSlots, bool kCounts>
void sum_total(const Shape& shape, std::span<const OwnPage> pages, uint32_t total, TotalTile& totals,
               PageArena& arena, AddRuns<kSlots> add_runs) {
  Row<kSlots> row{};
  add_runs(row, pages, shape.runs(total));
  if (kCounts) {
    for (uint32_t slot = 0; slot < kSlots; ++slot) row.sums[slot] -= int64_t{row.blanks[slot]} * kNarrowBlank;
    for (uint32_t slot = 0; slot < kSlots; ++slot) row.blanks[slot] = row.rows - row.blanks[slot];
  }
  for (uint32_t child = shape.children_first(total); child < shape.children_last(total); ++child) {
    if (!totals.has_row(child)) continue;
    row.is_touched = true;
    const int64_t* sums = totals.sums(child);
    for (uint32_t slot = 0; slot < kSlots; ++slot) row.sums[slot] += sums[slot];
    if (!kCounts) continue;
    const int32_t* counts = totals.counts(child);
    for (uint32_t slot = 0; slot < kSlots; ++slot) row.blanks[slot] += counts[slot];
  }
  if (row.is_touched)
    totals.open_row(arena, total);
  else if (!totals.has_row(total))
    return;
  std::copy_n(row.sums, kSlots, totals.sums(total));
  if (kCounts) std::copy_n(row.blanks, kSlots, totals.counts(total));
}

/// From the deepest totals to the roots, and forward within one depth: memory is read in the order it lies.
template <uint32_t kSlots, bool kCounts>
void sum_all(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena,
             Registers registers) {
  const AddRuns<kSlots> add_runs = fastest<kSlots>(registers);
  const std::span<const uint32_t> depths = shape.depths();
  for (size_t depth = depths.size() - 1; depth-- > 0;)
    for (uint32_t total = depths[depth]; total < depths[depth + 1]; ++total)
      sum_total<kSlots, kCounts>(shape, own.pages(), total, totals, arena, add_runs);
}

template <uint32_t kSlots>
void sum_any(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena,
             Registers registers) {
  if (totals.has_counts())
    sum_all<kSlots, true>(shape, own, totals, arena, registers);
  else
    sum_all<kSlots, false>(shape, own, totals, arena, registers);
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

void sum_tile(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena,
              Registers registers) {
  if (own.kind().grain == Grain::month)
    sum_any<slots_of(Grain::month)>(shape, own, totals, arena, registers);
  else
    sum_any<slots_of(Grain::day)>(shape, own, totals, arena, registers);
  take_out_unreported(shape, own, totals);
  if (own.kind().grain == Grain::day) sum_months(shape, totals);
}

}  // namespace jinguo::rollup
