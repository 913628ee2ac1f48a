#include "rollup/tile_sum.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>

namespace jinguo::rollup {
namespace {

/// Part of a run that lies on one page.
struct Piece {
  OwnPage page;
  size_t at = 0;
  uint32_t count = 0;
};

/// The next piece of a run, which is shortened by it.
[[gnu::always_inline]] inline Piece take_piece(std::span<const OwnPage> pages, uint32_t slots,
                                               Shape::Run& run) {
  const size_t number = run.first / kPageRows;
  const uint32_t row = run.first % kPageRows;
  const uint32_t count = std::min(run.count, kPageRows - row);
  run.first += count;
  run.count -= count;
  return {number < pages.size() ? pages[number] : OwnPage(), size_t{row} * slots, count};
}

/// Makes the row of a total there when anything counts in it; says whether there is one to fill.
[[gnu::always_inline]] inline bool has_row_to_fill(const Shape& shape, std::span<const OwnPage> pages,
                                                   uint32_t total, TotalTile& totals, PageArena& arena) {
  if (totals.has_row(total)) return true;
  bool is_touched = false;
  for (Shape::Run run : shape.runs(total))
    while (run.count > 0) is_touched |= !take_piece(pages, 1, run).page.is_absent();
  for (uint32_t child = shape.children_first(total); child < shape.children_last(total); ++child)
    is_touched |= totals.has_row(child);
  if (is_touched) totals.open_row(arena, total);
  return is_touched;
}

/// Adds the sparse pages to a row that holds everything else.
template <uint32_t kSlots, bool kCounts>
void add_sparse(const Shape& shape, std::span<const OwnPage> pages, uint32_t total, TotalTile& totals) {
  for (Shape::Run run : shape.runs(total)) {
    while (run.count > 0) {
      const Piece piece = take_piece(pages, kSlots, run);
      if (!piece.page.is_sparse()) continue;
      const uint32_t from = static_cast<uint32_t>(piece.at);
      for (const SparseCell& cell : piece.page.sparse(from, from + piece.count * kSlots)) {
        if (kCounts && cell.value == kNarrowBlank) continue;
        totals.sums(total)[cell.at % kSlots] += cell.value;
        if (kCounts) ++totals.counts(total)[cell.at % kSlots];
      }
    }
  }
}

/// What every processor can do.
struct PlainSum {
  template <class T, class Count>
  static void add_rows(const T* cells, T blank, const Piece& piece, uint32_t slots, int64_t* sums,
                       Count&& count) {
    for (uint32_t i = 0; i < piece.count; ++i, cells += slots) {
      for (uint32_t slot = 0; slot < slots; ++slot) {
        if (cells[slot] == blank) continue;
        sums[slot] += cells[slot];
        count(slot);
      }
    }
  }

  template <uint32_t kSlots, bool kCounts>
  static void fill(const Shape& shape, std::span<const OwnPage> pages, uint32_t total, TotalTile& totals) {
    int64_t* sums = totals.sums(total);
    int32_t* counts = kCounts ? totals.counts(total) : nullptr;
    std::fill_n(sums, kSlots, 0);
    if (kCounts) std::fill_n(counts, kSlots, 0);
    const auto count = [&](uint32_t slot) {
      if (kCounts) ++counts[slot];
    };
    for (Shape::Run run : shape.runs(total)) {
      while (run.count > 0) {
        const Piece piece = take_piece(pages, kSlots, run);
        if (piece.page.is_absent() || piece.page.is_sparse()) continue;
        if (piece.page.is_wide())
          add_rows(piece.page.wide() + piece.at, kBlank, piece, kSlots, sums, count);
        else
          add_rows(piece.page.narrow() + piece.at, kNarrowBlank, piece, kSlots, sums, count);
      }
    }
    for (uint32_t child = shape.children_first(total); child < shape.children_last(total); ++child) {
      if (!totals.has_row(child)) continue;
      for (uint32_t slot = 0; slot < kSlots; ++slot) sums[slot] += totals.sums(child)[slot];
      if (!kCounts) continue;
      for (uint32_t slot = 0; slot < kSlots; ++slot) counts[slot] += totals.counts(child)[slot];
    }
  }

