#include "office/relationships.h"

#include <algorithm>

#include "office/xml_scan.h"

namespace jinguo::office {
namespace {

struct RelationshipHandler {
  std::optional<Error> error;
  std::vector<Relationship> found;
  bool start(std::string_view name, XmlAttributes attributes) {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return true;
    const auto id = attributes.get("Id");
    const auto type = attributes.get("Type");
    const auto target = attributes.get("Target");
    if (id && type && target) found.push_back({std::string(*id), std::string(*type), std::string(*target)});
    return true;
  }
  bool end(std::string_view) { return true; }
  void text(std::string_view) {}
};

}  // namespace

Result<std::vector<Relationship>> read_relationships(const ZipArchive& archive, std::string_view part) {
  const std::string links = relationships_part(part);
  if (!archive.has(links)) return std::vector<Relationship>();
  RelationshipHandler handler;
  if (auto read = scan_part(archive, links, handler); !read) return std::move(read).error();
  std::ranges::reverse(handler.found);
  return std::move(handler.found);
}

std::string relationships_part(std::string_view part) {
  const std::string_view folder = folder_of(part);
  return std::string(folder) + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

std::string_view folder_of(std::string_view part) {
  return part.substr(0, part.rfind('/') + 1);
}

std::string resolve_target(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base(folder);
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const size_t slash = base.size() < 2 ? std::string::npos : base.rfind('/', base.size() - 2);
    base.erase(slash == std::string::npos ? 0 : slash + 1);
  }
  while (target.starts_with("./")) target.remove_prefix(2);
  return base + std::string(target);
}

}  // namespace jinguo::office
