#include <algorithm>

#include "expr/checker.h"
#include "expr/expr_error.h"
#include "expr/suggest.h"

namespace jinguo::expr {

std::pair<const Name*, const Column*> Checker::find_column(std::string_view text) const {
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return {};
  const auto table = environment_.names.find(text.substr(0, dot));
  if (table == environment_.names.end() || table->second.type != Type::rows) return {};
  for (const Column& column : table->second.columns)
    if (column.name == text.substr(dot + 1)) return {&table->second, &column};
  return {};
}

Part Checker::check_name(uint32_t at) {
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

Part Checker::unknown_name(uint32_t at) {
  if (faults_.size() >= kMostFaults) return {.is_wrong = true};
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

Part Checker::check_beside(uint32_t at, const Part& choice) {
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

Part Checker::unknown_code(uint32_t at, const std::string& text, const Part& choice) {
  const std::string meant = nearest(text, *choice.codes);
  if (meant.empty()) return wrong(kUnknownCode, at, {text, std::string(choice.name), joined(*choice.codes)});
  return wrong(kUnknownCodeMeant, at, {text, std::string(choice.name), meant});
}

bool Checker::is_bare_unknown(uint32_t at) const {
  return ast_.nodes[at].form == Form::name && !is_known(ast_.nodes[at].text);
}

}  // namespace jinguo::expr
