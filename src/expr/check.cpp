#include "expr/check.h"

#include <algorithm>
#include <array>

#include "expr/checker.h"
#include "expr/expr_error.h"
#include "expr/parse.h"

namespace jinguo::expr {
namespace {

Op op_of(Form form) {
  switch (form) {
    case Form::or_:
      return Op::or_;
    case Form::and_:
      return Op::and_;
    case Form::not_:
      return Op::not_;
    case Form::equal:
      return Op::equal;
    case Form::not_equal:
      return Op::not_equal;
    case Form::less:
      return Op::less;
    case Form::less_equal:
      return Op::less_equal;
    case Form::greater:
      return Op::greater;
    case Form::greater_equal:
      return Op::greater_equal;
    case Form::has:
      return Op::has;
    case Form::in:
      return Op::in;
    case Form::not_in:
      return Op::not_in;
    case Form::is_blank:
      return Op::is_blank;
    case Form::is_not_blank:
      return Op::is_not_blank;
    case Form::add:
      return Op::add;
    case Form::subtract:
      return Op::subtract;
    case Form::multiply:
      return Op::multiply;
    case Form::divide:
      return Op::divide;
    case Form::negate:
      return Op::negate;
    default:
      return Op::choose;
  }
}

std::string_view sign_of(Form form) {
  switch (form) {
    case Form::or_:
      return "or";
    case Form::and_:
      return "and";
    case Form::not_:
      return "not";
    case Form::add:
      return "+";
    case Form::subtract:
    case Form::negate:
      return "-";
    case Form::multiply:
      return "*";
    case Form::divide:
      return "/";
    case Form::has:
      return "has";
    case Form::choose:
      return "if";
    default:
      return "=";
  }
}

}  // namespace

Checked Checker::run() {
  const Part root = check_part(ast_.root);
  if (!root.is_wrong && root.type == Type::rows) wrong(kRowsAlone, ast_.root, {std::string(root.name)});
  Checked out;
  if (faults_.empty()) {
    tree_.root = root.node;
    out.plan.emplace(std::move(tree_));
  } else {
    std::stable_sort(faults_.begin(), faults_.end(), [](const Error& a, const Error& b) {
      return std::pair(a.place().line, a.place().column) < std::pair(b.place().line, b.place().column);
    });
    out.faults = std::move(faults_);
  }
  return out;
}

Part Checker::wrong(const ErrorRow& row, uint32_t at, std::vector<std::string> args) {
  if (faults_.size() < kMostFaults)
    faults_.push_back(Error(row, std::move(args)).at(ast_.place_of(ast_.nodes[at])));
  return {.is_wrong = true};
}

uint32_t Checker::add(TreeNode node, std::span<const uint32_t> children) {
  node.first = static_cast<uint32_t>(tree_.children.size());
  node.count = static_cast<uint16_t>(children.size());
  tree_.children.insert(tree_.children.end(), children.begin(), children.end());
  tree_.nodes.push_back(node);
  return static_cast<uint32_t>(tree_.nodes.size() - 1);
}

Part Checker::constant(Value value, Type type) {
  tree_.constants.push_back(std::move(value));
  const auto index = static_cast<uint32_t>(tree_.constants.size() - 1);
  return {.node = add({.op = Op::constant, .type = type, .index = index}), .type = type};
}

Part Checker::check_part(uint32_t at) {
  const Node& node = ast_.nodes[at];
  switch (node.form) {
    case Form::literal:
      return check_literal(node);
    case Form::name:
      return check_name(at);
    case Form::call:
      return check_call(at);
    case Form::or_:
    case Form::and_:
      return check_operands(at, Type::boolean, Type::boolean);
    case Form::not_:
      return check_operands(at, Type::boolean, Type::boolean);
    case Form::multiply:
    case Form::divide:
    case Form::negate:
      return check_operands(at, Type::number, Type::number);
    case Form::add:
    case Form::subtract:
      return check_sum(at);
    case Form::has:
      return check_has(at);
    case Form::in:
    case Form::not_in:
      return check_in(at);
    case Form::is_blank:
    case Form::is_not_blank:
      return check_is_blank(at);
    case Form::choose:
      return check_choose(at);
    default:
      return check_comparison(at);
  }
}

Part Checker::check_literal(const Node& node) {
  const Value& v = node.value;
  const Type type = v.as<bool>()      ? Type::boolean
                    : v.as<Decimal>() ? Type::number
                    : v.as<Date>()    ? Type::date
                    : v.is_blank()    ? Type::blank
                                      : Type::text;
  return constant(v, type);
}

Part Checker::check_operands(uint32_t at, Type takes, Type gives) {
  const Node& node = ast_.nodes[at];
  std::vector<uint32_t> children;
  bool is_wrong = false;
  for (const uint32_t child : node.children) {
    const Part part = check_part(child);
    is_wrong |= part.is_wrong;
    if (!part.is_wrong && part.type != takes) {
      wrong(kOperandType, child, {std::string(sign_of(node.form)), std::string(name_of(takes)), told(part)});
      is_wrong = true;
    }
    children.push_back(part.node);
  }
  if (is_wrong) return {.is_wrong = true};
  return {.node = add({.op = op_of(node.form), .type = gives}, children), .type = gives};
}

bool Checker::is_span_call(uint32_t at) const {
  return ast_.nodes[at].form == Form::call && is_span(ast_.nodes[at].text);
}

Part Checker::check_sum(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const bool is_add = node.form == Form::add;
  const Part left = check_part(node.children[0]);
  const uint32_t right_at = node.children[1];
  if (is_span_call(right_at)) return check_date_sum(left, at);
  const Part right = check_part(right_at);
  if (left.is_wrong || right.is_wrong) return {.is_wrong = true};
  if (left.type == Type::number && right.type == Type::number)
    return made(is_add ? Op::add : Op::subtract, Type::number, {left.node, right.node});
  if (is_add && left.type == Type::text && right.type == Type::text)
    return made(Op::join, Type::text, {left.node, right.node});
  if (left.type == Type::date && right.type == Type::date && !is_add) return wrong(kDateMinusDate, at, {});
  if (left.type == Type::date && right.type == Type::number) return wrong(kDatePlusNumber, at, {});
  const bool is_left = left.type != Type::number && !(is_add && left.type == Type::text);
  const std::string wanted = is_left || left.type == Type::number ? std::string(name_of(Type::number))
                                                                  : std::string(name_of(Type::text));
  return wrong(kOperandType, is_left ? node.children[0] : right_at,
               {std::string(sign_of(node.form)), wanted, told(is_left ? left : right)});
}

Part Checker::check_date_sum(const Part& left, uint32_t at) {
  const Node& node = ast_.nodes[at];
  const Node& span = ast_.nodes[node.children[1]];
  if (span.children.size() != 1)
    return wrong(kArgumentCount, node.children[1], {span.text, "1", std::to_string(span.children.size())});
  Part amount = check_part(span.children[0]);
  if (left.is_wrong || amount.is_wrong) return {.is_wrong = true};
  if (left.type != Type::date) return wrong(kSpanAlone, node.children[1], {span.text});
  if (amount.type != Type::number) return wrong_argument(span, span.children[0], 1, "数字 number", amount);
  if (node.form == Form::subtract) amount = made(Op::negate, Type::number, {amount.node});
  const Op op = span.text == "days" ? Op::add_days : span.text == "months" ? Op::add_months : Op::add_years;
  return made(op, Type::date, {left.node, amount.node});
}

Part Checker::check_has(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const Part left = check_part(node.children[0]);
  if (left.is_wrong) return left;
  if (left.type != Type::choices)
    return wrong(kOperandType, node.children[0], {"has", std::string(name_of(Type::choices)), told(left)});
  const Part right = check_beside(node.children[1], left);
  if (right.is_wrong) return right;
  if (right.type != Type::text)
    return wrong(kOperandType, node.children[1], {"has", std::string(name_of(Type::text)), told(right)});
  return made(Op::has, Type::boolean, {left.node, right.node});
}

std::pair<Part, Part> Checker::check_pair(uint32_t left, uint32_t right) {
  if (is_bare_unknown(left) && !is_bare_unknown(right)) {
    const Part r = check_part(right);
    return {r.is_wrong ? r : check_beside(left, r), r};
  }
  const Part l = check_part(left);
  if (l.is_wrong && is_bare_unknown(right)) return {l, l};
  const Part r = check_beside(right, l);
  if (!l.codes && r.codes && !r.is_wrong && ast_.nodes[left].form == Form::literal)
    return {check_beside(left, r), r};
  return {l, r};
}

bool Checker::can_equal(const Part& left, const Part& right, uint32_t left_at, uint32_t right_at,
                        uint32_t at) {
  for (const auto& [part, place] : {std::pair(&left, left_at), std::pair(&right, right_at)}) {
    const Node& node = ast_.nodes[place];
    const auto* text = node.form == Form::literal ? node.value.as<std::string>() : nullptr;
    if (part->type == Type::blank || (text && text->empty())) return wrong(kCompareBlank, place, {}), false;
    if (part->type == Type::choices) return wrong(kCompareChoices, place, {std::string(part->name)}), false;
    if (part->type == Type::rows) return wrong(kRowsAlone, place, {std::string(part->name)}), false;
  }
  if (left.type == right.type) return true;
  wrong(kCompareTypes, at, {told(left), told(right)});
  return false;
}

Part Checker::check_comparison(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const auto [left, right] = check_pair(node.children[0], node.children[1]);
  if (left.is_wrong || right.is_wrong) return {.is_wrong = true};
  if (!can_equal(left, right, node.children[0], node.children[1], at)) return {.is_wrong = true};
  const bool is_order = node.form != Form::equal && node.form != Form::not_equal;
  if (is_order && left.type != Type::number && left.type != Type::date)
    return wrong(kOrderType, at, {told(left)});
  return made(op_of(node.form), Type::boolean, {left.node, right.node});
}

Part Checker::check_in(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const Part left = check_part(node.children[0]);
  if (left.is_wrong) return left;
  std::vector<uint32_t> children{left.node};
  bool is_wrong = false;
  for (size_t i = 1; i < node.children.size(); ++i) {
    const uint32_t item = node.children[i];
    const Part part = check_beside(item, left);
    is_wrong |= part.is_wrong || !can_equal(left, part, node.children[0], item, item);
    children.push_back(part.node);
    if (is_wrong && (left.type == Type::blank || left.type == Type::choices || left.type == Type::rows))
      break;
  }
  if (is_wrong) return {.is_wrong = true};
  return {.node = add({.op = op_of(node.form), .type = Type::boolean}, children), .type = Type::boolean};
}

Part Checker::check_is_blank(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const Part part = check_part(node.children[0]);
  if (part.is_wrong) return part;
  return made(op_of(node.form), Type::boolean, {part.node});
}

Part Checker::check_choose(uint32_t at) {
  const Node& node = ast_.nodes[at];
  const Part condition = check_part(node.children[0]);
  std::vector<Part> branches{check_part(node.children[1]), check_part(node.children[2])};
  if (condition.is_wrong) return condition;
  if (condition.type != Type::boolean)
    return wrong(kOperandType, node.children[0],
                 {"if", std::string(name_of(Type::boolean)), told(condition)});
  auto out = common(branches, at);
  if (!out) return {.is_wrong = true};
  const std::array children{condition.node, branches[0].node, branches[1].node};
  out->node = add({.op = Op::choose, .type = out->type}, children);
  return *out;
}

Checked check(const Ast& ast, const Environment& environment) {
  return Checker(ast, environment).run();
}

Checked compile(std::string_view text, const Environment& environment, Place origin) {
  const Parsed parsed = parse(text, std::move(origin));
  if (parsed.ast) return check(*parsed.ast, environment);
  Checked out;
  out.faults = parsed.faults;
  return out;
}

}  // namespace jinguo::expr
