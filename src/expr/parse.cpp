#include "expr/parse.h"

#include <array>

#include "expr/expr_error.h"
#include "expr/token.h"

namespace jinguo::expr {
namespace {

constexpr std::string_view kWantValue = "一个值 a value";
constexpr std::string_view kWantEnd = "运算符或结尾 an operator or the end";

struct Operator {
  std::string_view sign;
  Form form;
};
constexpr auto kComparisons = std::to_array<Operator>({
    {"=", Form::equal},
    {"!=", Form::not_equal},
    {"<", Form::less},
    {"<=", Form::less_equal},
    {">", Form::greater},
    {">=", Form::greater_equal},
    {"has", Form::has},
});

/// Recursive descent; the first fault of order ends it (what follows would only be guesses).
class Parser {
 public:
  Parser(std::vector<Token> tokens, Place origin) : tokens_(std::move(tokens)) {
    ast_.origin = std::move(origin);
  }

  Parsed run() {
    ast_.root = parse_whole();
    if (!fault_ && !is_at_end()) refuse(kWantEnd);
    Parsed out;
    if (fault_)
      out.faults.push_back(std::move(*fault_));
    else
      out.ast = std::move(ast_);
    return out;
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  bool is_at_end() const { return peek().kind == Token::Kind::end; }
  bool is_next(std::string_view text) const {
    return (peek().kind == Token::Kind::keyword || peek().kind == Token::Kind::sign) && peek().text == text;
  }
  bool take(std::string_view text) {
    if (fault_ || !is_next(text)) return false;
    ++at_;
    return true;
  }
  void refuse(const ErrorRow& row, std::vector<std::string> args) {
    if (!fault_) fault_ = Error(row, std::move(args)).at(place_at(ast_.origin, peek().line, peek().column));
  }
  void refuse(std::string_view wanted) {
    refuse(kExpected, {std::string(wanted), is_at_end() ? "结尾 the end" : peek().text});
  }
  void expect(std::string_view text) {
    if (!take(text)) refuse(text);
  }
  uint32_t add(Form form, const Token& token, std::vector<uint32_t> children = {}) {
    if (ast_.nodes.size() >= kMaxNodes) refuse(kTooLarge, {std::to_string(kMaxNodes)});
    if (fault_) return 0;
    Node node{.form = form, .children = std::move(children), .line = token.line, .column = token.column};
    if (form == Form::literal) node.value = token.value;
    if (form == Form::name || form == Form::call) node.text = token.text;
    ast_.nodes.push_back(std::move(node));
    return static_cast<uint32_t>(ast_.nodes.size() - 1);
  }

  /// Counts how deep the reading is while it lives.
  struct Depth {
    explicit Depth(Parser& p) : parser(p) {
      if (++parser.depth_ > kMaxDepth) parser.refuse(kTooDeep, {std::to_string(kMaxDepth)});
    }
    ~Depth() { --parser.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    Parser& parser;
  };

  uint32_t parse_whole() {
    const Depth depth(*this);
    if (fault_) return 0;
    if (!is_next("if")) return parse_or();
    const Token token = peek();
    take("if");
    const uint32_t condition = parse_whole();
    expect("then");
    const uint32_t met = parse_whole();
    expect("else");
    const uint32_t unmet = parse_whole();
    return add(Form::choose, token, {condition, met, unmet});
  }

  uint32_t parse_or() { return parse_chain({{{"or", Form::or_}, {"or", Form::or_}}}, &Parser::parse_and); }
  uint32_t parse_and() {
    return parse_chain({{{"and", Form::and_}, {"and", Form::and_}}}, &Parser::parse_not);
  }
  uint32_t parse_sum() {
    return parse_chain({{{"+", Form::add}, {"-", Form::subtract}}}, &Parser::parse_product);
  }
  uint32_t parse_product() {
    return parse_chain({{{"*", Form::multiply}, {"/", Form::divide}}}, &Parser::parse_negation);
  }

  uint32_t parse_chain(const std::array<Operator, 2>& operators, uint32_t (Parser::*below)()) {
    uint32_t left = (this->*below)();
    while (!fault_) {
      const Operator* found = nullptr;
      for (const Operator& o : operators)
        if (is_next(o.sign)) found = &o;
      if (!found) break;
      const Token token = peek();
      ++at_;
      const uint32_t right = (this->*below)();
      left = add(found->form, token, {left, right});
    }
    return left;
  }

  uint32_t parse_not() {
    if (!is_next("not")) return parse_comparison();
    const Depth depth(*this);
    if (fault_) return 0;
    const Token token = peek();
    take("not");
    const uint32_t child = parse_not();
    return add(Form::not_, token, {child});
  }

  uint32_t parse_comparison() {
    const uint32_t left = parse_sum();
    const uint32_t out = parse_comparison_after(left);
    if (!fault_ && out != left && is_comparison()) refuse(kChained, {});
    return out;
  }

  bool is_comparison() const {
    for (const Operator& o : kComparisons)
      if (is_next(o.sign)) return true;
    return is_next("is") || is_next("in") || is_next("not");
  }

  uint32_t parse_comparison_after(uint32_t left) {
    if (fault_) return left;
    const Token token = peek();
    for (const Operator& o : kComparisons) {
      if (!take(o.sign)) continue;
      const uint32_t right = parse_sum();
      return add(o.form, token, {left, right});
    }
    if (take("is")) {
      const Form form = take("not") ? Form::is_not_blank : Form::is_blank;
      if (peek().kind != Token::Kind::literal || !peek().value.is_blank())
        refuse("blank");
      else
        ++at_;
      return add(form, token, {left});
    }
    if (take("not")) {
      expect("in");
      return parse_list(Form::not_in, token, left);
    }
    if (take("in")) return parse_list(Form::in, token, left);
    return left;
  }

  uint32_t parse_list(Form form, const Token& token, uint32_t left) {
    std::vector<uint32_t> children{left};
    expect("[");
    do {
      children.push_back(parse_whole());
    } while (take(","));
    if (!is_next("]")) refuse(", 或 or ]");
    take("]");
    return add(form, token, std::move(children));
  }

  uint32_t parse_negation() {
    if (!is_next("-")) return parse_value();
    const Depth depth(*this);
    if (fault_) return 0;
    const Token token = peek();
    take("-");
    const uint32_t child = parse_negation();
    return add(Form::negate, token, {child});
  }

  uint32_t parse_value() {
    if (fault_) return 0;
    const Token token = peek();
    if (token.kind == Token::Kind::literal) return ++at_, add(Form::literal, token);
    if (token.kind == Token::Kind::name) {
      ++at_;
      return is_next("(") ? parse_call(token) : add(Form::name, token);
    }
    if (!take("(")) return refuse(kWantValue), 0;
    const uint32_t inner = parse_whole();
    if (!is_next(")")) refuse("运算符或 an operator or )");
    take(")");
    return inner;
  }

  uint32_t parse_call(const Token& name) {
    std::vector<uint32_t> children;
    expect("(");
    if (!is_next(")")) {
      do {
        children.push_back(parse_whole());
      } while (take(","));
    }
    if (!is_next(")")) refuse(", 或 or )");
    take(")");
    return add(Form::call, name, std::move(children));
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  Ast ast_;
  std::optional<Error> fault_;
};

}  // namespace

Parsed parse(std::string_view text, Place origin) {
  Parsed out;
  if (text.size() > kMaxBytes) {
    out.faults.push_back(Error(kTooLong, {std::to_string(kMaxBytes)}).at(std::move(origin)));
    return out;
  }
  Tokens tokens = read_tokens(text, origin);
  if (tokens.faults.empty() && tokens.list.size() == 1) {
    out.faults.push_back(Error(kEmpty).at(std::move(origin)));
    return out;
  }
  // With characters mended by guess, a fault of order may only follow from the guess: the characters come
  // first.
  if (!tokens.faults.empty()) {
    out.faults = std::move(tokens.faults);
    return out;
  }
  return Parser(std::move(tokens.list), std::move(origin)).run();
}

}  // namespace jinguo::expr
