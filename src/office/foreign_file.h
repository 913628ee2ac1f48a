#pragma once
#include <optional>
#include <string_view>

#include "base/error.h"

namespace jinguo::office {

/// Whether the bytes begin as a zip archive does; "PK" alone may be the first word of a CSV.
bool begins_as_zip(std::string_view bytes);

/// The refusal of a file that is neither an archive nor text, or is a page of the web under the name of a
/// sheet: says what it most likely is and how to make a workbook of it. Nothing for archives and for text
/// that may be CSV.
std::optional<Error> foreign_file(std::string_view bytes);

}  // namespace jinguo::office
