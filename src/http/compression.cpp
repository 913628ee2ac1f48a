#include "http/compression.h"

#include <zlib.h>

#include <array>

#include "base/error.h"
#include "http/message.h"

namespace jinguo::http {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// "q=0", "q=0.0", "q=0.000" mean: not this one.
bool is_forbidden(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  return trim(parameters.substr(q + 2)).find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

std::string gzip(std::string_view text, Effort effort) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, static_cast<int>(effort), Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw Failure("zlib does not start");
  std::string out(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw Failure("zlib does not finish");
  return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = trim(accept_encoding.substr(0, end));
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const auto semicolon = std::min(item.find(';'), item.size());
    if (equals_ignoring_case(trim(item.substr(0, semicolon)), "gzip"))
      return !is_forbidden(item.substr(semicolon));
  }
  return false;
}

bool is_compressible(std::string_view content_type) {
  static constexpr std::array<std::string_view, 7> kTypes{"text/",
                                                          "application/json",
                                                          "application/javascript",
                                                          "application/manifest+json",
                                                          "image/svg+xml",
                                                          "application/geo+json",
                                                          "font/ttf"};
  if (content_type.starts_with("text/event-stream")) return false;
  for (const auto type : kTypes) {
    if (content_type.starts_with(type)) return true;
  }
  return false;
}

}  // namespace jinguo::http
