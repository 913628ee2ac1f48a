#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/value.h"
#include "expr/type.h"

namespace jinguo::expr {

/// What a node of a checked expression does.
enum class Op : uint8_t {
  // Leaves: a constant, a slot, a column of the row at hand.
  constant,
  slot,
  cell,
  // Operators.
  or_,
  and_,
  not_,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  has,
  in,
  not_in,
  is_blank,
  is_not_blank,
  add,
  subtract,
  multiply,
  divide,
  negate,
  join,
  choose,
  // Functions.
  minimum,
  maximum,
  absolute,
  round,
  floor,
  ceil,
  coalesce,
  length,
  text,
  starts_with,
  contains,
  digits,
  date,
  year,
  month,
  day,
  days_between,
  months_between,
  years_between,
  add_days,
  add_months,
  add_years,
  first_of_month,
  last_of_month,
  today,
  term_start,
  term_end,
  count_choices,
  // Over the rows of a table: the one child is run for each row.
  count_rows,
  count_given,
  count_met,
  sum,
  average,
  least,
  greatest,
  any,
  all,
};

/// One node of a checked expression.
struct TreeNode {
  Op op = Op::constant;
  Type type = Type::blank;
  /// Its children are `children[first] … children[first + count)`.
  uint16_t count = 0;
  uint32_t first = 0;
  /// constant, term_start, term_end: which constant; slot and over rows: which slot; cell: which column.
  uint32_t index = 0;
  /// cell: the slot of its table; over rows: the size of the child as written, which one row costs.
  uint32_t extra = 0;
};

/// A checked expression: every name resolved, every type known. Flat, so that it is copied and walked
/// cheaply.
struct Tree {
  std::vector<TreeNode> nodes;
  std::vector<uint32_t> children;
  std::vector<Value> constants;
  uint32_t root = 0;

  std::span<const uint32_t> children_of(const TreeNode& node) const {
    return std::span(children).subspan(node.first, node.count);
  }
};

}  // namespace jinguo::expr
