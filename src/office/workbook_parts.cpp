#include "office/workbook_parts.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "office/office_error.h"
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

struct Relationship {
  std::string type;
  std::string target;
};

struct RelationshipHandler {
  std::optional<Error> error;
  std::map<std::string, Relationship, std::less<>> by_id;
  bool start(std::string_view name, XmlAttributes attributes) {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return true;
    const auto id = attributes.get("Id");
    const auto type = attributes.get("Type");
    const auto target = attributes.get("Target");
    if (id && type && target) by_id[std::string(*id)] = {std::string(*type), std::string(*target)};
    return true;
  }
  bool end(std::string_view) { return true; }
  void text(std::string_view) {}

  const Relationship* of_type(std::string_view ending) const {
    const auto it =
        std::ranges::find_if(by_id, [&](const auto& r) { return r.second.type.ends_with(ending); });
    return it == by_id.end() ? nullptr : &it->second;
  }
};

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

/// The name of the part a target means, seen from the folder of the part that names it.
std::string resolve(std::string_view folder, std::string_view target) {
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

Result<WorkbookParts> read_workbook_parts(const ZipArchive& archive, const SheetLimits& limits) {
  if (!archive.has("[Content_Types].xml") || !archive.has("_rels/.rels")) return not_xlsx(archive);
  RelationshipHandler root;
  if (auto read = scan_part(archive, "_rels/.rels", root); !read) return read.error();
  const Relationship* main = root.of_type("/officeDocument");
  if (!main) return not_xlsx(archive);
  const std::string book_part = resolve("", main->target);
  if (!book_part.ends_with("workbook.xml")) return not_xlsx(archive);
  const size_t slash = book_part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : book_part.substr(0, slash + 1);

  WorkbookHandler book;
  if (auto read = scan_part(archive, book_part, book); !read) return read.error();
  RelationshipHandler links;
  const std::string links_part = folder + "_rels/" + book_part.substr(folder.size()) + ".rels";
  if (auto read = scan_part(archive, links_part, links); !read) return read.error();

  WorkbookParts out;
  out.dates = book.dates;
  for (const auto& sheet : book.sheets) {
    const auto link = links.by_id.find(sheet.id);
    if (link == links.by_id.end()) return Error(kMissingPart, {sheet.name});
    if (!link->second.type.ends_with("/worksheet")) continue;
    out.sheets.push_back({sheet.name, sheet.is_hidden, resolve(folder, link->second.target)});
  }
  if (out.sheets.empty()) return Error(kNoSheet);
  if (const Relationship* styles = links.of_type("/styles")) {
    StylesHandler handler;
    if (auto read = scan_part(archive, resolve(folder, styles->target), handler); !read) return read.error();
    out.styles = std::move(handler.styles);
  }
  if (const Relationship* strings = links.of_type("/sharedStrings")) {
    StringsHandler handler(limits);
    if (auto read = scan_part(archive, resolve(folder, strings->target), handler); !read) return read.error();
    out.strings = std::move(handler.strings);
  }
  return out;
}

}  // namespace jinguo::office
