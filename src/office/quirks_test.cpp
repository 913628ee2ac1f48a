#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "office/cell_comments.h"
#include "office/foreign_file.h"
#include "office/quirk_fixtures.h"
#include "office/workbook_pack.h"
#include "office/xlsx_read.h"

namespace jinguo::office {
namespace {

std::vector<std::vector<std::string>> texts_of(const Sheet& sheet) {
  std::vector<std::vector<std::string>> out;
  for (const Row& row : sheet.rows) {
    auto& texts = out.emplace_back();
    for (const Cell& cell : row.cells) {
      texts.resize(static_cast<size_t>(cell.column));
      texts.back() = cell.text;
    }
  }
  return out;
}

/// The entries of an archive as they are packed: name, checksum and compressed bytes, by its central
/// directory.
std::map<std::string, std::string> raw_entries(const std::string& zip) {
  const auto number = [&](size_t at, int bytes) {
    size_t out = 0;
    for (int i = bytes - 1; i >= 0; --i)
      out = out << 8 | static_cast<uint8_t>(zip.at(at + static_cast<size_t>(i)));
    return out;
  };
  std::map<std::string, std::string> out;
  const size_t end = zip.rfind("PK\x05\x06");
  size_t at = number(end + 16, 4);
  for (size_t n = number(end + 10, 2); n > 0; --n) {
    const size_t local = number(at + 42, 4), name = number(at + 28, 2);
    const size_t begin = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    out[zip.substr(at + 46, name)] = zip.substr(at + 16, 4) + zip.substr(begin, number(at + 20, 4));
    at += 46 + name + number(at + 30, 2) + number(at + 32, 2);
  }
  return out;
}

TEST(Quirks, of_every_program_are_read_as_the_same_sheet) {
  for (const auto& [program, parts] : fixture::quirk_workbooks()) {
    SCOPED_TRACE(program);
    const auto book = read_xlsx(pack_zip(parts));
    ASSERT_TRUE(book) << book.error().text_with_place(Language::en);
    const Sheet& sheet = book->sheets.at(0);
    EXPECT_EQ(texts_of(sheet), fixture::quirk_cells());
    EXPECT_EQ(sheet.merged.size(), 5U);
    EXPECT_EQ(sheet.merged.at(1), (Range{1, 2, 1, 3}));
    EXPECT_EQ(sheet.row(3).at(4).kind, CellKind::date);
    EXPECT_TRUE(sheet.row(3).at(5).is_percent);
    EXPECT_EQ(sheet.row(3).at(6).kind, CellKind::text);
    EXPECT_EQ(sheet.row(3).at(5).had_formula, program != "streamed");
  }
}

TEST(Quirks, stay_as_they_are_under_comments) {
  for (const auto& [program, parts] : fixture::quirk_workbooks()) {
    SCOPED_TRACE(program);
    const std::string whole = pack_zip(parts);
    const auto commented = comment_cells(whole, {{"登记表", 3, 2, "甲"}, {"登记表", 4, 6, "乙"}});
    ASSERT_TRUE(commented) << commented.error().text_with_place(Language::en);
    EXPECT_EQ(*read_xlsx(*commented), *read_xlsx(whole));
    auto before = raw_entries(whole), after = raw_entries(*commented);
    for (const char* part : {"[Content_Types].xml", "xl/worksheets/sheet1.xml"}) {
      before.erase(part);
      after.erase(part);
    }
    for (const char* part :
         {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"})
      EXPECT_EQ(after.erase(part), 1U) << part;
    EXPECT_EQ(after, before);
    EXPECT_FALSE(before.empty());
  }
}

TEST(Quirks, of_times_in_strict_workbooks) {
  auto parts = fixture::strict_workbook();
  std::string& sheet = parts["xl/worksheets/sheet1.xml"];
  sheet = fixture::replaced(sheet, "<v>2011-06-30</v>", "<v>14:30:00</v>");
  sheet = fixture::replaced(sheet, "<v>2011-12-01T00:00:00.000</v>", "<v>2011-12-01T14:30:00Z</v>");
  const auto book = read_xlsx(pack_zip(parts));
  ASSERT_TRUE(book);
  EXPECT_EQ(book->sheets[0].row(3).at(4).text, "14:30:00");
  EXPECT_EQ(book->sheets[0].row(4).at(4).text, "2011-12-01 14:30:00");
}

TEST(Quirks, of_a_million_empty_rows_cost_no_memory) {
  std::string rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
  for (int i = 2; i <= kMaxRow; ++i) {
    const std::string n = std::to_string(i);
    rows +=
        "<row r=\"" + n + "\" spans=\"1:6\"><c r=\"A" + n + "\" s=\"0\"/><c r=\"B" + n + "\" s=\"0\"/></row>";
  }
  const auto book = read_xlsx(fixture::xlsx(rows));
  ASSERT_TRUE(book) << book.error().text_with_place(Language::en);
  EXPECT_EQ(book->sheets[0].rows.size(), 1U);
}

TEST(ForeignFile, is_named_for_what_it_is) {
  const auto said = [](std::string_view bytes) {
    const auto error = foreign_file(bytes);
    return error ? error->text(Language::zh) : std::string();
  };
  const auto ole = [](std::string_view stream) {
    std::string out = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    for (const char c : stream) (out += c) += '\0';
    return out;
  };
  EXPECT_NE(said(ole("Workbook")).find("另存为"), std::string::npos);
  EXPECT_NE(said(ole("EncryptedPackage")).find("密码"), std::string::npos);
  EXPECT_NE(said(ole("WordDocument")).find("Word"), std::string::npos);
  EXPECT_NE(said("\xEF\xBB\xBF \r\n<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">").find("网页"),
            std::string::npos);
  EXPECT_NE(said("<meta http-equiv=Content-Type><table><tr>").find("网页"), std::string::npos);
  EXPECT_NE(said("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>").find("XML"),
            std::string::npos);
  EXPECT_NE(said("%PDF-1.7").find("PDF"), std::string::npos);
  EXPECT_NE(said("").find("空文件"), std::string::npos);
  EXPECT_NE(said(std::string_view("a\0b", 3)), "");
  EXPECT_EQ(said("PK赛,人数\n"), "");
  EXPECT_EQ(said("<5,人数\n"), "");
  EXPECT_EQ(said(std::string_view("\xFF\xFE"
                                  "a\0,\0",
                                  6)),
            "");
}

std::string pack(const std::vector<std::pair<std::string, std::string>>& files) {
  return pack_zip(std::map<std::string, std::string>(files.begin(), files.end()));
}

/// The same archive with a name of equal length in other bytes, as Windows in Chinese writes it.
std::string renamed(std::string zip, std::string_view from, std::string_view to) {
  for (size_t at = zip.find(from); at != std::string::npos; at = zip.find(from, at + to.size()))
    zip.replace(at, from.size(), to);
  return zip;
}

TEST(WorkbookPack, gives_each_file_by_its_name) {
  const std::string book = fixture::xlsx("<row><c><v>1</v></c></row>");
  const std::string zip = pack({{"甲县/兰山.xlsx", book},
                                {"乙.csv", "单位,人数\n"},
                                {"__MACOSX/._乙.csv", "x"},
                                {"甲县/~$兰山.xlsx", "x"},
                                {"old.xls", "\xD0\xCF\x11\xE0"},
                                {"in.zip", pack({{"a.csv", "1"}})},
                                {"../../evil.csv", "1,2"}});
  EXPECT_TRUE(is_pack(zip));
  EXPECT_FALSE(is_pack(book));
  EXPECT_FALSE(is_pack("单位,人数\n"));
  const auto files = open_pack(zip);
  ASSERT_TRUE(files);
  std::map<std::string, std::string> seen;
  for (const PackedFile& file : *files)
    seen[file.name] = file.fault ? std::string(file.fault->code()) : std::to_string(file.bytes.size());
  EXPECT_EQ(seen, (std::map<std::string, std::string>{{"甲县/兰山.xlsx", std::to_string(book.size())},
                                                      {"乙.csv", "14"},
                                                      {"old.xls", "office.old_excel"},
                                                      {"in.zip", "office.pack_nested"},
                                                      {"../../evil.csv", "3"}}));
}

TEST(WorkbookPack, reads_names_in_gbk) {
  const auto files = open_pack(renamed(pack({{"AAAA.csv", "1"}}), "AAAA", "\xC0\xBC\xC9\xBD"));
  ASSERT_TRUE(files);
  EXPECT_EQ(files->at(0).name, "兰山.csv");
}

TEST(WorkbookPack, refuses_what_is_too_much_or_nothing) {
  EXPECT_EQ(open_pack(pack({{"__MACOSX/a", "x"}})).error().code(), "office.pack_empty");
  std::map<std::string, std::string> many;
  for (size_t i = 0; i <= kMaxPackedFiles; ++i) many["f" + std::to_string(i) + ".csv"] = "1";
  EXPECT_EQ(open_pack(pack_zip(many)).error().code(), "office.pack_too_many");
  EXPECT_EQ(open_pack(pack({{"a.csv", std::string(30'000'000, ' ')}})).error().code(), "office.zip_ratio");
  EXPECT_FALSE(open_pack(pack({{"a.csv", "1"}}).substr(0, 40)));
}

/// A few bytes of the text changed, cut out or doubled.
void damage(std::string& text, std::mt19937& random) {
  for (size_t n = 1 + random() % 4; n > 0 && !text.empty(); --n) {
    const size_t at = random() % text.size();
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, random() % 30);
        break;
      case 2:
        text.insert(at, text.substr(random() % text.size(), random() % 60));
        break;
      case 3:
        text.resize(at);
        break;
      default:
        text[at] = "0123456789<>\"&_x/:="[random() % 19];
    }
  }
}

TEST(Fuzz, damaged_workbooks_are_refused_or_read_and_commented_alike) {
  std::mt19937 random(20110630);
  const auto workbooks = fixture::quirk_workbooks();
  std::vector<std::string> sound;
  for (const auto& [program, parts] : workbooks)
    sound.push_back(*comment_cells(pack_zip(parts), {{"登记表", 3, 2, "甲"}}));
  size_t read = 0, commented = 0, refused = 0;
  for (int round = 0; round < 1500; ++round) {
    const size_t which = random() % sound.size();
    std::string bytes = sound[which];
    if (round % 4 == 0) {
      damage(bytes, random);
    } else {
      auto parts = *unpack_zip(bytes);
      for (int n = 0; n < 2; ++n) {
        auto it = std::next(parts.begin(), static_cast<long>(random() % parts.size()));
        const auto other = std::next(parts.begin(), static_cast<long>(random() % parts.size()));
        if (random() % 8 == 0) {
          std::swap(it->second, other->second);
        } else if (parts.size() > 1 && random() % 12 == 0) {
          parts.erase(it);
        } else {
          damage(it->second, random);
        }
      }
      bytes = pack_zip(parts);
    }
    const auto book = read_xlsx(bytes);
    const auto more = comment_cells(bytes, {{"登记表", 4, 1, "乙"}, {"登记表", 3, 2, "丙"}});
    is_pack(bytes);
    read += book ? 1 : 0;
    commented += more ? 1 : 0;
    for (const Error* error : {book ? nullptr : &book.error(), more ? nullptr : &more.error()}) {
      if (!error) continue;
      ++refused;
      ASSERT_FALSE(error->text_with_place(Language::zh).empty());
    }
    if (!book || !more) continue;
    const auto again = read_xlsx(*more);
    ASSERT_TRUE(again) << round << " " << again.error().text_with_place(Language::en);
    ASSERT_EQ(*again, *book) << round;
  }
  EXPECT_GT(read, 100U);
  EXPECT_GT(commented, 100U);
  EXPECT_GT(refused, 350U);
}

}  // namespace
}  // namespace jinguo::office
