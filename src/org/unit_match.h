#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "org/tree.h"

namespace jinguo::org {

/// Makes the initials of a name's sounds: 马站镇 -> "mzz"; lower-case letters, one a character, empty when
/// nothing is known of it.
using Initials = std::function<std::string(std::string_view)>;

/// How a word fits a unit, the better first.
enum class Fit : uint8_t {
  exact,
  prefix,
  part,
  initials,
  initials_part,
  /// Only a name or code fits that the unit no longer has on the day.
  former,
  none,
};

/// How a folded word fits a folded name with these initials.
Fit fit_name(std::string_view word, std::string_view name, std::string_view initials);
/// How a folded word fits a code: the same, with zeros at its end, or the beginning of it.
Fit fit_code(std::string_view word, const Code& code);

/// How a folded word fits the unit on the day, by its name, its code, the initials of its name, and what it
/// was called before. Looks at the unit alone: what an index finds must be what this finds.
Fit fit_unit(std::string_view word, const Unit& unit, Date day, const Initials& initials);

/// The name the unit had before the day that the word fits, the latest; empty when none does.
std::string former_name(std::string_view word, const Unit& unit, Date day);

}  // namespace jinguo::org
