#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// The archive with these parts in the place of those of the same name, or behind the others. Every other
/// entry keeps its place and its compressed bytes.
Result<std::string> replace_parts(std::string_view archive, const std::map<std::string, std::string>& parts);

}  // namespace jinguo::office
