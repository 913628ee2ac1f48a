#include "http/static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "http/answer.h"
#include "http/compression.h"

namespace jinguo::http {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in && !in.eof()) throw Failure("cannot read " + path.string());
  return text;
}

/// FNV-1a over the content: an entity tag, not a proof.
std::string tag_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += kHex[hash >> shift & 15];
  return out;
}

/// "name-Ab3_x9Zk.js": eight or more characters between the last dash and the ending, with a digit or a
/// capital.
bool has_hash(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot < 9) return false;
  const std::string_view hash = name.substr(dot - 8, 8);
  const bool is_set_off = name[dot - 9] == '-' || name[dot - 9] == '.';
  const bool is_word = std::all_of(hash.begin(), hash.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  const bool is_random = std::any_of(hash.begin(), hash.end(),
                                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  return is_set_off && is_word && is_random;
}

bool is_served(const fs::directory_entry& entry) {
  return entry.is_regular_file() && !entry.is_symlink() && !entry.path().filename().string().starts_with('.');
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kTypes{{
      {".css", "text/css; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {".gif", "image/gif"},
      {".html", "text/html; charset=utf-8"},
      {".ico", "image/x-icon"},
      {".jpeg", "image/jpeg"},
      {".jpg", "image/jpeg"},
      {".js", "text/javascript; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".m3u8", "application/vnd.apple.mpegurl"},
      {".md", "text/markdown; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".mp4", "video/mp4"},
      {".pdf", "application/pdf"},
      {".png", "image/png"},
      {".svg", "image/svg+xml"},
      {".ts", "video/mp2t"},
      {".ttf", "font/ttf"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".webmanifest", "application/manifest+json"},
      {".webp", "image/webp"},
      {".woff", "font/woff"},
      {".woff2", "font/woff2"},
      {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (file_name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

StaticFiles StaticFiles::load(const fs::path& folder) {
  StaticFiles all;
  std::error_code missing;
  if (!fs::is_directory(folder, missing)) return all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!is_served(entry)) continue;
    const std::string name = entry.path().filename().string();
    const bool is_pressed_twin =
        name.ends_with(".gz") && fs::exists(entry.path().parent_path() / entry.path().stem());
    if (is_pressed_twin) continue;
    File file;
    file.plain = std::make_shared<const std::string>(read_file(entry.path()));
    file.type = content_type_of(name);
    file.tag = tag_of(*file.plain);
    file.is_immutable = has_hash(name);
    fs::path twin = entry.path();
    twin += ".gz";
    if (fs::is_regular_file(twin)) {
      file.pressed = std::make_shared<const std::string>(read_file(twin));
    } else if (is_compressible(file.type) && file.plain->size() > 1024) {
      file.pressed = std::make_shared<const std::string>(gzip(*file.plain, Effort::thorough));
    }
    all.files_.emplace("/" + fs::relative(entry.path(), folder).generic_string(), std::move(file));
  }
  return all;
}

std::optional<Response> StaticFiles::answer(const Request& request, std::string_view path) const {
  if (request.method != Method::get && request.method != Method::head) return std::nullopt;
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  const bool has_range = request.header("Range").has_value();
  const bool is_pressed = file.pressed && !has_range && form_of(request).accepts_gzip;
  const std::string tag = "\"" + file.tag + (is_pressed ? "-gz\"" : "\"");
  Response response;
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control",
                       file.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.pressed) response.headers.add("Vary", "Accept-Encoding");
  if (matches_etag(request, tag)) {
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", file.type);
  if (is_pressed) response.headers.add("Content-Encoding", "gzip");
  response.shared_body = is_pressed ? file.pressed : file.plain;
  return is_pressed ? response : with_range(request, std::move(response));
}

}  // namespace jinguo::http
