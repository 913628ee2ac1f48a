#pragma once
#include <optional>
#include <string_view>

#include "expr/ast.h"

namespace jinguo::expr {

/// What an expression may be at most, so that every answer comes at once.
inline constexpr size_t kMaxBytes = 10'000;
inline constexpr size_t kMaxNodes = 2'000;
inline constexpr int kMaxDepth = 64;

/// The expression, or else all faults found in it; never both, never neither.
struct Parsed {
  std::optional<Ast> ast;
  Diagnostics faults;
};

/// Reads an expression. `origin` is the place of its first character; faults are told from there, columns
/// counted in characters. Full-width punctuation is taken for what was meant, so that all of it is told at
/// once.
Parsed parse(std::string_view text, Place origin = {"", 1, 1, ""});

}  // namespace jinguo::expr
