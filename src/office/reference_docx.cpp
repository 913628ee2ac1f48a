#include "office/reference_docx.h"

#include <algorithm>
#include <map>

#include "office/office_error.h"
#include "office/zip_archive.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kSong = "方正小标宋简体";
constexpr std::string_view kHei = "黑体";
constexpr std::string_view kKai = "楷体_GB2312";
constexpr std::string_view kFang = "仿宋_GB2312";
constexpr std::string_view kLatin = "Times New Roman";

/// One paragraph style. Sizes in half points, lines and distances in twentieths of a point, indents in
/// hundredths of a character.
struct ParagraphStyle {
  std::string_view id;
  std::string_view name;
  std::string_view based_on;
  std::string_view font;
  int half_points;
  int first_line = 0;
  std::string_view align = "both";
  int line = 580;
  int before = 0;
  int after = 0;
  int right = 0;
  int outline = -1;
  bool is_bold = false;
  std::string_view colour = "auto";
  bool is_default = false;
};

constexpr ParagraphStyle kStyles[] = {
    {.id = "Normal", .name = "Normal", .based_on = "", .font = kFang, .half_points = 32, .is_default = true},
    {.id = "BodyText",
     .name = "Body Text",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 32,
     .first_line = 200},
    {.id = "FirstParagraph",
     .name = "First Paragraph",
     .based_on = "BodyText",
     .font = kFang,
     .half_points = 32,
     .first_line = 200},
    {.id = "Compact", .name = "Compact", .based_on = "BodyText", .font = kFang, .half_points = 32},
    {.id = "TableText",
     .name = "表内文字",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 24,
     .align = "left",
     .line = 400},
    {.id = "Title",
     .name = "Title",
     .based_on = "Normal",
     .font = kSong,
     .half_points = 44,
     .align = "center",
     .line = 640,
     .after = 580},
    {.id = "Subtitle",
     .name = "Subtitle",
     .based_on = "Normal",
     .font = kKai,
     .half_points = 32,
     .align = "center",
     .after = 290},
    {.id = "Author",
     .name = "Author",
     .based_on = "Normal",
     .font = kKai,
     .half_points = 32,
     .align = "center"},
    {.id = "Date", .name = "Date", .based_on = "Normal", .font = kKai, .half_points = 32, .align = "center"},
    {.id = "Heading1",
     .name = "Heading 1",
     .based_on = "Normal",
     .font = kHei,
     .half_points = 32,
     .first_line = 200,
     .outline = 0},
    {.id = "Heading2",
     .name = "Heading 2",
     .based_on = "Normal",
     .font = kKai,
     .half_points = 32,
     .first_line = 200,
     .outline = 1},
    {.id = "Heading3",
     .name = "Heading 3",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 32,
     .first_line = 200,
     .outline = 2,
     .is_bold = true},
    {.id = "Heading4",
     .name = "Heading 4",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 32,
     .first_line = 200,
     .outline = 3},
    {.id = "BlockText",
     .name = "Block Text",
     .based_on = "Normal",
     .font = kKai,
     .half_points = 32,
     .first_line = 200},
    {.id = "FootnoteText",
     .name = "Footnote Text",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 21,
     .align = "left",
     .line = 320},
    {.id = "TableCaption",
     .name = "Table Caption",
     .based_on = "Normal",
     .font = kHei,
     .half_points = 28,
     .align = "center",
     .before = 145,
     .after = 60},
    {.id = "ImageCaption",
     .name = "Image Caption",
     .based_on = "Normal",
     .font = kHei,
     .half_points = 28,
     .align = "center"},
    {.id = "OfficeName",
     .name = "发文机关标志",
     .based_on = "Normal",
     .font = kSong,
     .half_points = 72,
     .align = "center",
     .line = 1000,
     .before = 1984,
     .after = 580,
     .colour = "FF0000"},
    {.id = "DocumentNumber",
     .name = "发文字号",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 32,
     .align = "center",
     .after = 580},
    {.id = "Addressee", .name = "主送机关", .based_on = "Normal", .font = kFang, .half_points = 32},
    {.id = "Signature",
     .name = "落款",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 32,
     .align = "right",
     .right = 400},
    {.id = "Remark",
     .name = "附注",
     .based_on = "Normal",
     .font = kFang,
     .half_points = 24,
     .align = "left",
     .line = 400},
};

