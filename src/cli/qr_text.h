#pragma once
#include <string>
#include <string_view>

namespace jinguo::cli {

/// The text as a QR for the terminal, of half blocks, black on white whatever the terminal's colours are;
/// with its quiet zone. Empty when the text is too long.
std::string qr_text(std::string_view text);

}  // namespace jinguo::cli
