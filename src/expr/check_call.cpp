#include <algorithm>
#include <array>

#include "expr/checker.h"
#include "expr/expr_error.h"
#include "expr/suggest.h"

namespace jinguo::expr {
namespace {

bool is_over_rows(std::string_view name) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"all", "any", "average", "count", "max", "min", "sum"});
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
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

}  // namespace

Part Checker::check_call(uint32_t at) {
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

Part Checker::unknown_function(uint32_t at) {
  std::vector<std::string> known;
  for (const Function& f : functions()) known.emplace_back(f.name);
  for (const std::string_view f : special_functions()) known.emplace_back(f);
  std::sort(known.begin(), known.end());
  const std::string& name = ast_.nodes[at].text;
  const std::string meant = nearest(name, known);
  if (meant.empty()) return wrong(kUnknownFunction, at, {name, joined(known)});
  return wrong(kUnknownFunctionMeant, at, {name, meant});
}

Part Checker::check_plain(uint32_t at, const Function& function) {
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
    is_wrong |= parts[i].is_wrong || !fits(takes[std::min(i, takes.size() - 1)], parts[i], parts[0], node, i);
    children.push_back(parts[i].node);
  }
  if (is_wrong) return {.is_wrong = true};
  const Type gives = function.gives == 's' ? parts[0].type : type_of_letter(function.gives);
  return {.node = add({.op = function.op, .type = gives}, children), .type = gives};
}

bool Checker::fits(char letter, const Part& part, const Part& first, const Node& call, size_t i) {
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

Part Checker::wrong_argument(const Node& call, uint32_t at, size_t number, std::string_view wanted,
                             const Part& part) {
  return wrong(kArgumentType, at, {call.text, std::to_string(number), std::string(wanted), told(part)});
}

Part Checker::check_coalesce(uint32_t at) {
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

std::optional<Part> Checker::common(const std::vector<Part>& parts, uint32_t at) {
  Part out;
  for (const Part& part : parts) {
    if (part.is_wrong) return std::nullopt;
    if (part.type == Type::rows) return wrong(kRowsAlone, at, {std::string(part.name)}), std::nullopt;
    if (part.type == Type::blank) continue;
    if (out.type != Type::blank && out.type != part.type)
      return wrong(kBranchTypes, at, {told(out), told(part)}), std::nullopt;
    const bool is_first = out.type == Type::blank;
    if (is_first) out.name = part.name;
    out.codes = is_first || part.codes == out.codes ? part.codes : nullptr;
    out.type = part.type;
  }
  return out;
}

Part Checker::check_term(uint32_t at) {
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

Part Checker::check_over_rows(uint32_t at) {
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
      return {.node = add({.op = Op::count_rows, .type = Type::number, .index = slot}), .type = Type::number};
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

Part Checker::finish_over_rows(uint32_t at, const Part& body, const Name& table) {
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

}  // namespace jinguo::expr
