#include <gtest/gtest.h>

#include <thread>

#include "office/docx.h"
#include "office/pdf.h"
#include "office/process.h"
#include "office/scratch_dir.h"
#include "office/zip_archive.h"

namespace jinguo::office {
namespace {

constexpr auto kTimeout = std::chrono::seconds(90);

#define JINGUO_NEEDS(program, package)   \
  if (!find_program({program}, package)) \
  GTEST_SKIP() << "SKIPPED: " << program << " is missing; apt install " package

constexpr char kMarkdown[] =
    "::: {custom-style=\"发文字号\"}\n临妇〔2011〕12号\n:::\n\n::: "
    "{custom-style=\"主送机关\"}\n各县区妇联：\n:::\n\n"
    "# 一、总体情况\n\n上半年全市开展家庭教育讲座 7080 场 <script>x</script> ![图](/etc/hostname)。\n\n## "
    "（一）进度\n\n"
    "| 单位 | 场次 |\n|---|--:|\n| 兰山区 | 512 |\n\n- 一\n- 二\n\n::: "
    "{custom-style=\"落款\"}\n临沂市妇女联合会\n:::\n";

std::map<std::string, std::string> docx_parts(const std::string& bytes) {
  auto parts = unpack_zip(bytes);
  if (parts) return *std::move(parts);
  ADD_FAILURE() << parts.error().text_with_place(Language::en);
  return {};
}

TEST(DocxMaker, lays_out_an_official_document) {
  JINGUO_NEEDS("pandoc", "pandoc");
  const auto maker = DocxMaker::make(std::filesystem::temp_directory_path(), kTimeout);
  ASSERT_TRUE(maker) << maker.error().text_with_place(Language::en);
  const auto bytes = maker->markdown_to_docx(kMarkdown, {.title = "关于=1: “家庭教育”的通报"});
  ASSERT_TRUE(bytes) << bytes.error().text_with_place(Language::en);
  auto parts = docx_parts(*bytes);
  const std::string& document = parts["word/document.xml"];
  for (const char* text :
       {"关于=1: “家庭教育”的通报", "7080", "兰山区", "&lt;script&gt;", "<w:pStyle w:val=\"Title\"",
        "<w:pStyle w:val=\"Heading1\"", "<w:pStyle w:val=\"DocumentNumber\"", "<w:pStyle w:val=\"Addressee\"",
        "<w:pStyle w:val=\"Signature\"", "<w:pStyle w:val=\"TableText\"",
        "<w:tblW w:type=\"pct\" w:w=\"5000\"", "<w:pStyle w:val=\"Compact\"", "w:type=\"even\"",
        "w:top=\"2098\"", "w:tblHeader"}) {
    EXPECT_NE(document.find(text), std::string::npos) << text << "\n" << document;
  }
  EXPECT_EQ(document.find("<w:drawing"), std::string::npos);
  for (const auto& [name, content] : parts) EXPECT_FALSE(name.starts_with("word/media")) << name;
  const std::string& styles = parts["word/styles.xml"];
  for (const char* text : {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "w:firstLineChars=\"200\"",
                           "w:line=\"580\"", "发文机关标志"}) {
    EXPECT_NE(styles.find(text), std::string::npos) << text;
  }
  EXPECT_NE(parts["word/settings.xml"].find("evenAndOddHeaders"), std::string::npos);
  size_t footers = 0;
  for (const auto& [name, content] : parts) {
    footers += name.starts_with("word/footer") && content.find(" PAGE ") != std::string::npos ? 1 : 0;
  }
  EXPECT_EQ(footers, 2U);
  EXPECT_EQ(*bytes, *maker->markdown_to_docx(kMarkdown, {.title = "关于=1: “家庭教育”的通报"}));
}

TEST(DocxMaker, says_so_when_the_time_is_over) {
  JINGUO_NEEDS("pandoc", "pandoc");
  const auto maker = DocxMaker::make(std::filesystem::temp_directory_path(), std::chrono::milliseconds(1));
  ASSERT_FALSE(maker);
  EXPECT_EQ(maker.error().code(), "office.program_too_slow");
}

std::string printed_text(const std::string& pdf, const std::filesystem::path& folder) {
  write_file(folder / "a.pdf", pdf);
  return run_process({.program = *find_program({"pdftotext"}, "poppler-utils"),
                      .arguments = {"-layout", "a.pdf", "-"},
                      .folder = folder})
      .output;
}

TEST(HtmlToPdf, prints_chinese_that_can_be_searched) {
  JINGUO_NEEDS("chromium", "chromium");
  JINGUO_NEEDS("pdftotext", "poppler-utils");
  const ScratchDir folder(std::filesystem::temp_directory_path());
  std::timed_mutex turn;
  std::string html =
      "<!doctype html>\n<html lang=\"zh-CN\"><head><title>通报</title><style>" +
      std::string(official_page_css()) +
      "</style></head><body><h1>关于妇女儿童工作的通报</h1><h2>一、总体情况</h2><h3>（一）进度</h3>";
  for (int i = 0; i < 60; ++i) html += "<p>女性参加家庭教育讲座第" + std::to_string(i) + "场。</p>";
  html +=
      "<script>document.body.append('SCRIPTRAN')</script><iframe "
      "src=\"file:///etc/passwd\"></iframe></body></html>";
  const auto pdf = html_to_pdf(html, {folder.path(), kTimeout, turn});
  ASSERT_TRUE(pdf) << pdf.error().text_with_place(Language::en);
  const std::string text = printed_text(*pdf, folder.path());
  for (const char* part :
       {"关于妇女儿童工作的通报", "一、总体情况", "女性参加家庭教育讲座第 59 场", "— 1 —", "— 2 —"}) {
    std::string want(part), have(text);
    std::erase(want, ' ');
    std::erase(have, ' ');
    EXPECT_NE(have.find(want), std::string::npos) << part << "\n" << text;
  }
  EXPECT_EQ(text.find("SCRIPTRAN"), std::string::npos);
  EXPECT_EQ(text.find("root:"), std::string::npos);
  if (const auto fonts = find_program({"pdffonts"}, "poppler-utils")) {
    const auto list =
        run_process({.program = *fonts, .arguments = {"a.pdf"}, .folder = folder.path()}).output;
    EXPECT_EQ(list.find("Type 3"), std::string::npos) << list;
    EXPECT_NE(list.find("TrueType"), std::string::npos) << list;
  }
}

TEST(HtmlToPdf, guards_a_page_that_is_only_a_piece) {
  JINGUO_NEEDS("chromium", "chromium");
  JINGUO_NEEDS("pdftotext", "poppler-utils");
  const ScratchDir folder(std::filesystem::temp_directory_path());
  std::timed_mutex turn;
  const auto pdf = html_to_pdf(
      "<p>妇联</p><iframe src=file:///etc/passwd></iframe><head><script>document.write('RAN')</script>",
      {folder.path(), kTimeout, turn});
  ASSERT_TRUE(pdf) << pdf.error().text_with_place(Language::en);
  const std::string text = printed_text(*pdf, folder.path());
  EXPECT_NE(text.find("妇联"), std::string::npos);
  EXPECT_EQ(text.find("root:"), std::string::npos);
  EXPECT_EQ(text.find("RAN"), std::string::npos);
}

TEST(HtmlToPdf, waits_for_its_turn_but_not_for_ever) {
  JINGUO_NEEDS("chromium", "chromium");
  const ScratchDir folder(std::filesystem::temp_directory_path());
  std::timed_mutex turn;
  std::thread holder([&] {
    const std::unique_lock lock(turn);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto pdf = html_to_pdf("<p>一</p>", {folder.path(), std::chrono::milliseconds(50), turn});
  holder.join();
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.error().code(), "office.printer_busy");
}

}  // namespace
}  // namespace jinguo::office
