#include "office/cell_comments.h"

#include <gtest/gtest.h>

#include "office/csv_comments.h"
#include "office/csv_read.h"
#include "office/workbook_fixture.h"
#include "office/xlsx_read.h"

namespace jinguo::office {
namespace {

constexpr char kRows[] =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>人数</t></is></c></row>"
    "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>三</t></is></c></row>";

fixture::Parts parts_of(const Result<std::string>& bytes) {
  if (!bytes) {
    ADD_FAILURE() << bytes.error().text_with_place(Language::en);
    return {};
  }
  const auto parts = unpack_zip(*bytes);
  EXPECT_TRUE(parts);
  return parts ? *parts : fixture::Parts();
}

/// The parts that differ, appear or went.
std::vector<std::string> changed(const fixture::Parts& before, const fixture::Parts& after) {
  std::vector<std::string> out;
  for (const auto& [name, bytes] : after)
    if (const auto it = before.find(name); it == before.end() || it->second != bytes) out.push_back(name);
  for (const auto& [name, bytes] : before)
    if (!after.contains(name)) out.push_back("-" + name);
  return out;
}

std::string without(std::string text, std::string_view piece) {
  const size_t at = text.find(piece);
  return at == std::string::npos ? text : text.erase(at, piece.size());
}

const std::vector<CellComment> kOne = {{"登记表", 2, 1, "应当是整数，例如 3。"}};

TEST(CellComments, change_only_what_a_comment_needs) {
  const auto before = fixture::parts(kRows);
  const std::string whole = pack_zip(before);
  const auto after = parts_of(comment_cells(whole, kOne));
  EXPECT_EQ(
      changed(before, after),
      (std::vector<std::string>{"[Content_Types].xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
                                "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet1.xml"}));
  EXPECT_EQ(
      without(
          after.at("xl/worksheets/sheet1.xml"),
          "<legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
          "r:id=\"rId2\"/>"),
      before.at("xl/worksheets/sheet1.xml"));
  const std::string& comments = after.at("xl/comments1.xml");
  EXPECT_NE(comments.find("ref=\"A2\""), std::string::npos);
  EXPECT_NE(comments.find("【核对】应当是整数，例如 3。"), std::string::npos);
  EXPECT_NE(after.at("xl/drawings/vmlDrawing1.vml").find("<x:Row>1</x:Row><x:Column>0</x:Column>"),
            std::string::npos);
  EXPECT_EQ(*read_xlsx(whole), *read_xlsx(*comment_cells(whole, kOne)));
}

TEST(CellComments, of_an_earlier_correction_are_replaced) {
  const std::string whole = fixture::xlsx(kRows);
  const auto first =
      comment_cells(whole, {{"登记表", 2, 1, "甲"}, {"登记表", 1, 1, "乙"}, {"登记表", 1, 1, "丙"}});
  const auto before = parts_of(first);
  EXPECT_NE(before.at("xl/comments1.xml").find("【核对】乙\n【核对】丙"), std::string::npos);
  const auto after = parts_of(comment_cells(*first, {{"登记表", 1, 1, "丁"}}));
  EXPECT_EQ(changed(before, after),
            (std::vector<std::string>{"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}));
  const std::string& comments = after.at("xl/comments1.xml");
  EXPECT_EQ(comments.find("甲"), std::string::npos);
  EXPECT_EQ(comments.find("乙"), std::string::npos);
  EXPECT_NE(comments.find("【核对】丁"), std::string::npos);
  EXPECT_EQ(comments.find("<author>", comments.find("<author>") + 1), std::string::npos);
  const std::string& boxes = after.at("xl/drawings/vmlDrawing1.vml");
  EXPECT_EQ(boxes.find("<x:Row>1</x:Row>"), std::string::npos);
  EXPECT_NE(boxes.find("<x:Row>0</x:Row>"), std::string::npos);
  // Nothing to say takes the rest away, and then nothing changes any more.
  const auto clean = comment_cells(*comment_cells(*first, {}), {});
  EXPECT_EQ(parts_of(clean).at("xl/comments1.xml").find("<comment "), std::string::npos);
  EXPECT_EQ(*comment_cells(*clean, {}), *clean);
}

TEST(CellComments, of_people_are_kept) {
  auto parts = fixture::parts(kRows);
  parts["xl/worksheets/sheet1.xml"] = fixture::worksheet(
      kRows, "<pageMargins left=\"0.7\"/><x:legacyDrawing xmlns:x=\"" + std::string(fixture::kMain) +
                 "\" xmlns:rel=\"" + fixture::kOffice + "\" rel:id=\"rId7\"/><extLst/>");
  parts["xl/worksheets/_rels/sheet1.xml.rels"] =
      fixture::relationships(fixture::relationship("rId7", "vmlDrawing", "../drawings/vmlDrawing1.vml") +
                             fixture::relationship("rId8", "comments", "/xl/comments1.xml"));
  parts["xl/comments1.xml"] = fixture::xml(
      "<x:comments xmlns:x=\"" + std::string(fixture::kMain) +
      "\"><x:authors><x:author>某人</x:author></x:authors><x:commentList><x:comment ref=\"A2\" "
      "authorId=\"0\">"
      "<x:text><x:t>请核 &amp; 对</x:t></x:text></x:comment><x:comment ref=\"A1\" "
      "authorId=\"0\"><x:text><x:r>"
      "<x:rPr><x:b/></x:rPr><x:t>标题</x:t></x:r></x:text></x:comment></x:commentList></x:comments>");
  parts["xl/drawings/vmlDrawing1.vml"] =
      "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
      "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id='_x0000_t202'/>"
      "<v:shape id='_x0000_s2049' type='#_x0000_t202'><v:textbox><br></v:textbox><x:ClientData "
      "ObjectType='Note'><x:Row>1</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>";
  const std::string whole = pack_zip(parts);
  const auto commented = comment_cells(whole, {{"登记表", 2, 1, "甲"}, {"登记表", 2, 2, "乙"}});
  const auto after = parts_of(commented);
  EXPECT_EQ(changed(parts, after),
            (std::vector<std::string>{"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}));
  const std::string& comments = after.at("xl/comments1.xml");
  EXPECT_NE(comments.find("<x:r><x:t xml:space=\"preserve\">请核 &amp; 对</x:t></x:r><x:r><x:rPr>"),
            std::string::npos)
      << comments;
  EXPECT_NE(
      comments.find("<x:comment ref=\"A1\" authorId=\"0\"><x:text><x:r><x:rPr><x:b/></x:rPr><x:t>标题</x:t>"),
      std::string::npos);
  EXPECT_NE(comments.find("<x:author>某人</x:author><x:author>数据核对</x:author>"), std::string::npos);
  const std::string& boxes = after.at("xl/drawings/vmlDrawing1.vml");
  EXPECT_NE(boxes.find("id=\"_x0000_s2050\""), std::string::npos);
  EXPECT_EQ(boxes.find("<x:Row>1</x:Row><x:Column>0</x:Column>"),
            boxes.rfind("<x:Row>1</x:Row><x:Column>0</x:Column>"));
  const auto again = parts_of(comment_cells(*commented, {}));
  EXPECT_NE(again.at("xl/comments1.xml").find("请核 &amp; 对"), std::string::npos);
  EXPECT_EQ(again.at("xl/comments1.xml").find("核对】"), std::string::npos);
  EXPECT_EQ(again.at("xl/comments1.xml").find("ref=\"B2\""), std::string::npos);
  EXPECT_EQ(again.at("xl/drawings/vmlDrawing1.vml"), parts.at("xl/drawings/vmlDrawing1.vml"));
}

TEST(CellComments, find_their_place_among_the_elements_of_a_sheet) {
  auto parts = fixture::parts(kRows);
  parts["xl/worksheets/sheet1.xml"] =
      fixture::worksheet(kRows, "<pageSetup/><drawing/><tableParts count=\"0\"/><extLst/>");
  const auto after = parts_of(comment_cells(pack_zip(parts), kOne));
  const std::string& sheet = after.at("xl/worksheets/sheet1.xml");
  EXPECT_LT(sheet.find("<drawing/>"), sheet.find("<legacyDrawing "));
  EXPECT_LT(sheet.find("<legacyDrawing "), sheet.find("<tableParts "));
}

TEST(CellComments, speak_the_namespaces_of_a_strict_workbook) {
  auto parts = fixture::parts(kRows);
  for (auto& [name, text] : parts)
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{fixture::kMain,
                                              "http://purl.oclc.org/ooxml/spreadsheetml/main"},
          {fixture::kOffice, "http://purl.oclc.org/ooxml/officeDocument/relationships"}})
      for (size_t at = text.find(from); at != std::string::npos; at = text.find(from))
        text.replace(at, from.size(), to);
  const std::string whole = pack_zip(parts);
  const auto after = parts_of(comment_cells(whole, kOne));
  EXPECT_NE(after.at("xl/comments1.xml").find("http://purl.oclc.org/ooxml/spreadsheetml/main"),
            std::string::npos);
  EXPECT_NE(after.at("xl/worksheets/_rels/sheet1.xml.rels")
                .find("http://purl.oclc.org/ooxml/officeDocument/relationships/comments"),
            std::string::npos);
  EXPECT_EQ(*read_xlsx(whole), *read_xlsx(*comment_cells(whole, kOne)));
}

TEST(CellComments, refuse_what_has_no_place) {
  const std::string whole = fixture::xlsx(kRows);
  EXPECT_EQ(comment_cells(whole, {{"别的", 1, 1, "甲"}}).error().code(), "office.no_such_sheet");
  EXPECT_EQ(comment_cells(whole, {{"登记表", 0, 1, "甲"}}).error().code(), "office.outside_sheet");
  EXPECT_EQ(comment_cells(whole, {{"登记表", 1, kMaxColumn + 1, "甲"}}).error().code(),
            "office.outside_sheet");
  EXPECT_TRUE(comment_cells(whole, {{"登记表", kMaxRow, kMaxColumn, "<甲>&\x01"}}));
  EXPECT_EQ(comment_cells("单位,人数", kOne).error().code(), "office.not_workbook");
}

TEST(CommentCsv, puts_remarks_behind_the_widest_row) {
  const std::string csv = "单位;人数\r\n甲村;三;x\r\n\r\n=1+1;5\r\n";
  const auto first =
      comment_csv(csv, {{"", 2, 2, "应当是整数"}, {"", 2, 1, "没有这个村"}, {"", 4, 0, "重复"}});
  ASSERT_TRUE(first);
  EXPECT_EQ(*first,
            "\xEF\xBB\xBF单位;人数\r\n甲村;三;x;【核对】A 列：没有这个村；B "
            "列：应当是整数\r\n\r\n\"'=1+1\";5;;【核对】重复\r\n");
  EXPECT_EQ(*comment_csv(*first, {}), "\xEF\xBB\xBF单位;人数\r\n甲村;三;x\r\n\r\n\"'=1+1\";5\r\n");
  EXPECT_FALSE(comment_csv(std::string("\xFF\xFE\x00", 3), {}));
}

}  // namespace
}  // namespace jinguo::office
