#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace jinguo::http {

/// The bytes of the first UTF-8 character; 0 when the text does not begin with one (empty, overlong, half,
/// surrogate or beyond U+10FFFF).
std::size_t utf8_length(std::string_view text);
bool is_utf8(std::string_view text);

/// Every byte but letters, digits and "-._~" as %XX.
std::string percent_encode(std::string_view text);

/// The path of a request target, decoded (see Request::path). Refuses kBadPath.
Result<std::string> parse_path(std::string_view raw);

/// The parameters of a raw query: "&" between, "+" a blank. Refuses kBadQuery for a broken escape, text that
/// is no UTF-8, or NUL.
Result<Query> parse_query(std::string_view raw);

}  // namespace jinguo::http
