#include "base/decimal.h"

#include <algorithm>

namespace jinguo {
namespace {

constexpr int kMaxDigits = 34;

__int128 power_of_ten(int n) {
  __int128 p = 1;
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}

const __int128 kLimit = power_of_ten(kMaxDigits);

bool fits(__int128 units) {
  return units < kLimit && units > -kLimit;
}

/// a / b rounded half away from zero.
__int128 divide_rounded(__int128 a, __int128 b) {
  __int128 q = a / b;
  const __int128 r = a % b;
  const __int128 abs_r = r < 0 ? -r : r;
  const __int128 abs_b = b < 0 ? -b : b;
  if (abs_r >= abs_b - abs_r) q += (a < 0) == (b < 0) ? 1 : -1;
  return q;
}

/// Both brought to one scale; false when one would have too many digits.
bool align(const Decimal& a, const Decimal& b, __int128& x, __int128& y, int& scale) {
  scale = std::max(a.scale(), b.scale());
  return !__builtin_mul_overflow(a.units(), power_of_ten(scale - a.scale()), &x) &&
         !__builtin_mul_overflow(b.units(), power_of_ten(scale - b.scale()), &y);
}

std::string digits_of(__int128 value) {
  std::string out;
  do {
    out += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value > 0);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string print(__int128 units, int scale) {
  const bool negative = units < 0;
  std::string out = digits_of(negative ? -units : units);
  if (scale > 0) {
    const auto s = static_cast<size_t>(scale);
    if (out.size() <= s) out.insert(0, s + 1 - out.size(), '0');
    out.insert(out.size() - s, 1, '.');
  }
  return negative ? "-" + out : out;
}

/// Exact comparison of a/b with c/d, b and d positive, by continued fractions, so that nothing overflows.
std::strong_ordering compare(__int128 a, __int128 b, __int128 c, __int128 d) {
  while (true) {
    __int128 q1 = a / b, r1 = a % b;
    __int128 q2 = c / d, r2 = c % d;
    if (r1 < 0) r1 += b, --q1;
    if (r2 < 0) r2 += d, --q2;
    if (q1 != q2) return q1 <=> q2;
    if (r1 == 0 || r2 == 0) return (r1 != 0) <=> (r2 != 0);
    // r1/b against r2/d is d/r2 against b/r1.
    const __int128 next_a = d, next_b = r2, next_c = b, next_d = r1;
    a = next_a, b = next_b, c = next_c, d = next_d;
  }
}

}  // namespace

Decimal::Decimal(int64_t whole) : units_(whole) {}

Decimal Decimal::of(__int128 units, int scale) {
  Decimal out;
  while (scale > 0 && units % 10 == 0) {
    units /= 10, --scale;
    if (units > INT64_MAX || units < INT64_MIN) continue;
    // The rest in 64 bits: division of 128 bits is many times slower.
    auto narrow = static_cast<int64_t>(units);
    while (scale > 0 && narrow % 10 == 0) narrow /= 10, --scale;
    units = narrow;
    break;
  }
  out.units_ = units;
  out.scale_ = scale;
  return out;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  __int128 units = 0;
  int scale = 0, digits = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      units = units * 10 + (c - '0');
      ++digits;
      if (point) ++scale;
      if (!fits(units)) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || (point && scale == 0) || scale > kMaxDigits) return std::nullopt;
  return of(negative ? -units : units, scale);
}

std::optional<int64_t> Decimal::scaled(int scale) const {
  if (scale_ > scale) return std::nullopt;
  __int128 value = 0;
  if (__builtin_mul_overflow(units_, power_of_ten(scale - scale_), &value)) return std::nullopt;
  if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<Decimal> Decimal::add(const Decimal& a, const Decimal& b) {
  __int128 x = 0, y = 0, sum = 0;
  int scale = 0;
  if (!align(a, b, x, y, scale) || __builtin_add_overflow(x, y, &sum) || !fits(sum)) return std::nullopt;
  return of(sum, scale);
}

std::optional<Decimal> Decimal::subtract(const Decimal& a, const Decimal& b) {
  return add(a, b.negated());
}

std::optional<Decimal> Decimal::multiply(const Decimal& a, const Decimal& b) {
  __int128 product = 0;
  if (__builtin_mul_overflow(a.units_, b.units_, &product) || a.scale_ + b.scale_ > kMaxDigits ||
      !fits(product))
    return std::nullopt;
  return of(product, a.scale_ + b.scale_);
}

std::optional<Decimal> Decimal::divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  constexpr int kPlaces = 12;
  // a/b to 12 places is a.units * 10^(12 - a.scale + b.scale) / b.units.
  const int shift = kPlaces - a.scale_ + b.scale_;
  __int128 x = a.units_, y = b.units_, q = 0;
  if (shift < 0) {
    if (__builtin_mul_overflow(y, power_of_ten(-shift), &y)) return Decimal();
    q = divide_rounded(x, y);
  } else if (shift <= 37 && !__builtin_mul_overflow(x, power_of_ten(shift), &x)) {
    q = divide_rounded(x, y);
  } else {
    // Too wide for one division: place by place.
    const bool negative = (a.units_ < 0) != (y < 0);
    x = a.units_ < 0 ? -a.units_ : a.units_;
    if (y < 0) y = -y;
    q = x / y;
    __int128 rest = x % y;
    for (int i = 0; i < shift; ++i) {
      q = q * 10 + rest * 10 / y;
      rest = rest * 10 % y;
      if (!fits(q)) return std::nullopt;
    }
    if (rest >= y - rest) ++q;
    if (negative) q = -q;
  }
  if (!fits(q)) return std::nullopt;
  return of(q, kPlaces);
}

Decimal Decimal::rounded(int places) const {
  if (scale_ <= places) return *this;
  return of(divide_rounded(units_, power_of_ten(scale_ - places)), places);
}

std::string Decimal::to_text() const {
  return print(units_, scale_);
}

std::string Decimal::to_text(int places) const {
  const Decimal r = rounded(places);
  std::string out = r.to_text();
  if (places == 0) return out;
  if (r.scale_ == 0) out += '.';
  out.append(static_cast<size_t>(places - r.scale_), '0');
  return out;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  return compare(units_, power_of_ten(scale_), other.units_, power_of_ten(other.scale_));
}

std::optional<Decimal> Fraction::rounded(int places, int64_t factor) const {
  if (denominator == 0) return std::nullopt;
  __int128 scaled = 0;
  if (__builtin_mul_overflow(numerator, power_of_ten(places) * factor, &scaled)) return std::nullopt;
  return Decimal::of(divide_rounded(scaled, denominator), places);
}

std::strong_ordering Fraction::operator<=>(const Fraction& other) const {
  const auto sign = [](__int128 d) { return d < 0 ? -1 : 1; };
  return compare(numerator * sign(denominator), denominator * sign(denominator),
                 other.numerator * sign(other.denominator), other.denominator * sign(other.denominator));
}

}  // namespace jinguo
