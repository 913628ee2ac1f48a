#include "main/office_adapter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "office/xlsx_write.h"
#include "office/zip_archive.h"

namespace jinguo {
namespace {

using app::TableText;

OfficeAdapter& adapter() {
  static OfficeAdapter made(std::filesystem::temp_directory_path());
  return made;
}

std::string write(const office::Table& table) {
  auto bytes = office::write_xlsx({table}, {}, std::filesystem::temp_directory_path());
  EXPECT_TRUE(bytes);
  return bytes ? *bytes : std::string();
}

TEST(OfficeAdapter, what_is_written_is_read_again_as_typed) {
  TableText table;
  table.title = "换届登记表";
  table.notes = {"演示数据，不是真实统计"};
  table.columns = {{"单位", TableText::Column::Kind::text, 0, {}},
                   {"人数", TableText::Column::Kind::number, 0, {}},
                   {"日期", TableText::Column::Kind::date, 0, {}},
                   {"金额", TableText::Column::Kind::number, 2, {}}};
  table.rows = {{"371323107200", "3", "2011-06-30", "50000.25"}, {"371323107204", "", "", ""}};
  const auto bytes = adapter().write_xlsx(table, 0);
  ASSERT_TRUE(bytes);
  const auto sheet = adapter().read_sheet(*bytes, "a.xlsx");
  ASSERT_TRUE(sheet);
  const auto head = std::find_if(sheet->rows.begin(), sheet->rows.end(),
                                 [](const auto& row) { return !row.empty() && row.front() == "单位"; });
  ASSERT_NE(head, sheet->rows.end());
  EXPECT_EQ(*head, (std::vector<std::string>{"单位", "人数", "日期", "金额"}));
  EXPECT_EQ(*(head + 1), (std::vector<std::string>{"371323107200", "3", "2011-06-30", "50000.25"}));
  EXPECT_EQ((head + 2)->front(), "371323107204");
}

TEST(OfficeAdapter, a_row_keeps_the_number_that_excel_shows) {
  const auto sheet = adapter().read_sheet("a,b\n\n\n1,2\n", "x.csv");
  ASSERT_TRUE(sheet);
  ASSERT_EQ(sheet->rows.size(), 4u);
  EXPECT_TRUE(sheet->rows[1].empty());
  EXPECT_EQ(sheet->rows[3], (std::vector<std::string>{"1", "2"}));
}

TEST(OfficeAdapter, percentages_are_read_as_seen) {
  office::Table table;
  table.sheet_name = "a";
  table.columns = {{.title = "率", .kind = office::ColumnKind::percent}};
  table.rows = {{office::Cell::of_number("0.388")}};
  const auto sheet = adapter().read_sheet(write(table), "a.xlsx");
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->rows.back(), std::vector<std::string>{"38.8%"});
}

TEST(OfficeAdapter, an_id_number_that_lost_its_digits_says_so) {
  office::Table table;
  table.sheet_name = "a";
  table.columns = {{.title = "身份证号", .kind = office::ColumnKind::integer}};
  table.rows = {{office::Cell::of_number("371323199001010000")}};
  const auto sheet = adapter().read_sheet(write(table), "a.xlsx");
  ASSERT_TRUE(sheet);
  EXPECT_NE(sheet->rows.back().front().find("末尾数字已丢失"), std::string::npos)
      << sheet->rows.back().front();
}

TEST(OfficeAdapter, a_sheet_with_content_far_away_costs_no_memory) {
  // One cell in the last column of each of many rows: short as a file, endless as a grid.
  std::string csv;
  for (int i = 0; i < 1000; ++i) csv += std::string(16'000, ',') + "x\n";
  const auto sheet = adapter().read_sheet(csv, "a.csv");
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().row().status, 413);
}

TEST(OfficeAdapter, chinese_csv_of_old_excel_is_read) {
  const auto sheet = adapter().read_sheet("\xB5\xA5\xCE\xBB,\xC8\xCB\xCA\xFD\nx,1\n", "a.csv");
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->rows.front(), (std::vector<std::string>{"单位", "人数"}));
}

TEST(OfficeAdapter, an_old_excel_file_is_named_for_what_it_is) {
  const auto sheet = adapter().read_sheet("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on", "a.xls");
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code(), "office.old_excel");
}

TEST(OfficeAdapter, a_template_has_the_head_and_nothing_to_import) {
  TableText table;
  table.title = "模板";
  table.columns = {{"单位", TableText::Column::Kind::text, 0, {}},
                   {"书记为女性", TableText::Column::Kind::text, 0, {"是", "否"}}};
  const auto bytes = adapter().write_xlsx(table, 500);
  ASSERT_TRUE(bytes);
  const auto sheet = adapter().read_sheet(*bytes, "t.xlsx");
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->rows.back(), (std::vector<std::string>{"单位", "书记为女性"}));
}

TEST(OfficeAdapter, the_papers_title_stands_once) {
  auto bytes = adapter().to_docx("# 工作总结\n\n正文。\n", "工作总结");
  if (!bytes && bytes.error().code() == "office.program_missing") GTEST_SKIP() << "pandoc is not installed";
  ASSERT_TRUE(bytes);
  auto archive = office::ZipArchive::open(*bytes, {});
  ASSERT_TRUE(archive);
  const auto text = archive->read_all("word/document.xml");
  ASSERT_TRUE(text);
  const size_t first = text->find("工作总结");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(text->find("工作总结", first + 1), std::string::npos);
}

}  // namespace
}  // namespace jinguo
