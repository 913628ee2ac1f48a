#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jinguo::define {

/// A fault refuses the definition; advice is told and the definition stands.
enum class Severity : uint8_t { fault, advice };

struct Finding {
  Error error;
  Severity severity = Severity::fault;
};
using Findings = std::vector<Finding>;

/// At least one of them is a fault.
bool has_faults(const Findings& findings);
/// In order of file, line and column; what was told twice of one place is told once.
void sort_findings(Findings& findings);

/// The known word that was likely meant; empty when none is near.
std::string_view nearest_word(std::string_view word, const std::vector<std::string>& known);
/// "a, b, c".
std::string join_words(const std::vector<std::string>& words);

}  // namespace jinguo::define
