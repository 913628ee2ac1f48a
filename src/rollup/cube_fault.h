#pragma once
#include <cstdint>

namespace jinguo::rollup {

/// Mistakes that a hand could make in the delta code. The property test is run once with each and must turn
/// red; the product is compiled with NoFaults, which leaves nothing of them.
enum class SeededFault : uint8_t {
  skip_root,
  forget_heir,
  wrong_slot,
  wrong_tile,
  presence_not_counted,
  second_report_counted_again,
  widening_loses_high_bits,
  widening_forgets_blanks,
  turning_dense_loses_cells,
  first_view_twice,
  second_view_forgotten,
  sign_lost,
  blank_taken_as_zero,
  stale_after_materialise,
};
inline constexpr SeededFault kLastFault = SeededFault::stale_after_materialise;

struct NoFaults {
  static constexpr bool is(SeededFault) { return false; }
  /// Whether a total is met for the first time since it was built.
  static constexpr bool is_first_meeting(const void*) { return false; }
};

}  // namespace jinguo::rollup