  template <uint32_t kSlots, bool kCounts>
  static void fill_all(const Shape& shape, std::span<const OwnPage> pages, uint32_t first, uint32_t last,
                       TotalTile& totals, PageArena& arena) {
    for (uint32_t total = first; total < last; ++total)
      if (has_row_to_fill(shape, pages, total, totals, arena))
        fill<kSlots, kCounts>(shape, pages, total, totals);
  }
};

#if defined(__x86_64__)
/// Four slots in a register. A row stays in registers until it is whole. Blanks are added as the number that
/// stands for them and taken out at the end by their count, so that the inner loop neither branches nor
/// selects.
struct WideSum {
  static constexpr uint32_t kLanes = 4;
  /// Bytes: far enough ahead to hide memory, near enough to stay in the first cache.
  static constexpr size_t kAhead = 2048;

  template <uint32_t kVectors>
  struct Row {
    __m256i sums[kVectors];
    /// Reported cells once the row is whole; before that, minus the blanks.
    __m128i counts[kVectors];
  };

  template <uint32_t kSlots, uint32_t kVectors>
  [[gnu::target("avx2"), gnu::always_inline]] static inline void add_narrow(Row<kVectors>& row,
                                                                            const int32_t* cells,
                                                                            uint32_t count) {
    const __m128i blank = _mm_set1_epi32(kNarrowBlank);
    for (uint32_t i = 0; i < count; ++i, cells += kSlots) {
      _mm_prefetch(reinterpret_cast<const char*>(cells) + kAhead, _MM_HINT_T0);
      for (uint32_t v = 0; v < kVectors; ++v) {
        const auto* four = reinterpret_cast<const __m128i*>(cells + v * kLanes);
        row.sums[v] = _mm256_add_epi64(row.sums[v], _mm256_cvtepi32_epi64(_mm_loadu_si128(four)));
        row.counts[v] = _mm_add_epi32(row.counts[v], _mm_cmpeq_epi32(_mm_loadu_si128(four), blank));
      }
    }
  }

  template <uint32_t kSlots, uint32_t kVectors>
  [[gnu::target("avx2"), gnu::always_inline]] static inline void add_wide(Row<kVectors>& row,
                                                                          const int64_t* cells,
                                                                          uint32_t count) {
    const __m256i blank = _mm256_set1_epi64x(kBlank);
    const __m256i narrow_blank = _mm256_set1_epi64x(kNarrowBlank);
    const __m256i low_halves = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
    for (uint32_t i = 0; i < count; ++i, cells += kSlots) {
      for (uint32_t v = 0; v < kVectors; ++v) {
        const __m256i four = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(cells + v * kLanes));
        const __m256i is_blank = _mm256_cmpeq_epi64(four, blank);
        row.sums[v] = _mm256_add_epi64(row.sums[v], _mm256_blendv_epi8(four, narrow_blank, is_blank));
        const __m256i narrowed = _mm256_permutevar8x32_epi32(is_blank, low_halves);
        row.counts[v] = _mm_add_epi32(row.counts[v], _mm256_castsi256_si128(narrowed));
      }
    }
  }

  template <uint32_t kSlots, uint32_t kVectors>
  [[gnu::target("avx2"), gnu::always_inline]] static inline int32_t add_runs(
      Row<kVectors>& row, uint32_t part, std::span<const OwnPage> pages, std::span<const Shape::Run> runs) {
    uint32_t rows = 0;
    for (Shape::Run run : runs) {
      while (run.count > 0) {
        const Piece piece = take_piece(pages, kSlots, run);
        if (piece.page.is_absent()) continue;
        if (piece.page.is_sparse()) [[unlikely]]
          continue;
        rows += piece.count;
        if (piece.page.is_wide()) [[unlikely]]
          add_wide<kSlots>(row, piece.page.wide() + piece.at + part, piece.count);
        else
          add_narrow<kSlots>(row, piece.page.narrow() + piece.at + part, piece.count);
      }
    }
    return static_cast<int32_t>(rows);
  }

  template <bool kCounts, uint32_t kVectors>
  [[gnu::target("avx2"), gnu::always_inline]] static inline void take_out_blanks(Row<kVectors>& row,
                                                                                 int32_t rows) {
    const __m128i all = _mm_set1_epi32(rows);
    for (uint32_t v = 0; v < kVectors; ++v) {
      const __m256i blanks = _mm256_cvtepi32_epi64(row.counts[v]);
      if (kCounts) row.sums[v] = _mm256_sub_epi64(row.sums[v], _mm256_slli_epi64(blanks, 31));
      row.counts[v] = _mm_add_epi32(row.counts[v], all);
    }
  }

