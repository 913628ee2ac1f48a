#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// A picture encoded anew as JPEG: only what is seen, turned as EXIF said, in sRGB; no place, camera or
/// comment, nothing behind its end.
struct Photo {
  std::string bytes;
  /// In pixels.
  int width = 0, height = 0;
};

/// No side of a photo that is kept is longer, in pixels.
inline constexpr int kPhotoSide = 1600;
/// No photo that is kept is larger, in bytes.
inline constexpr size_t kPhotoBytes = 300 * 1024;
/// A picture with more pixels is refused before anything of it is decoded.
inline constexpr int64_t kMostPixels = 64'000'000;

/// Refuses what is cut short, has too many pixels or cannot be decoded. The decoder (vipsthumbnail) runs as a
/// process of its own, within `scratch`, with limits of time and memory. Safe to call from several threads.
Result<Photo> encode_photo(std::string_view bytes, const std::filesystem::path& scratch);

inline constexpr ErrorRow kPhotoCutShort{"office.photo_cut_short", 422,
                                         "照片不完整，可能没有传完。请重新选择这张照片再传。",
                                         "The photo is cut short. Choose it again and upload it once more."};
inline constexpr ErrorRow kPhotoDamaged{"office.photo_damaged", 422,
                                        "照片已损坏，打不开。请重新拍照或另存为 JPG 再传。",
                                        "The photo is damaged. Take it again, or save it as JPG."};
inline constexpr ErrorRow kPhotoTooWide{
    "office.photo_too_wide", 413, "照片有 {0}×{1} 像素，超过 {2} 万像素。请缩小后再传。",
    "The photo has {0} by {1} pixels, more than {2} times ten thousand. Make it smaller."};
inline constexpr ErrorRow kPhotoTooSlow{"office.photo_too_slow", 503, "照片处理超时，请稍后再传。",
                                        "The photo took too long. Upload it again later."};
inline constexpr ErrorRow kNoDarkroom{
    "office.no_darkroom", 503, "服务器暂不能收照片。请管理员执行：apt install {0}",
    "The server cannot take photos yet. An administrator can mend it: apt install {0}"};

}  // namespace jinguo::office
