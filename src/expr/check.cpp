#include "expr/check.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "expr/expr_error.h"
#include "expr/function.h"
#include "expr/parse.h"
#include "expr/suggest.h"

namespace jinguo::expr {
namespace {

/// A checked part. Blank type with `is_wrong` means its fault has been told and nothing more should be said
/// of it.
struct Part {
  uint32_t node = 0;
  Type type = Type::blank;
  /// The closed list of codes and the name that has it; null where any text is good.
  const std::vector<std::string>* codes = nullptr;
  std::string_view name = {};
  bool is_wrong = false;
};

std::string joined(std::span<const std::string> words) {
  std::string out;
  for (const std::string& w : words) (out += out.empty() ? "" : ", ") += w;
  return out;
}

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

bool is_over_rows(std::string_view name) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"all", "any", "average", "count", "max", "min", "sum"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_span(std::string_view name) {
  return name == "days" || name == "months" || name == "years";
}

Type type_of_letter(char letter) {
  switch (letter) {
    case 'b':
      return Type::boolean;
    case 'n':
      return Type::number;
    case 't':
      return Type::text;
    case 'd':
      return Type::date;
    default:
      return Type::blank;
  }
}

class Checker {
 public:
  Checker(const Ast& ast, const Environment& environment) : ast_(ast), environment_(environment) {}

