#include "office/xlsx_read.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "base/decimal.h"
#include "office/number_text.h"
#include "office/workbook_fixture.h"
#include "office/workbook_parts.h"

namespace jinguo::office {
namespace {

using fixture::xlsx;

Cell cell_of(const Result<Workbook>& book, int row, int column) {
  if (!book) {
    ADD_FAILURE() << book.error().text_with_place(Language::en);
    return {};
  }
  return book->sheets.at(0).row(row).at(column);
}

std::string code_of(const Result<Workbook>& book) {
  return book ? "" : std::string(book.error().code());
}

TEST(NumberText, is_what_excel_shows) {
  const std::pair<const char*, const char*> cases[] = {{"0", "0"},
                                                       {"-0", "0"},
                                                       {"0.1", "0.1"},
                                                       {"0.10000000000000001", "0.1"},
                                                       {"38.799999999999997", "38.8"},
                                                       {"1.50", "1.5"},
                                                       {"007", "7"},
                                                       {"-12.5", "-12.5"},
                                                       {"1E3", "1000"},
                                                       {"1.5e-7", "0.00000015"},
                                                       {"100", "100"},
                                                       {"100.0", "100"},
                                                       {"371302199001011234", "371302199001011000"},
                                                       {"1E+40", "1E+40"},
                                                       {"0.0", "0"},
                                                       {"123456789012345", "123456789012345"},
                                                       {"1234567890123456", "1234567890123460"},
                                                       {"1E-400", "0"},
                                                       {"0.000", "0"},
                                                       {"-0.50", "-0.5"},
                                                       {"2747", "2747"},
                                                       {"999999999999999.9", "1000000000000000"},
                                                       {" 5 ", "5"},
                                                       {"5.", "5"},
                                                       {"1e33", "1000000000000000000000000000000000"}};
  for (const auto& [stored, shown] : cases) EXPECT_EQ(number_text(stored), shown) << stored;
  for (const char* bad : {"", "x", "1.2.3", "1e", "NaN", "INF", "0x10", "1E+400", "--1", "1 2", "１"}) {
    EXPECT_EQ(number_text(bad), std::nullopt) << bad;
  }
}

TEST(NumberText, gives_back_every_decimal_of_fifteen_digits) {
  std::mt19937_64 random(20110630);
  for (int i = 0; i < 20000; ++i) {
    const auto digits = static_cast<long long>(random() % 1'000'000'000'000'000ULL);
    const auto places = static_cast<int>(random() % 12);
    const std::string exact = Decimal::of(digits, places).to_text();
    char stored[64];
    std::snprintf(stored, sizeof stored, "%.17g", std::stod(exact));
    ASSERT_EQ(number_text(stored), exact);
    ASSERT_EQ(number_text(exact), exact);
  }
}

TEST(ReadXlsx, takes_shared_inline_and_formula_texts) {
  const auto book = read_xlsx(xlsx(
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><r><t>行</t></r><r><t "
      "xml:space=\"preserve\">内 </t></r></is></c><c r=\"D2\" t=\"str\"><f>A2&amp;C2</f><v>合</v></c><c "
      "r=\"E2\">"
      "<f>SUM(A1)</f></c><c r=\"F2\" t=\"s\"><v>1</v></c></row>",
      "<si><t>兰山</t><rPh sb=\"0\" "
      "eb=\"1\"><t>ランザン</t></rPh></si><si><r><t>甲</t></r><r><t>_x000D_乙</t></r></si>"));
  EXPECT_EQ(cell_of(book, 2, 1), [] {
    Cell c = Cell::of_text("兰山");
    c.column = 1;
    return c;
  }());
  EXPECT_EQ(cell_of(book, 2, 2).kind, CellKind::blank);
  EXPECT_EQ(cell_of(book, 2, 3).text, "行内 ");
  EXPECT_TRUE(cell_of(book, 2, 4).had_formula);
  EXPECT_EQ(cell_of(book, 2, 4).text, "合");
  EXPECT_EQ(cell_of(book, 2, 5).kind, CellKind::blank);
  EXPECT_TRUE(cell_of(book, 2, 5).had_formula);
  EXPECT_EQ(cell_of(book, 2, 6).text, "甲\n乙");
  EXPECT_EQ(book->sheets[0].name, "登记表");
}

TEST(ReadXlsx, takes_booleans_errors_percents_and_lost_digits) {
  const auto book = read_xlsx(
      xlsx("<row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c s=\"1\"><v>0.38800000000000001</v></c>"
           "<c><v>371302199001011000</v></c><c s=\"0\"/><c><v>123456789012345</v></c></row>",
           "", "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/></cellXfs>"));
  EXPECT_EQ(cell_of(book, 1, 1).text, "TRUE");
  EXPECT_EQ(cell_of(book, 1, 2).kind, CellKind::error);
  EXPECT_EQ(cell_of(book, 1, 3).text, "0.388");
  EXPECT_TRUE(cell_of(book, 1, 3).is_percent);
  EXPECT_TRUE(cell_of(book, 1, 4).has_lost_digits);
  EXPECT_EQ(cell_of(book, 1, 5).kind, CellKind::blank);
  EXPECT_FALSE(cell_of(book, 1, 6).has_lost_digits);
}

TEST(ReadXlsx, reads_dates_of_every_built_in_format) {
  for (int id = 0; id <= 60; ++id) {
    const auto book = read_xlsx(xlsx("<row><c s=\"0\"><v>40724</v></c></row>", "",
                                     "<cellXfs><xf numFmtId=\"" + std::to_string(id) + "\"/></cellXfs>"));
    const bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 || id >= 50;
    const Cell cell = cell_of(book, 1, 1);
    if (id == 46) {
      EXPECT_EQ(cell.text, "977376:00:00");
    } else if (is_date && id <= 58) {
      EXPECT_EQ(cell.text, "2011-06-30") << id;
      EXPECT_EQ(cell.kind, CellKind::date) << id;
    } else {
      EXPECT_EQ(cell.text, "40724") << id;
      EXPECT_EQ(cell.kind, CellKind::number) << id;
    }
  }
}

TEST(ReadXlsx, reads_own_formats_and_both_date_systems) {
  const std::string styles =
      "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"[Red]&quot;day&quot;0.00\\d\"/>"
      "<numFmt numFmtId=\"166\" formatCode=\"[$-804]aaaa\\ h:mm\"/><numFmt numFmtId=\"167\" "
      "formatCode=\"General\"/>"
      "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"164\"/>"
      "<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"167\"/><xf numFmtId=\"14\"/></cellXfs>";
  const std::string rows =
      "<row r=\"1\"><c s=\"0\"><v>40724.604166666664</v></c><c s=\"1\"><v>12</v></c><c s=\"2\"><v>0.5</v></c>"
      "<c s=\"3\"><v>3</v></c></row><row r=\"2\"><c s=\"4\"><v>1</v></c><c s=\"4\"><v>59</v></c><c "
      "s=\"4\"><v>60</v></c>"
      "<c s=\"4\"><v>61</v></c><c s=\"4\"><v>0</v></c><c s=\"4\"><v>-1</v></c><c s=\"4\"><v>2958466</v></c>"
      "<c s=\"4\"><v>2958465</v></c></row>";
  const auto book = read_xlsx(xlsx(rows, "", styles));
  EXPECT_EQ(cell_of(book, 1, 1).text, "2011-06-30 14:30:00");
  EXPECT_EQ(cell_of(book, 1, 2).kind, CellKind::number);
  EXPECT_EQ(cell_of(book, 1, 3).text, "12:00:00");
  EXPECT_EQ(cell_of(book, 1, 4).text, "3");
  const char* shown[] = {"1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01",
                         "1900-01-00", "-1",         "2958466",    "9999-12-31"};
  for (int c = 1; c <= 8; ++c) EXPECT_EQ(cell_of(book, 2, c).text, shown[c - 1]) << c;
  const auto mac =
      read_xlsx(xlsx("<row><c s=\"4\"><v>39262</v></c></row>", "", styles, "<workbookPr date1904=\"1\"/>"));
  EXPECT_EQ(cell_of(mac, 1, 1).text, "2011-06-30");
  const auto iso = read_xlsx(xlsx("<row><c t=\"d\"><v>2011-06-30T00:00:00</v></c></row>"));
  EXPECT_EQ(cell_of(iso, 1, 1).date, *Date::make(2011, 6, 30));
}

TEST(ReadXlsx, tells_merged_ranges_hidden_rows_and_hidden_sheets) {
  auto parts = fixture::parts("");
  parts["xl/worksheets/sheet1.xml"] =
      fixture::worksheet("<row r=\"3\" hidden=\"1\"><c r=\"B3\"><v>1</v></c></row>",
                         "<mergeCells><mergeCell ref=\"B3:D4\"/></mergeCells>");
  auto& book_xml = parts["xl/workbook.xml"];
  book_xml.replace(book_xml.find(" sheetId"), 8, " state=\"veryHidden\" sheetId");
  const auto book = read_xlsx(pack_zip(parts));
  ASSERT_TRUE(book);
  EXPECT_TRUE(book->sheets[0].is_hidden);
  EXPECT_TRUE(book->sheets[0].row(3).is_hidden);
  EXPECT_EQ(book->sheets[0].merged, std::vector{(Range{3, 2, 4, 4})});
}

TEST(ReadXlsx, understands_prefixed_names_and_absolute_targets) {
  auto parts = fixture::parts("");
  parts["xl/worksheets/sheet1.xml"] = fixture::xml(
      "<x:worksheet xmlns:x=\"" + std::string(fixture::kMain) +
      "\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>有</x:t></x:is></x:c></x:row>"
      "</x:sheetData></x:worksheet>");
  parts["_rels/.rels"] =
      fixture::relationships(fixture::relationship("r", "officeDocument", "/xl/workbook.xml"));
  EXPECT_EQ(cell_of(read_xlsx(pack_zip(parts)), 1, 1).text, "有");
}

TEST(ReadXlsx, refuses_bad_references_with_their_place) {
  const std::pair<const char*, const char*> cases[] = {
      {"<row r=\"99999999\"><c r=\"A99999999\"><v>1</v></c></row>", "office.outside_sheet"},
      {"<row r=\"1\"><c r=\"A99999999\"><v>1</v></c></row>", "office.outside_sheet"},
      {"<row r=\"99999999999999999999999\"/>", "office.outside_sheet"},
      {"<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "office.outside_sheet"},
      {"<row r=\"1\"><c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c></row>", "office.outside_sheet"},
      {"<row r=\"1\"><c r=\"XFD1\"/><c><v>1</v></c></row>", "office.outside_sheet"},
      {"<row r=\"1\"><c r=\"1A\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"A0\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"A-1\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>", "office.bad_reference"},
      {"<row r=\"2\"/><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>", "office.bad_reference"},
      {"<row r=\"0\"/>", "office.bad_reference"},
      {"<row r=\"x\"/>", "office.bad_reference"},
      {"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "office.bad_string"},
      {"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "office.bad_string"},
      {"<row r=\"1\"><c r=\"A1\"><v>abc</v></c></row>", "office.bad_number"},
      {"<row r=\"1\"><c r=\"A1\" t=\"b\"><v>2</v></c></row>", "office.bad_number"},
      {"<row r=\"1\"><c r=\"A1\" t=\"d\"><v>yesterday</v></c></row>", "office.bad_number"},
      {"<row r=\"1\"><c r=\"A1\"><v>1</v></row>", "office.bad_xml"},
      {"<row r=\"1\">\x01</row>", "office.bad_xml"}};
  for (const auto& [rows, code] : cases) {
    const auto book = read_xlsx(xlsx(rows));
    EXPECT_EQ(code_of(book), code) << rows;
    if (!book) {
      EXPECT_NE(book.error().text(Language::zh), book.error().text(Language::en));
    }
  }
  const auto placed = read_xlsx(xlsx("<row r=\"7\"><c r=\"C7\"><v>abc</v></c></row>"));
  EXPECT_EQ(placed.error().place().file, "登记表");
  EXPECT_EQ(placed.error().place().line, 7);
  EXPECT_EQ(placed.error().place().column, 3);
}

TEST(ReadXlsx, refuses_a_nul_within_a_part) {
  using namespace std::string_literals;
  EXPECT_EQ(
      code_of(read_xlsx(xlsx("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\0b</t></is></c></row>"s))),
      "office.bad_xml");
}

TEST(ReadXlsx, refuses_missing_parts) {
  const std::string rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
  for (const char* part : {"xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml",
                           "xl/_rels/workbook.xml.rels", "xl/workbook.xml"}) {
    auto parts = fixture::parts(rows, "<si><t>a</t></si>", "<cellXfs/>");
    parts.erase(part);
    const auto book = read_xlsx(pack_zip(parts));
    EXPECT_EQ(code_of(book), "office.missing_part") << part;
  }
}

TEST(ReadXlsx, names_what_a_wrong_file_is) {
  const auto word = pack_zip({{"[Content_Types].xml", "<a/>"}, {"word/document.xml", "<a/>"}});
  EXPECT_EQ(code_of(read_xlsx(word)), "office.not_workbook");
  EXPECT_NE(read_xlsx(word).error().text(Language::zh).find("Word"), std::string::npos);
  EXPECT_EQ(code_of(read_xlsx("\xD0\xCF\x11\xE0 old")), "office.old_excel");
  EXPECT_NE(read_xlsx("\xD0\xCF\x11\xE0 old").error().text(Language::zh).find("另存为"), std::string::npos);
  std::string locked = "\xD0\xCF\x11\xE0";
  for (const char c : std::string("EncryptedPackage")) (locked += c) += '\0';
  EXPECT_EQ(code_of(read_xlsx(locked)), "office.encrypted");
  EXPECT_EQ(code_of(read_xlsx("")), "office.not_workbook");
  EXPECT_EQ(code_of(read_xlsx("姓名,年龄\n")), "office.not_workbook");
  EXPECT_EQ(code_of(read_xlsx("<html><table>")), "office.not_workbook");
  EXPECT_EQ(code_of(read_xlsx(pack_zip({{"a.txt", "hello"}}))), "office.not_workbook");
}

TEST(ReadXlsx, refuses_a_file_cut_anywhere) {
  const std::string whole = xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "<si><t>甲</t></si>");
  for (size_t i = 0; i < 50; ++i) {
    const size_t size = whole.size() * i / 50;
    EXPECT_FALSE(read_xlsx(whole.substr(0, size))) << size;
  }
  EXPECT_TRUE(read_xlsx(whole));
}

TEST(ReadXlsx, never_reads_a_flipped_byte_as_other_data) {
  const std::string whole =
      xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>12345</v></c></row>",
           "<si><t>甲</t></si>");
  const auto good = read_xlsx(whole);
  ASSERT_TRUE(good);
  size_t refused = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    for (const int mask : {0x01, 0x80, 0xFF}) {
      std::string bad = whole;
      bad[i] = static_cast<char>(bad[i] ^ mask);
      const auto book = read_xlsx(bad);
      if (book) {
        EXPECT_EQ(*book, *good) << "byte " << i << " mask " << mask;
      } else {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, whole.size());
}

TEST(ReadXlsx, refuses_bombs_before_unpacking_them) {
  auto parts = fixture::parts("");
  parts["xl/worksheets/sheet1.xml"] = fixture::worksheet(std::string(30'000'000, ' '));
  const std::string bomb = pack_zip(parts);
  EXPECT_LT(bomb.size(), 200'000U);
  EXPECT_EQ(code_of(read_xlsx(bomb)), "office.zip_ratio");
  SheetLimits limits;
  limits.unpack_ratio = 100'000;
  limits.unpacked_bytes = 20'000'000;
  EXPECT_EQ(code_of(read_xlsx(bomb, limits)), "office.too_large");
}

TEST(ReadXlsx, refuses_a_shared_text_repeated_without_end) {
  std::string rows;
  for (int i = 1; i <= 3000; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
  SheetLimits limits;
  limits.text_bytes = 10'000'000;
  EXPECT_EQ(code_of(read_xlsx(xlsx(rows, "<si><t>" + std::string(32'000, 'x') + "</t></si>"), limits)),
            "office.too_large");
  EXPECT_EQ(code_of(read_xlsx(xlsx("<row><c t=\"s\"><v>0</v></c></row>",
                                   "<si><t>" + std::string(32'768, 'x') + "</t></si>"))),
            "office.text_too_long");
}

TEST(ReadXlsx, refuses_a_dtd_and_so_a_billion_laughs) {
  auto parts = fixture::parts("");
  std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE worksheet [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 10; ++i) {
    laughs += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) laughs += "&a" + std::to_string(i - 1) + ";";
    laughs += "\">";
  }
  laughs +=
      "]><worksheet><sheetData><row><c "
      "t=\"inlineStr\"><is><t>&a9;</t></is></c></row></sheetData></worksheet>";
  parts["xl/worksheets/sheet1.xml"] = laughs;
  EXPECT_EQ(code_of(read_xlsx(pack_zip(parts))), "office.has_dtd");
  auto external = fixture::parts("");
  external["xl/workbook.xml"].insert(external["xl/workbook.xml"].find("<workbook"),
                                     "<!DOCTYPE a SYSTEM \"file:///etc/hostname\">");
  EXPECT_EQ(code_of(read_xlsx(pack_zip(external))), "office.has_dtd");
}

TEST(ReadXlsx, refuses_deep_nesting) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  auto parts = fixture::parts("");
  parts["xl/worksheets/sheet1.xml"] = deep;
  EXPECT_EQ(code_of(read_xlsx(pack_zip(parts))), "office.bad_xml");
}

TEST(ReadXlsx, refuses_one_cell_above_a_million) {
  std::mt19937 random(1);
  std::string rows;
  for (int r = 0; r < 1000; ++r) {
    rows += "<row>";
    for (int c = 0; c < 1000; ++c) rows += "<c><v>" + std::to_string(random()) + "</v></c>";
    rows += "</row>";
  }
  const auto just = read_xlsx(xlsx(rows));
  EXPECT_EQ(code_of(just), "");
  EXPECT_EQ(code_of(read_xlsx(xlsx(rows + "<row><c><v>1</v></c></row>"))), "office.too_many_cells");
}

TEST(ReadXlsx, follows_no_path_out_of_the_archive) {
  for (const char* target :
       {"../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "worksheets/../sheet"}) {
    auto parts = fixture::parts("");
    parts["xl/_rels/workbook.xml.rels"] =
        fixture::relationships(fixture::relationship("rId1", "worksheet", target));
    EXPECT_EQ(code_of(read_xlsx(pack_zip(parts))), "office.missing_part") << target;
  }
  auto parts = fixture::parts("<row><c><v>1</v></c></row>");
  parts["../../evil.txt"] = "x";
  parts["/absolute"] = "x";
  EXPECT_EQ(cell_of(read_xlsx(pack_zip(parts)), 1, 1).text, "1");
}

TEST(ReadXlsx, survives_random_damage) {
  const unsigned seed = 20110630;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto base = fixture::parts(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"0\"><v>40724.5</v></c><c r=\"C1\" "
      "t=\"inlineStr\">"
      "<is><t>_x0041_</t></is></c></row><row r=\"5\" hidden=\"1\"><c r=\"A5\" "
      "t=\"d\"><v>2011-06-30</v></c></row>",
      "<si><t>甲</t><rPh><t>x</t></rPh></si>", "<cellXfs><xf numFmtId=\"14\"/></cellXfs>");
  const std::string whole = pack_zip(base);
  size_t read = 0;
  for (int round = 0; round < 2000; ++round) {
    // Half of the rounds damage the archive, half the XML within a sound archive.
    std::string bytes = whole;
    if (round % 2 == 0) {
      for (size_t n = 1 + random() % 8; n > 0; --n)
        bytes[random() % bytes.size()] = static_cast<char>(random());
    } else {
      auto parts = base;
      auto it = std::next(parts.begin(), static_cast<long>(random() % parts.size()));
      std::string& text = it->second;
      for (size_t n = 1 + random() % 4; n > 0; --n) {
        const size_t at = random() % text.size();
        switch (random() % 4) {
          case 0:
            text[at] = static_cast<char>(random());
            break;
          case 1:
            text.erase(at, random() % 20);
            break;
          case 2:
            text.insert(at, text.substr(random() % text.size(), random() % 40));
            break;
          default:
            text[at] = "0123456789<>\"&_x/"[random() % 17];
            break;
        }
        if (text.empty()) text = " ";
      }
      bytes = pack_zip(parts);
    }
    const auto book = read_xlsx(bytes);
    if (book) ++read;
    if (!book) {
      EXPECT_FALSE(book.error().text_with_place(Language::zh).empty());
    }
  }
  EXPECT_GT(read, 10U);
}

TEST(UnescapeCellText, makes_one_line_end_of_each_and_passes_a_long_text_once) {
  const std::pair<std::string, std::string> cases[] = {
      {"甲_x000D_\n乙", "甲\n乙"},          {"a\r\rb\r\n", "a\n\nb\n"}, {"_x005F_x0041_", "_x0041_"},
      {"_x0000__x4E00_", "_x0000__x4E00_"}, {"_x00", "_x00"},           {"_x004_", "_x004_"}};
  for (const auto& [stored, meant] : cases) {
    std::string text = stored;
    unescape_cell_text(text);
    EXPECT_EQ(text, meant) << stored;
  }
  // Millions of escapes fit into one shared string of an upload.
  std::string many;
  for (int i = 0; i < 1'500'000; ++i) many += "_x0041_";
  const auto begin = std::chrono::steady_clock::now();
  unescape_cell_text(many);
  EXPECT_EQ(many, std::string(1'500'000, 'A'));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(XlsxRead, a_part_listed_again_and_again_counts_each_time) {
  auto parts = fixture::parts("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" + std::string(900'000, ' '));
  std::string& book = parts["xl/workbook.xml"];
  const std::string listed = "<sheet name=\"登记表\" sheetId=\"1\" r:id=\"rId1\"/>";
  std::string many;
  for (int i = 0; i < 400; ++i) many += listed;
  book.replace(book.find(listed), listed.size(), many);
  EXPECT_EQ(code_of(read_xlsx(pack_zip(parts))), "office.too_large");
}

}  // namespace
}  // namespace jinguo::office
