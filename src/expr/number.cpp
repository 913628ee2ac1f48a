#include "expr/number.h"

#include <algorithm>

namespace jinguo::expr {
namespace {

constexpr int kFirstYear = 1600;
constexpr int kLastYear = 9999;
constexpr int32_t kFirstDay = -135140;
constexpr int32_t kLastDay = 2932896;

int64_t full_months(Date from, Date to) {
  const int64_t n = (to.year() - from.year()) * 12 + (to.month() - from.month());
  return from.plus_months(static_cast<int>(n)) > to ? n - 1 : n;
}

}  // namespace

std::optional<int64_t> whole(const Decimal& number, int64_t most) {
  if (number.scale() != 0 || number.units() > most || number.units() < -most) return std::nullopt;
  return static_cast<int64_t>(number.units());
}

Decimal floor_of(const Decimal& number) {
  if (number.is_integer()) return number;
  __int128 power = 1;
  for (int i = 0; i < number.scale(); ++i) power *= 10;
  const __int128 cut = number.units() / power;
  return Decimal::of(number.units() < 0 ? cut - 1 : cut, 0);
}

Decimal ceil_of(const Decimal& number) {
  return floor_of(number.negated()).negated();
}

std::optional<Date> days_on(Date date, int64_t n) {
  const int64_t days = date.days() + n;
  if (days < kFirstDay || days > kLastDay) return std::nullopt;
  return Date(static_cast<int32_t>(days));
}

std::optional<Date> months_on(Date date, int64_t n) {
  const int64_t month = date.year() * 12 + date.month() - 1 + n;
  if (month < kFirstYear * 12 || month >= (kLastYear + 1) * 12) return std::nullopt;
  return date.plus_months(static_cast<int>(n));
}

int64_t months_between(Date from, Date to) {
  return to < from ? -full_months(to, from) : full_months(from, to);
}

int64_t years_between(Date from, Date to) {
  return months_between(from, to) / 12;
}

std::optional<Date> date_of(int64_t year, int64_t month, int64_t day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const Date first = *Date::make(static_cast<int>(year), static_cast<int>(month), 1);
  return std::min(first.plus_days(static_cast<int>(day) - 1), first.last_of_month());
}

}  // namespace jinguo::expr
