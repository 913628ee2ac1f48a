#include "office/workbook_parts.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "office/office_error.h"
#include "office/text_encoding.h"
#include "office/xml_scan.h"

namespace jinguo::office {
namespace {

int to_int(std::string_view text, int otherwise) {
  int out = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  return code == std::errc{} && end == text.data() + text.size() ? out : otherwise;
}

bool is_true(std::optional<std::string_view> text) {
  return text == "1" || text == "true";
}

const Relationship* find_kind(const std::vector<Relationship>& links, std::string_view kind) {
  const auto it = std::ranges::find_if(links, [&](const Relationship& link) { return link.is(kind); });
  return it == links.end() ? nullptr : &*it;
}

struct WorkbookHandler {
  std::optional<Error> error;
  struct Listed {
    std::string name, id;
    bool is_hidden;
  };
  std::vector<Listed> sheets;
  DateSystem dates = DateSystem::since_1900;
  bool start(std::string_view name, XmlAttributes attributes) {
    if (name == "workbookPr" && is_true(attributes.get("date1904"))) dates = DateSystem::since_1904;
    if (name == "sheet") {
      const auto state = attributes.get("state");
      sheets.push_back({std::string(attributes.get("name").value_or("")),
                        std::string(attributes.get_prefixed("id").value_or("")),
                        state == "hidden" || state == "veryHidden"});
    }
    return true;
  }
  bool end(std::string_view) { return true; }
  void text(std::string_view) {}
};

struct StylesHandler {
  std::optional<Error> error;
  std::map<int, FormatKind> formats;
  std::vector<FormatKind> styles;
  bool in_cell_styles = false;
  bool start(std::string_view name, XmlAttributes attributes) {
    if (name == "numFmt") {
      const int id = to_int(attributes.get("numFmtId").value_or(""), -1);
      formats[id] = format_kind(attributes.get("formatCode").value_or(""));
    } else if (name == "cellXfs") {
      in_cell_styles = true;
    } else if (name == "xf" && in_cell_styles) {
      const int id = to_int(attributes.get("numFmtId").value_or("0"), 0);
      const auto own = formats.find(id);
      styles.push_back(own == formats.end() ? builtin_format(id) : own->second);
    }
    return true;
  }
  bool end(std::string_view name) {
    if (name == "cellXfs") in_cell_styles = false;
    return true;
  }
  void text(std::string_view) {}
};

struct StringsHandler {
  explicit StringsHandler(const SheetLimits& limits)
      : max_bytes(limits.text_bytes), max_count(limits.cells) {}
  std::optional<Error> error;
  std::vector<std::string> strings;
  size_t max_bytes, max_count;
  size_t bytes = 0;
  int phonetic = 0;
  bool in_text = false;
  bool start(std::string_view name, XmlAttributes) {
    if (name == "si") {
      if (strings.size() >= max_count) return refuse(Error(kTooManyCells, {std::to_string(max_count)}));
      strings.emplace_back();
    }
    if (name == "rPh") ++phonetic;
    in_text = name == "t" && phonetic == 0 && !strings.empty();
    return true;
  }
  bool end(std::string_view name) {
    in_text = false;
    if (name == "rPh") --phonetic;
    if (name != "si") return true;
    unescape_cell_text(strings.back());
    bytes += strings.back().size();
    if (bytes > max_bytes) return refuse(Error(kTooLarge, {std::to_string(max_bytes >> 20)}));
    return true;
  }
  void text(std::string_view piece) {
    if (in_text) strings.back() += piece;
  }
  bool refuse(Error why) {
    error = std::move(why);
    return false;
  }
};

constexpr size_t kEscapeLength = 7;

/// The byte that "_x000D_" at this place stands for. Only single bytes are escaped by Excel; NUL has no place
/// in a text.
std::optional<char> escaped_at(std::string_view text, size_t at) {
  const std::string_view escape = text.substr(at, kEscapeLength);
  if (escape.size() < kEscapeLength || !escape.starts_with("_x") || escape.back() != '_') return std::nullopt;
  unsigned code = 0;
  const char* digits = escape.data() + 2;
  if (std::from_chars(digits, digits + 4, code, 16).ptr != digits + 4) return std::nullopt;
  if (code == 0 || code > 0x7F) return std::nullopt;
  return static_cast<char>(code);
}

bool is_other_document(const ZipArchive& archive) {
  return archive.has("word/document.xml") || archive.has("ppt/presentation.xml");
}

/// An office file that is no xlsx deserves a better word than "a part is missing".
Error not_xlsx(const ZipArchive& archive) {
  if (archive.has("word/document.xml")) return Error(kNotWorkbook, {"Word 文档", "a Word document"});
  if (archive.has("ppt/presentation.xml")) return Error(kNotWorkbook, {"演示文稿", "a presentation"});
  if (archive.has("content.xml"))
    return Error(kNotWorkbook, {"OpenDocument 文件（.ods）", "an OpenDocument file"});
  if (archive.has("xl/workbook.bin"))
    return Error(kNotWorkbook, {"二进制工作簿（.xlsb）", "a binary workbook"});
  return Error(kNotWorkbook, {"普通压缩包", "a plain zip archive"});
}

}  // namespace

std::string escape_cell_text(std::string_view raw) {
  std::string text = clean_utf8(raw);
  for (size_t i = text.find("_x"); i != std::string::npos; i = text.find("_x", i + 2)) {
    const bool is_escape =
        i + 7 <= text.size() && text[i + 6] == '_' &&
        std::all_of(text.begin() + static_cast<long>(i) + 2, text.begin() + static_cast<long>(i) + 6,
                    [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
                    });
    if (!is_escape) continue;
    text.insert(i, "_x005F");
    i += 6;
  }
  return text;
}

void unescape_cell_text(std::string& text) {
  if (text.find("_x") == std::string::npos && text.find('\r') == std::string::npos) return;
  std::string out;
  out.reserve(text.size());
  bool after_cr = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (const auto escaped = escaped_at(text, i)) {
      c = *escaped;
      i += kEscapeLength - 1;
    }
    const bool is_second_half = c == '\n' && after_cr;
    after_cr = c == '\r';
    if (!is_second_half) out += after_cr ? '\n' : c;
  }
  text = std::move(out);
}

