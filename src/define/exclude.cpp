#include <algorithm>
#include <optional>

#include "define/check_parts.h"
#include "expr/parse.h"

namespace jinguo::define {
namespace {

using expr::Ast;
using expr::Form;

/// What is joined by `and`.
void conjuncts(const Ast& ast, uint32_t at, std::vector<uint32_t>& out) {
  const expr::Node& node = ast.nodes[at];
  if (node.form == Form::and_)
    for (const uint32_t child : node.children) conjuncts(ast, child, out);
  else
    out.push_back(at);
}

std::string text_of(const Ast& ast, uint32_t at) {
  Ast part = ast;
  part.root = at;
  return expr::to_text(part);
}

/// A code reads the same with quotes and without.
std::string word_of(const Ast& ast, uint32_t at) {
  const auto* text = ast.nodes[at].value.as<std::string>();
  return text ? *text : text_of(ast, at);
}

/// The words a comparison allows its subject: `x = a`, `x in [a, b]`.
struct Allowed {
  std::string subject;
  std::vector<std::string> words;
};

std::optional<Allowed> allowed(const Ast& ast, uint32_t at) {
  const expr::Node& node = ast.nodes[at];
  if (node.form == Form::equal)
    return Allowed{text_of(ast, node.children[0]), {word_of(ast, node.children[1])}};
  if (node.form != Form::in) return std::nullopt;
  Allowed out{text_of(ast, node.children[0]), {}};
  for (size_t i = 1; i < node.children.size(); ++i) out.words.push_back(word_of(ast, node.children[i]));
  return out;
}

Form opposite(Form form) {
  switch (form) {
    case Form::less:
      return Form::greater_equal;
    case Form::greater_equal:
      return Form::less;
    case Form::greater:
      return Form::less_equal;
    case Form::less_equal:
      return Form::greater;
    case Form::equal:
      return Form::not_equal;
    case Form::not_equal:
      return Form::equal;
    case Form::in:
      return Form::not_in;
    case Form::not_in:
      return Form::in;
    case Form::is_blank:
      return Form::is_not_blank;
    case Form::is_not_blank:
      return Form::is_blank;
    default:
      return form;
  }
}

bool same_children(const Ast& a, const expr::Node& x, const Ast& b, const expr::Node& y) {
  if (x.children.size() != y.children.size()) return false;
  for (size_t i = 0; i < x.children.size(); ++i)
    if (text_of(a, x.children[i]) != text_of(b, y.children[i])) return false;
  return true;
}

/// Only literals and codes may be told apart by their text: with fields y and z, `x = y` and `x = z` can both
/// hold.
bool is_constant(const Ast& ast, uint32_t at, const std::vector<std::string>& names) {
  const expr::Node& node = ast.nodes[at];
  return std::all_of(node.children.begin() + 1, node.children.end(), [&](uint32_t child) {
    const expr::Node& word = ast.nodes[child];
    return word.form == Form::literal ||
           (word.form == Form::name && std::find(names.begin(), names.end(), word.text) == names.end());
  });
}

bool contradict(const Ast& a, uint32_t at_a, const Ast& b, uint32_t at_b,
                const std::vector<std::string>& names) {
  const expr::Node& x = a.nodes[at_a];
  const expr::Node& y = b.nodes[at_b];
  if (x.form == Form::not_ && text_of(a, x.children[0]) == text_of(b, at_b)) return true;
  if (y.form == Form::not_ && text_of(b, y.children[0]) == text_of(a, at_a)) return true;
  if (opposite(x.form) != x.form && y.form == opposite(x.form) && same_children(a, x, b, y)) return true;
  const auto p = allowed(a, at_a);
  const auto q = allowed(b, at_b);
  if (!p || !q || p->subject != q->subject) return false;
  if (!is_constant(a, at_a, names) || !is_constant(b, at_b, names)) return false;
  return std::none_of(p->words.begin(), p->words.end(), [&](const std::string& word) {
    return std::find(q->words.begin(), q->words.end(), word) != q->words.end();
  });
}

}  // namespace

bool exclude_each_other(std::string_view a, std::string_view b, const std::vector<std::string>& names) {
  const expr::Parsed first = expr::parse(a);
  const expr::Parsed second = expr::parse(b);
  if (!first.ast || !second.ast) return true;
  std::vector<uint32_t> xs, ys;
  conjuncts(*first.ast, first.ast->root, xs);
  conjuncts(*second.ast, second.ast->root, ys);
  for (const uint32_t x : xs)
    for (const uint32_t y : ys)
      if (contradict(*first.ast, x, *second.ast, y, names)) return true;
  return false;
}

}  // namespace jinguo::define
