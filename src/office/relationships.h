#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/zip_archive.h"

namespace jinguo::office {

/// How one part of a workbook names another.
struct Relationship {
  std::string id;
  /// A URI; its last segment tells the kind, the same in transitional and strict files.
  std::string type;
  std::string target;
  bool is(std::string_view kind) const {
    return type.ends_with(kind) && type.size() > kind.size() && type[type.size() - kind.size() - 1] == '/';
  }
};

/// What a part names, external targets left out; nothing when the part has no relationships. A later one
/// of the same id counts.
Result<std::vector<Relationship>> read_relationships(const ZipArchive& archive, std::string_view part);

/// "xl/workbook.xml" has its relationships in "xl/_rels/workbook.xml.rels".
std::string relationships_part(std::string_view part);

/// "xl/" of "xl/workbook.xml".
std::string_view folder_of(std::string_view part);

/// The name of the part a target means, seen from the folder of the part that names it.
std::string resolve_target(std::string_view folder, std::string_view target);

}  // namespace jinguo::office
