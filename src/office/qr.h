#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// A QR code (bytes, error correction M, quiet zone of 4) as an SVG that scales: black squares on white, one
/// unit per square. Refuses an empty text and one that fits no code (some 2,300 bytes).
Result<std::string> qr_svg(std::string_view text);

}  // namespace jinguo::office
