#include "base/error.h"

#include <cstdio>
#include <cstdlib>

namespace jinguo {

std::string Error::text(Language language) const {
  const std::string_view pattern = language == Language::zh ? row_->zh : row_->en;
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' && pattern[i + 1] >= '0' &&
        pattern[i + 1] <= '9') {
      const auto index = static_cast<size_t>(pattern[i + 1] - '0');
      if (index < args_.size()) out += args_[index];
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

std::string Error::text_with_place(Language language) const {
  std::string out = place_.file;
  if (place_.line > 0) {
    out += (out.empty() ? "" : ":") + std::to_string(place_.line);
    if (place_.column > 0) out += ":" + std::to_string(place_.column);
  }
  if (!place_.field.empty()) out += (out.empty() ? "" : " ") + place_.field;
  return out.empty() ? text(language) : out + ": " + text(language);
}

void ensure(bool holds, std::string_view invariant) {
  if (holds) return;
  std::fprintf(stderr, "jinguo: broken invariant: %.*s\n", static_cast<int>(invariant.size()),
               invariant.data());
  std::abort();
}

}  // namespace jinguo
