#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "org/level.h"

namespace jinguo::org {

/// The code of a unit. Division codes are digits: 2 province, 4 city, 6 county (GB/T 2260), 9 township,
/// 12 village; "0" is the nation. An attached body or a zone outside the code tree may have letters, digits
/// and hyphens with at least one letter. Empty means "has none".
class Code {
 public:
  static constexpr size_t kMaxLength = 22;

  constexpr Code() = default;
  /// Reads what a person types: spaces around it dropped, full-width digits and letters taken as plain ones,
  /// letters raised to capitals, all zeros taken as the nation. Trailing zeros are kept, see `shorter`.
  /// Errors: org.bad_code.
  static Result<Code> parse(std::string_view text);

  bool is_none() const { return length_ == 0; }
  /// Digits only.
  bool is_division() const { return is_division_; }
  size_t length() const { return length_; }
  std::string_view text() const { return {chars_.data(), length_}; }
  std::string to_text() const { return std::string(text()); }

  /// A division code without its last group when that group is zeros (371300 -> 3713); nothing otherwise.
  std::optional<Code> shorter() const;
  /// Without all groups of zeros at the end: 371300000000 -> 3713.
  Code stripped() const;
  /// The code one level up by digits: 371329 -> 3713, 37 -> "0"; nothing for the nation and for text codes.
  std::optional<Code> upper() const;
  /// Cut or kept to the digits of the level, zeros only being cut; nothing when it does not fit.
  std::optional<Code> fitted_to(Level level) const;
  /// The level whose codes have this many digits; nothing for text codes.
  std::optional<Level> level() const;
  /// Stable within one build of the program; never stored.
  uint64_t hash() const;

  auto operator<=>(const Code& other) const { return text() <=> other.text(); }
  bool operator==(const Code& other) const { return text() == other.text(); }

 private:
  static Code of(std::string_view plain);
  std::array<char, kMaxLength> chars_{};
  uint8_t length_ = 0;
  bool is_division_ = false;
};

}  // namespace jinguo::org
