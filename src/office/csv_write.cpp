#include "office/csv_write.h"

#include <algorithm>
#include <array>

#include "office/text_encoding.h"

namespace jinguo::office {
namespace {

bool is_plain_negative(std::string_view text) {
  if (text.size() < 2 || text[0] != '-') return false;
  const std::string_view digits = text.substr(1);
  return digits.find_first_not_of("0123456789.") == std::string_view::npos && digits[0] != '.' &&
         digits.back() != '.' && std::ranges::count(digits, '.') <= 1;
}

/// Blanks that spreadsheets pass over or that hide what follows: no-break, ideographic and zero-width ones,
/// marks of direction and byte order.
constexpr std::array<std::string_view, 17> kHiddenBlanks = {
    "\xC2\xA0",     "\xC2\xAD",     "\xC2\x85",     "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\x8B",
    "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x81\xA0", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE1\x9A\x80"};

constexpr std::array<std::string_view, 8> kTriggers = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                                       "\xEF\xBC\xA0", "\xEF\xBD\x9C", "\xEF\xBC\x85",
                                                       "\xEF\xB9\xA6", "\xE2\x88\x92"};

void append_field(std::string& out, std::string_view text) {
  const bool must_quote = text.find_first_of(",;\t\"\r\n'") != std::string_view::npos ||
                          (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (!must_quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

bool looks_like_formula(std::string_view text) {
  if (is_plain_negative(text)) return false;
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c == '\t' || c == '\r' || c == '\n') return true;
    if (std::string_view("=+-@|%").find(text[0]) != std::string_view::npos) return true;
    const auto starts = [&](std::string_view head) { return text.starts_with(head); };
    if (std::ranges::any_of(kTriggers, starts)) return true;
    const auto hidden = std::ranges::find_if(kHiddenBlanks, starts);
    if (hidden != kHiddenBlanks.end()) {
      text.remove_prefix(hidden->size());
    } else if (c <= 0x20 || c == 0x7F || c == '\'') {
      text.remove_prefix(1);
    } else if (text.starts_with("\xE2\x80") && text.size() > 2 &&
               static_cast<unsigned char>(text[2]) <= 0x8A) {
      text.remove_prefix(3);
    } else {
      return false;
    }
  }
  return false;
}

void append_csv_field(std::string& out, std::string_view raw) {
  const std::string text = clean_utf8(raw);
  append_field(out, looks_like_formula(text) ? "'" + text : text);
}

std::string write_csv(const Table& table) {
  std::string out = "\xEF\xBB\xBF";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_field(out, table.columns[i].title);
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) out += ',';
      if (i < row.size() && row[i].kind != CellKind::blank) append_csv_field(out, row[i].text);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace jinguo::office
