#include "org/search_text.h"

namespace jinguo::org {
namespace {

constexpr size_t kMostWords = 6;

/// U+FF01–U+FF5E are EF BC 81 … EF BD 9E; U+3000 is E3 80 80.
char narrow_of(std::string_view three) {
  const auto a = static_cast<unsigned char>(three[0]), b = static_cast<unsigned char>(three[1]),
             c = static_cast<unsigned char>(three[2]);
  if (a == 0xE3 && b == 0x80 && c == 0x80) return ' ';
  if (a != 0xEF) return '\0';
  if (b == 0xBC && c >= 0x81 && c <= 0xBF) return static_cast<char>(c - 0x81 + 0x21);
  if (b == 0xBD && c >= 0x80 && c <= 0x9E) return static_cast<char>(c - 0x80 + 0x60);
  return '\0';
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if ((c == '\xEF' || c == '\xE3') && i + 2 < text.size())
      if (const char narrow = narrow_of(text.substr(i, 3)); narrow != '\0') {
        c = narrow;
        i += 2;
      }
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::vector<std::string> search_words(std::string_view typed) {
  std::string text = fold(typed);
  for (size_t at = text.find("\u203A"); at != std::string::npos; at = text.find("\u203A"))
    text.replace(at, 3, " ");
  std::vector<std::string> out;
  for (size_t first = 0; out.size() < kMostWords;) {
    first = text.find_first_not_of(" \t\r\n/>", first);
    if (first == std::string::npos) break;
    const size_t end = std::min(text.find_first_of(" \t\r\n/>", first), text.size());
    out.push_back(text.substr(first, end - first));
    first = end;
  }
  return out;
}

}  // namespace jinguo::org
