#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::expr {

/// The word among these that a person who wrote `word` most likely meant: at most a third of its letters
/// away. Empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& words);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words);

}  // namespace jinguo::expr
