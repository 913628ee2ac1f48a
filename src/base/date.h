#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jinguo {

/// A business date (Asia/Shanghai), as days since 1970-01-01. Always a day that exists.
class Date {
 public:
  /// 1970-01-01; use std::optional<Date> where there may be none.
  constexpr Date() = default;
  constexpr explicit Date(int32_t days) : days_(days) {}
  /// Nothing when there is no such day or the year is outside 1600–9999.
  static std::optional<Date> make(int year, int month, int day);
  /// "2011-06-30" and nothing else.
  static std::optional<Date> parse(std::string_view text);

  constexpr int32_t days() const { return days_; }
  int year() const;
  /// 1–12.
  int month() const;
  /// 1–31.
  int day() const;
  /// 1 Monday … 7 Sunday (ISO 8601).
  int weekday() const;
  constexpr Date plus_days(int n) const { return Date(days_ + n); }
  /// The same day n months on; clipped at the month's end (31 January + 1 month = 28 or 29 February).
  Date plus_months(int n) const;
  Date first_of_month() const;
  Date last_of_month() const;
  std::string to_text() const;
  constexpr auto operator<=>(const Date&) const = default;

 private:
  int32_t days_ = 0;
};

/// A span of whole days with a name, by which work is counted.
class Period {
 public:
  enum class Kind { day, week, month, quarter, half, year, shifted_half, term };

  /// "2011", "2011-H1", "2011-Q2", "2011-06", "2011-W23", "2011-06-30"; "2011-S1" is October 2010 to March
  /// 2011 and "2011-S2" April to September 2011. Terms come from lists and are made with `term`.
  static std::optional<Period> parse(std::string_view text);
  /// The period of this kind that holds the date. Not for `term`.
  static Period containing(Kind kind, Date date);
  /// An electoral round, a five-year plan: named by its list, first to last day both within.
  static Period term(std::string name, Date first, Date last);

  Kind kind() const { return kind_; }
  Date first() const { return first_; }
  Date last() const { return last_; }
  bool contains(Date date) const { return first_ <= date && date <= last_; }
  /// The period of the same kind just before. Not for `term`.
  Period previous() const;
  Period next() const;
  std::string to_text() const;
  bool operator==(const Period&) const = default;

 private:
  Period(Kind kind, Date first, Date last, std::string name = {})
      : kind_(kind), first_(first), last_(last), name_(std::move(name)) {}
  Kind kind_;
  Date first_, last_;
  std::string name_;
};

}  // namespace jinguo

template <>
struct std::hash<jinguo::Date> {
  size_t operator()(jinguo::Date d) const { return std::hash<int32_t>()(d.days()); }
};
