#include "office/cell_comments.h"

#include <algorithm>
#include <array>
#include <set>

#include "office/comment_boxes.h"
#include "office/comment_list.h"
#include "office/office_error.h"
#include "office/workbook_parts.h"
#include "office/xml_outline.h"
#include "office/zip_archive.h"
#include "office/zip_replace.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kTypes = "[Content_Types].xml";
constexpr std::string_view kCommentsType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
constexpr std::string_view kDrawingType = "application/vnd.openxmlformats-officedocument.vmlDrawing";
constexpr std::string_view kPackageLinks = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kLinks = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kStrictMain = "http://purl.oclc.org/ooxml/spreadsheetml/main";
constexpr std::string_view kStrictLinks = "http://purl.oclc.org/ooxml/officeDocument/relationships";
/// Elements of a worksheet that stand behind legacyDrawing (ECMA-376 part 1, 18.3.1.99).
constexpr std::array<std::string_view, 9> kBehindDrawing = {
    "legacyDrawingHF", "drawingHF",  "picture", "oleObjects",      "controls",
    "webPublishItems", "tableParts", "extLst",  "AlternateContent"};

class Correction {
 public:
  Correction(const ZipArchive& archive, const WorkbookParts& book) : archive_(archive), book_(book) {}

  Result<void> comment(const SheetPart& sheet, const CellTexts& texts) {
    if (!done_.insert(sheet.part).second) return {};
    auto links = read_relationships(archive_, sheet.part);
    if (!links) return std::move(links).error();
    const auto listed =
        std::ranges::find_if(*links, [](const Relationship& link) { return link.is("comments"); });
    if (listed != links->end()) {
      const std::string part = resolve_target(folder_of(sheet.part), listed->target);
      auto xml = text_of(part);
      if (!xml) return std::move(xml).error();
      auto merged = merge_comments(*xml, texts, part);
      if (!merged) return std::move(merged).error();
      if (!merged->is_changed) return {};
      change(part, std::move(merged->xml));
      return draw(sheet, *links, texts, merged->removed);
    }
    if (texts.empty()) return {};
    const std::string part = new_part(sheet, "comments", ".xml");
    change(part, new_comments(texts, is_strict() ? kStrictMain : kMain).xml);
    new_overrides_ += "PartName=\"/" + part + "\" ContentType=\"" + std::string(kCommentsType) + "\"\n";
    if (auto done = link(sheet, "comments", part); !done) return std::move(done).error();
    return draw(sheet, *links, texts, {});
  }

  /// What changed, by the names the archive has; the new parts are listed among the content types.
  Result<std::map<std::string, std::string>> finish() {
    if (new_overrides_.empty() && !has_new_drawing_) return std::move(changed_);
    auto xml = text_of(kTypes);
    if (!xml) return std::move(xml).error();
    auto types = outline_xml(*xml, 2, kTypes);
    if (!types) return std::move(types).error();
    const std::string prefix = types->front().prefix();
    const bool knows_vml = std::ranges::any_of(*types, [](const XmlElement& element) {
      const std::string_view ending = element.get("Extension");
      return element.name == "Default" && (ending == "vml" || ending == "VML");
    });
    std::string added;
    if (has_new_drawing_ && !knows_vml)
      added += "<" + prefix + "Default Extension=\"vml\" ContentType=\"" + std::string(kDrawingType) + "\"/>";
    for (size_t at = 0; at < new_overrides_.size();) {
      const size_t end = new_overrides_.find('\n', at);
      added += "<" + prefix + "Override " + new_overrides_.substr(at, end - at) + "/>";
      at = end + 1;
    }
    change(std::string(kTypes), with_last_child(*xml, types->front(), added));
    return std::move(changed_);
  }

 private:
  bool is_strict() const {
    return std::ranges::any_of(
        book_.links, [](const Relationship& link) { return link.type.starts_with("http://purl.oclc.org/"); });
  }

  /// A part as it is now.
  Result<std::string> text_of(std::string_view part) const {
    if (const auto it = changed_.find(stored(part)); it != changed_.end()) return it->second;
    auto bytes = archive_.read_all(part);
    if (!bytes) return bytes;
    return utf8_part(*std::move(bytes));
  }

  std::string stored(std::string_view part) const {
    std::string name = archive_.stored_name(part);
    return name.empty() ? std::string(part) : name;
  }
  void change(const std::string& part, std::string text) { changed_[stored(part)] = std::move(text); }

  /// A name no part has, beside the folder of the sheets.
  std::string new_part(const SheetPart& sheet, std::string_view name, std::string_view ending) const {
    const std::string folder = resolve_target(folder_of(sheet.part), "../");
    for (int n = 1;; ++n) {
      std::string part = folder + std::string(name) + std::to_string(n) + std::string(ending);
      if (!archive_.has(part) && !changed_.contains(part)) return part;
    }
  }

