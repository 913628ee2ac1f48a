#include "office/workbook_pack.h"

#include "office/foreign_file.h"
#include "office/office_error.h"
#include "office/zip_archive.h"

namespace jinguo::office {
namespace {

/// A zip with one of these is a document.
constexpr std::string_view kDocumentMarks[] = {"[Content_Types].xml", "mimetype", "content.xml",
                                               "xl/workbook.xml", "word/document.xml"};

bool is_litter(std::string_view name) {
  if (name.starts_with("__MACOSX/")) return true;
  const std::string_view last = name.substr(name.rfind('/') + 1);
  return last.starts_with("~$") || last.starts_with(".") || last == "Thumbs.db" || last == "desktop.ini";
}

PackedFile take(const ZipArchive& archive, const ZipArchive::Entry& entry) {
  PackedFile out{entry.name, {}, std::nullopt};
  auto bytes = archive.read_entry(entry);
  if (!bytes) {
    out.fault = std::move(bytes).error();
  } else if (auto foreign = foreign_file(*bytes)) {
    out.fault = std::move(foreign);
  } else if (is_pack(*bytes)) {
    out.fault = Error(kPackNested);
  } else {
    out.bytes = std::move(*bytes);
  }
  return out;
}

}  // namespace

bool is_pack(std::string_view bytes) {
  if (!begins_as_zip(bytes)) return false;
  // Only the list is looked at, so nothing is refused here for what it would unpack to.
  constexpr size_t kAny = ~size_t{0};
  const auto archive = ZipArchive::open(
      bytes,
      {.unpacked_bytes = kAny, .unpack_ratio = kAny, .cells = kAny, .text_bytes = kAny, .parts = kAny});
  if (!archive) return archive.error().code() == kEncrypted.code;
  for (const std::string_view mark : kDocumentMarks)
    if (archive->has(mark)) return false;
  return true;
}

Result<std::vector<PackedFile>> open_pack(std::string_view bytes, const SheetLimits& limits) {
  auto archive = ZipArchive::open(bytes, limits);
  if (!archive && archive.error().code() == kEncrypted.code) return Error(kPackLocked);
  if (!archive) return std::move(archive).error();
  std::vector<ZipArchive::Entry> wanted;
  for (ZipArchive::Entry& entry : archive->entries())
    if (!is_litter(entry.name)) wanted.push_back(std::move(entry));
  if (wanted.empty()) return Error(kPackEmpty);
  if (wanted.size() > kMaxPackedFiles)
    return Error(kPackTooMany, {std::to_string(wanted.size()), std::to_string(kMaxPackedFiles)});
  std::vector<PackedFile> out;
  out.reserve(wanted.size());
  for (const ZipArchive::Entry& entry : wanted) out.push_back(take(*archive, entry));
  return out;
}

}  // namespace jinguo::office
