#pragma once
#include <string>
#include <string_view>

namespace jinguo::http {

/// How hard to press: 4 for answers made on the way, 9 for files pressed once.
enum class Effort { quick = 4, thorough = 9 };

/// The text in gzip form.
std::string gzip(std::string_view text, Effort effort);

/// Whether an Accept-Encoding value takes gzip.
bool accepts_gzip(std::string_view accept_encoding);

/// Whether bodies of this content type shrink: text, JSON, scripts, SVG, fonts without own compression.
bool is_compressible(std::string_view content_type);

}  // namespace jinguo::http
