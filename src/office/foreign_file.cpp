#include "office/foreign_file.h"

#include <algorithm>
#include <array>
#include <string>

#include "office/office_error.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kOleMagic = "\xD0\xCF\x11\xE0";
constexpr size_t kHead = 1024;

std::string utf16(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) {
    out += c;
    out += '\0';
  }
  return out;
}

/// The container of old Office files and of encrypted new ones; its directory names what is within in UTF-16.
Error ole_file(std::string_view bytes) {
  const auto holds = [&](std::string_view stream) {
    return bytes.find(utf16(stream)) != std::string_view::npos;
  };
  if (holds("EncryptedPackage")) return Error(kEncrypted);
  if (holds("Workbook") || holds("Book")) return Error(kOldExcel);
  if (holds("WordDocument")) return Error(kNotWorkbook, {"旧格式的 Word 文档", "an old Word document"});
  if (holds("PowerPoint Document")) return Error(kNotWorkbook, {"旧格式的演示文稿", "an old presentation"});
  return Error(kOldExcel);
}

bool is_markup(std::string_view head) {
  std::string lower(head);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const size_t first = lower.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos || lower[first] != '<') return false;
  constexpr std::array<std::string_view, 7> kTags = {"<html", "<table", "<?xml", "<!doctype",
                                                     "<head", "<meta",  "<!--"};
  return std::ranges::any_of(
      kTags, [&](std::string_view tag) { return lower.find(tag, first) != std::string::npos; });
}

}  // namespace

bool begins_as_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06") ||
         bytes.starts_with("PK\x07\x08");
}

std::optional<Error> foreign_file(std::string_view bytes) {
  const auto starts = [&](std::string_view magic) { return bytes.starts_with(magic); };
  if (bytes.empty()) return Error(kNotWorkbook, {"空文件", "an empty file"});
  if (begins_as_zip(bytes)) return std::nullopt;
  if (starts(kOleMagic)) return ole_file(bytes);
  if (starts("\x09\x08\x10") || (starts("\x09\x04\x06") || starts("\x09\x02\x06"))) return Error(kOldExcel);
  if (starts("%PDF")) return Error(kNotWorkbook, {"PDF 文件", "a PDF"});
  if (starts("{\\rtf")) return Error(kNotWorkbook, {"RTF 文档", "an RTF document"});
  if (starts("\xFF\xD8\xFF") || starts("\x89PNG") || starts("GIF8"))
    return Error(kNotWorkbook, {"图片", "a picture"});
  if (starts("Rar!") || starts("7z\xBC\xAF") || starts("\x1F\x8B"))
    return Error(kNotWorkbook, {"压缩包（不是 .zip）", "an archive other than .zip"});
  const std::string_view head = bytes.substr(0, std::min(bytes.size(), kHead));
  if (is_markup(head)) return Error(kNotWorkbook, {"网页或 XML 文件", "a web page or XML"});
  const bool is_utf16 = starts("\xFF\xFE") || starts("\xFE\xFF");
  if (!is_utf16 && head.find('\0') != std::string_view::npos)
    return Error(kNotWorkbook, {"别的文件", "some other file"});
  return std::nullopt;
}

}  // namespace jinguo::office
