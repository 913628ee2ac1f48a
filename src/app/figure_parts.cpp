#include <algorithm>
#include <map>

#include "app/app_error.h"
#include "app/figure_queries.h"
#include "app/units.h"

namespace jinguo::app {

using rollup::FigureValue;
using Reader = rollup::Figures::Reader;

Result<Answer> drill_figure(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  const auto reader = app.figures().reader();
  auto value = ask_figure(app, reader, asked->figure, asked->at, asked->at.place);
  if (!value) return std::move(value).error();
  json::object figure = figure_json(app, reader, asked->figure, asked->at, asked->at.place, *value);
  figure["moved"] = moved_units(asked->at, asked->at.place);
  json::array children;
  Decimal numerators, denominators;
  const auto add = [](Decimal& sum, const std::string& text) {
    if (const auto number = Decimal::parse(text))
      if (const auto more = Decimal::add(sum, *number)) sum = *more;
  };
  std::vector<uint32_t> below_it;
  if (check_may_read_parts(call, *asked->figure.plan->programme, *asked->at.view, asked->at.place))
    below_it = children_of(*asked->at.view, asked->at.place);
  for (const uint32_t child : below_it) {
    auto part = ask_figure(app, reader, asked->figure, asked->at, child);
    if (!part) return std::move(part).error();
    add(numerators, part->numerator);
    add(denominators, part->denominator);
    children.push_back(figure_json(app, reader, asked->figure, asked->at, child, *part));
  }
  // What the unit filed itself, or inherited from units that closed, is a line of its own.
  const auto missing_part = [](const std::string& total, const Decimal& sum) {
    const auto number = Decimal::parse(total);
    return number ? Decimal::subtract(*number, sum) : std::nullopt;
  };
  const auto own = missing_part(value->numerator, numerators);
  const bool has_children = !children.empty();
  const bool has_own = has_children && asked->figure.is_additive() && own && !own->is_zero();
  const bool additive = asked->figure.is_additive();
  json::value own_line = nullptr;
  if (has_own) {
    FigureValue rest = *value;
    rest.numerator = own->to_text();
    const auto below = missing_part(value->denominator, denominators);
    rest.denominator = below ? below->to_text() : "";
    rest.value = {own->units(), 1};
    for (int i = 0; i < own->scale(); ++i) rest.value.denominator *= 10;
    if (below) {
      for (int i = 0; i < below->scale(); ++i) rest.value.numerator *= 10;
      rest.value.denominator *= below->units();
      rest.has_value = !below->is_zero();
    }
    own_line = figure_json(app, reader, asked->figure, asked->at, asked->at.place, rest);
  }
  bool agrees = !additive || !has_children;
  if (additive && has_children) {
    Decimal total = numerators;
    if (has_own)
      if (const auto sum = Decimal::add(total, *own)) total = *sum;
    agrees = value->numerator.empty() || Decimal::parse(value->numerator) == total;
  }
  json::array trend;
  if (asked->at.period.kind() != Period::Kind::term) {
    std::vector<Period> periods;
    Period period = asked->at.period;
    for (int i = 0; i < 6; ++i) {
      periods.push_back(period);
      period = period.previous();
    }
    std::reverse(periods.begin(), periods.end());
    for (const Period& past : periods) {
      Standpoint then = asked->at;
      then.period = past;
      auto point = ask_figure(app, reader, asked->figure, then, then.place);
      if (point) trend.push_back(figure_json(app, reader, asked->figure, then, then.place, *point));
    }
  }
  const define::Words words =
      !additive ? define::Words{"人数按人去重，各单位不相加", "Persons are counted once; units do not add up"}
      : agrees ? define::Words{"合计一致 ✓", "The parts add up ✓"}
               : define::Words{"合计不一致", "The parts do not add up"};
  return Answer(json::object{{"figure", std::move(figure)},
                             {"children", std::move(children)},
                             {"agrees", agrees},
                             {"agrees_text", words_json(words)},
                             {"own", std::move(own_line)},
                             {"trend", std::move(trend)},
                             {"position", reader.position().number()}});
}

Result<LeagueTable> make_league(App& app, const Reader& reader, const NamedFigure& figure,
                                const Standpoint& at, const NamedFigure* complete) {
  LeagueTable table;
  for (const uint32_t child : children_of(*at.view, at.place)) {
    LeagueRow row;
    row.place = child;
    auto value = ask_figure(app, reader, figure, at, child);
    if (!value) return std::move(value).error();
    row.value = std::move(*value);
    if (complete) {
      auto progress = ask_figure(app, reader, *complete, at, child);
      if (!progress) return std::move(progress).error();
      const auto done = Decimal::parse(progress->numerator);
      const auto total = Decimal::parse(progress->denominator);
      if (progress->has_value && done && total && *done < *total) {
        row.done_of = {done->scaled(0).value_or(0), total->scaled(0).value_or(0)};
        table.running.push_back(std::move(row));
        continue;
      }
    }
    (row.value.has_value ? table.ranked : table.blank).push_back(std::move(row));
  }
  const bool rising = figure.polarity() == define::Polarity::down;
  const auto before = [&](const LeagueRow& a, const LeagueRow& b) {
    const auto order = a.value.value <=> b.value.value;
    return rising ? order < 0 : order > 0;
  };
  std::stable_sort(table.ranked.begin(), table.ranked.end(), before);
  std::stable_sort(table.running.begin(), table.running.end(), [](const LeagueRow& a, const LeagueRow& b) {
    return Fraction{a.done_of->first, std::max<int64_t>(a.done_of->second, 1)} >
           Fraction{b.done_of->first, std::max<int64_t>(b.done_of->second, 1)};
  });
  for (size_t i = 0; i < table.ranked.size(); ++i) {
    const bool ties = i > 0 && table.ranked[i].value.value == table.ranked[i - 1].value.value;
    table.ranked[i].rank = ties ? table.ranked[i - 1].rank : static_cast<int>(i) + 1;
  }
  return table;
}

Result<Answer> rank_figure(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  if (auto may = check_may_read_parts(call, *asked->figure.plan->programme, *asked->at.view, asked->at.place);
      !may)
    return std::move(may).error();
  std::optional<NamedFigure> complete;
  std::string complete_name(call.parameter("complete"));
  const define::Programme& programme = *asked->figure.plan->programme;
  if (complete_name.empty() && asked->figure.id != "progress" && programme.indicator("progress"))
    complete_name = programme.id + ".progress";
  if (!complete_name.empty()) {
    auto found = find_figure(app, complete_name);
    if (!found) return std::move(found).error();
    if (auto may = check_may_read_parts(call, *found->plan->programme, *asked->at.view, asked->at.place);
        !may)
      return std::move(may).error();
    complete = std::move(*found);
  }
  const auto reader = app.figures().reader();
  auto table = make_league(app, reader, asked->figure, asked->at, complete ? &*complete : nullptr);
  if (!table) return std::move(table).error();
  std::map<uint32_t, int> before;
  Standpoint past = asked->at;
  past.period = asked->at.period.previous();
  if (auto old = make_league(app, reader, asked->figure, past, complete ? &*complete : nullptr); old)
    for (const LeagueRow& row : old->ranked) before[row.place] = row.rank;
  const auto row_json = [&](const LeagueRow& row) {
    json::object line{{"rank", row.rank},
                      {"figure", figure_json(app, reader, asked->figure, asked->at, row.place, row.value)},
                      {"previous_rank", nullptr},
                      {"change", ""},
                      {"done", nullptr},
                      {"total", nullptr}};
    if (const auto old = before.find(row.place); old != before.end() && row.rank > 0) {
      line["previous_rank"] = old->second;
      line["change"] = old->second > row.rank ? "up" : old->second < row.rank ? "down" : "same";
    }
    if (row.done_of) {
      line["done"] = row.done_of->first;
      line["total"] = row.done_of->second;
    }
    return line;
  };
  json::array ranked, running;
  for (const LeagueRow& row : table->ranked) ranked.push_back(row_json(row));
  for (const LeagueRow& row : table->running) running.push_back(row_json(row));
  for (const LeagueRow& row : table->blank) running.push_back(row_json(row));
  auto value = ask_figure(app, reader, asked->figure, asked->at, asked->at.place);
  if (!value) return std::move(value).error();
  return Answer(
      json::object{{"figure", figure_json(app, reader, asked->figure, asked->at, asked->at.place, *value)},
                   {"rows", std::move(ranked)},
                   {"running", std::move(running)},
                   {"position", reader.position().number()}});
}

}  // namespace jinguo::app
