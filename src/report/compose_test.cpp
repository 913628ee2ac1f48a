#include "report/compose.h"

#include <gtest/gtest.h>

#include <map>

#include "define/load_programme.h"
#include "define/paragraph.h"

namespace jinguo::report {
namespace {

using define::FigureName;

Printed share(int64_t numerator, int64_t denominator) {
  Printed figure;
  figure.value = {numerator, denominator};
  figure.has_value = denominator != 0;
  figure.is_percent = true;
  figure.places = 1;
  figure.text = figure.has_value ? figure.value.rounded(1, 100)->to_text(1) + "%" : "—";
  figure.url = "/figures/share";
  return figure;
}

Printed number(int64_t n) {
  Printed figure;
  figure.value = {n, 1};
  figure.has_value = true;
  figure.text = std::to_string(n);
  figure.url = "/figures/number";
  return figure;
}

/// Figures by name; "p.f" a period earlier under "p.f before".
struct Fixture {
  std::map<std::string, Printed> figures;
  std::vector<RankedUnit> ranking;
  /// Rankings by figure where they differ.
  std::map<std::string, std::vector<RankedUnit>> rankings;
  std::vector<std::string> late;

  Source source() const {
    Source out;
    out.unit = "临沂市";
    out.date = {"2011年7月5日", "5 July 2011"};
    out.period = {"2011年上半年", "the first half of 2011"};
    out.head = [](const FigureName& name, Language language) {
      return language == Language::zh ? name.figure + "（村）" : name.figure;
    };
    const auto find = [this](const std::string& name) -> std::optional<Printed> {
      const auto found = figures.find(name);
      return found == figures.end() ? std::nullopt : std::optional(found->second);
    };
    out.figure = [find](const FigureName& name) { return find(name.to_text()); };
    out.previous = [find](const FigureName& name) { return find(name.to_text() + " before"); };
    out.ranking = [this](const FigureName& name, const std::optional<FigureName>&) {
      const auto found = rankings.find(name.to_text());
      return found == rankings.end() ? ranking : found->second;
    };
    out.late = [this](const std::string&) { return late; };
    out.has_data = [](const std::string& programme) { return programme == "p"; };
    return out;
  }
};

define::Paragraph paragraph(const std::string& zh, const std::string& en = "") {
  define::Paragraph out;
  define::Paragraph::Wording wording;
  wording.text = {zh, en};
  auto parsed = define::parse_figure_text(zh, "p");
  EXPECT_TRUE(parsed.faults.empty()) << zh;
  wording.zh_parts = parsed.parts;
  if (!en.empty()) wording.en_parts = define::parse_figure_text(en, "p").parts;
  out.wordings.push_back(std::move(wording));
  return out;
}

std::string text(const std::vector<Span>& spans) {
  std::string out;
  for (const Span& span : spans) out += span.text;
  return out;
}

std::string composed(const Fixture& fixture, const std::string& zh) {
  return text(compose_paragraph(paragraph(zh), fixture.source(), Language::zh));
}

TEST(Compose, a_figure_is_a_span_of_its_own_with_the_way_to_its_records) {
  Fixture fixture;
  fixture.figures["p.women"] = number(2747);
  fixture.figures["p.women"].unchecked = 3;
  const auto spans = compose_paragraph(paragraph("有{women}名。"), fixture.source(), Language::zh);
  ASSERT_EQ(spans.size(), 3u);
  EXPECT_EQ(spans[1], (Span{"2747", "p.women", "/figures/number", true}));
  EXPECT_EQ(spans[0], (Span{"有", "", "", false}));
}

TEST(Compose, a_figure_that_is_not_there_prints_a_dash) {
  EXPECT_EQ(composed({}, "有{women}名。"), "有—名。");
  Fixture fixture;
  fixture.figures["p.share"] = share(0, 0);
  EXPECT_EQ(composed(fixture, "{share}"), "—");
}

TEST(Compose, money_may_be_printed_in_ten_thousands) {
  Fixture fixture;
  fixture.figures["p.amount"] = number(6'090'000);
  fixture.figures["p.odd"] = number(52'957);
  EXPECT_EQ(composed(fixture, "{amount:万元}万元"), "609万元");
  EXPECT_EQ(composed(fixture, "{odd:万元}万元"), "5.3万元");
  EXPECT_EQ(composed(fixture, "{odd:万元.1}万元"), "5.3万元");
  EXPECT_EQ(composed(fixture, "{odd:万元.3}万元"), "5.296万元");
}

TEST(Compose, a_change_is_said_in_words) {
  Fixture fixture;
  fixture.figures["p.share"] = share(388, 1000);
  EXPECT_EQ(composed(fixture, "{change share}"), "上期无可比数");
  fixture.figures["p.share before"] = share(350, 1000);
  EXPECT_EQ(composed(fixture, "{change share}"), "比上期上升 3.8 个百分点");
  fixture.figures["p.share before"] = share(400, 1000);
  EXPECT_EQ(composed(fixture, "{change share}"), "比上期下降 1.2 个百分点");
  fixture.figures["p.share before"] = share(194, 500);
  EXPECT_EQ(composed(fixture, "{change share}"), "与上期持平");
  // Too small to be seen in the places that are printed.
  fixture.figures["p.share before"] = share(38801, 100000);
  EXPECT_EQ(composed(fixture, "{change share}"), "与上期持平");
  fixture.figures["p.n"] = number(12);
  fixture.figures["p.n before"] = number(10);
  EXPECT_EQ(composed(fixture, "{change n}"), "比上期上升 2");
}

TEST(Compose, the_first_units_are_named_and_those_still_running_apart) {
  Fixture fixture;
  fixture.ranking = {{1, "沂水县", share(573, 1000), 1, {}},
                     {2, "沂南县", share(552, 1000), 2, {}},
                     {3, "罗庄区", share(1, 1), 0, std::pair<int64_t, int64_t>{3, 10}},
                     {4, "平邑县", share(0, 0), 0, {}},
                     {5, "费县", share(5, 10), 3, {}}};
  EXPECT_EQ(composed(fixture, "{top share 2}领先"), "沂水县57.3%、沂南县55.2%领先");
  EXPECT_EQ(composed(fixture, "{top share 9}"), "沂水县57.3%、沂南县55.2%、费县50.0%");
  EXPECT_EQ(composed(fixture, "{running progress}"), "罗庄区3/10");
  EXPECT_EQ(composed({}, "{running progress}"), "（无）");
  // Nobody leads: the sentence is not said.
  EXPECT_EQ(composed({}, "{top share 2}领先"), "");
}

TEST(Compose, in_a_list_the_scale_stands_behind_each_number) {
  Fixture fixture;
  fixture.ranking = {{1, "罗庄区", number(3'180'000), 1, {}}, {2, "临沭县", number(2'460'000), 2, {}}};
  EXPECT_EQ(composed(fixture, "{top amount 2:万元.2}，发放较多。"),
            "罗庄区318.00万元、临沭县246.00万元，发放较多。");
  EXPECT_EQ(text(compose_paragraph(paragraph("无", "{top amount 2:万元.2} (ten thousands of yuan)"),
                                   fixture.source(), Language::en)),
            "罗庄区 318.00, 临沭县 246.00 (ten thousands of yuan)");
  EXPECT_EQ(composed(fixture, "{top amount 1:.1}"), "罗庄区3180000.0");
}

TEST(Compose, whoever_is_late_is_named_up_to_thirty) {
  Fixture fixture;
  EXPECT_EQ(composed(fixture, "{late p}"), "（无）");
  fixture.late = {"沂南县", "费县"};
  EXPECT_EQ(composed(fixture, "{late p}"), "沂南县、费县");
  fixture.late.assign(31, "某村");
  const std::string all = composed(fixture, "{late p}");
  EXPECT_TRUE(all.ends_with("某村等 31 个单位")) << all;
}

TEST(Compose, the_first_wording_whose_condition_holds_is_printed) {
  const auto loaded = define::load_programme({"p.yaml", R"(programme: p
title: {zh: 项目, en: P}
owner: {zh: 办公室, en: Office}
version: 1
valid_from: 2011-01-01
level: county
fields:
  n: {type: integer, label: {zh: 数, en: N}}
states:
  open: {label: {zh: 在办, en: Open}, end: yes}
rights:
  create: [county.officer]
measures:
  left: {title: {zh: 尚余, en: Left}, sum: n, measured_in: 个}
report:
  - either:
      - {when: left = 0, zh: 全部完成。, en: All done.}
      - {zh: "尚有{left}个。", en: "{left} are left."}
)"},
                                             {});
  ASSERT_TRUE(loaded.value);
  const define::Paragraph& both = loaded.value->report.front();
  Fixture fixture;
  fixture.figures["p.left"] = number(0);
  EXPECT_EQ(text(compose_paragraph(both, fixture.source(), Language::zh)), "全部完成。");
  fixture.figures["p.left"] = number(3);
  EXPECT_EQ(text(compose_paragraph(both, fixture.source(), Language::zh)), "尚有3个。");
  EXPECT_EQ(text(compose_paragraph(both, fixture.source(), Language::en)), "3 are left.");
  // A condition over what is not known is not met.
  EXPECT_EQ(text(compose_paragraph(both, Fixture().source(), Language::zh)), "尚有—个。");
}

TEST(Compose, unit_period_and_date_are_filled_in_by_language) {
  Fixture fixture;
  EXPECT_EQ(composed(fixture, "{unit}{period}（{date}）{{}}"), "临沂市2011年上半年（2011年7月5日）{}");
  const auto english =
      compose_paragraph(paragraph("无", "{period} of {unit} ({date})"), fixture.source(), Language::en);
  EXPECT_EQ(text(english), "the first half of 2011 of 临沂市 (5 July 2011)");
  // Without English the Chinese is printed.
  EXPECT_EQ(text(compose_paragraph(paragraph("中文"), fixture.source(), Language::en)), "中文");
}

define::ReportTemplate two_sections() {
  define::ReportTemplate report;
  report.title_zh_parts = define::parse_figure_text("{unit}{period}总结", "").parts;
  for (const char* programme : {"p", "q"}) {
    define::ReportTemplate::Section section;
    section.title = {std::string("关于 ") + programme, ""};
    section.programme = programme;
    section.paragraphs.push_back(paragraph("有{women}名。"));
    section.names_missing = true;
    report.sections.push_back(std::move(section));
  }
  return report;
}

TEST(ComposeReport, a_section_without_data_says_so_and_nothing_else) {
  Fixture fixture;
  fixture.figures["p.women"] = number(5);
  const Document document = compose(two_sections(), fixture.source(), Language::zh);
  EXPECT_EQ(document.title, "临沂市2011年上半年总结");
  std::vector<std::string> lines;
  for (const Block& block : document.blocks) lines.push_back(text(block.spans));
  EXPECT_EQ(lines,
            (std::vector<std::string>{"关于 p", "有5名。", "未按时报送：（无）", "关于 q", "暂无数据。"}));
}

TEST(ComposeReport, a_table_has_a_row_for_each_unit_in_order_of_its_first_figure) {
  Fixture fixture;
  fixture.figures["p.women"] = number(5);
  fixture.ranking = {{1, "沂水县", share(573, 1000), 1, {}},
                     {2, "罗庄区", share(1, 1), 0, std::pair<int64_t, int64_t>{3, 10}},
                     {3, "平邑县", share(0, 0), 0, {}}};
  define::ReportTemplate report = two_sections();
  report.sections.pop_back();
  report.sections.front().table =
      define::ReportTemplate::Table{{"p.share", "p.progress"}, {"各县区进度", ""}, {}};
  const Document document = compose(report, fixture.source(), Language::zh);
  const Block* table = nullptr;
  for (const Block& block : document.blocks)
    if (block.kind == Block::Kind::table) table = &block;
  ASSERT_TRUE(table);
  EXPECT_EQ(table->head, (std::vector<std::string>{"名次", "单位", "share（村）", "progress（村）"}));
  EXPECT_EQ(table->text(), "各县区进度");
  ASSERT_EQ(table->rows.size(), 3u);
  for (const auto& row : table->rows) EXPECT_EQ(row.size(), table->head.size());
  EXPECT_EQ(table->rows[0][0].text, "1");
  EXPECT_EQ(table->rows[0][2].text, "57.3%");
  EXPECT_EQ(table->rows[1][0].text, "进行中");
  EXPECT_EQ(table->rows[2][0].text, "—");
  EXPECT_EQ(table->rows[2][2].text, "—");
}

TEST(ComposeReport, units_of_one_name_keep_their_own_figures) {
  Fixture fixture;
  fixture.figures["p.women"] = number(5);
  fixture.rankings["p.a"] = {{7, "城关镇", number(30), 1, {}}, {9, "城关镇", number(20), 2, {}}};
  fixture.rankings["p.b"] = {{9, "城关镇", number(2), 1, {}}, {7, "城关镇", number(1), 2, {}}};
  define::ReportTemplate report = two_sections();
  report.sections.pop_back();
  report.sections.front().table = define::ReportTemplate::Table{{"p.a", "p.b"}, {}, {}};
  const Document document = compose(report, fixture.source(), Language::zh);
  ASSERT_EQ(document.blocks.size(), 4u);
  const auto& rows = document.blocks[2].rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0][3].text, "1");
  EXPECT_EQ(rows[1][3].text, "2");
}

}  // namespace
}  // namespace jinguo::report
