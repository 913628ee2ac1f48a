#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// Makes pandoc's plain reference.docx the house's: A4 with margins 37/35/28/26 mm, body 仿宋_GB2312 16 pt
/// with first lines indented by two characters and exact lines of 29 pt, headings 黑体 and 楷体_GB2312, title
/// 方正小标宋简体 22 pt, page numbers between dashes outside, tables ruled (GB/T 9704-2012). Fonts are named,
/// never brought along. Besides pandoc's own styles it has 发文机关标志, 发文字号, 主送机关, 落款, 附注 and
/// 表内文字.
Result<std::string> patch_reference_docx(std::string_view pandoc_default);

/// The style id of text in tables (表内文字).
inline constexpr std::string_view kTableTextStyle = "TableText";

}  // namespace jinguo::office
