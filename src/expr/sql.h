#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "expr/plan.h"

namespace jinguo::expr {

enum class Dialect : uint8_t { sqlite, postgres };

/// The column that stores a slot. Stored are: a number as the integer number × 10^scale; a date as days since
/// 1970-01-01; a boolean as 0 or 1; a unit as its number; text as it is; a multiple choice as ";a;b;"; blank
/// as NULL.
struct SqlColumn {
  /// Its name as SQL, quoted and qualified as needed: the only text of a statement that is not written here.
  std::string text;
  /// Places after the point of a number.
  int scale = 0;
  /// No stored integer of a number is greater than this or less than its negative; sums and products are only
  /// written as SQL while they surely stay within 64 bits.
  int64_t most = 999'999'999'999'999'999;
};
/// Nothing when the slot has no column in the table at hand.
using ColumnOf = std::function<std::optional<SqlColumn>(int slot)>;

/// An SQL expression and the values of its parameters, in order of their numbers (?1 … or $1 …).
struct SqlText {
  std::string text;
  std::vector<std::variant<int64_t, std::string>> bound;
  /// Of a number: its places after the point.
  int scale = 0;
};

/// The same plan as SQL, with exactly the same answer, or nothing when that cannot be had (the caller then
/// runs the plan itself). A boolean plan becomes a condition for WHERE, where NULL and false both mean "not
/// met"; any other an integer or text expression. What reads no slot, `today()` too, is computed here and
/// bound as a parameter. Parameters are numbered from `first_parameter`.
std::optional<SqlText> to_sql(const Plan& plan, Dialect dialect, const ColumnOf& column_of,
                              const Context& context = {}, int first_parameter = 1);

}  // namespace jinguo::expr
