#include "main/taken_file.h"

#include "office/file_kind.h"
#include "office/photo.h"

namespace jinguo {
namespace {

using office::FileKind;

constexpr std::string_view kDocument =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Error refused(FileKind kind, bool photos_only) {
  if (kind == FileKind::heic) return Error(office::kHeicPhoto);
  const office::FileKindRow& row = office::row_of(kind);
  return Error(photos_only ? office::kNoPhoto : office::kNoPaper, {std::string(row.zh), std::string(row.en)});
}

}  // namespace

Result<app::TakenFile> take_file(std::string_view bytes, bool photos_only,
                                 const std::filesystem::path& scratch) {
  const FileKind kind = office::kind_of_file(bytes);
  if (kind == FileKind::jpeg || kind == FileKind::png || kind == FileKind::webp) {
    auto photo = office::encode_photo(bytes, scratch);
    if (!photo) return std::move(photo).error();
    return app::TakenFile{std::move(photo->bytes), "image/jpeg", ".jpg", photo->width, photo->height};
  }
  const bool is_paper = kind == FileKind::pdf || kind == FileKind::docx || kind == FileKind::xlsx;
  if (photos_only || !is_paper) return refused(kind, photos_only);
  if (bytes.size() > kPaperBytes)
    return Error(kPaperTooLarge,
                 {std::to_string(kPaperBytes >> 20), std::to_string((bytes.size() >> 20) + 1)});
  if (kind == FileKind::pdf &&
      bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 4096)).find("%%EOF") ==
          std::string_view::npos)
    return Error(kPaperCutShort);
  const auto taken = [&](std::string_view type, const char* extension) {
    return app::TakenFile{std::string(bytes), std::string(type), extension, 0, 0};
  };
  if (kind == FileKind::pdf) return taken("application/pdf", ".pdf");
  return kind == FileKind::docx ? taken(kDocument, ".docx") : taken(kWorkbook, ".xlsx");
}

}  // namespace jinguo