  /// Adds a relationship of the sheet; answers its id.
  Result<std::string> link(const SheetPart& sheet, std::string_view kind, const std::string& part) {
    const std::string links = relationships_part(sheet.part);
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"" +
        std::string(kPackageLinks) + "\"></Relationships>";
    if (archive_.has(links) || changed_.contains(links)) {
      auto text = text_of(links);
      if (!text) return text;
      xml = *std::move(text);
    }
    const auto elements = outline_xml(xml, 2, links);
    if (!elements) return elements.error();
    std::string id;
    for (int n = 1;; ++n) {
      id = "rId" + std::to_string(n);
      if (std::ranges::none_of(*elements, [&](const XmlElement& e) { return e.get("Id") == id; })) break;
    }
    change(links, with_last_child(xml, elements->front(),
                                  "<" + elements->front().prefix() + "Relationship Id=\"" + id +
                                      "\" Type=\"" + std::string(is_strict() ? kStrictLinks : kLinks) + "/" +
                                      std::string(kind) + "\" Target=\"" + escape_xml("/" + part) + "\"/>"));
    return id;
  }

  /// Boxes for the comments: without one a comment is not shown.
  Result<void> draw(const SheetPart& sheet, const std::vector<Relationship>& links, const CellTexts& texts,
                    const CellSet& removed) {
    CellSet wanted;
    for (const auto& [cell, text] : texts) wanted.insert(cell);
    auto xml = text_of(sheet.part);
    if (!xml) return std::move(xml).error();
    const auto elements = outline_xml(*xml, 2, sheet.part);
    if (!elements) return elements.error();
    const auto drawing = std::ranges::find(*elements, std::string("legacyDrawing"), &XmlElement::name);
    if (drawing != elements->end()) {
      const auto listed = std::ranges::find(links, drawing->get_prefixed("id"), &Relationship::id);
      if (listed == links.end()) return Error(kMissingPart, {"legacyDrawing"});
      const std::string part = resolve_target(folder_of(sheet.part), listed->target);
      auto old = text_of(part);
      if (!old) return std::move(old).error();
      auto merged = merge_boxes(*old, wanted, removed, part);
      if (!merged) return std::move(merged).error();
      change(part, std::move(*merged));
      return {};
    }
    if (wanted.empty()) return {};
    const std::string part = new_part(sheet, "drawings/vmlDrawing", ".vml");
    auto boxes = merge_boxes({}, wanted, {}, part);
    if (!boxes) return std::move(boxes).error();
    change(part, std::move(*boxes));
    has_new_drawing_ = true;
    auto id = link(sheet, "vmlDrawing", part);
    if (!id) return std::move(id).error();
    change(sheet.part, with_drawing(*xml, *elements, *id));
    return {};
  }

  std::string with_drawing(std::string_view xml, const std::vector<XmlElement>& elements,
                           const std::string& id) const {
    const XmlElement& root = elements.front();
    const std::string element = "<" + root.prefix() + "legacyDrawing xmlns:r=\"" +
                                std::string(is_strict() ? kStrictLinks : kLinks) + "\" r:id=\"" + id + "\"/>";
    const bool has_data = std::ranges::any_of(elements, [](const auto& e) { return e.name == "sheetData"; });
    bool is_behind_data = !has_data;
    for (const XmlElement& child : elements) {
      if (child.depth != 2) continue;
      if (is_behind_data && std::ranges::find(kBehindDrawing, child.name) != kBehindDrawing.end())
        return std::string(xml.substr(0, child.begin)) + element + std::string(xml.substr(child.begin));
      is_behind_data = is_behind_data || child.name == "sheetData";
    }
    return with_last_child(xml, root, element);
  }

  const ZipArchive& archive_;
  const WorkbookParts& book_;
  std::map<std::string, std::string> changed_;
  /// A part listed as two sheets is corrected once.
  std::set<std::string> done_;
  /// Attributes of overrides to add, one a line.
  std::string new_overrides_;
  bool has_new_drawing_ = false;
};

/// Ours are joined under each other, each behind the mark.
Result<std::map<std::string, CellTexts>> by_sheet(const std::vector<CellComment>& comments) {
  std::map<std::string, CellTexts> out;
  for (const CellComment& comment : comments) {
    const bool is_inside =
        comment.row >= 1 && comment.row <= kMaxRow && comment.column >= 1 && comment.column <= kMaxColumn;
    if (!is_inside)
      return Error(kOutsideSheet, {std::to_string(comment.row) + ", " + std::to_string(comment.column)})
          .at({comment.sheet, comment.row, comment.column, {}});
    std::string& text = out[comment.sheet][{comment.row, comment.column}];
    if (!text.empty()) text += '\n';
    text += std::string(kCommentMark) + comment.text;
  }
  return out;
}

}  // namespace

Result<std::string> comment_cells(std::string_view workbook, const std::vector<CellComment>& comments,
                                  const SheetLimits& limits) {
  auto archive = ZipArchive::open(workbook, limits);
  if (!archive) return std::move(archive).error();
  const auto book = read_sheet_list(*archive);
  if (!book) return book.error();
  auto texts = by_sheet(comments);
  if (!texts) return std::move(texts).error();
  Correction correction(*archive, *book);
  for (const SheetPart& sheet : book->sheets) {
    const auto said = texts->extract(sheet.name);
    if (auto done = correction.comment(sheet, said ? said.mapped() : CellTexts()); !done)
      return std::move(done).error();
  }
  if (!texts->empty()) return Error(kNoSuchSheet, {texts->begin()->first});
  auto changed = correction.finish();
  if (!changed) return std::move(changed).error();
  if (changed->empty()) return std::string(workbook);
  return replace_parts(workbook, *changed);
}

}  // namespace jinguo::office