  template <bool kCounts, uint32_t kVectors>
  [[gnu::target("avx2"), gnu::always_inline]] static inline void add_child(Row<kVectors>& row,
                                                                           const int64_t* sums,
                                                                           const int32_t* counts) {
    for (uint32_t v = 0; v < kVectors; ++v) {
      const auto* four = reinterpret_cast<const __m256i*>(sums + v * kLanes);
      row.sums[v] = _mm256_add_epi64(row.sums[v], _mm256_loadu_si256(four));
      if (!kCounts) continue;
      const auto* four_counts = reinterpret_cast<const __m128i*>(counts + v * kLanes);
      row.counts[v] = _mm_add_epi32(row.counts[v], _mm_loadu_si128(four_counts));
    }
  }

  template <uint32_t kSlots, bool kCounts>
  [[gnu::target("avx2")]] static void fill_all(const Shape& shape, std::span<const OwnPage> pages,
                                               uint32_t first, uint32_t last, TotalTile& totals,
                                               PageArena& arena) {
    constexpr uint32_t kVectors = kSlots % 16 == 0 ? 4 : kSlots / kLanes;
    for (uint32_t total = first; total < last; ++total) {
      if (!has_row_to_fill(shape, pages, total, totals, arena)) continue;
      for (uint32_t part = 0; part < kSlots; part += kVectors * kLanes) {
        Row<kVectors> row;
        for (uint32_t v = 0; v < kVectors; ++v) {
          row.sums[v] = _mm256_setzero_si256();
          row.counts[v] = _mm_setzero_si128();
        }
        const int32_t rows = add_runs<kSlots>(row, part, pages, shape.runs(total));
        take_out_blanks<kCounts>(row, rows);
        for (uint32_t child = shape.children_first(total); child < shape.children_last(total); ++child)
          if (totals.has_row(child))
            add_child<kCounts>(row, totals.sums(child) + part,
                               kCounts ? totals.counts(child) + part : nullptr);
        for (uint32_t v = 0; v < kVectors; ++v) {
          const uint32_t at = part + v * kLanes;
          _mm256_storeu_si256(reinterpret_cast<__m256i*>(totals.sums(total) + at), row.sums[v]);
          if (kCounts) _mm_storeu_si128(reinterpret_cast<__m128i*>(totals.counts(total) + at), row.counts[v]);
        }
      }
    }
  }
};
#else
using WideSum = PlainSum;
#endif

bool has_wide_registers() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

/// From the deepest totals to the roots, and forward within one depth: memory is read in the order it lies.
template <class Sum, uint32_t kSlots, bool kCounts>
void sum_all(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena) {
  const std::span<const uint32_t> depths = shape.depths();
  const bool has_sparse = std::ranges::any_of(own.pages(), &OwnPage::is_sparse);
  for (size_t depth = depths.size() - 1; depth-- > 0;) {
    const uint32_t first = depths[depth];
    const uint32_t last = depths[depth + 1];
    Sum::template fill_all<kSlots, kCounts>(shape, own.pages(), first, last, totals, arena);
    for (uint32_t total = first; has_sparse && total < last; ++total)
      if (totals.has_row(total)) add_sparse<kSlots, kCounts>(shape, own.pages(), total, totals);
  }
}

template <class Sum, uint32_t kSlots>
void sum_slots(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena) {
  if (totals.has_counts())
    sum_all<Sum, kSlots, true>(shape, own, totals, arena);
  else
    sum_all<Sum, kSlots, false>(shape, own, totals, arena);
}

template <class Sum>
void sum_grain(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena) {
  if (own.kind().grain == Grain::month)
    sum_slots<Sum, slots_of(Grain::month)>(shape, own, totals, arena);
  else
    sum_slots<Sum, slots_of(Grain::day)>(shape, own, totals, arena);
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
  if (registers == Registers::widest && has_wide_registers())
    sum_grain<WideSum>(shape, own, totals, arena);
  else
    sum_grain<PlainSum>(shape, own, totals, arena);
  take_out_unreported(shape, own, totals);
  if (own.kind().grain == Grain::day) sum_months(shape, totals);
}

}  // namespace jinguo::rollup
