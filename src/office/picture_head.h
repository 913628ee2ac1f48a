#pragma once
#include <optional>
#include <string_view>

namespace jinguo::office {

enum class PictureKind { jpeg, png, webp };

/// What a picture says of itself before anything of it is decoded.
struct PictureHead {
  PictureKind kind = PictureKind::jpeg;
  /// In pixels, as stored: a turn noted in EXIF is not applied.
  int width = 0, height = 0;
  /// Whether its end is there. Bytes behind the end are no fault.
  bool is_whole = false;
};

/// Nothing when the bytes are no such picture, or its head is broken.
std::optional<PictureHead> read_picture_head(std::string_view bytes);

}  // namespace jinguo::office
