#include "office/number_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace jinguo::office {
namespace {

constexpr int kDigits = 15;
constexpr int kMaxPlaces = 34;

/// Most cells hold a short plain number, which is its own answer: up to 15 digits survive a double unchanged.
std::optional<std::string> plain(std::string_view text) {
  size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const size_t first = i;
  size_t point = std::string_view::npos;
  size_t end = first;
  size_t leading = std::string_view::npos;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (point != std::string_view::npos || i == first) return std::nullopt;
      point = i;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (c != '0' && leading == std::string_view::npos) leading = i;
    if (c != '0' || point == std::string_view::npos) end = i + 1;
  }
  if (i == first || point == text.size() - 1) return std::nullopt;
  if (leading == std::string_view::npos) return "0";
  const size_t digits =
      end - leading - (point != std::string_view::npos && point > leading && point < end ? 1 : 0);
  if (digits > kDigits) return std::nullopt;
  size_t begin = first;
  while (text[begin] == '0' && begin + 1 < text.size() && text[begin + 1] != '.') ++begin;
  std::string out(first, '-');
  out += text.substr(begin, end - begin);
  return out;
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

}  // namespace

std::optional<double> number_value(std::string_view stored) {
  const std::string text = trimmed(stored);
  double value = 0;
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, code] = std::from_chars(first, text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  // A number too small for a double is zero; one too large is refused.
  if (code == std::errc::result_out_of_range) {
    const size_t exponent = text.find_first_of("eE");
    const bool is_tiny = exponent != std::string::npos
                             ? text.find('-', exponent) != std::string::npos
                             : text.find('.') != std::string::npos && text.size() < 400;
    return is_tiny ? std::optional(0.0) : std::nullopt;
  }
  if (code != std::errc{} || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::string> number_text(std::string_view stored) {
  if (auto text = plain(stored)) return text;
  const auto value = number_value(stored);
  if (!value) return std::nullopt;
  if (*value == 0) return "0";
  std::array<char, 64> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(*value),
                                     std::chars_format::scientific, kDigits - 1);
  const std::string_view text(buffer.data(), static_cast<size_t>(written.ptr - buffer.data()));
  const size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);
  std::string digits(1, text[0]);
  digits += text.substr(2, e - 2);
  digits.erase(digits.find_last_not_of('0') + 1);
  const int count = static_cast<int>(digits.size());
  std::string out = *value < 0 ? "-" : "";
  if (exponent >= kMaxPlaces || count - 1 - exponent > kMaxPlaces) {
    out += digits[0];
    if (count > 1) out += "." + digits.substr(1);
    return out + (exponent < 0 ? "E-" : "E+") + std::to_string(std::abs(exponent));
  }
  if (exponent < 0) return out + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1)
    return out + digits + std::string(static_cast<size_t>(exponent + 1 - count), '0');
  const auto whole = static_cast<size_t>(exponent + 1);
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

}  // namespace jinguo::office
