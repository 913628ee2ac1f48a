#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "office/cell_comments.h"
#include "office/process.h"
#include "office/quirk_fixtures.h"
#include "office/scratch_dir.h"
#include "office/xlsx_write.h"
#include "office/xml_outline.h"

namespace jinguo::office {
namespace {

/// One sheet as LibreOffice understood it.
struct Opened {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> comments;
  /// The whole of it as flat OpenDocument.
  std::string xml;
};

std::string paragraphs(const std::vector<XmlElement>& all, size_t within) {
  std::string out;
  for (size_t i = within + 1; i < all.size() && all[i].begin < all[within].end; ++i)
    if (all[i].parent == within && all[i].name == "p") {
      // Runs of their own look stand in spans.
      out += all[i].text;
      for (size_t k = i + 1; k < all.size() && all[k].begin < all[i].end; ++k) out += all[k].text;
    }
  return out;
}

Opened opened(std::string xml) {
  Opened out;
  out.xml = std::move(xml);
  const auto all = outline_xml(out.xml, 10, "fods");
  EXPECT_TRUE(all);
  if (!all) return out;
  for (size_t i = 0; i < all->size(); ++i) {
    const XmlElement& element = (*all)[i];
    if (element.name == "table-row") out.rows.emplace_back();
    if (element.name == "annotation") out.comments.push_back(paragraphs(*all, i));
    if (element.name != "table-cell" && element.name != "covered-table-cell") continue;
    std::string text(element.get_prefixed("date-value"));
    if (text.empty()) text = element.get_prefixed("value");
    if (text.empty()) text = paragraphs(*all, i);
    const std::string_view repeated = element.get_prefixed("number-columns-repeated");
    const size_t times = repeated.empty() ? 1 : std::min<size_t>(std::stoul(std::string(repeated)), 50);
    for (size_t n = 0; n < times; ++n) out.rows.back().push_back(text);
  }
  for (auto& row : out.rows)
    while (!row.empty() && row.back().empty()) row.pop_back();
  std::erase_if(out.rows, [](const auto& row) { return row.empty(); });
  return out;
}

/// Opens all files in one run.
std::map<std::string, Opened> open_all(const std::map<std::string, std::string>& files) {
  const auto program = find_program({"soffice"}, "libreoffice-calc-nogui");
  if (!program) return {};
  const ScratchDir folder(std::filesystem::temp_directory_path());
  ProcessOrder order;
  order.program = *program;
  order.folder = folder.path();
  order.timeout = std::chrono::minutes(4);
  order.arguments = {"-env:UserInstallation=file://" + (folder.path() / "profile").string(),
                     "--headless",
                     "--convert-to",
                     "fods",
                     "--outdir",
                     (folder.path() / "out").string()};
  for (const auto& [name, bytes] : files) {
    const auto path = folder.path() / (name + ".xlsx");
    std::ofstream(path, std::ios::binary) << bytes;
    order.arguments.push_back(path.string());
  }
  const ProcessOutcome outcome = run_process(order);
  EXPECT_TRUE(outcome.is_good()) << outcome.to_text();
  std::map<std::string, Opened> out;
  for (const auto& [name, bytes] : files) {
    std::ifstream in(folder.path() / "out" / (name + ".fods"), std::ios::binary);
    EXPECT_TRUE(in.good()) << name << " was not opened";
    std::ostringstream text;
    text << in.rdbuf();
    if (in.good()) out[name] = opened(text.str());
  }
  return out;
}

Table exported() {
  Table table;
  table.sheet_name = "换届登记表";
  table.titles = {"换届登记表"};
  table.columns = {{.title = "单位"},
                   {.title = "人数", .kind = ColumnKind::integer},
                   {.title = "日期", .kind = ColumnKind::date}};
  for (const char* text : {"=1+1", "+A1", "-A1", "@SUM(A1)", "371302199001011234"})
    table.rows.push_back(
        {Cell::of_text(text), Cell::of_number("3"), Cell::of_date(*Date::make(2011, 6, 30))});
  table.notes_below = {"来源：各县区妇联"};
  return table;
}

TEST(LibreOffice, opens_what_is_commented_and_exported) {
  if (!find_program({"soffice"}, "libreoffice-calc-nogui"))
    GTEST_SKIP() << "SKIPPED: soffice is missing; apt install libreoffice-calc-nogui";
  std::map<std::string, std::string> files;
  for (const auto& [program, parts] : fixture::quirk_workbooks()) {
    const auto commented =
        comment_cells(pack_zip(parts), {{"登记表", 3, 2, "应当更大"}, {"登记表", 4, 6, "查无此人"}});
    ASSERT_TRUE(commented) << program;
    files[program] = *commented;
  }
  const auto bytes = write_xlsx({exported()}, {}, std::filesystem::temp_directory_path());
  ASSERT_TRUE(bytes);
  files["exported"] = *bytes;
  const auto all = open_all(files);
  ASSERT_EQ(all.size(), files.size());
  for (const auto& [program, parts] : fixture::quirk_workbooks()) {
    SCOPED_TRACE(program);
    EXPECT_EQ(all.at(program).rows, fixture::quirk_cells());
    EXPECT_EQ(all.at(program).comments, (std::vector<std::string>{"【核对】应当更大", "【核对】查无此人"}));
  }
  const Opened& export_seen = all.at("exported");
  EXPECT_EQ(export_seen.xml.find("table:formula="), std::string::npos);
  EXPECT_NE(export_seen.xml.find("table:print-ranges="), std::string::npos);
  EXPECT_NE(export_seen.xml.find("<table:table-header-rows>"), std::string::npos);
  EXPECT_NE(export_seen.xml.find("display-filter-buttons=\"true\""), std::string::npos);
  // Views are not opened without a screen: the frozen head is looked for in the file itself.
  EXPECT_NE(unpack_zip(*bytes)->at("xl/worksheets/sheet1.xml").find("state=\"frozen\""), std::string::npos);
  ASSERT_EQ(export_seen.rows.size(), 8U);
  EXPECT_EQ(export_seen.rows[2], (std::vector<std::string>{"=1+1", "3", "2011-06-30"}));
  EXPECT_EQ(export_seen.rows[6][0], "371302199001011234");
  EXPECT_EQ(export_seen.rows[7][0], "来源：各县区妇联");
}

}  // namespace
}  // namespace jinguo::office
