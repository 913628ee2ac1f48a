#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jinguo {

/// An exact decimal number: `units / 10^scale`, never floating. Up to 34 digits; equal numbers are equal
/// whatever their scale (1.50 == 1.5). Trailing zeros are dropped, so the same number has one form.
class Decimal {
 public:
  constexpr Decimal() = default;
  explicit Decimal(int64_t whole);
  /// units / 10^scale.
  static Decimal of(__int128 units, int scale);
  /// "-12.50"; digits with at most one point, an optional sign. Nothing for anything else or too many digits.
  static std::optional<Decimal> parse(std::string_view text);

  __int128 units() const { return units_; }
  int scale() const { return scale_; }
  bool is_zero() const { return units_ == 0; }
  bool is_integer() const { return scale_ == 0; }
  /// The number times 10^scale as an integer, when it is one and fits in 64 bits; nothing otherwise.
  std::optional<int64_t> scaled(int scale) const;

  /// Nothing when the result has more than 34 digits.
  static std::optional<Decimal> add(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
  /// Rounded half away from zero to 12 places; nothing when b is zero.
  static std::optional<Decimal> divide(const Decimal& a, const Decimal& b);
  /// Half away from zero, to `places` ≥ 0 places.
  Decimal rounded(int places) const;
  Decimal negated() const { return of(-units_, scale_); }

  /// Shortest exact text, e.g. "-12.5".
  std::string to_text() const;
  /// With exactly this many places, rounded half away from zero: 38.8 with 2 is "38.80".
  std::string to_text(int places) const;

  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const { return units_ == other.units_ && scale_ == other.scale_; }

 private:
  __int128 units_ = 0;
  int scale_ = 0;
};

/// An exact quotient of two integers, as shares and ratios are. A denominator of 0 means "no value".
struct Fraction {
  __int128 numerator = 0;
  __int128 denominator = 0;

  bool has_value() const { return denominator != 0; }
  /// Rounded half away from zero to `places`, e.g. 2747/7080 with factor 100 and 1 place is 38.8.
  /// Nothing when there is no value or its digits go beyond 128 bits.
  std::optional<Decimal> rounded(int places, int64_t factor = 1) const;
  /// Compares exactly; both must have a value.
  std::strong_ordering operator<=>(const Fraction& other) const;
  bool operator==(const Fraction& other) const { return (*this <=> other) == 0; }
};

}  // namespace jinguo