  Checked run() {
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

 private:
  Part wrong(const ErrorRow& row, uint32_t at, std::vector<std::string> args) {
    faults_.push_back(Error(row, std::move(args)).at(ast_.place_of(ast_.nodes[at])));
    return {.is_wrong = true};
  }

  uint32_t add(TreeNode node, std::span<const uint32_t> children = {}) {
    node.first = static_cast<uint32_t>(tree_.children.size());
    node.count = static_cast<uint16_t>(children.size());
    tree_.children.insert(tree_.children.end(), children.begin(), children.end());
    tree_.nodes.push_back(node);
    return static_cast<uint32_t>(tree_.nodes.size() - 1);
  }
  Part made(Op op, Type type, std::initializer_list<uint32_t> children) {
    return {.node = add({.op = op, .type = type}, std::span(children.begin(), children.size())),
            .type = type};
  }
  Part constant(Value value, Type type) {
    tree_.constants.push_back(std::move(value));
    const auto index = static_cast<uint32_t>(tree_.constants.size() - 1);
    return {.node = add({.op = Op::constant, .type = type, .index = index}), .type = type};
  }

  Part check_part(uint32_t at) {
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

  Part check_literal(const Node& node) {
    const Value& v = node.value;
    const Type type = v.as<bool>()      ? Type::boolean
                      : v.as<Decimal>() ? Type::number
                      : v.as<Date>()    ? Type::date
                      : v.is_blank()    ? Type::blank
                                        : Type::text;
    return constant(v, type);
  }

  /// The column a dotted name means, with its table; nulls when it means none.
  std::pair<const Name*, const Column*> find_column(std::string_view text) const {
    const size_t dot = text.find('.');
    if (dot == std::string_view::npos) return {};
    const auto table = environment_.names.find(text.substr(0, dot));
    if (table == environment_.names.end() || table->second.type != Type::rows) return {};
    for (const Column& column : table->second.columns)
      if (column.name == text.substr(dot + 1)) return {&table->second, &column};
    return {};
  }
  bool is_known(std::string_view text) const {
    return environment_.names.find(text) != environment_.names.end() || find_column(text).second;
  }

  Part check_name(uint32_t at) {
    const std::string& text = ast_.nodes[at].text;
    const auto found = environment_.names.find(text);
    if (found != environment_.names.end()) {
      const Name& name = found->second;
      Part part{.node = add({.op = Op::slot, .type = name.type, .index = static_cast<uint32_t>(name.slot)}),
                .type = name.type,
                .name = found->first};
      if (!name.codes.empty()) part.codes = &name.codes;
      return part;
    }
    const auto [table, column] = find_column(text);
    if (!column) return unknown_name(at);
    const std::string_view table_name = std::string_view(text).substr(0, text.find('.'));
    if (aggregate_.empty()) return wrong(kRowsAlone, at, {std::string(table_name)});
    if (table_ && table_ != table)
      return wrong(kRowsMixed, at, {std::string(table_name_), std::string(table_name)});
    table_ = table;
    table_name_ = table_name;
    const auto index = static_cast<uint32_t>(column - table->columns.data());
    Part part{.node = add({.op = Op::cell,
                           .type = column->type,
                           .index = index,
                           .extra = static_cast<uint32_t>(table->slot)}),
              .type = column->type,
              .name = text};
    if (!column->codes.empty()) part.codes = &column->codes;
    return part;
  }

  Part unknown_name(uint32_t at) {
    const std::string& text = ast_.nodes[at].text;
    std::vector<std::string> known;
    for (const auto& [name, meaning] : environment_.names) {
      known.push_back(name);
      for (const Column& column : meaning.columns) known.push_back(name + "." + column.name);
    }
    const std::string meant = nearest(text, known);
    if (meant.empty()) return wrong(kUnknownName, at, {text});
    return wrong(kUnknownNameMeant, at, {text, meant});
  }

  /// A part that stands beside a choice: a bare name may be one of its codes, and a quoted text must be.
  Part check_beside(uint32_t at, const Part& choice) {
    const Node& node = ast_.nodes[at];
    if (!choice.codes) return check_part(at);
    const auto is_code = [&](const std::string& text) {
      return std::find(choice.codes->begin(), choice.codes->end(), text) != choice.codes->end();
    };
    if (node.form == Form::name) {
      if (is_known(node.text)) {
        if (is_code(node.text)) return wrong(kNameOrCode, at, {node.text, std::string(choice.name)});
        return check_part(at);
      }
      if (!is_code(node.text)) return unknown_code(at, node.text, choice);
      return constant(Value(node.text), Type::text);
    }
    const auto* text = node.form == Form::literal ? node.value.as<std::string>() : nullptr;
    if (text && !text->empty() && !is_code(*text)) return unknown_code(at, *text, choice);
    return check_part(at);
  }

  Part unknown_code(uint32_t at, const std::string& text, const Part& choice) {
    const std::string meant = nearest(text, *choice.codes);
    if (meant.empty())
      return wrong(kUnknownCode, at, {text, std::string(choice.name), joined(*choice.codes)});
    return wrong(kUnknownCodeMeant, at, {text, std::string(choice.name), meant});
  }

  bool is_bare_unknown(uint32_t at) const {
    return ast_.nodes[at].form == Form::name && !is_known(ast_.nodes[at].text);
  }

  /// Both sides of a comparison; the side that may be a code is checked after the other.
  std::pair<Part, Part> check_pair(uint32_t left, uint32_t right) {
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

  Part check_operands(uint32_t at, Type takes, Type gives) {
    const Node& node = ast_.nodes[at];
    std::vector<uint32_t> children;
    bool is_wrong = false;
    for (const uint32_t child : node.children) {
      const Part part = check_part(child);
      is_wrong |= part.is_wrong;
      if (!part.is_wrong && part.type != takes) {
        wrong(kOperandType, child,
              {std::string(sign_of(node.form)), std::string(name_of(takes)), told(part)});
        is_wrong = true;
      }
      children.push_back(part.node);
    }
    if (is_wrong) return {.is_wrong = true};
    return {.node = add({.op = op_of(node.form), .type = gives}, children), .type = gives};
  }

  static std::string told(const Part& part) { return std::string(name_of(part.type)); }

  /// Whether the node is days(…), months(…) or years(…).
  bool is_span_call(uint32_t at) const {
    return ast_.nodes[at].form == Form::call && is_span(ast_.nodes[at].text);
  }

  Part check_sum(uint32_t at) {
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

  Part check_date_sum(const Part& left, uint32_t at) {
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

  Part wrong_argument(const Node& call, uint32_t at, size_t number, std::string_view wanted,
                      const Part& part) {
    return wrong(kArgumentType, at, {call.text, std::to_string(number), std::string(wanted), told(part)});
  }

  Part check_has(uint32_t at) {
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

  /// Whether two values may be compared for equality; tells the fault when not.
  bool can_equal(const Part& left, const Part& right, uint32_t left_at, uint32_t right_at, uint32_t at) {
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

  Part check_comparison(uint32_t at) {
    const Node& node = ast_.nodes[at];
    const auto [left, right] = check_pair(node.children[0], node.children[1]);
    if (left.is_wrong || right.is_wrong) return {.is_wrong = true};
    if (!can_equal(left, right, node.children[0], node.children[1], at)) return {.is_wrong = true};
    const bool is_order = node.form != Form::equal && node.form != Form::not_equal;
    if (is_order && left.type != Type::number && left.type != Type::date)
      return wrong(kOrderType, at, {told(left)});
    return made(op_of(node.form), Type::boolean, {left.node, right.node});
  }

  Part check_in(uint32_t at) {
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

  Part check_is_blank(uint32_t at) {
    const Node& node = ast_.nodes[at];
    const Part part = check_part(node.children[0]);
    if (part.is_wrong) return part;
    return made(op_of(node.form), Type::boolean, {part.node});
  }

  /// One type for all branches, `blank` fitting each; the codes of a choice hold on while all branches are of
  /// it.
  std::optional<Part> common(const std::vector<Part>& parts, uint32_t at) {
    Part out{.codes = parts.front().codes, .name = parts.front().name};
    for (const Part& part : parts) {
      if (part.is_wrong) return std::nullopt;
      if (part.type == Type::rows) return wrong(kRowsAlone, at, {std::string(part.name)}), std::nullopt;
      if (part.type == Type::blank) continue;
      if (out.type != Type::blank && out.type != part.type)
        return wrong(kBranchTypes, at, {told(out), told(part)}), std::nullopt;
      out.type = part.type;
      if (part.codes != out.codes) out.codes = nullptr;
    }
    return out;
  }

  Part check_choose(uint32_t at) {
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

  Part check_call(uint32_t at) {
    const Node& node = ast_.nodes[at];
    const std::string& name = node.text;
    if (is_over_rows(name) && (node.children.size() == 1 || !find_function(name))) return check_over_rows(at);
    if (is_span(name)) return wrong(kSpanAlone, at, {name});
    if (name == "coalesce") return check_coalesce(at);
    if (name == "term_start" || name == "term_end") return check_term(at);
    const Function* function = find_function(name);
    if (!function) return unknown_function(at);
    if (function->op == Op::today && environment_.today == Environment::Today::refused)
      return wrong(kTodayRefused, at, {});
    return check_plain(at, *function);
  }

  Part unknown_function(uint32_t at) {
    std::vector<std::string> known;
    for (const Function& f : functions()) known.emplace_back(f.name);
    for (const std::string_view f : special_functions()) known.emplace_back(f);
    std::sort(known.begin(), known.end());
    const std::string& name = ast_.nodes[at].text;
    const std::string meant = nearest(name, known);
    if (meant.empty()) return wrong(kUnknownFunction, at, {name, joined(known)});
    return wrong(kUnknownFunctionMeant, at, {name, meant});
  }

  Part check_plain(uint32_t at, const Function& function) {
    const Node& node = ast_.nodes[at];
    std::string_view takes = function.takes;
    const char last = takes.empty() ? ' ' : takes.back();
    if (last == '?' || last == '+') takes.remove_suffix(1);
    const size_t most = last == '+' ? SIZE_MAX : takes.size();
    const size_t least = last == '?' ? takes.size() - 1 : takes.size();
    std::vector<Part> parts;
    for (const uint32_t child : node.children) parts.push_back(check_part(child));
    if (parts.size() < least || parts.size() > most) {
      const std::string wanted = least == most      ? std::to_string(least)
                                 : most == SIZE_MAX ? std::to_string(least) + "+"
                                                    : std::to_string(least) + "–" + std::to_string(most);
      return wrong(kArgumentCount, at, {function.name.data(), wanted, std::to_string(parts.size())});
    }
    std::vector<uint32_t> children;
    bool is_wrong = false;
    for (size_t i = 0; i < parts.size(); ++i) {
      is_wrong |=
          parts[i].is_wrong || !fits(takes[std::min(i, takes.size() - 1)], parts[i], parts[0], node, i);
      children.push_back(parts[i].node);
    }
    if (is_wrong) return {.is_wrong = true};
    const Type gives = function.gives == 's' ? parts[0].type : type_of_letter(function.gives);
    return {.node = add({.op = function.op, .type = gives}, children), .type = gives};
  }

  bool fits(char letter, const Part& part, const Part& first, const Node& call, size_t i) {
    std::string_view wanted = name_of(type_of_letter(letter));
    bool good = part.type == type_of_letter(letter);
    if (letter == 's') {
      const bool is_first_good = first.type == Type::number || first.type == Type::date;
      good = i == 0 ? is_first_good : part.type == first.type || !is_first_good;
      wanted = i > 0 ? name_of(first.type) : "数字或日期 number or date";
    } else if (letter == 'p') {
      good = part.type == Type::number || part.type == Type::date || part.type == Type::text;
      wanted = "数字、日期或文字 number, date or text";
    }
    if (!good) wrong_argument(call, call.children[i], i + 1, wanted, part);
    return good;
  }

  Part check_coalesce(uint32_t at) {
    const Node& node = ast_.nodes[at];
    if (node.children.empty()) return wrong(kArgumentCount, at, {node.text, "1+", "0"});
    std::vector<Part> parts;
    std::vector<uint32_t> children;
    for (const uint32_t child : node.children) {
      parts.push_back(check_part(child));
      children.push_back(parts.back().node);
    }
    auto out = common(parts, at);
    if (!out) return {.is_wrong = true};
    out->node = add({.op = Op::coalesce, .type = out->type}, children);
    return *out;
  }

  Part check_term(uint32_t at) {
    const Node& node = ast_.nodes[at];
    if (node.children.size() != 1)
      return wrong(kArgumentCount, at, {node.text, "1", std::to_string(node.children.size())});
    const Node& field = ast_.nodes[node.children[0]];
    const auto found =
        field.form == Form::name ? environment_.names.find(field.text) : environment_.names.end();
    if (field.form == Form::name && !is_known(field.text)) return check_part(node.children[0]);
    if (found == environment_.names.end() || found->second.terms.empty())
      return wrong(kNotTerm, node.children[0], {node.text});
    const Part part = check_part(node.children[0]);
    tree_.constants.emplace_back(found->second.terms);
    const std::array children{part.node};
    const Op op = node.text == "term_start" ? Op::term_start : Op::term_end;
    const auto index = static_cast<uint32_t>(tree_.constants.size() - 1);
    return {.node = add({.op = op, .type = Type::date, .index = index}, children), .type = Type::date};
  }

  Part check_over_rows(uint32_t at) {
    const Node& node = ast_.nodes[at];
    const std::string& name = node.text;
    if (node.children.size() != 1)
      return wrong(kArgumentCount, at, {name, "1", std::to_string(node.children.size())});
    if (!aggregate_.empty()) return wrong(kRowsNested, at, {name});
    const uint32_t child = node.children[0];
    if (name == "count" && ast_.nodes[child].form == Form::name) {
      const auto found = environment_.names.find(ast_.nodes[child].text);
      if (found != environment_.names.end() && found->second.type == Type::choices)
        return made(Op::count_choices, Type::number, {check_part(child).node});
      if (found != environment_.names.end() && found->second.type == Type::rows) {
        const auto slot = static_cast<uint32_t>(found->second.slot);
        return {.node = add({.op = Op::count_rows, .type = Type::number, .index = slot}),
                .type = Type::number};
      }
    }
    aggregate_ = name;
    table_ = nullptr;
    const Part body = check_part(child);
    const Name* table = table_;
    aggregate_ = {};
    if (body.is_wrong) return body;
    if (!table) return wrong(kRowsMissing, at, {name});
    return finish_over_rows(at, body, *table);
  }

  Part finish_over_rows(uint32_t at, const Part& body, const Name& table) {
    const Node& node = ast_.nodes[at];
    const std::string& name = node.text;
    const uint32_t child = node.children[0];
    Op op = Op::sum;
    Type gives = Type::number;
    if (name == "any" || name == "all") {
      if (body.type != Type::boolean) return wrong_argument(node, child, 1, name_of(Type::boolean), body);
      op = name == "any" ? Op::any : Op::all;
      gives = Type::boolean;
    } else if (name == "count") {
      op = body.type == Type::boolean ? Op::count_met : Op::count_given;
    } else if (name == "min" || name == "max") {
      if (body.type != Type::number && body.type != Type::date)
        return wrong_argument(node, child, 1, "数字或日期 number or date", body);
      op = name == "min" ? Op::least : Op::greatest;
      gives = body.type;
    } else {
      if (body.type != Type::number) return wrong_argument(node, child, 1, name_of(Type::number), body);
      op = name == "sum" ? Op::sum : Op::average;
    }
    const std::array children{body.node};
    const TreeNode made_node{.op = op,
                             .type = gives,
                             .index = static_cast<uint32_t>(table.slot),
                             .extra = static_cast<uint32_t>(ast_.size_of(child))};
    return {.node = add(made_node, children), .type = gives};
  }

  const Ast& ast_;
  const Environment& environment_;
  Tree tree_;
  Diagnostics faults_;
  /// The aggregate being read and the table its names have shown so far.
  std::string_view aggregate_;
  const Name* table_ = nullptr;
  std::string_view table_name_;
};

}  // namespace

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
