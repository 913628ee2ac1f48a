#include "app/dashboard.h"

#include <algorithm>

#include "access/rules.h"
#include "app/definitions.h"
#include "app/figure_queries.h"
#include "app/inbox.h"
#include "app/obligations.h"
#include "app/record_queries.h"
#include "app/report_json.h"
#include "app/report_source.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

using Reader = rollup::Figures::Reader;

/// The page's sentence in both languages: as text, and in spans whose figures lead to their records.
struct Sentence {
  std::vector<report::Span> zh, en;
  json::object text_json() const {
    return words_json({report::Block{.spans = zh}.text(), report::Block{.spans = en}.text()});
  }
  json::object spans_json() const { return {{"zh", app::spans_json(zh)}, {"en", app::spans_json(en)}}; }
};

/// Two a programme: its first indicator (how far a round is says less than what came of it) and its first
/// measure that counts.
std::vector<std::string> figures_shown(const define::Programme& programme) {
  std::vector<std::string> out;
  const auto& indicators = programme.indicators;
  if (!indicators.empty())
    out.push_back(indicators[indicators.front().id == "progress" && indicators.size() > 1 ? 1 : 0].id);
  for (const define::Measure& measure : programme.measures) {
    if (measure.counting == define::Counting::units || measure.id.find('.') != std::string::npos) continue;
    out.push_back(measure.id);
    break;
  }
  return out;
}

/// A figure with its change on the period before; nothing when it cannot be asked.
std::optional<json::object> figure_with_change(App& app, const Reader& reader, const Standpoint& at,
                                               const std::string& name) {
  const auto figure = find_figure(app, name);
  if (!figure) return std::nullopt;
  const auto value = ask_figure(app, reader, *figure, at, at.place);
  if (!value) return std::nullopt;
  Standpoint past = at;
  past.period = past.period.previous();
  const auto before = ask_figure(app, reader, *figure, past, past.place);
  std::string change, trend = "none";
  if (before && before->has_value && value->has_value && before->records > 0) {
    trend = value->value > before->value ? "up" : value->value < before->value ? "down" : "same";
    change = figure_text(*figure, *before) + " → " + figure_text(*figure, *value);
  }
  return json::object{
      {"figure", figure_json(app, reader, *figure, at, at.place, *value)},
      {"previous", before ? json::value(figure_json(app, reader, *figure, past, past.place, *before))
                          : json::value(nullptr)},
      {"change", change},
      {"trend", trend}};
}

}  // namespace

Result<Answer> get_dashboard(App& app, const Call& call) {
  auto at = stand_at(app, call.parameter("unit"), call.parameter("period"), "then", false);
  if (!at) return std::move(at).error();
  json::array figures;
  json::value league = nullptr;
  Sentence sentence;
  int64_t position = 0;
  {
    const auto reader = app.figures().reader();
    position = reader.position().number();
    const report::Source source = make_source(app, reader, *at);
    for (const auto& programme : in_order(*app.published().catalogue)) {
      if (!check_may_read_figures(call, *programme, at->unit) || !source.has_data(programme->id)) continue;
      if (sentence.zh.empty() && !programme->report.empty() &&
          check_may_read_parts(call, *programme, *at->view, at->place)) {
        sentence.zh = report::compose_paragraph(programme->report.front(), source, Language::zh);
        sentence.en = report::compose_paragraph(programme->report.front(), source, Language::en);
      }
      for (const std::string& name : figures_shown(*programme))
        if (auto shown = figure_with_change(app, reader, *at, programme->id + "." + name))
          figures.push_back(std::move(*shown));
    }
  }
  if (!figures.empty()) {
    const std::string first(figures.front().at("figure").at("figure").as_string());
    Call asked = call;
    asked.parameters["name"] = first;
    asked.parameters["unit"] = at->tree->code_of(at->unit, at->day).to_text();
    asked.parameters["period"] = at->period.to_text();
    if (auto ranked = rank_figure(app, asked)) league = std::move(ranked->body);
  }
  return Answer(json::object{{"unit", unit_ref(*at->tree, at->unit, at->day)},
                             {"period", at->period.to_text()},
                             {"sentence", sentence.text_json()},
                             {"sentence_spans", sentence.spans_json()},
                             {"figures", std::move(figures)},
                             {"league", std::move(league)},
                             {"late", late_items(app, call, *at)},
                             {"inbox", inbox_summary(app, call, at->unit)},
                             {"position", position},
                             {"demo", app.settings().is_demo}});
}

}  // namespace jinguo::app
