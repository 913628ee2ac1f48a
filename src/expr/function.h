#pragma once
#include <span>
#include <string_view>

#include "expr/tree.h"

namespace jinguo::expr {

/// One function. `takes` has one letter per argument: b boolean, n number, t text, d date, c text or choices,
/// p number, text or date (anything printed), s a number or date, like its first; a trailing '?' makes the
/// last argument optional, a trailing '+' lets it repeat. `gives` likewise; 's' is the type of the first
/// argument.
struct Function {
  std::string_view name;
  Op op;
  std::string_view takes;
  char gives;
};

/// All functions of plain arguments, by name. Those with rules of their own (days, months, years, coalesce,
/// sum, count, average, any, all, term_start, term_end, and min and max over rows) are handled by the
/// checker, which asks `special_functions` for their names.
std::span<const Function> functions();
std::span<const std::string_view> special_functions();
const Function* find_function(std::string_view name);
/// `days`, `months` and `years`, which only stand behind a date and a sign.
bool is_span(std::string_view name);

}  // namespace jinguo::expr
