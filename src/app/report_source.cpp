#include "app/report_source.h"

#include "report/period_words.h"

namespace jinguo::app {
namespace {

using define::FigureName;

std::string figure_url(const NamedFigure& figure, const Standpoint& at, uint32_t place) {
  return "/figures/" + figure.name() + "?unit=" + at.tree->code_of(at.view->unit(place), at.day).to_text() +
         "&period=" + at.period.to_text() +
         (at.official && figure.plan->official_rank > 0 ? "&official=yes" : "");
}

report::Printed print(const NamedFigure& figure, const Standpoint& at, uint32_t place,
                      const rollup::FigureValue& value) {
  report::Printed out;
  out.text = figure_text(figure, value);
  out.value = value.value;
  out.has_value = value.has_value;
  out.unchecked = value.unchecked;
  out.url = figure_url(figure, at, place);
  out.is_percent = figure.is_percent();
  out.places = figure.places();
  return out;
}

/// The head of a column: the figure's title with its unit of measure.
std::string head_of(App& app, const FigureName& name, Language language) {
  const auto figure = find_figure(app, name.to_text());
  if (!figure) return name.to_text();
  const std::string unit = figure->measured_in();
  const bool shows_unit = !unit.empty() && !figure->is_percent() && language == Language::zh;
  return figure->title().in(language) + (shows_unit ? "（" + unit + "）" : "");
}

/// The records of a return are dated on the last day of its period, so they are asked for by the whole
/// period; which of them came in time for the cut, the reporting index knows.
Standpoint for_programme(const define::Programme& programme, Standpoint at) {
  if (at.cut_off && programme.return_period)
    if (const auto whole = Period::parse(at.period.to_text())) at.period = *whole;
  return at;
}

Standpoint a_period_before(const Standpoint& at) {
  Standpoint before = at;
  if (at.period.kind() != Period::Kind::term) {
    before.period = at.period.previous();
  } else if (const auto named = Period::parse(at.period.to_text())) {
    before.period = cut_off(named->previous(), at.period.last().weekday());
    before.cut_off = before.period.last();
  }
  return before;
}

}  // namespace

Period cut_off(const Period& week, int weekday) {
  return Period::term(week.to_text(), week.first(), week.first().plus_days(weekday - 1));
}

report::Source make_source(App& app, const rollup::Figures::Reader& reader, const Standpoint& at) {
  report::Source source;
  source.unit = at.tree->name_of(at.unit, at.day);
  source.period = report::period_words(at.period);
  source.date = report::day_words(app.today());
  source.head = [&app](const FigureName& name, Language language) { return head_of(app, name, language); };
  const auto ask_at = [&app, &reader](const Standpoint& where,
                                      const FigureName& name) -> std::optional<report::Printed> {
    const auto figure = find_figure(app, name.to_text());
    if (!figure) return std::nullopt;
    const Standpoint own = for_programme(*figure->plan->programme, where);
    const auto value = ask_figure(app, reader, *figure, own, own.place);
    if (!value) return std::nullopt;
    return print(*figure, own, own.place, *value);
  };
  source.figure = [ask_at, at](const FigureName& name) { return ask_at(at, name); };
  const Standpoint before = a_period_before(at);
  source.previous = [ask_at, before](const FigureName& name) { return ask_at(before, name); };
  source.ranking = [&app, &reader, at](const FigureName& name, const std::optional<FigureName>& complete) {
    std::vector<report::RankedUnit> out;
    const auto figure = find_figure(app, name.to_text());
    if (!figure) return out;
    std::optional<NamedFigure> whole;
    if (complete)
      if (auto found = find_figure(app, complete->to_text())) whole = std::move(*found);
    const auto table = make_league(app, reader, *figure, for_programme(*figure->plan->programme, at),
                                   whole ? &*whole : nullptr);
    if (!table) return out;
    for (const auto* rows : {&table->ranked, &table->running, &table->blank})
      for (const LeagueRow& row : *rows)
        out.push_back({row.place, at.tree->name_of(at.view->unit(row.place), at.day),
                       print(*figure, at, row.place, row.value), row.rank, row.done_of});
    return out;
  };
  source.late = [&app, at](const std::string& programme) {
    std::vector<std::string> out;
    const define::Programme* known = app.published().catalogue->programme(programme);
    if (!known || !known->obligation) return out;
    const auto& obligation = *known->obligation;
    const Period period = flow::duty_period(obligation, at.period);
    app.read_reported(programme, [&](const flow::ReportedIndex& index) {
      const auto reporting =
          flow::count_reporting(obligation, index, *at.view, at.place, flow::duty_key(*known, period),
                                flow::due_day(*known, period, obligation.by), at.cut_off);
      for (const auto* list : {&reporting.missing, &reporting.late})
        for (const UnitId unit : *list) out.push_back(at.tree->name_of(unit, at.day));
    });
    return out;
  };
  source.has_data = [&app, &reader, at](const std::string& programme) {
    const auto plan = app.figures().plan(programme);
    if (!plan) return false;
    const Period period = for_programme(*plan->programme, at).period;
    for (const rollup::MeasurePlan& measure : plan->measures) {
      if (measure.measure.counting == define::Counting::units) continue;
      const auto value = reader.ask(*plan, at.view, {measure.id, at.place, period});
      if (value && value->records > 0) return true;
    }
    return false;
  };
  return source;
}

}  // namespace jinguo::app
