#pragma once
#include <filesystem>
#include <string_view>

#include "app/office_port.h"

namespace jinguo {

/// No paper that is kept is larger, in bytes.
inline constexpr size_t kPaperBytes = size_t{5} << 20;

inline constexpr ErrorRow kPaperTooLarge{"main.paper_too_large", 413,
                                         "文件约 {1} MB，最大 {0} MB。请压缩后再传，或分成几份。",
                                         "The file has about {1} MB; at most {0} MB are kept. Split it."};
inline constexpr ErrorRow kPaperCutShort{"main.paper_cut_short", 422,
                                         "PDF 不完整，可能没有传完。请重新选择再传。",
                                         "The PDF is cut short. Choose it again and upload it once more."};

/// An upload as it is kept, see app::Office::take_file.
Result<app::TakenFile> take_file(std::string_view bytes, bool photos_only,
                                 const std::filesystem::path& scratch);

}  // namespace jinguo
