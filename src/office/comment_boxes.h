#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/comment_list.h"

namespace jinguo::office {

/// The VML drawing with a box for each of `wanted` that has none, and without the boxes of `removed`. An
/// empty `vml` is made anew.
Result<std::string> merge_boxes(std::string_view vml, const CellSet& wanted, const CellSet& removed,
                                std::string_view part);

}  // namespace jinguo::office
