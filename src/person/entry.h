#pragma once
#include <optional>
#include <string>

#include "base/date.h"
#include "base/id.h"

namespace jinguo::person {

/// What the registry keeps of a person, household or body. Sealed as a whole at rest.
struct Entry {
  /// Of a person her name, of a household its label, of a body its name. Class personal.
  std::string name;
  /// GB 11643, class sensitive; empty when not given.
  std::string id_number;
  std::optional<Date> born;
  std::optional<bool> is_female;
  /// A demo's made-up person: marked 虚构 wherever she is shown.
  bool is_fictional = false;
};

/// Id numbers of demo persons carry this area code, which was never issued (GB/T 2260 has no 99).
inline constexpr const char* kFictionalArea = "999999";

/// 演示 is 演*, 演示甲 is 演*甲: of two characters the first is kept, of more the first and the last. One
/// alone is shown. For readers without the class.
std::string masked_name(const std::string& name);

}  // namespace jinguo::person
