#include "expr/ast.h"

#include <algorithm>
#include <array>

#include "expr/token.h"

namespace jinguo::expr {
namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"and", "blank", "else", "false", "has", "if", "in", "is", "no", "not", "or", "then", "true", "yes"});

/// How tightly a form binds; a child that binds less tightly than its place asks for stands in parentheses.
enum Tightness : int { whole, disjunction, conjunction, negation, comparison, sum, product, minus, value };

Tightness tightness_of(Form form) {
  switch (form) {
    case Form::choose:
      return whole;
    case Form::or_:
      return disjunction;
    case Form::and_:
      return conjunction;
    case Form::not_:
      return negation;
    case Form::add:
    case Form::subtract:
      return sum;
    case Form::multiply:
    case Form::divide:
      return product;
    case Form::negate:
      return minus;
    case Form::literal:
    case Form::name:
    case Form::call:
      return value;
    default:
      return comparison;
  }
}

std::string_view sign_of(Form form) {
  switch (form) {
    case Form::or_:
      return " or ";
    case Form::and_:
      return " and ";
    case Form::equal:
      return " = ";
    case Form::not_equal:
      return " != ";
    case Form::less:
      return " < ";
    case Form::less_equal:
      return " <= ";
    case Form::greater:
      return " > ";
    case Form::greater_equal:
      return " >= ";
    case Form::has:
      return " has ";
    case Form::in:
      return " in [";
    case Form::not_in:
      return " not in [";
    case Form::is_blank:
      return " is blank";
    case Form::is_not_blank:
      return " is not blank";
    case Form::add:
      return " + ";
    case Form::subtract:
      return " - ";
    case Form::multiply:
      return " * ";
    case Form::divide:
      return " / ";
    default:
      return "";
  }
}

class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  std::string run() {
    print(ast_.root, whole);
    return std::move(out_);
  }

 private:
  void print(uint32_t at, Tightness least) {
    const Node& node = ast_.nodes[at];
    const Tightness own = tightness_of(node.form);
    if (own < least) out_ += '(';
    print_bare(node, own);
    if (own < least) out_ += ')';
  }

  void print_bare(const Node& node, Tightness own) {
    switch (node.form) {
      case Form::literal:
        return print_literal(node.value);
      case Form::name:
        out_ += node.text;
        return;
      case Form::call:
        out_ += node.text;
        out_ += '(';
        print_list(node, 0);
        out_ += ')';
        return;
      case Form::not_:
        out_ += "not ";
        return print(node.children[0], negation);
      case Form::negate:
        out_ += '-';
        return print(node.children[0], value);
      case Form::choose:
        out_ += "if ";
        print(node.children[0], whole);
        out_ += " then ";
        print(node.children[1], whole);
        out_ += " else ";
        return print(node.children[2], whole);
      default:
        break;
    }
    const bool is_chain = own != comparison;
    print(node.children[0], is_chain ? own : sum);
    out_ += sign_of(node.form);
    if (node.form == Form::in || node.form == Form::not_in) {
      print_list(node, 1);
      out_ += ']';
    } else if (node.children.size() == 2) {
      print(node.children[1], is_chain ? static_cast<Tightness>(own + 1) : sum);
    }
  }

  void print_list(const Node& node, size_t from) {
    for (size_t i = from; i < node.children.size(); ++i) {
      if (i > from) out_ += ", ";
      print(node.children[i], whole);
    }
  }

  void print_literal(const Value& value) {
    if (const auto* b = value.as<bool>())
      out_ += *b ? "true" : "false";
    else if (const auto* n = value.as<Decimal>())
      out_ += n->to_text();
    else if (const auto* d = value.as<Date>())
      out_ += d->to_text();
    else if (const auto* t = value.as<std::string>()) {
      const char quote = t->find('"') == std::string::npos ? '"' : '\'';
      (out_ += quote) += *t;
      out_ += quote;
    } else
      out_ += "blank";
  }

  const Ast& ast_;
  std::string out_;
};

}  // namespace

Place Ast::place_of(const Node& node) const {
  return place_at(origin, node.line, node.column);
}

size_t Ast::size_of(uint32_t node) const {
  size_t size = 1;
  for (const uint32_t child : nodes[node].children) size += size_of(child);
  return size;
}

std::vector<std::string> Ast::names() const {
  std::vector<std::string> out;
  for (const Node& node : nodes)
    if (node.form == Form::name) out.push_back(node.text);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string to_text(const Ast& ast) {
  return Printer(ast).run();
}

bool is_keyword(std::string_view word) {
  return std::binary_search(kKeywords.begin(), kKeywords.end(), word);
}

}  // namespace jinguo::expr