std::string attribute(std::string_view name, std::string_view value) {
  return " w:" + std::string(name) + "=\"" + std::string(value) + "\"";
}
std::string attribute(std::string_view name, int value) {
  return attribute(name, std::to_string(value));
}

std::string fonts(std::string_view east) {
  return "<w:rFonts" + attribute("ascii", kLatin) + attribute("hAnsi", kLatin) + attribute("cs", kLatin) +
         attribute("eastAsia", east) + "/>";
}

std::string style_xml(const ParagraphStyle& style) {
  std::string out = "<w:style w:type=\"paragraph\"";
  if (style.is_default) out += " w:default=\"1\"";
  out += attribute("styleId", style.id) + "><w:name" + attribute("val", style.name) + "/>";
  if (!style.based_on.empty()) out += "<w:basedOn" + attribute("val", style.based_on) + "/>";
  if (style.outline >= 0) out += "<w:next w:val=\"BodyText\"/>";
  out += "<w:qFormat/><w:pPr>";
  if (style.outline >= 0) out += "<w:keepNext/><w:keepLines/>";
  out += "<w:spacing" + attribute("before", style.before) + attribute("after", style.after) +
         attribute("line", style.line) + " w:lineRule=\"exact\"/>";
  // Word takes the indent in characters and falls back to the twips beside it.
  out += "<w:ind" + attribute("firstLineChars", style.first_line) +
         attribute("firstLine", style.first_line * style.half_points / 10) +
         attribute("rightChars", style.right) + attribute("right", style.right * style.half_points / 10) +
         "/>";
  out += "<w:jc" + attribute("val", style.align) + "/>";
  if (style.outline >= 0) out += "<w:outlineLvl" + attribute("val", style.outline) + "/>";
  out += "</w:pPr><w:rPr>" + fonts(style.font);
  out += style.is_bold ? "<w:b/><w:bCs/>" : "<w:b w:val=\"0\"/><w:bCs w:val=\"0\"/>";
  out += "<w:i w:val=\"0\"/><w:color" + attribute("val", style.colour) + "/>";
  // 28 characters of 16 pt on a line of 156 mm need a little less than their own width.
  if (style.half_points == 32) out += "<w:spacing w:val=\"-5\"/>";
  out += "<w:sz" + attribute("val", style.half_points) + "/><w:szCs" + attribute("val", style.half_points) +
         "/></w:rPr></w:style>";
  return out;
}

std::string border(std::string_view side) {
  return "<w:" + std::string(side) + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>";
}

std::string table_style_xml() {
  std::string out =
      "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Table\"><w:name "
      "w:val=\"Table\"/><w:qFormat/><w:tblPr>"
      "<w:jc w:val=\"center\"/><w:tblBorders>";
  for (const auto* side : {"top", "left", "bottom", "right", "insideH", "insideV"}) out += border(side);
  out +=
      "</w:tblBorders><w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>"
      "<w:bottom w:w=\"28\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
      "<w:tcPr><w:vAlign w:val=\"center\"/></w:tcPr><w:tblStylePr w:type=\"firstRow\"><w:rPr>";
  out += fonts(kHei) + "</w:rPr></w:tblStylePr></w:style>";
  return out;
}

constexpr std::string_view kDefaults =
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
    "w:cs=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\"/><w:kern w:val=\"2\"/><w:sz w:val=\"32\"/>"
    "<w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" "
    "w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
    "<w:pPrDefault/></w:docDefaults>";

// A4; 37 mm above, 35 below, 28 left, 26 right, in twips. The page number's line ends 23 mm above the edge,
// so that it stands 7 mm below the text.
constexpr std::string_view kSection =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFooterOdd\"/><w:footerReference "
    "w:type=\"even\" "
    "r:id=\"rIdFooterEven\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" "
    "w:bottom=\"1984\" w:left=\"1587\" w:header=\"850\" w:footer=\"1304\" w:gutter=\"0\"/></w:sectPr>";

