#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/cell_comments.h"

namespace jinguo::office {

/// The rows of a CSV with the comments of each in one more column, behind the widest row: CSV has no other
/// place for them. What an earlier correction said there goes. UTF-8 with a byte order mark, separated as
/// before. The sheet of a comment is not asked; a comment without a row is told in the first. Refuses what
/// read_csv refuses.
Result<std::string> comment_csv(std::string_view bytes, const std::vector<CellComment>& comments,
                                const SheetLimits& limits = {});

}  // namespace jinguo::office
