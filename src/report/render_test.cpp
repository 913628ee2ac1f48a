#include "report/render.h"

#include <gtest/gtest.h>

namespace jinguo::report {
namespace {

Document document() {
  Document out;
  out.title = "通报 <b>";
  out.signature = "临沂市妇女联合会";
  out.date = "2011年7月5日";
  out.number = "〔2011〕1号";
  Block heading{Block::Kind::heading, {{"一、进度 & 排名", "", "", false}}, {}, {}};
  Block text{
      Block::Kind::paragraph,
      {{"已完成", "", "", false}, {"38.8%", "p.share", "/figures/p.share?unit=3713&period=2011-H1", true}},
      {},
      {}};
  Block table{
      Block::Kind::table,
      {{"各县区<", "", "", false}},
      {"名次", "单位", "比例"},
      {{{"1", "", "", false}, {"沂水|县", "", "", false}, {"57.3%", "p.share", "/figures/x", false}}}};
  out.blocks = {heading, text, table};
  return out;
}

TEST(ToHtml, escapes_everything_and_links_figures) {
  const std::string html = to_html(document(), "p{margin:0}", Links::to_figures);
  EXPECT_NE(html.find("<h1>通报 &lt;b&gt;</h1>"), std::string::npos);
  EXPECT_NE(html.find("<h2>一、进度 &amp; 排名</h2>"), std::string::npos);
  EXPECT_NE(html.find("<a class=\"basted\" href=\"/figures/p.share?unit=3713&amp;period=2011-H1\">38.8%</a>"),
            std::string::npos);
  EXPECT_NE(html.find("<td class=\"rank\">1</td><td class=\"unit\">沂水|县</td><td class=\"num\"><a href"),
            std::string::npos);
  EXPECT_NE(html.find("<caption>各县区&lt;</caption>"), std::string::npos);
  EXPECT_EQ(html.find("<b>"), std::string::npos);
}

TEST(ToHtml, on_paper_nothing_is_a_link) {
  const std::string html = to_html(document(), "", Links::none);
  EXPECT_EQ(html.find("href"), std::string::npos);
  EXPECT_NE(html.find("<span class=\"basted\">38.8%</span>"), std::string::npos);
  EXPECT_NE(html.find("<td class=\"num\">57.3%</td>"), std::string::npos);
}

TEST(ToMarkdown, a_cell_cannot_break_its_table) {
  const std::string text = to_markdown(document());
  EXPECT_NE(text.find("| 1 | 沂水\\|县 | 57.3% |"), std::string::npos) << text;
  EXPECT_NE(text.find("|-----|----------|--------:|"), std::string::npos) << text;
  EXPECT_NE(text.find("\nTable: 各县区\\<\n"), std::string::npos) << text;
}

TEST(ToMarkdown, a_line_cannot_become_a_list_or_a_heading) {
  Document out;
  out.title = "t";
  for (const char* line : {"- 一", "+ 一", "# 一", "> 一", "1. 一", "12) 一", "=== "})
    out.blocks.push_back({Block::Kind::paragraph, {{line, "", "", false}}, {}, {}});
  const std::string text = to_markdown(out);
  for (const char* line : {"\n- ", "\n+ ", "\n# 一", "\n> ", "\n1. ", "\n12) ", "\n==="})
    EXPECT_EQ(text.find(line), std::string::npos) << line << "\n" << text;
}

TEST(ToPlainText, columns_stand_under_each_other) {
  Document out;
  out.title = "表";
  out.blocks = {{Block::Kind::table,
                 {{"各县区", "", "", false}},
                 {"名次", "单位", "比例"},
                 {{{"1", "", "", false}, {"沂水县", "", "", false}, {"57.3%", "", "", false}},
                  {{"10", "", "", false}, {"费县", "", "", false}, {"5%", "", "", false}}}}};
  EXPECT_EQ(to_plain_text(out),
            "\n表\n==\n\n  各县区\n  名次  单位     比例\n  1     沂水县  57.3%\n  10    费县       5%\n");
}

TEST(ToPlainText, an_issued_paper_shows_its_number_and_who_signed) {
  const std::string text = to_plain_text(document());
  EXPECT_NE(text.find("〔2011〕1号\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\n临沂市妇女联合会\n2011年7月5日\n")) << text;
}

TEST(CanonicalText, tells_any_two_documents_apart) {
  const std::string base = canonical_text(document());
  EXPECT_EQ(base, canonical_text(document()));
  Document other = document();
  other.blocks[1].spans[1].text = "38.9%";
  EXPECT_NE(canonical_text(other), base);
  other = document();
  other.number = "〔2011〕2号";
  EXPECT_NE(canonical_text(other), base);
}

}  // namespace
}  // namespace jinguo::report
