#include "expr/token.h"

#include <algorithm>
#include <array>

#include "expr/ast.h"
#include "expr/expr_error.h"

namespace jinguo::expr {
namespace {

struct Character {
  char32_t code = 0;
  std::string_view bytes;
};

/// The characters, or nothing when the bytes are not UTF-8.
std::optional<std::vector<Character>> decode(std::string_view text) {
  static constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  std::vector<Character> out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    const size_t n = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (n == 0 || n > text.size()) return std::nullopt;
    char32_t code = n == 1 ? lead : lead & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >> 6 != 2) return std::nullopt;
      code = code << 6 | (byte & 63u);
    }
    if (code < kLeast[n] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
    out.push_back({code, text.substr(0, n)});
    text.remove_prefix(n);
  }
  return out;
}

struct Mend {
  char32_t wrong;
  std::string_view mend;
};

/// Punctuation that Chinese keyboards give, and what to write; letters and digits are reckoned in `mend_of`.
constexpr auto kMends = std::to_array<Mend>({
    {0x00A0, " "},  {0x00D7, "*"},  {0x00F7, "/"},  {0x2013, "-"}, {0x2014, "-"}, {0x2018, "'"},
    {0x2019, "'"},  {0x201C, "\""}, {0x201D, "\""}, {0x2212, "-"}, {0x3000, " "}, {0x3001, ","},
    {0x3002, "."},  {0x300C, "\""}, {0x300D, "\""}, {0x3010, "["}, {0x3011, "]"}, {0xFF01, "!="},
    {0xFF02, "\""}, {0xFF05, "%"},  {0xFF07, "'"},  {0xFF08, "("}, {0xFF09, ")"}, {0xFF0A, "*"},
    {0xFF0B, "+"},  {0xFF0C, ","},  {0xFF0D, "-"},  {0xFF0E, "."}, {0xFF0F, "/"}, {0xFF1A, ":"},
    {0xFF1B, ","},  {0xFF1C, "<"},  {0xFF1D, "="},  {0xFF1E, ">"}, {0xFF3B, "["}, {0xFF3D, "]"},
    {0xFF3F, "_"},
});

std::string mend_of(char32_t c) {
  if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
    return std::string(1, static_cast<char>(c - 0xFEE0));
  const auto* row = std::find_if(kMends.begin(), kMends.end(), [&](const Mend& m) { return m.wrong == c; });
  return row == kMends.end() ? std::string() : std::string(row->mend);
}

/// Signs of other languages and what to write here; longer ones first.
constexpr auto kForeign = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"==", "="},
    {"<>", "!="},
    {"=>", ">="},
    {"=<", "<="},
    {"&&", "and"},
    {"||", "or"},
    {"&", "and"},
    {"|", "or"},
    {"!", "not"},
});

