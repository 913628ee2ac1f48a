#pragma once
#include "rollup/cube.h"

namespace jinguo::rollup {

/// A writer holds the turnstile while it waits, so that a stream of readers cannot keep it out for ever.
class Cube::WriteSection {
 public:
  explicit WriteSection(Cube& cube) : turn_(cube.turnstile_), gate_(cube.gate_) {}

 private:
  std::unique_lock<std::mutex> turn_;
  std::unique_lock<std::shared_mutex> gate_;
};

/// The delta's way through the totals of one tree version: from the lowest total that the unit counts in up
/// to its root.
template <class Faults>
void Cube::apply_to_totals(ViewTotals& view, const Delta& delta, Place place, OwnChange change,
                           Faults& faults) {
  if (faults.is(SeededFault::wrong_tile) && place.slot == 0) --place.tile;
  TotalTile** found = view.columns[delta.column.number()].find(place.tile);
  if (!found || !*found) return;
  TotalTile& totals = **found;
  if (faults.is_first_meeting(&totals)) return;
  if (faults.is(SeededFault::forget_heir) && view.view->position(delta.unit) == org::View::kNowhere) return;
  if (faults.is(SeededFault::wrong_slot) && place.slot == 7) ++place.slot;
  if (faults.is(SeededFault::presence_not_counted)) change.reported = 0;
  if (faults.is(SeededFault::blank_taken_as_zero) && change.reported < 0) change.reported = 0;
  if (faults.is(SeededFault::sign_lost) && change.add < 0) change.add = -change.add;
  const bool has_month = totals.slots() == slots_of(Grain::day);
  const bool has_count = change.reported != 0 && totals.has_counts();
  for (uint32_t total = view.shape.first_total(delta.unit); total != Shape::kNone;
       total = view.shape.parent(total)) {
    if (faults.is(SeededFault::skip_root) && view.shape.parent(total) == Shape::kNone) return;
    totals.open_row(arena_, total);
    int64_t* sums = totals.sums(total);
    if (__builtin_add_overflow(sums[place.slot], change.add, &sums[place.slot])) [[unlikely]]
      ensure(false, "a total fits in 64 bits");
    if (has_month) sums[TotalTile::kWholeMonth] += change.add;
    if (!has_count) continue;
    int32_t* counts = totals.counts(total);
    counts[place.slot] += change.reported;
    if (has_month) counts[TotalTile::kWholeMonth] += change.reported;
  }
}

template <class Faults>
void Cube::apply_with(std::span<const Delta> batch, Position position, Faults& faults) {
  check(batch);
  const WriteSection section(*this);
  for (const Delta& delta : batch) {
    const Place place = place_of(columns_[delta.column.number()]->kind.grain, delta.day);
    OwnTile& own = own_tile(delta.column, place.tile, NewTotals::empty);
    const OwnChange change = own.add(arena_, delta.unit, place.slot, delta.add, delta.presence, faults);
    for (size_t i = 0; i < views_.size(); ++i) {
      if (faults.is(SeededFault::second_view_forgotten) && i == 1) continue;
      apply_to_totals(*views_[i], delta, place, change, faults);
      if (faults.is(SeededFault::first_view_twice) && i == 0)
        apply_to_totals(*views_[i], delta, place, change, faults);
    }
  }
  deltas_applied_ += batch.size();
  position_ = position;
}

}  // namespace jinguo::rollup
