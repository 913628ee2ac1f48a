#include "report/compose.h"

#include <algorithm>
#include <map>

namespace jinguo::report {
namespace {

using define::TextPart;

bool is_chinese(Language language) {
  return language == Language::zh;
}

/// The number as the text asks for it: divided, with so many places.
std::string formatted(const Printed& figure, const define::FigureFormat& format) {
  if (!figure.has_value) return "—";
  if (format.text.empty()) return figure.text;
  Fraction value = figure.value;
  __int128& scaled = format.divided_by >= 0 ? value.denominator : value.numerator;
  for (int i = 0; i < std::abs(format.divided_by); ++i) scaled *= 10;
  const int places = format.places.value_or(format.divided_by < 0 ? figure.places : 2);
  const auto rounded = value.rounded(places);
  if (!rounded) return "—";
  return format.places || format.divided_by < 0 ? rounded->to_text(places) : rounded->to_text();
}

Span figure_span(const define::FigureName& name, const Printed& figure, const define::FigureFormat& format) {
  return {formatted(figure, format), name.to_text(), figure.url, figure.unchecked > 0};
}

void add_text(std::vector<Span>& spans, std::string text) {
  if (!text.empty()) spans.push_back({std::move(text), "", "", false});
}

/// The word of the scale that a list prints behind each of its numbers; a text writes it itself.
std::string scale_word(const define::FigureFormat& format, Language language) {
  const std::string word = format.text.substr(0, format.text.find('.'));
  return is_chinese(language) || word == "%" ? word : "";
}

void add_top(std::vector<Span>& spans, const TextPart& part, const Source& source, Language language) {
  const auto ranking = source.ranking(part.figure, part.complete);
  int n = 0;
  for (const RankedUnit& unit : ranking) {
    if (unit.done_of || !unit.figure.has_value || n == part.count) continue;
    add_text(spans, (n == 0                 ? ""
                     : is_chinese(language) ? "、"
                                            : ", ") +
                        unit.name + (is_chinese(language) ? "" : " "));
    spans.push_back(figure_span(part.figure, unit.figure, part.format));
    add_text(spans, scale_word(part.format, language));
    ++n;
  }
  if (n == 0) add_text(spans, is_chinese(language) ? "（无）" : "(none)");
}

void add_running(std::vector<Span>& spans, const TextPart& part, const Source& source, Language language) {
  int n = 0;
  for (const RankedUnit& unit : source.ranking(part.figure, part.figure)) {
    if (!unit.done_of) continue;
    add_text(spans, (n == 0                 ? ""
                     : is_chinese(language) ? "、"
                                            : ", ") +
                        unit.name + (is_chinese(language) ? "" : " "));
    spans.push_back({std::to_string(unit.done_of->first) + "/" + std::to_string(unit.done_of->second),
                     part.figure.to_text(), unit.figure.url, unit.figure.unchecked > 0});
    ++n;
  }
  if (n == 0) add_text(spans, is_chinese(language) ? "（无）" : "(none)");
}

void add_late(std::vector<Span>& spans, const TextPart& part, const Source& source, Language language) {
  constexpr size_t kMost = 30;
  const auto late = source.late(part.figure.programme);
  std::string text;
  for (size_t i = 0; i < std::min(late.size(), kMost); ++i)
    text += (i == 0 ? "" : is_chinese(language) ? "、" : ", ") + late[i];
  if (late.size() > kMost)
    text += is_chinese(language) ? "等 " + std::to_string(late.size()) + " 个单位"
                                 : " and others, " + std::to_string(late.size()) + " in all";
  if (late.empty()) text = is_chinese(language) ? "（无）" : "(none)";
  add_text(spans, text);
}

void add_change(std::vector<Span>& spans, const TextPart& part, const Source& source, Language language) {
  const auto now = source.figure(part.figure);
  const auto before = source.previous(part.figure);
  if (!now || !before || !now->has_value || !before->has_value) {
    add_text(spans, is_chinese(language) ? "上期无可比数" : "nothing to compare with");
    return;
  }
  if (now->value == before->value) {
    add_text(spans, is_chinese(language) ? "与上期持平" : "unchanged");
    return;
  }
  const bool up = now->value > before->value;
  const int factor = now->is_percent ? 100 : 1;
  const auto a = now->value.rounded(now->places, factor);
  const auto b = before->value.rounded(now->places, factor);
  const auto difference = a && b ? Decimal::subtract(up ? *a : *b, up ? *b : *a) : std::nullopt;
  if (difference && difference->is_zero()) {
    add_text(spans, is_chinese(language) ? "与上期持平" : "unchanged");
    return;
  }
  const std::string amount = difference ? difference->to_text(now->places) : "—";
  const std::string unit_zh = now->is_percent ? " 个百分点" : "";
  const std::string unit_en = now->is_percent ? " points" : "";
  add_text(spans, is_chinese(language) ? (up ? "比上期上升 " : "比上期下降 ") + amount + unit_zh
                                       : (up ? "up " : "down ") + amount + unit_en);
}

std::vector<Span> compose_parts(const std::vector<TextPart>& parts, const Source& source, Language language) {
  std::vector<Span> spans;
  for (const TextPart& part : parts) {
    switch (part.kind) {
      case TextPart::Kind::literal:
        add_text(spans, part.text);
        break;
      case TextPart::Kind::figure: {
        const auto figure = source.figure(part.figure);
        spans.push_back(figure_span(part.figure, figure.value_or(Printed{.text = "—"}), part.format));
        break;
      }
      case TextPart::Kind::top:
        add_top(spans, part, source, language);
        break;
      case TextPart::Kind::running:
        add_running(spans, part, source, language);
        break;
      case TextPart::Kind::late:
        add_late(spans, part, source, language);
        break;
      case TextPart::Kind::change:
        add_change(spans, part, source, language);
        break;
      case TextPart::Kind::unit:
        add_text(spans, source.unit);
        break;
      case TextPart::Kind::period:
        add_text(spans, source.period.in(language));
        break;
      case TextPart::Kind::date:
        add_text(spans, source.date.in(language));
        break;
    }
  }
  return spans;
}

/// A sentence about those who lead is not said when nobody does.
bool has_leaders(const std::vector<TextPart>& parts, const Source& source) {
  return std::none_of(parts.begin(), parts.end(), [&](const TextPart& part) {
    if (part.kind != TextPart::Kind::top) return false;
    const auto ranking = source.ranking(part.figure, part.complete);
    return std::none_of(ranking.begin(), ranking.end(),
                        [](const RankedUnit& unit) { return !unit.done_of && unit.figure.has_value; });
  });
}

bool condition_holds(const define::Paragraph::Wording& wording, const Source& source) {
  if (!wording.condition) return true;
  std::vector<Value> slots;
  for (const define::FigureName& name : wording.condition_figures) {
    const auto figure = source.figure(name);
    Value value;
    if (figure && figure->has_value)
      if (const auto number = figure->value.rounded(12)) value = Value(*number);
    slots.push_back(std::move(value));
  }
  return wording.condition->plan.is_met(slots);
}

Block table_block(const define::ReportTemplate::Table& table, const Source& source, Language language) {
  Block block;
  block.kind = Block::Kind::table;
  add_text(block.spans, table.title.in(language));
  block.head = {is_chinese(language) ? "名次" : "Rank", is_chinese(language) ? "单位" : "Unit"};
  std::vector<define::FigureName> names;
  // The column that tells how far a round is, if the table has one, parts the running from the finished.
  std::optional<define::FigureName> complete;
  for (const std::string& figure : table.figures) {
    const size_t dot = figure.find('.');
    names.push_back({figure.substr(0, dot), figure.substr(dot + 1)});
    if (names.back().figure == "progress") complete = names.back();
    block.head.push_back(source.head(names.back(), language));
  }
  std::vector<std::map<uint32_t, Printed>> columns(names.size());
  std::vector<RankedUnit> units;
  for (size_t c = 0; c < names.size(); ++c) {
    std::vector<RankedUnit> ranking = source.ranking(names[c], complete);
    for (const RankedUnit& unit : ranking) columns[c].emplace(unit.place, unit.figure);
    if (c == 0) units = std::move(ranking);
  }
  for (const RankedUnit& unit : units) {
    std::vector<Span> row;
    add_text(row, unit.done_of    ? (is_chinese(language) ? "进行中" : "running")
                  : unit.rank > 0 ? std::to_string(unit.rank)
                                  : "—");
    add_text(row, unit.name);
    for (size_t c = 0; c < columns.size(); ++c) {
      const auto figure = columns[c].find(unit.place);
      row.push_back(figure == columns[c].end() ? Span{"—", "", "", false}
                                               : figure_span(names[c], figure->second, {}));
    }
    block.rows.push_back(std::move(row));
  }
  return block;
}

}  // namespace

std::vector<Span> compose_paragraph(const define::Paragraph& paragraph, const Source& source,
                                    Language language) {
  for (const auto& wording : paragraph.wordings)
    if (condition_holds(wording, source) && has_leaders(wording.parts(language), source))
      return compose_parts(wording.parts(language), source, language);
  return {};
}

Document compose(const define::ReportTemplate& report, const Source& source, Language language) {
  Document document;
  const auto& title =
      is_chinese(language) || report.title_en_parts.empty() ? report.title_zh_parts : report.title_en_parts;
  document.title = Block{.spans = compose_parts(title, source, language)}.text();
  document.subtitle = report.subtitle.in(language);
  document.date = source.date.in(language);
  const auto add_paragraphs = [&](const std::vector<define::Paragraph>& paragraphs) {
    for (const define::Paragraph& paragraph : paragraphs) {
      Block block;
      block.spans = compose_paragraph(paragraph, source, language);
      if (!block.spans.empty()) document.blocks.push_back(std::move(block));
    }
  };
  add_paragraphs(report.opening);
  for (const auto& section : report.sections) {
    Block heading;
    heading.kind = Block::Kind::heading;
    heading.spans = {{section.title.in(language), "", "", false}};
    document.blocks.push_back(std::move(heading));
    if (!section.programme.empty() && !source.has_data(section.programme)) {
      Block none;
      none.kind = Block::Kind::note;
      none.spans = {{is_chinese(language) ? "暂无数据。" : "No data.", "", "", false}};
      document.blocks.push_back(std::move(none));
      continue;
    }
    add_paragraphs(section.paragraphs);
    if (section.table) document.blocks.push_back(table_block(*section.table, source, language));
    if (section.names_missing) {
      Block late;
      late.kind = Block::Kind::note;
      TextPart part;
      part.figure.programme = section.programme;
      add_text(late.spans, is_chinese(language) ? "未按时报送：" : "Not filed in time: ");
      add_late(late.spans, part, source, language);
      document.blocks.push_back(std::move(late));
    }
  }
  return document;
}

}  // namespace jinguo::report