constexpr auto kSigns = std::to_array<std::string_view>(
    {"<=", ">=", "!=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ","});

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Reader {
 public:
  Reader(const std::vector<Character>& characters, const Place& origin) : in_(characters), origin_(origin) {}

  Tokens read() {
    mend_characters();
    while (at_ < in_.size()) read_one();
    out_.list.push_back({.kind = Token::Kind::end, .text = "", .line = line_, .column = column()});
    return std::move(out_);
  }

 private:
  char32_t peek(size_t ahead = 0) const { return at_ + ahead < in_.size() ? code_[at_ + ahead] : 0; }
  int column() const { return static_cast<int>(at_ - line_start_); }
  std::string slice(size_t from, size_t to) const {
    std::string out;
    for (size_t i = from; i < to; ++i) {
      if (code_[i] < 0x80)
        out += static_cast<char>(code_[i]);
      else
        out += in_[i].bytes;
    }
    return out;
  }
  void fault(const ErrorRow& row, std::vector<std::string> args, size_t at) {
    const int column = static_cast<int>(at - line_start_);
    out_.faults.push_back(Error(row, std::move(args)).at(place_at(origin_, line_, column)));
  }
  void push(Token::Kind kind, std::string text, size_t from, Value value = {}) {
    const int column = static_cast<int>(from - line_start_);
    out_.list.push_back({kind, std::move(text), std::move(value), line_, column});
  }

  /// Every full-width character becomes what was meant; it is told of when it is reached, for inside quotes
  /// it is good.
  void mend_characters() {
    code_.reserve(in_.size());
    for (const Character& c : in_) {
      const std::string mend = c.code < 0x80 ? std::string() : mend_of(c.code);
      code_.push_back(mend.size() == 1 ? static_cast<char32_t>(mend.front()) : c.code);
    }
  }
  bool is_mended(size_t i) const { return code_[i] != in_[i].code; }
  /// Tells of every mended character between; the mend of "！" is a word of its own.
  void tell_mends(size_t from, size_t to) {
    for (size_t i = from; i < to; ++i)
      if (is_mended(i)) fault(kFullWidth, {std::string(in_[i].bytes), slice_mend(i)}, i);
  }
  std::string slice_mend(size_t i) const {
    return code_[i] == ' ' ? "空格 space" : std::string(1, static_cast<char>(code_[i]));
  }

  void read_one() {
    const char32_t c = peek();
    if (is_space(c)) return skip_space();
    if (c == '"' || c == '\'') return read_text();
    if (is_digit(c)) return read_number();
    if (is_name_character(c)) return read_word();
    read_sign();
  }

  void skip_space() {
    tell_mends(at_, at_ + 1);
    ++at_;
    if (code_[at_ - 1] == '\n') ++line_, line_start_ = at_;
  }

  /// A text ends with the quote it began with; one begun with a full-width quote with any of its kind.
  void read_text() {
    const size_t from = at_;
    const char32_t quote = peek();
    const bool loose = is_mended(from);
    tell_mends(from, from + 1);
    size_t end = at_ + 1;
    while (end < in_.size() && (loose ? code_[end] : in_[end].code) != quote && code_[end] != '\n') ++end;
    if (end == in_.size() || code_[end] == '\n') {
      fault(kOpenText, {std::string(1, static_cast<char>(quote))}, from);
    }
    std::string text;
    for (size_t i = from + 1; i < end; ++i) text += in_[i].bytes;
    at_ = std::min(end + 1, in_.size());
    if (end < in_.size() && code_[end] == '\n') at_ = end;
    push(Token::Kind::literal, slice(from, at_), from, Value(std::move(text)));
  }

  size_t digits_from(size_t i) const {
    while (i < in_.size() && is_digit(code_[i])) ++i;
    return i;
  }

  /// A date when digits are joined by two hyphens without spaces, else a number.
  void read_number() {
    const size_t from = at_;
    size_t end = digits_from(from);
    const auto joined = [&](char32_t sign) {
      return end + 1 < in_.size() && code_[end] == sign && is_digit(code_[end + 1]);
    };
    bool is_date = false;
    if (end - from == 4 && joined('-')) {
      const size_t number_end = end;
      end = digits_from(end + 1);
      if (joined('-'))
        is_date = true, end = digits_from(end + 1);
      else
        end = number_end;
    }
    if (!is_date && joined('.')) end = digits_from(end + 1);
    while (end < in_.size() && (is_name_character(code_[end]))) ++end, is_bad_ = true;
    tell_mends(from, end);
    const std::string text = slice(from, end);
    at_ = end;
    Value value;
    if (is_date) {
      if (const auto date = is_bad_ ? std::nullopt : Date::parse(text))
        value = Value(*date);
      else
        fault(kBadDate, {text}, from), value = Value(Date());
    } else if (const auto number = is_bad_ ? std::nullopt : Decimal::parse(text)) {
      value = Value(*number);
    } else {
      fault(kBadNumber, {text}, from), value = Value(Decimal());
    }
    is_bad_ = false;
    push(Token::Kind::literal, text, from, std::move(value));
  }

  /// A name may have dots in it; a keyword in capitals is taken for the keyword.
  void read_word() {
    const size_t from = at_;
    size_t end = from;
    while (end < in_.size() && (is_name_character(code_[end]) ||
                                (code_[end] == '.' && end + 1 < in_.size() &&
                                 is_name_character(code_[end + 1]) && !is_digit(code_[end + 1]))))
      ++end;
    tell_mends(from, end);
    const std::string text = slice(from, end);
    at_ = end;
    std::string lower = text;
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_keyword(lower)) return push(Token::Kind::name, text, from);
    if (lower != text) fault(kForeignSign, {text, lower}, from);
    if (lower == "true" || lower == "yes") return push(Token::Kind::literal, text, from, Value(true));
    if (lower == "false" || lower == "no") return push(Token::Kind::literal, text, from, Value(false));
    if (lower == "blank") return push(Token::Kind::literal, text, from);
    push(Token::Kind::keyword, lower, from);
  }

  bool starts_with(std::string_view sign) const {
    for (size_t i = 0; i < sign.size(); ++i)
      if (peek(i) != static_cast<char32_t>(sign[i])) return false;
    return true;
  }

  void read_sign() {
    const size_t from = at_;
    const char32_t c = peek();
    if (c == 0x2264 || c == 0x2265 || c == 0x2260) {
      ++at_;
      return push(Token::Kind::sign, c == 0x2264 ? "<=" : c == 0x2265 ? ">=" : "!=", from);
    }
    if (c == 0xFF01) {
      fault(kFullWidth, {std::string(in_[from].bytes), peek(1) == '=' ? "!" : "not"}, from);
      if (peek(1) != '=') return ++at_, push(Token::Kind::keyword, "not", from);
      tell_mends(from + 1, from + 2);
      at_ += 2;
      return push(Token::Kind::sign, "!=", from);
    }
    if (starts_with("!=")) {
      tell_mends(from, from + 2);
      at_ += 2;
      return push(Token::Kind::sign, "!=", from);
    }
    for (const auto& [wrong, mend] : kForeign) {
      if (!starts_with(wrong)) continue;
      tell_mends(from, from + wrong.size());
      fault(kForeignSign, {std::string(wrong), std::string(mend)}, from);
      at_ += wrong.size();
      return push(is_keyword(mend) ? Token::Kind::keyword : Token::Kind::sign, std::string(mend), from);
    }
    for (const std::string_view sign : kSigns) {
      if (!starts_with(sign)) continue;
      tell_mends(from, from + sign.size());
      at_ += sign.size();
      return push(Token::Kind::sign, std::string(sign), from);
    }
    ++at_;
    if (c == '%') {
      tell_mends(from, at_);
      return fault(kPercent, {}, from);
    }
    if (is_mended(from)) return tell_mends(from, at_);
    fault(kBadCharacter, {std::string(in_[from].bytes)}, from);
  }

  const std::vector<Character>& in_;
  const Place& origin_;
  /// The characters as meant.
  std::vector<char32_t> code_;
  size_t at_ = 0;
  int line_ = 0;
  size_t line_start_ = 0;
  bool is_bad_ = false;
  Tokens out_;
};

}  // namespace

Place place_at(const Place& origin, int line, int column) {
  Place place = origin;
  if (place.line > 0) place.line += line;
  if (place.column > 0) place.column += column;
  return place;
}

bool is_name_character(char32_t c) {
  if (c < 0x80) return c == '_' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (c == 0x3005 || c == 0x3007) return true;
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return !(within(0x80, 0xBF) || c == 0xD7 || c == 0xF7 || within(0x2000, 0x2BFF) || within(0x3000, 0x303F) ||
           within(0xFE10, 0xFE6F) || within(0xFEFF, 0xFF65) || within(0xFFE0, 0xFFFF) ||
           within(0xE000, 0xF8FF));
}

Tokens read_tokens(std::string_view text, const Place& origin) {
  const auto characters = decode(text);
  if (!characters) {
    Tokens out;
    out.faults.push_back(Error(kNotText).at(origin));
    out.list.push_back({});
    return out;
  }
  return Reader(*characters, origin).read();
}

}  // namespace jinguo::expr
