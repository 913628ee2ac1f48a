#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/value.h"

namespace jinguo::expr {

/// One word or sign of an expression.
struct Token {
  enum class Kind { end, literal, name, keyword, sign };
  Kind kind = Kind::end;
  /// As it is read: a keyword, a sign ("<="), a name; for a literal as it was written.
  std::string text;
  /// Of a literal.
  Value value = {};
  /// From 0, in characters.
  int line = 0;
  int column = 0;
};

/// The tokens, closed by one `end`, and every fault of single characters; where there are faults the tokens
/// say what was meant.
struct Tokens {
  std::vector<Token> list;
  Diagnostics faults;
};
Tokens read_tokens(std::string_view text, const Place& origin);

/// The place of a character of an expression that starts at `origin`.
Place place_at(const Place& origin, int line, int column);

/// Whether the character may stand in a name: letters of any script, digits, underscore.
bool is_name_character(char32_t c);

}  // namespace jinguo::expr
