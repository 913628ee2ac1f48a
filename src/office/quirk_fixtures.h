#pragma once
#include <string>
#include <utility>
#include <vector>

#include "office/workbook_fixture.h"

/// One and the same sheet as different programs save it: each with its own habits, all written here by hand.
/// The sheet has a heading of two rows with merged cells, dates, a percentage, an ID-card number as text.
namespace jinguo::office::fixture {

inline constexpr char kStrictMain[] = "http://purl.oclc.org/ooxml/spreadsheetml/main";
inline constexpr char kStrictOffice[] = "http://purl.oclc.org/ooxml/officeDocument/relationships";

/// What every one of them says: the sheet's cells as text, row by row.
inline const std::vector<std::vector<std::string>>& quirk_cells() {
  static const std::vector<std::vector<std::string>> kCells = {
      {"单位", "人数", "", "日期", "占比", "身份证号"},
      {"", "女", "男"},
      {"兰山村", "12", "8", "2011-06-30", "0.6", "371302199001011234"},
      {"费县村", "0", "3", "2011-12-01", "0", "37130219900101002X"}};
  return kCells;
}

inline constexpr char kMerges[] =
    "<mergeCells count=\"5\"><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"D1:D2\"/>"
    "<mergeCell ref=\"E1:E2\"/><mergeCell ref=\"F1:F2\"/></mergeCells>";

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

inline std::string content_types(const std::string& more = "") {
  return xml(
      "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
      "Extension=\"rels\" "
      "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
      "PartName=\"/xl/worksheets/sheet1.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override "
      "PartName=\"/xl/styles.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>" +
      more + "</Types>");
}

inline constexpr char kStringsType[] =
    "<Override PartName=\"/xl/sharedStrings.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>";

inline std::string styles_with(const std::string& date_format) {
  return "<numFmts count=\"1\"><numFmt numFmtId=\"176\" formatCode=\"" + date_format +
         "\"/></numFmts><fonts count=\"1\"><font><sz val=\"11\"/><name "
         "val=\"宋体\"/></font></fonts><fills count=\"2\"><fill><patternFill "
         "patternType=\"none\"/></fill><fill>"
         "<patternFill patternType=\"gray125\"/></fill></fills><borders "
         "count=\"1\"><border><left/><right/><top/>"
         "<bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" "
         "fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" "
         "fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"176\" fontId=\"0\" fillId=\"0\" "
         "borderId=\"0\" "
         "xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"10\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
         "xfId=\"0\" applyNumberFormat=\"1\"/><xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" "
         "xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>";
}

/// Shared strings with the phonetic settings of a Chinese Excel, one with phonetic runs, one of rich runs;
/// lists that lie about their length; a formula with its value; empty cells with a style behind the table.
inline Parts excel_workbook() {
  const std::string strings =
      "<si><t>单位</t><phoneticPr fontId=\"1\" "
      "type=\"noConversion\"/></si><si><t>人数</t></si><si><t>女</t></si>"
      "<si><t>男</t></si><si><t>日期</t><rPh sb=\"0\" "
      "eb=\"2\"><t>ひづけ</t></rPh></si><si><r><t>占</t></r><r><rPr>"
      "<b/><sz "
      "val=\"11\"/></rPr><t>比</t></r></si><si><t>身份证号</t></si><si><t>兰山村</t></si><si><t>费县村</t>"
      "</si><si><t>371302199001011234</t></si><si><t>37130219900101002X</t></si>";
  Parts out = parts("", strings, styles_with("yyyy/m/d;@"));
  out["[Content_Types].xml"] = content_types(kStringsType);
  out["xl/worksheets/sheet1.xml"] = xml(
      "<worksheet xmlns=\"" + std::string(kMain) + "\" xmlns:r=\"" + kOffice +
      "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac\" "
      "xmlns:x14ac=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac\"><dimension "
      "ref=\"A1:XFD1048576\"/><sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>"
      "<sheetFormatPr defaultRowHeight=\"14.25\" x14ac:dyDescent=\"0.2\"/><cols><col min=\"1\" max=\"1\" "
      "width=\"12.5\" customWidth=\"1\"/></cols><sheetData><row r=\"1\" spans=\"1:8\" "
      "x14ac:dyDescent=\"0.2\">"
      "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\"/><c r=\"D1\" "
      "t=\"s\"><v>4</v>"
      "</c><c r=\"E1\" t=\"s\"><v>5</v></c><c r=\"F1\" t=\"s\"><v>6</v></c></row><row r=\"2\"><c r=\"A2\"/>"
      "<c r=\"B2\" t=\"s\"><v>2</v></c><c r=\"C2\" t=\"s\"><v>3</v></c></row><row r=\"3\"><c r=\"A3\" "
      "t=\"s\">"
      "<v>7</v></c><c r=\"B3\"><v>12</v></c><c r=\"C3\"><v>8</v></c><c r=\"D3\" s=\"1\"><v>40724</v></c>"
      "<c r=\"E3\" s=\"2\"><f t=\"shared\" ref=\"E3:E4\" si=\"0\">B3/(B3+C3)</f><v>0.6</v></c><c r=\"F3\" "
      "s=\"3\" t=\"s\"><v>9</v></c></row><row r=\"4\"><c r=\"A4\" t=\"s\"><v>8</v></c><c "
      "r=\"B4\"><v>0</v></c>"
      "<c r=\"C4\"><v>3</v></c><c r=\"D4\" s=\"1\"><v>40878</v></c><c r=\"E4\" s=\"2\"><f t=\"shared\" "
      "si=\"0\"/><v>0</v></c><c r=\"F4\" s=\"3\" t=\"s\"><v>10</v></c></row><row r=\"1048576\"><c "
      "r=\"A1048576\" s=\"3\"/></row></sheetData>" +
      std::string(kMerges) +
      "<phoneticPr fontId=\"1\" type=\"noConversion\"/><pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" "
      "bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/><extLst/></worksheet>");
  return out;
}

/// Dates as 2011年6月30日 and names of its own in the sheet, attributes in another order.
inline Parts wps_workbook() {
  Parts out = excel_workbook();
  out["xl/styles.xml"] =
      xml("<styleSheet xmlns=\"" + std::string(kMain) +
          "\" xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\">" +
          styles_with("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@") + "</styleSheet>");
  std::string& sheet = out["xl/worksheets/sheet1.xml"];
  sheet = replaced(sheet, "<worksheet ",
                   "<worksheet xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\" "
                   "xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" ");
  sheet = replaced(sheet, "<c r=\"A1\" t=\"s\">", "<c t=\"s\" s=\"0\" r=\"A1\">");
  sheet = replaced(sheet, "<c r=\"C1\"/>", "<c r=\"C1\" s=\"0\"><v/></c>");
  sheet = replaced(sheet, "<row r=\"2\">", "<row r=\"2\" ht=\"14.25\" spans=\"1:6\">");
  return out;
}

/// The type and every default said at each cell and row, the date format with escaped signs.
inline Parts libreoffice_workbook() {
  Parts out = excel_workbook();
  out["xl/styles.xml"] = xml("<styleSheet xmlns=\"" + std::string(kMain) + "\">" +
                             styles_with("yyyy\\-mm\\-dd") + "</styleSheet>");
  std::string& sheet = out["xl/worksheets/sheet1.xml"];
  sheet = replaced(sheet, "<row r=\"3\">",
                   "<row r=\"3\" customFormat=\"false\" ht=\"12.8\" hidden=\"false\" customHeight=\"false\" "
                   "outlineLevel=\"0\" collapsed=\"false\">");
  for (const char* cell : {"B3", "C3", "B4", "C4"})
    sheet = replaced(sheet, "<c r=\"" + std::string(cell) + "\">",
                     "<c r=\"" + std::string(cell) + "\" s=\"0\" t=\"n\">");
  sheet = replaced(sheet, "<f t=\"shared\" ref=\"E3:E4\" si=\"0\">B3/(B3+C3)</f>",
                   "<f aca=\"false\">B3/(B3+C3)</f>");
  sheet = replaced(sheet, "<f t=\"shared\" si=\"0\"/>", "<f aca=\"false\">B4/(B4+C4)</f>");
  return out;
}

/// "Strict Open XML Spreadsheet" of Excel: other namespaces, dates as ISO text.
inline Parts strict_workbook() {
  Parts out = excel_workbook();
  for (auto& [name, text] : out) text = replaced(replaced(text, kMain, kStrictMain), kOffice, kStrictOffice);
  std::string& book = out["xl/workbook.xml"];
  book = replaced(book, "<workbook ", "<workbook conformance=\"strict\" ");
  std::string& sheet = out["xl/worksheets/sheet1.xml"];
  sheet =
      replaced(sheet, "<c r=\"D3\" s=\"1\"><v>40724</v>", "<c r=\"D3\" s=\"1\" t=\"d\"><v>2011-06-30</v>");
  sheet = replaced(sheet, "<c r=\"D4\" s=\"1\"><v>40878</v>",
                   "<c r=\"D4\" s=\"1\" t=\"d\"><v>2011-12-01T00:00:00.000</v>");
  return out;
}

/// Days counted from 1904, as old Excel for Mac does.
inline Parts mac_workbook() {
  Parts out = excel_workbook();
  std::string& book = out["xl/workbook.xml"];
  book = replaced(book, "<sheets>", "<workbookPr date1904=\"true\"/><sheets>");
  std::string& sheet = out["xl/worksheets/sheet1.xml"];
  sheet = replaced(replaced(sheet, "<v>40724</v>", "<v>39262</v>"), "<v>40878</v>", "<v>39416</v>");
  return out;
}

/// What streaming writers and exports of systems give: inline strings, no places said, a prefix before every
/// name, absolute targets, part names in another case.
inline Parts streamed_workbook() {
  Parts out = parts("", "", styles_with("yyyy-mm-dd"));
  out["[Content_Types].xml"] = content_types();
  const auto text = [](const std::string& words) {
    return "<x:c t=\"inlineStr\"><x:is><x:t>" + words + "</x:t></x:is></x:c>";
  };
  std::string rows = "<x:row>" + text("单位") + text("人数") + "<x:c/>" + text("日期") + text("占比") +
                     text("身份证号") + "</x:row><x:row><x:c/>" + text("女") + text("男") + "</x:row>";
  rows += "<x:row>" + text("兰山村") +
          "<x:c><x:v>12</x:v></x:c><x:c><x:v>8</x:v></x:c><x:c s=\"1\"><x:v>40724"
          "</x:v></x:c><x:c s=\"2\"><x:v>0.59999999999999998</x:v></x:c>" +
          text("371302199001011234") + "</x:row>";
  rows += "<x:row>" + text("费县村") +
          "<x:c><x:v>0</x:v></x:c><x:c><x:v>3</x:v></x:c><x:c s=\"1\"><x:v>40878.0"
          "</x:v></x:c><x:c s=\"2\"><x:v>0</x:v></x:c>" +
          text("37130219900101002X") + "</x:row>";
  out["xl/worksheets/sheet1.xml"] =
      xml("<x:worksheet xmlns:x=\"" + std::string(kMain) + "\"><x:sheetData>" + rows + "</x:sheetData>" +
          replaced(kMerges, "<merge", "<x:merge") + "</x:worksheet>");
  out["xl/worksheets/sheet1.xml"] = replaced(out["xl/worksheets/sheet1.xml"], "</merge", "</x:merge");
  out["xl/_rels/workbook.xml.rels"] =
      relationships(relationship("rId1", "worksheet", "/xl/worksheets/sheet1.xml") +
                    relationship("Rb1", "styles", "/xl/Styles.xml"));
  return out;
}

/// Each with the name of its program.
inline std::vector<std::pair<std::string, Parts>> quirk_workbooks() {
  return {{"excel", excel_workbook()},   {"wps", wps_workbook()},     {"libreoffice", libreoffice_workbook()},
          {"strict", strict_workbook()}, {"mac1904", mac_workbook()}, {"streamed", streamed_workbook()}};
}

}  // namespace jinguo::office::fixture
