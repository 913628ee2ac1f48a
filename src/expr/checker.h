#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/check.h"
#include "expr/function.h"
#include "expr/tree.h"

namespace jinguo::expr {

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

/// More faults of one expression than these help nobody.
inline constexpr size_t kMostFaults = 50;

/// One check of one expression: operators in check.cpp, names and codes in check_name.cpp, functions and what
/// goes over the rows of a table in check_call.cpp.
class Checker {
 public:
  Checker(const Ast& ast, const Environment& environment) : ast_(ast), environment_(environment) {}

  Checked run();

 private:
  Part wrong(const ErrorRow& row, uint32_t at, std::vector<std::string> args);
  uint32_t add(TreeNode node, std::span<const uint32_t> children = {});
  Part made(Op op, Type type, std::initializer_list<uint32_t> children) {
    return {.node = add({.op = op, .type = type}, std::span(children.begin(), children.size())),
            .type = type};
  }
  Part constant(Value value, Type type);
  static std::string told(const Part& part) { return std::string(name_of(part.type)); }

  Part check_part(uint32_t at);
  Part check_literal(const Node& node);
  Part check_operands(uint32_t at, Type takes, Type gives);
  /// Whether the node is days(…), months(…) or years(…).
  bool is_span_call(uint32_t at) const;
  Part check_sum(uint32_t at);
  Part check_date_sum(const Part& left, uint32_t at);
  Part check_has(uint32_t at);
  /// Both sides of a comparison; the side that may be a code is checked after the other.
  std::pair<Part, Part> check_pair(uint32_t left, uint32_t right);
  /// Whether two values may be compared for equality; tells the fault when not.
  bool can_equal(const Part& left, const Part& right, uint32_t left_at, uint32_t right_at, uint32_t at);
  Part check_comparison(uint32_t at);
  Part check_in(uint32_t at);
  Part check_is_blank(uint32_t at);
  Part check_choose(uint32_t at);

  /// The column a dotted name means, with its table; nulls when it means none.
  std::pair<const Name*, const Column*> find_column(std::string_view text) const;
  bool is_known(std::string_view text) const {
    return environment_.names.find(text) != environment_.names.end() || find_column(text).second;
  }
  Part check_name(uint32_t at);
  Part unknown_name(uint32_t at);
  /// A part that stands beside a choice: a bare name may be one of its codes, and a quoted text must be.
  Part check_beside(uint32_t at, const Part& choice);
  Part unknown_code(uint32_t at, const std::string& text, const Part& choice);
  bool is_bare_unknown(uint32_t at) const;

  Part check_call(uint32_t at);
  Part unknown_function(uint32_t at);
  Part check_plain(uint32_t at, const Function& function);
  bool fits(char letter, const Part& part, const Part& first, const Node& call, size_t i);
  Part wrong_argument(const Node& call, uint32_t at, size_t number, std::string_view wanted,
                      const Part& part);
  Part check_coalesce(uint32_t at);
  /// One type for all branches, `blank` fitting each; the codes of a choice hold on while all branches are of
  /// it.
  std::optional<Part> common(const std::vector<Part>& parts, uint32_t at);
  Part check_term(uint32_t at);
  Part check_over_rows(uint32_t at);
  Part finish_over_rows(uint32_t at, const Part& body, const Name& table);

  const Ast& ast_;
  const Environment& environment_;
  Tree tree_;
  Diagnostics faults_;
  /// The aggregate being read and the table its names have shown so far.
  std::string_view aggregate_;
  const Name* table_ = nullptr;
  std::string_view table_name_;
};

}  // namespace jinguo::expr
