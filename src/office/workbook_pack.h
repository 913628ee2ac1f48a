#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/sheet.h"

namespace jinguo::office {

/// One file of a zip of workbooks.
struct PackedFile {
  /// With its folders, "/" between them. A name to show; never a path on the disk.
  std::string name;
  /// Empty when there is a fault.
  std::string bytes;
  /// Why this one cannot be a workbook; the others may be.
  std::optional<Error> fault;
};

inline constexpr size_t kMaxPackedFiles = 2'000;

/// Whether the bytes are a zip of files, rather than a workbook or another document, which are zips as well.
/// A damaged archive is none.
bool is_pack(std::string_view bytes);

/// The files of a zip in its order, unpacked into memory. What systems put beside them (__MACOSX, .DS_Store,
/// Thumbs.db, ~$ locks) is left out. Refuses a damaged or locked archive, one beyond the limits, and one
/// without files; an archive within is told at its file.
Result<std::vector<PackedFile>> open_pack(std::string_view bytes, const SheetLimits& limits = {});

}  // namespace jinguo::office
