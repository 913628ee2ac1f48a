#include "office/picture_head.h"

#include <cstdint>

namespace jinguo::office {
namespace {

int byte_at(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

int big_16(std::string_view bytes, size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}

uint32_t big_32(std::string_view bytes, size_t at) {
  return static_cast<uint32_t>(big_16(bytes, at)) << 16 | static_cast<uint32_t>(big_16(bytes, at + 2));
}

uint32_t little_32(std::string_view bytes, size_t at) {
  uint32_t out = 0;
  for (size_t i = 4; i-- > 0;) out = out << 8 | static_cast<uint32_t>(byte_at(bytes, at + i));
  return out;
}

int little_24(std::string_view bytes, size_t at) {
  return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2) << 16;
}

/// Whether the marker begins a frame, whose segment tells the size.
bool is_frame(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::optional<PictureHead> read_jpeg(std::string_view bytes) {
  PictureHead head{PictureKind::jpeg, 0, 0, false};
  size_t at = 2;
  while (at + 1 < bytes.size()) {
    if (byte_at(bytes, at) != 0xff) return head.width > 0 ? std::optional(head) : std::nullopt;
    const int marker = byte_at(bytes, at + 1);
    if (marker == 0xff) {
      ++at;
      continue;
    }
    at += 2;
    if (marker == 0xd9) {
      head.is_whole = true;
      break;
    }
    if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    if (at + 2 > bytes.size()) break;
    const auto length = static_cast<size_t>(big_16(bytes, at));
    if (length < 2 || at + length > bytes.size()) break;
    if (is_frame(marker) && length >= 7) {
      head.height = big_16(bytes, at + 3);
      head.width = big_16(bytes, at + 5);
    }
    at += length;
    if (marker != 0xda) continue;
    // Entropy-coded data: 0xff is followed by 0 or by a restart marker until the next segment.
    while (at + 1 < bytes.size()) {
      const int next = byte_at(bytes, at + 1);
      if (byte_at(bytes, at) == 0xff && next != 0 && !(next >= 0xd0 && next <= 0xd7)) break;
      ++at;
    }
  }
  if (head.width == 0 || head.height == 0) return std::nullopt;
  return head;
}

std::optional<PictureHead> read_png(std::string_view bytes) {
  if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR") return std::nullopt;
  const uint32_t width = big_32(bytes, 16), height = big_32(bytes, 20);
  if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX) return std::nullopt;
  PictureHead head{PictureKind::png, static_cast<int>(width), static_cast<int>(height), false};
  for (size_t at = 8; at + 12 <= bytes.size();) {
    const size_t length = big_32(bytes, at);
    if (length > bytes.size() - at - 12) break;
    if (bytes.substr(at + 4, 4) == "IEND") {
      head.is_whole = true;
      break;
    }
    at += 12 + length;
  }
  return head;
}

std::optional<PictureHead> read_webp(std::string_view bytes) {
  if (bytes.size() < 30) return std::nullopt;
  PictureHead head{PictureKind::webp, 0, 0, little_32(bytes, 4) <= bytes.size() - 8};
  const std::string_view chunk = bytes.substr(12, 4);
  if (chunk == "VP8 " && bytes.substr(23, 3) == "\x9d\x01\x2a") {
    head.width = (byte_at(bytes, 26) | byte_at(bytes, 27) << 8) & 0x3fff;
    head.height = (byte_at(bytes, 28) | byte_at(bytes, 29) << 8) & 0x3fff;
  } else if (chunk == "VP8L" && byte_at(bytes, 20) == 0x2f) {
    const uint32_t bits = little_32(bytes, 21);
    head.width = static_cast<int>(bits & 0x3fff) + 1;
    head.height = static_cast<int>(bits >> 14 & 0x3fff) + 1;
  } else if (chunk == "VP8X") {
    head.width = little_24(bytes, 24) + 1;
    head.height = little_24(bytes, 27) + 1;
  }
  if (head.width == 0 || head.height == 0) return std::nullopt;
  return head;
}

}  // namespace

std::optional<PictureHead> read_picture_head(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return read_jpeg(bytes);
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return read_png(bytes);
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
    return read_webp(bytes);
  return std::nullopt;
}

}  // namespace jinguo::office
