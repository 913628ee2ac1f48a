#pragma once
#include <cstdint>
#include <optional>

#include "base/date.h"
#include "base/decimal.h"

namespace jinguo::expr {

/// The whole number, when it is one within ±`most`.
std::optional<int64_t> whole(const Decimal& number, int64_t most);

/// The greatest whole number not above, the least not below.
Decimal floor_of(const Decimal& number);
Decimal ceil_of(const Decimal& number);

/// The day n days on; nothing outside the years 1600–9999.
std::optional<Date> days_on(Date date, int64_t n);
/// The day n months on, clipped at the month's end; nothing outside the years 1600–9999.
std::optional<Date> months_on(Date date, int64_t n);
/// Full months from one day to another, counting a month full when `months_on` has reached it; negative when
/// `to` is earlier, then counted from `to`. 31 January to 28 February is 1.
int64_t months_between(Date from, Date to);
/// Full years likewise: an age, reached on the birthday itself; born on 29 February, on the 28th in common
/// years.
int64_t years_between(Date from, Date to);
/// The day of a month, 29–31 clipped at its end; nothing for other days, months or years that are none.
std::optional<Date> date_of(int64_t year, int64_t month, int64_t day);

}  // namespace jinguo::expr
