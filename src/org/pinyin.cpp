#include "org/pinyin.h"

#include <algorithm>
#include <array>

#include "org/near.h"

namespace jinguo::org {
namespace {

constexpr char32_t kFirst = 0x4E00;
constexpr std::string_view kInitials =
#include "org/pinyin_table.inc"
    ;
static_assert(kInitials.size() == 0x9FA5 - kFirst + 1);

/// Other readings of characters of names, by code point.
struct Reading {
  char32_t character;
  char initial;
};
constexpr std::array kOthers{
    Reading{U'乐', 'y'}, Reading{U'仇', 'q'}, Reading{U'会', 'k'}, Reading{U'传', 'z'}, Reading{U'单', 's'},
    Reading{U'召', 's'}, Reading{U'圩', 'x'}, Reading{U'堡', 'p'}, Reading{U'大', 't'}, Reading{U'尉', 'y'},
    Reading{U'查', 'z'}, Reading{U'樂', 'y'}, Reading{U'种', 'c'}, Reading{U'行', 'h'}, Reading{U'解', 'x'},
    Reading{U'重', 'c'}, Reading{U'长', 'c'}, Reading{U'降', 'x'}, Reading{U'厦', 'x'}, Reading{U'曾', 'z'},
    Reading{U'泊', 'b'}, Reading{U'翟', 'z'}, Reading{U'陂', 'b'}, Reading{U'盛', 'c'},
};

char letter_of(char32_t c) {
  if (c >= kFirst && c < kFirst + kInitials.size()) {
    const char found = kInitials[c - kFirst];
    return found == ' ' ? '\0' : found;
  }
  if (c >= U'Ａ' && c <= U'Ｚ') c = c - U'Ａ' + U'A';
  if (c >= U'ａ' && c <= U'ｚ') c = c - U'ａ' + U'a';
  if (c >= U'０' && c <= U'９') c = c - U'０' + U'0';
  if (c >= U'A' && c <= U'Z') return static_cast<char>(c - U'A' + U'a');
  const bool is_plain = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
  return is_plain ? static_cast<char>(c) : '\0';
}

}  // namespace

std::string pinyin_initials(std::string_view name) {
  std::string out;
  for (const char32_t c : code_points(name))
    if (const char letter = letter_of(c)) out += letter;
  return out;
}

bool begins_with_initials(std::string_view name, std::string_view letters) {
  if (letters.empty()) return false;
  size_t met = 0;
  for (const char32_t c : code_points(name)) {
    if (met == letters.size()) return true;
    const char usual = letter_of(c);
    if (!usual) continue;
    const char typed = letter_of(static_cast<unsigned char>(letters[met]));
    const auto is_other = [&](const Reading& row) { return row.character == c && row.initial == typed; };
    if (typed != usual && !std::any_of(kOthers.begin(), kOthers.end(), is_other)) return false;
    ++met;
  }
  return met == letters.size();
}

}  // namespace jinguo::org
