#include "org/code.h"

#include <algorithm>

#include "org/org_error.h"

namespace jinguo::org {
namespace {

constexpr size_t shorter_length(size_t length) {
  switch (length) {
    case 12:
      return 9;
    case 9:
      return 6;
    case 6:
      return 4;
    case 4:
      return 2;
    default:
      return 0;
  }
}

bool is_division_length(size_t n) {
  return n == 2 || n == 4 || n == 6 || n == 9 || n == 12;
}

/// Full-width forms U+FF01..FF5E to ASCII, letters to capitals, blanks around it (also U+3000) dropped.
std::string plain_form(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto a = static_cast<unsigned char>(text[i]);
    if (a == 0xE3 && text.substr(i, 3) == "\u3000") {
      out += ' ';
      i += 2;
    } else if (a == 0xEF && i + 2 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xFE) == 0xBC) {
      const auto b = static_cast<unsigned char>(text[i + 1]);
      const auto c = static_cast<unsigned char>(text[i + 2]);
      out += static_cast<char>(((b & 1) << 6 | (c & 0x3F)) + 0x20);
      i += 2;
    } else {
      out += text[i];
    }
  }
  const size_t first = out.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  out = out.substr(first, out.find_last_not_of(" \t\r\n") - first + 1);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Code Code::of(std::string_view plain) {
  Code code;
  std::copy(plain.begin(), plain.end(), code.chars_.begin());
  code.length_ = static_cast<uint8_t>(plain.size());
  code.is_division_ = std::all_of(plain.begin(), plain.end(), is_digit);
  return code;
}

Result<Code> Code::parse(std::string_view text) {
  const std::string plain = plain_form(text);
  const auto refused = [&] { return Error(kBadCode, {std::string(text.substr(0, 60))}); };
  if (plain.empty() || plain.size() > kMaxLength) return refused();
  bool has_letter = false;
  for (const char c : plain) {
    const bool letter = c >= 'A' && c <= 'Z';
    has_letter |= letter;
    if (!letter && !is_digit(c) && c != '-') return refused();
  }
  if (has_letter) return of(plain);
  if (plain == "0") return of(plain);
  if (!is_division_length(plain.size()) || !std::all_of(plain.begin(), plain.end(), is_digit))
    return refused();
  return of(plain.find_first_not_of('0') == std::string::npos ? std::string_view("0")
                                                              : std::string_view(plain));
}

std::optional<Code> Code::shorter() const {
  const size_t n = shorter_length(length_);
  if (!is_division_ || n == 0) return std::nullopt;
  if (text().substr(n).find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  return of(text().substr(0, n));
}

Code Code::stripped() const {
  Code code = *this;
  while (const auto next = code.shorter()) code = *next;
  return code;
}

std::optional<Code> Code::upper() const {
  if (!is_division_ || length_ < 2) return std::nullopt;
  return length_ == 2 ? of("0") : of(text().substr(0, shorter_length(length_)));
}

std::optional<Code> Code::fitted_to(Level level) const {
  if (level == Level::nation) return is_division_ && text() == "0" ? std::optional(*this) : std::nullopt;
  const auto digits = static_cast<size_t>(row_of(level).digits);
  if (!is_division_ || digits == 0) return std::nullopt;
  std::optional<Code> code = *this;
  while (code && code->length_ > digits) code = code->shorter();
  return code && code->length_ == digits ? code : std::nullopt;
}

std::optional<Level> Code::level() const {
  if (!is_division_ || length_ == 0) return std::nullopt;
  if (length_ == 1) return Level::nation;
  for (const LevelRow& row : kLevels)
    if (row.digits == length_) return row.level;
  return std::nullopt;
}

uint64_t Code::hash() const {
  uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text()) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return (h ^ h >> 31) * 0x9e3779b97f4a7c15u;
}

}  // namespace jinguo::org
