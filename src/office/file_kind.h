#pragma once
#include <string_view>

#include "base/error.h"

namespace jinguo::office {

/// What bytes are, by the bytes alone: a file's name and what its sender calls it count for nothing.
enum class FileKind {
  jpeg,
  png,
  webp,
  pdf,
  xlsx,
  docx,
  heic,
  svg,
  html,
  xml,
  script,
  program,
  gif,
  bmp,
  tiff,
  video,
  old_office,
  macro_office,
  zip,
  archive,
  text,
  empty,
  unknown,
};

struct FileKindRow {
  FileKind kind;
  std::string_view zh;
  std::string_view en;
};

FileKind kind_of_file(std::string_view bytes);
/// How it is called.
const FileKindRow& row_of(FileKind kind);

inline constexpr ErrorRow kNoPhoto{"office.no_photo", 422,
                                   "这不是照片，看起来是{0}。请选 JPG、PNG 或 WebP 格式的照片。",
                                   "This is no photo; it looks like {1}. Choose a JPG, PNG or WebP photo."};
inline constexpr ErrorRow kHeicPhoto{
    "office.heic_photo", 422,
    "这是 HEIC 照片。请在手机“设置—相机—格式”中选“兼容性最佳”，重拍或转成 JPG 再传。",
    "This is a HEIC photo. Choose \"Most compatible\" under Settings, Camera, Formats, or send it as JPG."};
inline constexpr ErrorRow kNoPaper{
    "office.no_paper", 422, "不收这种文件，看起来是{0}。请用照片、PDF、Word（.docx）或 Excel（.xlsx）。",
    "Such files are not taken; it looks like {1}. Send a photo, a PDF, Word (.docx) or Excel (.xlsx)."};

}  // namespace jinguo::office
