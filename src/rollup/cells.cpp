#include "rollup/cells.h"

#include <chrono>

#include "rollup/rollup_error.h"

namespace jinguo::rollup {

Place place_of(Grain grain, Date day) {
  const std::chrono::year_month_day civil{std::chrono::sys_days(std::chrono::days(day.days()))};
  const int year = static_cast<int>(civil.year());
  const uint32_t month = static_cast<uint32_t>(civil.month()) - 1;
  if (grain == Grain::month) return {year, month};
  return {year * 12 + static_cast<int>(month), static_cast<uint32_t>(civil.day()) - 1};
}

namespace {

/// A month's last day closes the month's slots, so that whole months are told by their slots alone.
Place last_place(Grain grain, Date day) {
  Place place = place_of(grain, day);
  if (grain == Grain::day && day == day.last_of_month()) place.slot = 30;
  return place;
}

}  // namespace

Result<Span> Span::between(Grain grain, Date first, Date last) {
  if (last < first) return Error(kBackwards, {first.to_text(), last.to_text()});
  if (grain == Grain::month && (first != first.first_of_month() || last != last.last_of_month()))
    return Error(kNoSuchGrain, {first.to_text(), last.to_text()});
  return Span(grain, place_of(grain, first), last_place(grain, last));
}

Result<Span> Span::until(Grain grain, Date day) {
  if (grain == Grain::month && day != day.last_of_month()) return Error(kNoSuchGrain, {"…", day.to_text()});
  return Span(grain, Place{std::numeric_limits<int32_t>::min(), 0}, last_place(grain, day));
}

}  // namespace jinguo::rollup
