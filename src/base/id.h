#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace jinguo {

/// A number that names one thing of one kind; kinds never mix, nothing is added to one. 0 means "none".
template <class Tag, class Number>
class NumberId {
 public:
  constexpr NumberId() = default;
  constexpr explicit NumberId(Number number) : number_(number) {}
  constexpr Number number() const { return number_; }
  constexpr bool is_none() const { return number_ == 0; }
  constexpr auto operator<=>(const NumberId&) const = default;

 private:
  Number number_ = 0;
};

/// A unit of the tree; permanent, given on import from 1 upwards, never reused. Ids are dense, so tables may
/// be indexed by `number()`.
using UnitId = NumberId<struct UnitTag, uint32_t>;
using AccountId = NumberId<struct AccountTag, int64_t>;
using PostId = NumberId<struct PostTag, int64_t>;

/// A position in the log: the number of the last change an answer has seen. 0 is the empty log.
using Position = NumberId<struct PositionTag, int64_t>;

/// A random 128-bit name, minted by whoever creates the thing. All zero means "none".
/// Its text is 32 lower-case hexadecimal digits.
template <class Tag>
class RandomId {
 public:
  using Bytes = std::array<uint8_t, 16>;
  constexpr RandomId() = default;
  constexpr explicit RandomId(const Bytes& bytes) : bytes_(bytes) {}
  const Bytes& bytes() const { return bytes_; }
  bool is_none() const { return *this == RandomId{}; }
  auto operator<=>(const RandomId&) const = default;

  /// Nothing when the text is not 32 hexadecimal digits (hyphens of a UUID are passed over).
  static std::optional<RandomId> parse(std::string_view text) {
    Bytes bytes{};
    size_t n = 0;
    for (const char c : text) {
      if (c == '-') continue;
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0 || n >= 32) return std::nullopt;
      bytes[n / 2] = static_cast<uint8_t>(bytes[n / 2] << 4 | digit);
      ++n;
    }
    if (n != 32) return std::nullopt;
    return RandomId(bytes);
  }
  std::string to_text() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(32);
    for (const uint8_t b : bytes_) {
      out += kDigits[b >> 4];
      out += kDigits[b & 15];
    }
    return out;
  }

 private:
  Bytes bytes_{};
};

using RecordId = RandomId<struct RecordTag>;
using PersonId = RandomId<struct PersonTag>;

}  // namespace jinguo

template <class Tag, class Number>
struct std::hash<jinguo::NumberId<Tag, Number>> {
  size_t operator()(const jinguo::NumberId<Tag, Number>& id) const {
    return std::hash<Number>()(id.number());
  }
};
template <class Tag>
struct std::hash<jinguo::RandomId<Tag>> {
  size_t operator()(const jinguo::RandomId<Tag>& id) const {
    uint64_t a = 0;
    for (size_t i = 0; i < 8; ++i) a = a << 8 | id.bytes()[i];
    return static_cast<size_t>(a);
  }
};
