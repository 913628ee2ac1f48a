#include "report/period_words.h"

#include <array>

namespace jinguo::report {
namespace {

constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};
constexpr std::array<const char*, 4> kQuarters{"first", "second", "third", "fourth"};

std::string month_of(Date day) {
  return kMonths[static_cast<size_t>(day.month() - 1)];
}

/// October to March, told by both its months; the year is said once where both lie in it.
define::Words span_of_months(Date first, Date last) {
  const std::string from = std::to_string(first.year()), to = std::to_string(last.year());
  const bool is_one_year = from == to;
  return {from + "年" + std::to_string(first.month()) + "月至" + (is_one_year ? "" : to + "年") +
              std::to_string(last.month()) + "月",
          month_of(first) + (is_one_year ? "" : " " + from) + " to " + month_of(last) + " " + to};
}

}  // namespace

define::Words day_words(Date day) {
  const std::string year = std::to_string(day.year()), number = std::to_string(day.day());
  return {year + "年" + std::to_string(day.month()) + "月" + number + "日",
          number + " " + month_of(day) + " " + year};
}

define::Words period_words(const Period& period) {
  const Date first = period.first();
  const std::string year = std::to_string(period.last().year());
  switch (period.kind()) {
    case Period::Kind::half: {
      const bool is_first = first.month() == 1;
      return {year + (is_first ? "年上半年" : "年下半年"),
              std::string(is_first ? "the first" : "the second") + " half of " + year};
    }
    case Period::Kind::quarter: {
      const int quarter = (first.month() + 2) / 3;
      return {year + "年第" + std::to_string(quarter) + "季度",
              "the " + std::string(kQuarters[static_cast<size_t>(quarter - 1)]) + " quarter of " + year};
    }
    case Period::Kind::month:
      return {year + "年" + std::to_string(first.month()) + "月", month_of(first) + " " + year};
    case Period::Kind::year:
      return {year + "年", year};
    case Period::Kind::week: {
      // ISO 8601: a week belongs to the year its Thursday lies in.
      const std::string of = std::to_string(first.plus_days(3).year());
      const std::string number = std::to_string(std::stoi(period.to_text().substr(6)));
      return {of + "年第" + number + "周", "week " + number + " of " + of};
    }
    case Period::Kind::day:
      return day_words(first);
    case Period::Kind::shifted_half:
      return span_of_months(first, period.last());
    case Period::Kind::term:
      break;
  }
  const auto named = Period::parse(period.to_text());
  if (named && named->kind() != Period::Kind::term) return period_words(*named);
  return {period.to_text(), period.to_text()};
}

}  // namespace jinguo::report
