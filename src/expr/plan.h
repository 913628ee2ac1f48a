#pragma once
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/date.h"
#include "base/value.h"
#include "expr/tree.h"
#include "expr/type.h"

namespace jinguo::expr {

/// What a run may ask besides its slots.
struct Context {
  /// The business date for `today()`; without one `today()` is blank.
  std::optional<Date> today = {};
  /// The span of a term of a list (`Name::terms`), nothing when the list has no such term.
  std::function<std::optional<Period>(std::string_view list, std::string_view term)> term = {};
};

/// A checked expression, ready to run any number of times, from any thread.
///
/// Blank propagates through arithmetic, dates and texts. A comparison with blank is false; `and`, `or`, `not`
/// and `if` take blank for false, so that they never yield blank. What cannot be computed (division by zero,
/// more than 34 digits, a day outside 1600–9999) is blank. A slot that holds a value of another type counts
/// as blank.
class Plan {
 public:
  explicit Plan(Tree tree);

  Type type() const { return tree_.nodes[tree_.root].type; }
  /// `slots` must reach as far as the greatest of `slots_used()`.
  Value run(std::span<const Value> slots, const Context& context = {}) const;
  /// True only when the expression yields true: blank is not met.
  bool is_met(std::span<const Value> slots, const Context& context = {}) const;

  /// The slots read, ascending; tables among them.
  const std::vector<int>& slots_used() const { return slots_used_; }
  const Tree& tree() const { return tree_; }

 private:
  Tree tree_;
  std::vector<int> slots_used_;
};

}  // namespace jinguo::expr
