#include "base/date.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace jinguo {
namespace {

using std::chrono::year_month_day;

year_month_day civil(int32_t days) {
  return year_month_day(std::chrono::sys_days(std::chrono::days(days)));
}

Date from_civil(year_month_day ymd) {
  return Date(static_cast<int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count()));
}

/// Exactly n digits at the front of `text`, which is shortened; nothing otherwise.
std::optional<int> take_digits(std::string_view& text, size_t n) {
  if (text.size() < n) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::string format(const char* pattern, int a, int b = 0, int c = 0) {
  std::array<char, 40> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), pattern, a, b, c);
  return std::string(buffer.data(), static_cast<size_t>(n));
}

/// A day that exists, of any year: periods at the ends of the calendar reach beyond it.
Date date_of(int year, int month, int day) {
  return from_civil({std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                     std::chrono::day(static_cast<unsigned>(day))});
}

/// ISO 8601: week 1 is the week with the year's first Thursday.
Date iso_week_start(int year, int week) {
  const Date fourth = date_of(year, 1, 4);
  return fourth.plus_days(1 - fourth.weekday() + 7 * (week - 1));
}

int months_of(Period::Kind kind) {
  switch (kind) {
    case Period::Kind::month:
      return 1;
    case Period::Kind::quarter:
      return 3;
    case Period::Kind::half:
    case Period::Kind::shifted_half:
      return 6;
    case Period::Kind::year:
      return 12;
    default:
      return 0;
  }
}

}  // namespace

std::optional<Date> Date::make(int year, int month, int day) {
  if (year < 1600 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                           std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return std::nullopt;
  return from_civil(ymd);
}

std::optional<Date> Date::parse(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || !text.empty()) return std::nullopt;
  return make(*year, *month, *day);
}

int Date::year() const {
  return int(civil(days_).year());
}
int Date::month() const {
  return static_cast<int>(unsigned(civil(days_).month()));
}
int Date::day() const {
  return static_cast<int>(unsigned(civil(days_).day()));
}
int Date::weekday() const {
  return static_cast<int>(
      std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days_))).iso_encoding());
}

Date Date::plus_months(int n) const {
  const year_month_day ymd = civil(days_);
  const auto target = std::chrono::year_month(ymd.year(), ymd.month()) + std::chrono::months(n);
  const year_month_day last(target / std::chrono::last);
  return from_civil(ymd.day() > last.day() ? last : year_month_day(target / ymd.day()));
}

Date Date::first_of_month() const {
  return Date(days_ - day() + 1);
}
Date Date::last_of_month() const {
  return first_of_month().plus_months(1).plus_days(-1);
}
std::string Date::to_text() const {
  return format("%04d-%02d-%02d", year(), month(), day());
}

std::optional<Period> Period::parse(std::string_view text) {
  if (const auto date = Date::parse(text)) return containing(Kind::day, *date);
  const auto year = take_digits(text, 4);
  if (!year || *year < 1601) return std::nullopt;
  if (text.empty()) return containing(Kind::year, date_of(*year, 7, 1));
  if (!take(text, '-')) return std::nullopt;
  if (take(text, 'W')) {
    const auto week = take_digits(text, 2);
    if (!week || !text.empty() || *week < 1 || *week > 53) return std::nullopt;
    const Period period = containing(Kind::week, iso_week_start(*year, *week));
    if (period.first() != iso_week_start(*year, *week) ||
        period.to_text().substr(0, 4) != format("%04d", *year))
      return std::nullopt;
    return period;
  }
  const char letter = text.empty() ? '\0' : text.front();
  if (letter == 'H' || letter == 'Q' || letter == 'S') {
    text.remove_prefix(1);
    const auto n = take_digits(text, 1);
    if (!n || !text.empty() || *n < 1 || *n > (letter == 'Q' ? 4 : 2)) return std::nullopt;
    if (letter == 'H') return containing(Kind::half, date_of(*year, *n * 6, 1));
    if (letter == 'Q') return containing(Kind::quarter, date_of(*year, *n * 3, 1));
    return containing(Kind::shifted_half, date_of(*year, *n == 1 ? 1 : 6, 1));
  }
  const auto month = take_digits(text, 2);
  if (!month || !text.empty() || *month < 1 || *month > 12) return std::nullopt;
  return containing(Kind::month, date_of(*year, *month, 1));
}

Period Period::containing(Kind kind, Date date) {
  const int year = date.year();
  const int month = date.month();
  Date first = date.first_of_month();
  switch (kind) {
    case Kind::day:
      return Period(kind, date, date);
    case Kind::week: {
      const Date monday = date.plus_days(1 - date.weekday());
      return Period(kind, monday, monday.plus_days(6));
    }
    case Kind::month:
      break;
    case Kind::quarter:
      first = date_of(year, (month - 1) / 3 * 3 + 1, 1);
      break;
    case Kind::half:
      first = date_of(year, month <= 6 ? 1 : 7, 1);
      break;
    case Kind::year:
      first = date_of(year, 1, 1);
      break;
    case Kind::shifted_half:
      first = month <= 3 ? date_of(year - 1, 10, 1) : month <= 9 ? date_of(year, 4, 1) : date_of(year, 10, 1);
      break;
    case Kind::term:
      return Period(Kind::day, date, date);
  }
  return Period(kind, first, first.plus_months(months_of(kind)).plus_days(-1));
}

Period Period::term(std::string name, Date first, Date last) {
  return Period(Kind::term, first, last, std::move(name));
}

Period Period::previous() const {
  return containing(kind_, first_.plus_days(-1));
}
Period Period::next() const {
  return containing(kind_, last_.plus_days(1));
}
std::string Period::to_text() const {
  const int year = first_.year();
  switch (kind_) {
    case Kind::day:
      return first_.to_text();
    case Kind::week: {
      const int iso_year = first_.plus_days(3).year();
      return format("%04d-W%02d", iso_year, (first_.days() - iso_week_start(iso_year, 1).days()) / 7 + 1);
    }
    case Kind::month:
      return format("%04d-%02d", year, first_.month());
    case Kind::quarter:
      return format("%04d-Q%d", year, (first_.month() + 2) / 3);
    case Kind::half:
      return format("%04d-H%d", year, first_.month() == 1 ? 1 : 2);
    case Kind::year:
      return format("%04d", year);
    case Kind::shifted_half:
      return format("%04d-S%d", last_.year(), first_.month() == 10 ? 1 : 2);
    case Kind::term:
      return name_;
  }
  return {};
}

}  // namespace jinguo