std::string footer_xml(std::string_view align, std::string_view indent) {
  const std::string run =
      "<w:rPr><w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:sz w:val=\"28\"/></w:rPr>";
  const auto text = [&](std::string_view inner) { return "<w:r>" + run + std::string(inner) + "</w:r>"; };
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr "
         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
         "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:p><w:pPr>"
         "<w:spacing w:line=\"280\" w:lineRule=\"exact\"/><w:ind w:" +
         std::string(indent) + "Chars=\"100\" w:" + std::string(indent) + "=\"320\"/><w:jc w:val=\"" +
         std::string(align) + "\"/></w:pPr>" + text("<w:t xml:space=\"preserve\">— </w:t>") +
         text("<w:fldChar w:fldCharType=\"begin\"/>") +
         text("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>") +
         text("<w:fldChar w:fldCharType=\"separate\"/>") + text("<w:t>1</w:t>") +
         text("<w:fldChar w:fldCharType=\"end\"/>") + text("<w:t xml:space=\"preserve\"> —</w:t>") +
         "</w:p></w:ftr>";
}

/// Puts `text` in the place of what runs from `begin` to the end of `end`; false when it is not there.
bool replace_span(std::string& xml, std::string_view begin, std::string_view end, std::string_view text) {
  const size_t from = xml.find(begin);
  const size_t to = from == std::string::npos ? from : xml.find(end, from);
  if (to == std::string::npos) return false;
  xml.replace(from, to + end.size() - from, text);
  return true;
}

bool insert_before(std::string& xml, std::string_view mark, std::string_view text) {
  const size_t at = xml.rfind(mark);
  if (at != std::string::npos) xml.insert(at, text);
  return at != std::string::npos;
}

/// Replaces the style of this id, or adds it when pandoc has none.
void put_style(std::string& styles, std::string_view id, const std::string& text) {
  const size_t mark = styles.find("w:styleId=\"" + std::string(id) + "\"");
  const size_t from = mark == std::string::npos ? mark : styles.rfind("<w:style ", mark);
  const size_t to = mark == std::string::npos ? mark : styles.find("</w:style>", mark);
  if (from == std::string::npos || to == std::string::npos) {
    insert_before(styles, "</w:styles>", text);
    return;
  }
  styles.replace(from, to + 10 - from, text);
}

}  // namespace

Result<std::string> patch_reference_docx(std::string_view pandoc_default) {
  auto unpacked = unpack_zip(pandoc_default);
  if (!unpacked) return unpacked.error();
  std::map<std::string, std::string>& parts = *unpacked;
  const auto unknown = [](std::string_view part) {
    return Error(kProgramFailed, {"pandoc", "reference.docx: " + std::string(part)});
  };
  std::string& styles = parts["word/styles.xml"];
  if (!replace_span(styles, "<w:docDefaults>", "</w:docDefaults>", kDefaults)) return unknown("styles.xml");
  for (const ParagraphStyle& style : kStyles) put_style(styles, style.id, style_xml(style));
  put_style(styles, "Table", table_style_xml());

  if (!replace_span(parts["word/document.xml"], "<w:sectPr", "/>", kSection)) return unknown("document.xml");
  if (!insert_before(parts["word/settings.xml"], "<w:characterSpacingControl", "<w:evenAndOddHeaders/>")) {
    return unknown("settings.xml");
  }
  parts["word/footer1.xml"] = footer_xml("right", "right");
  parts["word/footer2.xml"] = footer_xml("left", "left");
  constexpr std::string_view kFooter =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer";
  const auto relationship = [&](std::string_view id, std::string_view target) {
    return "<Relationship Type=\"" + std::string(kFooter) + "\" Id=\"" + std::string(id) + "\" Target=\"" +
           std::string(target) + "\"/>";
  };
  if (!insert_before(
          parts["word/_rels/document.xml.rels"], "</Relationships>",
          relationship("rIdFooterOdd", "footer1.xml") + relationship("rIdFooterEven", "footer2.xml"))) {
    return unknown("document.xml.rels");
  }
  std::string types;
  for (const auto* name : {"footer1", "footer2"}) {
    types +=
        "<Override PartName=\"/word/" + std::string(name) +
        ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>";
  }
  if (!insert_before(parts["[Content_Types].xml"], "</Types>", types)) return unknown("[Content_Types].xml");
  return pack_zip(parts);
}

}  // namespace jinguo::office
