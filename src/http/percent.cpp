#include "http/percent.h"

#include <optional>

#include "http/http_error.h"

namespace jinguo::http {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

enum class Plus { is_plus, is_blank };

std::optional<std::string> decode(std::string_view raw, Plus plus) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '%') {
      if (i + 2 >= raw.size()) return std::nullopt;
      const auto high = hex_digit(raw[i + 1]);
      const auto low = hex_digit(raw[i + 2]);
      if (!high || !low) return std::nullopt;
      out += static_cast<char>(*high << 4 | *low);
      i += 2;
    } else if (raw[i] == '+' && plus == Plus::is_blank) {
      out += ' ';
    } else {
      out += raw[i];
    }
  }
  return out;
}

bool has_control(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  }
  return false;
}

bool has_dot_segment(std::string_view path) {
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment == "." || segment == "..") return true;
    start = end + 1;
  }
  return false;
}

bool has_encoded_slash(std::string_view raw) {
  return raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos;
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(1);
  const bool is_overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool is_surrogate = first == 0xED && second > 0x9F;
  const bool is_beyond = first == 0xF4 && second > 0x8F;
  return is_overlong || is_surrogate || is_beyond ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

Result<std::string> parse_path(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return Error(kBadPath, {"must begin with /"});
  if (has_encoded_slash(raw)) return Error(kBadPath, {"encoded slash"});
  auto path = decode(raw, Plus::is_plus);
  if (!path) return Error(kBadPath, {"broken % escape"});
  if (!is_utf8(*path)) return Error(kBadPath, {"not UTF-8"});
  if (has_control(*path)) return Error(kBadPath, {"control character"});
  if (path->find('\\') != std::string::npos) return Error(kBadPath, {"backslash"});
  if (has_dot_segment(*path)) return Error(kBadPath, {". or .. segment"});
  return std::move(*path);
}

Result<Query> parse_query(std::string_view raw) {
  Query query;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    const std::size_t equal = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equal), Plus::is_blank);
    auto value = decode(pair.substr(std::min(equal + 1, pair.size())), Plus::is_blank);
    if (!name || !value) return Error(kBadQuery, {"broken % escape"});
    if (!is_utf8(*name) || !is_utf8(*value)) return Error(kBadQuery, {"not UTF-8"});
    const bool has_nul = name->find('\0') != std::string::npos || value->find('\0') != std::string::npos;
    if (has_nul) return Error(kBadQuery, {"NUL"});
    query.add(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace jinguo::http