bool is_too_long_for_cell(std::string_view utf8) {
  if (utf8.size() <= kMaxCellText) return false;
  const auto starts = std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<size_t>(starts) > kMaxCellText;
}

Result<WorkbookParts> read_sheet_list(const ZipArchive& archive) {
  if (!archive.has("[Content_Types].xml") || !archive.has("_rels/.rels")) return not_xlsx(archive);
  auto root = read_relationships(archive, "");
  if (!root) return std::move(root).error();
  const Relationship* main = find_kind(*root, "officeDocument");
  if (!main) return not_xlsx(archive);
  WorkbookParts out;
  out.part = resolve_target("", main->target);
  if (!out.part.ends_with(".xml") || is_other_document(archive)) return not_xlsx(archive);
  const std::string_view folder = folder_of(out.part);
  WorkbookHandler book;
  if (auto read = scan_part(archive, out.part, book); !read) return read.error();
  if (!archive.has(relationships_part(out.part))) return Error(kMissingPart, {relationships_part(out.part)});
  auto links = read_relationships(archive, out.part);
  if (!links) return std::move(links).error();
  out.links = std::move(*links);
  out.dates = book.dates;
  for (const auto& sheet : book.sheets) {
    const auto link = std::ranges::find(out.links, sheet.id, &Relationship::id);
    if (link == out.links.end()) return Error(kMissingPart, {sheet.name});
    if (!link->is("worksheet")) continue;
    out.sheets.push_back({sheet.name, sheet.is_hidden, resolve_target(folder, link->target)});
  }
  if (out.sheets.empty()) return Error(kNoSheet);
  return out;
}

Result<WorkbookParts> read_workbook_parts(const ZipArchive& archive, const SheetLimits& limits) {
  auto list = read_sheet_list(archive);
  if (!list) return list;
  const std::string_view folder = folder_of(list->part);
  if (const Relationship* styles = find_kind(list->links, "styles")) {
    StylesHandler handler;
    if (auto read = scan_part(archive, resolve_target(folder, styles->target), handler); !read)
      return read.error();
    list->styles = std::move(handler.styles);
  }
  if (const Relationship* strings = find_kind(list->links, "sharedStrings")) {
    StringsHandler handler(limits);
    if (auto read = scan_part(archive, resolve_target(folder, strings->target), handler); !read)
      return read.error();
    list->strings = std::move(handler.strings);
  }
  return list;
}

}  // namespace jinguo::office
