#pragma once
#include <optional>
#include <string_view>

#include "expr/ast.h"
#include "expr/plan.h"
#include "expr/type.h"

namespace jinguo::expr {

/// The plan, or else all faults; never both, never neither.
struct Checked {
  std::optional<Plan> plan;
  Diagnostics faults;
};

/// Resolves every name and settles every type. An unquoted name that the environment does not know but that
/// is a code of the choice it is compared with stands for that code.
Checked check(const Ast& ast, const Environment& environment);

/// `parse`, then `check`.
Checked compile(std::string_view text, const Environment& environment, Place origin = {"", 1, 1, ""});

}  // namespace jinguo::expr
