#pragma once
#include <string>
#include <string_view>

namespace jinguo::cli {

/// What turns one text into another, in the unified form: line numbers after `@@`, three lines around each
/// change, "-" before what went and "+" before what came. Empty when the texts are the same.
std::string unified_diff(std::string_view before, std::string_view after, const std::string& before_name,
                         const std::string& after_name);

}  // namespace jinguo::cli
