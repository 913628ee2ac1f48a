#include "office/file_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "office/zip_archive.h"

namespace jinguo::office {
namespace {

constexpr std::array<FileKindRow, 23> kRows{{
    {FileKind::jpeg, "JPG 照片", "a JPG photo"},
    {FileKind::png, "PNG 图片", "a PNG picture"},
    {FileKind::webp, "WebP 图片", "a WebP picture"},
    {FileKind::pdf, "PDF 文件", "a PDF"},
    {FileKind::xlsx, "Excel 工作簿", "an Excel workbook"},
    {FileKind::docx, "Word 文档", "a Word document"},
    {FileKind::heic, "HEIC 照片", "a HEIC photo"},
    {FileKind::svg, "SVG 图形", "an SVG drawing"},
    {FileKind::html, "网页（HTML）", "a web page (HTML)"},
    {FileKind::xml, "XML 文件", "an XML file"},
    {FileKind::script, "脚本程序", "a script"},
    {FileKind::program, "可执行程序", "a program"},
    {FileKind::gif, "GIF 动图", "a GIF picture"},
    {FileKind::bmp, "BMP 图片", "a BMP picture"},
    {FileKind::tiff, "TIFF 图片", "a TIFF picture"},
    {FileKind::video, "视频", "a video"},
    {FileKind::old_office, "旧格式的 Office 文件（.doc、.xls）",
     "an Office file of an old format (.doc, .xls)"},
    {FileKind::macro_office, "带宏的 Office 文件", "an Office file with macros"},
    {FileKind::zip, "压缩包（zip）", "a zip archive"},
    {FileKind::archive, "压缩包", "an archive"},
    {FileKind::text, "文本", "plain text"},
    {FileKind::empty, "空文件", "an empty file"},
    {FileKind::unknown, "认不出的格式", "an unknown format"},
}};

struct Magic {
  size_t at;
  std::string_view bytes;
  FileKind kind;
};

using namespace std::string_view_literals;
constexpr std::array kMagics{
    Magic{0, "\xff\xd8\xff"sv, FileKind::jpeg},
    Magic{0, "\x89PNG\r\n\x1a\n"sv, FileKind::png},
    Magic{8, "WEBP"sv, FileKind::webp},
    Magic{0, "%PDF-"sv, FileKind::pdf},
    Magic{4, "ftypheic"sv, FileKind::heic},
    Magic{4, "ftypheix"sv, FileKind::heic},
    Magic{4, "ftypmif1"sv, FileKind::heic},
    Magic{4, "ftypmsf1"sv, FileKind::heic},
    Magic{4, "ftypavif"sv, FileKind::heic},
    Magic{4, "ftyp"sv, FileKind::video},
    Magic{0, "\x1a\x45\xdf\xa3"sv, FileKind::video},
    Magic{8, "AVI "sv, FileKind::video},
    Magic{0, "GIF8"sv, FileKind::gif},
    Magic{0, "BM"sv, FileKind::bmp},
    Magic{0, "II*\0"sv, FileKind::tiff},
    Magic{0, "MM\0*"sv, FileKind::tiff},
    Magic{0, "MZ"sv, FileKind::program},
    Magic{0,
          "\x7f"
          "ELF"sv,
          FileKind::program},
    Magic{0, "\xcf\xfa\xed\xfe"sv, FileKind::program},
    Magic{0, "dex\n"sv, FileKind::program},
    Magic{0, "#!"sv, FileKind::script},
    Magic{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, FileKind::old_office},
    Magic{0, "Rar!"sv, FileKind::archive},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, FileKind::archive},
    Magic{0, "\x1f\x8b"sv, FileKind::archive},
};

FileKind kind_of_zip(std::string_view bytes) {
  const auto archive = ZipArchive::open(bytes, {});
  if (!archive || !archive->has("[Content_Types].xml")) return FileKind::zip;
  if (archive->has("word/vbaProject.bin") || archive->has("xl/vbaProject.bin")) return FileKind::macro_office;
  if (archive->has("word/document.xml")) return FileKind::docx;
  return archive->has("xl/workbook.xml") ? FileKind::xlsx : FileKind::zip;
}

/// What the beginning of a text says it is; a byte order mark and blanks before it do not hide it.
FileKind kind_of_text(std::string_view bytes) {
  std::string begin(bytes.substr(0, 4096));
  if (begin.find('\0') != std::string::npos) return FileKind::unknown;
  std::transform(begin.begin(), begin.end(), begin.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto has = [&](const char* word) { return begin.find(word) != std::string::npos; };
  if (has("<svg")) return FileKind::svg;
  for (const char* word : {"<!doctype html", "<html", "<script", "<body", "<iframe", "<head"})
    if (has(word)) return FileKind::html;
  if (has("<?xml")) return FileKind::xml;
  for (const char* word : {"<?php", "@echo off", "powershell"})
    if (has(word)) return FileKind::script;
  const auto controls = std::count_if(begin.begin(), begin.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
  return controls == 0 ? FileKind::text : FileKind::unknown;
}

}  // namespace

const FileKindRow& row_of(FileKind kind) {
  return kRows[static_cast<size_t>(kind)];
}

FileKind kind_of_file(std::string_view bytes) {
  if (bytes.empty()) return FileKind::empty;
  if (bytes.starts_with("PK\x03\x04")) return kind_of_zip(bytes);
  for (const Magic& magic : kMagics)
    if (bytes.size() >= magic.at && bytes.substr(magic.at).starts_with(magic.bytes)) return magic.kind;
  return kind_of_text(bytes);
}

}  // namespace jinguo::office
