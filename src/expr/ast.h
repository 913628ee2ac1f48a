#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/value.h"

namespace jinguo::expr {

/// How a node of an expression is written.
enum class Form : uint8_t {
  /// A number (not negative), text, true/false, date or `blank`: `value`.
  literal,
  /// A name, dotted or not: `text`.
  name,
  /// A function, `text`, of its children.
  call,
  or_,
  and_,
  not_,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  has,
  /// children[0] in the list of the others.
  in,
  not_in,
  is_blank,
  is_not_blank,
  add,
  subtract,
  multiply,
  divide,
  negate,
  /// if children[0] then children[1] else children[2].
  choose,
};

/// One node; `line` and `column` count from 0 from the start of the expression, in characters. For an
/// operator they are those of the operator's first character.
struct Node {
  Form form = Form::literal;
  Value value = {};
  std::string text = {};
  std::vector<uint32_t> children = {};
  int line = 0;
  int column = 0;
};

/// An expression as written, before its names are known.
struct Ast {
  std::vector<Node> nodes;
  uint32_t root = 0;
  /// Where its first character stands.
  Place origin;

  /// Where a node stands.
  Place place_of(const Node& node) const;
  /// How many nodes hang on this one, itself included.
  size_t size_of(uint32_t node) const;
  /// Every name used, as written, sorted and without doubles (codes without quotes are among them).
  std::vector<std::string> names() const;
};

/// The one canonical way to write the expression: single spaces, no needless parentheses, `<=` for ≤.
/// `parse(to_text(ast))` is the same expression.
std::string to_text(const Ast& ast);

/// `if`, `and`, `blank` …: the words no field, state or column may be called.
bool is_keyword(std::string_view word);

}  // namespace jinguo::expr
