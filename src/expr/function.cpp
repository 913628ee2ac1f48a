#include "expr/function.h"

#include <algorithm>
#include <array>

namespace jinguo::expr {
namespace {

constexpr auto kFunctions = std::to_array<Function>({
    {"abs", Op::absolute, "n", 'n'},
    {"add_days", Op::add_days, "dn", 'd'},
    {"add_months", Op::add_months, "dn", 'd'},
    {"add_years", Op::add_years, "dn", 'd'},
    {"ceil", Op::ceil, "n", 'n'},
    {"contains", Op::contains, "tt", 'b'},
    {"date", Op::date, "nnn", 'd'},
    {"day", Op::day, "d", 'n'},
    {"days_between", Op::days_between, "dd", 'n'},
    {"digits", Op::digits, "t", 'b'},
    {"first_of_month", Op::first_of_month, "d", 'd'},
    {"floor", Op::floor, "n", 'n'},
    {"last_of_month", Op::last_of_month, "d", 'd'},
    {"length", Op::length, "t", 'n'},
    {"max", Op::maximum, "ss+", 's'},
    {"min", Op::minimum, "ss+", 's'},
    {"month", Op::month, "d", 'n'},
    {"months_between", Op::months_between, "dd", 'n'},
    {"round", Op::round, "nn?", 'n'},
    {"starts_with", Op::starts_with, "tt", 'b'},
    {"text", Op::text, "p", 't'},
    {"today", Op::today, "", 'd'},
    {"year", Op::year, "d", 'n'},
    {"years_between", Op::years_between, "dd", 'n'},
});
static_assert(std::is_sorted(kFunctions.begin(), kFunctions.end(),
                             [](const Function& a, const Function& b) { return a.name < b.name; }));

constexpr auto kSpecial =
    std::to_array<std::string_view>({"all", "any", "average", "coalesce", "count", "days", "months", "sum",
                                     "term_end", "term_start", "years"});

}  // namespace

std::span<const Function> functions() {
  return kFunctions;
}
std::span<const std::string_view> special_functions() {
  return kSpecial;
}

const Function* find_function(std::string_view name) {
  const auto* row = std::lower_bound(kFunctions.begin(), kFunctions.end(), name,
                                     [](const Function& f, std::string_view n) { return f.name < n; });
  return row != kFunctions.end() && row->name == name ? row : nullptr;
}

bool is_span(std::string_view name) {
  return name == "days" || name == "months" || name == "years";
}

}  // namespace jinguo::expr
