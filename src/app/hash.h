#pragma once
#include <string>
#include <string_view>

namespace jinguo::app {

/// SHA-256 as 64 hexadecimal digits.
std::string sha256_text(std::string_view bytes);

}  // namespace jinguo::app
