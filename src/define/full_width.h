#pragma once
#include <string>
#include <string_view>

#include "base/error.h"

namespace jinguo::define {

/// Tabs in the indentation of lines, each with its mend.
Diagnostics find_tabs(std::string_view text, std::string_view file);

/// Full-width ：，“”（） standing where the structure wants : , " ( ): behind a key, before a key, around a
/// value. Meant for texts that failed to parse; Chinese sentences are left alone.
Diagnostics find_full_width(std::string_view text, std::string_view file);

/// The first full-width sign within a word that should be plain (an id, a number, a key) and what to type
/// instead; both empty when there is none.
struct FullWidthSign {
  std::string_view sign;
  std::string_view plain;
  size_t offset = 0;
};
FullWidthSign full_width_sign(std::string_view word);

}  // namespace jinguo::define
