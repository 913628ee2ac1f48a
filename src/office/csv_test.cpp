#include <gtest/gtest.h>

#include <random>

#include "office/csv_read.h"
#include "office/csv_write.h"

namespace jinguo::office {
namespace {

using namespace std::string_literals;

std::vector<std::vector<std::string>> grid(const Result<CsvFile>& file) {
  std::vector<std::vector<std::string>> out;
  if (!file) return {{"refused: " + file.error().text_with_place(Language::en)}};
  for (const Row& row : file->sheet.rows) {
    auto& line = out.emplace_back();
    for (const Cell& cell : row.cells) {
      line.resize(static_cast<size_t>(cell.column) - 1);
      line.push_back(cell.text);
    }
  }
  return out;
}

using Grid = std::vector<std::vector<std::string>>;

TEST(ReadCsv, takes_quotes_line_ends_and_separators) {
  EXPECT_EQ(grid(read_csv("a,b\r\nc,d\r\n")), (Grid{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(grid(read_csv("a;b\nc;d")), (Grid{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(grid(read_csv("a\tb\rc\td")), (Grid{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(grid(read_csv("sep=;\r\na,1;b\r\n")), (Grid{{"a,1", "b"}}));
  EXPECT_EQ(grid(read_csv("\"a\"\"x\",\"b\r\nc\",,d\n")), (Grid{{"a\"x", "b\nc", "", "d"}}));
  EXPECT_EQ(grid(read_csv("5\" nail,b\n")), (Grid{{"5\" nail", "b"}}));
  EXPECT_EQ(grid(read_csv("")), Grid{});
  EXPECT_EQ(grid(read_csv("\"\"\n")), Grid{});
  const auto gap = read_csv("a\n\n,b\n");
  EXPECT_EQ(gap->sheet.row(3).at(2).text, "b");
  EXPECT_EQ(grid(read_csv("0010,371302199001011234\n")), (Grid{{"0010", "371302199001011234"}}));
}

TEST(ReadCsv, knows_the_encodings_of_excel) {
  const Grid want = {{"姓名", "県a"}};
  EXPECT_EQ(grid(read_csv("\xEF\xBB\xBF姓名,県a\n")), want);
  EXPECT_EQ(grid(read_csv("姓名,県a\n")), want);
  const auto gb = read_csv("\xD0\xD5\xC3\xFB,\xBF\x68\x61\n");
  ASSERT_TRUE(gb);
  EXPECT_EQ(gb->encoding, Encoding::gb18030);
  EXPECT_EQ(gb->sheet.row(1).at(1).text, "姓名");
  const auto four = read_csv("\xD0\xD5\xC3\xFB,\x95\x32\x82\x36\n");
  ASSERT_TRUE(four);
  EXPECT_EQ(four->sheet.row(1).at(2).text, "\xF0\xA0\x80\x80");
  EXPECT_EQ(grid(read_csv("\xFF\xFE\xD3\x59\x0D\x54,\0a\0\n\0"s)), (Grid{{"姓名", "a"}}));
  EXPECT_EQ(grid(read_csv("\xFE\xFF\x59\xD3\x54\x0D\0,\0a\0\n"s)), (Grid{{"姓名", "a"}}));
  EXPECT_EQ(grid(read_csv("\xFF\xFE\x40\xD8\x00\xDC"s)), (Grid{{"\xF0\xA0\x80\x80"}}));
}

TEST(ReadCsv, says_the_exact_place_of_a_fault) {
  const struct {
    std::string bytes;
    const char* code;
    int line, column;
  } cases[] = {
      {"甲,乙\r\n\"丙\"丁,1\r\n", "office.csv_after_quote", 2, 4},
      {"甲,乙\r\n丙,\"丁\r\n戊\r\n", "office.csv_unclosed", 2, 3},
      {"a,b\nc,\0d\n"s, "office.csv_nul", 2, 3},
      {"姓名,年龄,单位,地址,备注,编号\n兰山\xFF,3\n", "office.csv_encoding", 2, 3},
      {"\xEF\xBB\xBF"
       "ab\xFF",
       "office.csv_encoding", 1, 3},
      {"\xFF\xFE\x00\xDC"s, "office.csv_encoding", 1, 1},
      {"\xFF\xFE\x41\x00\x42"s, "office.csv_encoding", 1, 2},
      {"\xD0\xD5\xC3", "office.csv_encoding", 1, 2},
  };
  for (const auto& c : cases) {
    const auto file = read_csv(c.bytes);
    ASSERT_FALSE(file) << c.bytes;
    EXPECT_EQ(file.error().code(), c.code);
    EXPECT_EQ(file.error().place().line, c.line) << c.code;
    EXPECT_EQ(file.error().place().column, c.column) << c.code;
  }
}

TEST(ReadCsv, keeps_the_limits_of_a_sheet) {
  EXPECT_TRUE(read_csv("a" + std::string(16383, ',') + "b"));
  EXPECT_EQ(read_csv("a" + std::string(16384, ',') + "b").error().code(), "office.outside_sheet");
  EXPECT_TRUE(read_csv(std::string(1'048'575, '\n') + "a"));
  EXPECT_EQ(read_csv(std::string(1'048'576, '\n') + "a").error().code(), "office.outside_sheet");
  EXPECT_EQ(read_csv(std::string(32'768, 'a')).error().code(), "office.text_too_long");
  std::string million;
  for (int i = 0; i < 500'000; ++i) million += "1,2\n";
  EXPECT_TRUE(read_csv(million));
  EXPECT_EQ(read_csv(million + "3").error().code(), "office.too_many_cells");
}

TEST(WriteCsv, gives_back_what_was_written) {
  const unsigned seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::vector<std::string> pieces = {"=", "+",  "-", "@",  "'",  "\"",           ",", ";", "\t",  " ",
                                           "a", "妇", "1", "\n", "＝", "\xEF\xBB\xBF", "%", "|", "\x01"};
  for (int round = 0; round < 500; ++round) {
    Table table;
    table.columns = {{.title = "甲"}, {.title = "乙"}, {.title = "丙"}};
    auto& row = table.rows.emplace_back();
    for (int c = 0; c < 3; ++c) {
      std::string text = "x";
      if (c < 2) text.clear();
      for (size_t n = random() % 6; n > 0; --n) text += pieces[random() % pieces.size()];
      row.push_back(Cell::of_text(text));
    }
    const auto back = read_csv(write_csv(table));
    ASSERT_TRUE(back) << back.error().text_with_place(Language::en);
    for (int c = 0; c < 3; ++c) {
      EXPECT_EQ(back->sheet.row(2).at(c + 1).text, row[static_cast<size_t>(c)].text);
    }
  }
}

TEST(WriteCsv, leaves_numbers_alone_and_guards_texts) {
  Table table;
  table.columns = {{.title = "=标题"}, {.title = "数", .kind = ColumnKind::decimal}, {.title = "文"}};
  table.rows = {{Cell::of_text("=1+1"), Cell::of_number("-5"), Cell::of_text("-5")},
                {Cell::of_text("\xEF\xBB\xBF=1"), Cell::of_number("-0.5"), Cell::of_text("-5+cmd")},
                {Cell::of_text("＝1"), Cell{}, Cell::of_text("妇联")},
                {Cell::of_date(*Date::make(2011, 6, 30))}};
  EXPECT_EQ(write_csv(table),
            "\xEF\xBB\xBF\"'=标题\",数,文\r\n\"'=1+1\",-5,-5\r\n\"'\xEF\xBB\xBF=1\",-0.5,\"'-5+cmd\"\r\n\"'"
            "＝1\",,妇联\r\n"
            "2011-06-30,,\r\n");
}

TEST(ReadCsv, survives_random_damage) {
  const unsigned seed = 42;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string starts[] = {"姓名,年龄\r\n\"兰\"\"山\",3\r\n", "\xD0\xD5\xC3\xFB;1\n",
                                "\xFF\xFE\xD3\x59\x0D\x54,\0a\0\n\0"s};
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = starts[random() % 3];
    for (size_t n = 1 + random() % 6; n > 0; --n) {
      const size_t at = random() % bytes.size();
      if (random() % 3 == 0) {
        bytes.insert(at, 1, "\",;\t\r\n='\0"[random() % 9]);
      } else {
        bytes[at] = static_cast<char>(random());
      }
    }
    const auto file = read_csv(bytes);
    if (!file) {
      EXPECT_GT(file.error().place().line, 0);
    }
  }
}

}  // namespace
}  // namespace jinguo::office
