#include <algorithm>
#include <map>
#include <set>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/figure_queries.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using rollup::FigureValue;

/// Each value a breakdown field may take, with its label; blank is its own.
std::vector<std::pair<std::string, define::Words>> codes_of(const define::Field& field) {
  std::vector<std::pair<std::string, define::Words>> out;
  if (field.type == define::FieldType::yes_no) {
    out = {{"yes", {"是", "yes"}}, {"no", {"否", "no"}}};
  } else if (field.choices) {
    for (const define::Choice& choice : field.choices->items) out.emplace_back(choice.code, choice.label);
  }
  out.emplace_back("", define::Words{"未填", "blank"});
  return out;
}

/// A slice the file does not declare: the same answer from the records themselves.
Result<Answer> scan_by(App& app, const AskedFigure& asked, int field) {
  const define::Programme& programme = *asked.figure.plan->programme;
  std::map<std::string, std::map<std::string, int64_t>> sums;
  std::map<std::string, int64_t> records;
  json::array out;
  std::string top = asked.figure.id, bottom;
  if (asked.figure.indicator) {
    const define::Indicator& indicator = *asked.figure.indicator;
    if (indicator.kind == define::IndicatorKind::formula)
      return Error(rollup::kNoSuchSlice,
                   {asked.figure.id, programme.fields[static_cast<size_t>(field)].label.zh});
    top = indicator.kind == define::IndicatorKind::share ? indicator.id + ".part" : indicator.over;
    bottom = indicator.kind == define::IndicatorKind::share ? indicator.of : indicator.under;
  }
  const rollup::MeasurePlan* over = asked.figure.plan->find(top);
  const rollup::MeasurePlan* under = bottom.empty() ? nullptr : asked.figure.plan->find(bottom);
  std::map<std::string, std::set<Reference>> people;
  Position position;
  app.store().read([&](Reading& reading) {
    position = reading.head();
    reading.scan_records(programme, [&](const record::Record& record) {
      const uint32_t p = asked.at.view->counts_at(record.unit);
      if (p == org::View::kNowhere || p < asked.at.place || p >= asked.at.view->end(asked.at.place)) return;
      const auto contributions = rollup::contributions_of(*asked.figure.plan, record);
      std::vector<std::string> codes{record::to_text(programme.fields[static_cast<size_t>(field)],
                                                     record.values[static_cast<size_t>(field)])};
      bool is_in = false;
      const auto holds = [&](const define::Measure& measure, Date day) {
        return measure.is_stock ? day <= asked.at.period.last() : asked.at.period.contains(day);
      };
      for (const rollup::Contribution& c : contributions.amounts) {
        const rollup::MeasurePlan& measure = asked.figure.plan->measures[c.measure];
        if (c.bucket != 0 || (&measure != over && &measure != under) || !holds(measure.measure, c.day))
          continue;
        for (const std::string& code : codes) sums[code][measure.id] += c.amount;
        is_in = true;
      }
      for (const rollup::Mention& m : contributions.mentions) {
        if (m.bucket != 0 || &asked.figure.plan->measures[m.measure] != over || !m.who) continue;
        if (!holds(over->measure, m.from)) continue;
        for (const std::string& code : codes) people[code].insert(*m.who);
        is_in = true;
      }
      if (is_in)
        for (const std::string& code : codes) ++records[code];
    });
  });
  const auto reader = app.figures().reader();
  for (const auto& [code, n] : records) {
    FigureValue value;
    value.records = n;
    const int64_t numerator = over->measure.counting == define::Counting::distinct
                                  ? static_cast<int64_t>(people[code].size())
                                  : sums[code][top];
    value.has_value = true;
    value.numerator = Decimal::of(numerator, over->measure.places).to_text();
    value.value = {numerator, 1};
    for (int i = 0; i < over->measure.places; ++i) value.value.denominator *= 10;
    if (under) {
      value.is_quotient = true;
      const int64_t denominator = sums[code][bottom];
      value.denominator = Decimal::of(denominator, under->measure.places).to_text();
      for (int i = 0; i < under->measure.places; ++i) value.value.numerator *= 10;
      value.value.denominator *= denominator;
      value.has_value = denominator != 0;
    }
    json::object line = figure_json(app, reader, asked.figure, asked.at, asked.at.place, value);
    line["key"] = code;
    line["key_label"] = words_json({code.empty() ? "未填" : code, code.empty() ? "blank" : code});
    line["position"] = position.number();
    out.push_back(std::move(line));
  }
  return Answer(std::move(out));
}

}  // namespace

Result<Answer> figure_by_field(App& app, const Call& call, const AskedFigure& asked, std::string_view by) {
  const define::Programme& programme = *asked.figure.plan->programme;
  const int field = programme.field_index(by);
  if (field < 0) return Error(kUnknownField, {programme.title.zh, std::string(by), ""}).on("by");
  const define::Field& about = programme.fields[static_cast<size_t>(field)];
  const bool declared = asked.figure.measure &&
                        std::find(asked.figure.measure->by.begin(), asked.figure.measure->by.end(), by) !=
                            asked.figure.measure->by.end();
  if (!declared) {
    // An undeclared breakdown is a filter, and a filter is an oracle: it takes the right to read the field.
    if (about.privacy > define::PrivacyClass::internal ||
        !access::rows_reach(*call.scope, programme).holds(call.scope->today(), asked.at.unit))
      return Error(kHiddenField, {about.label.zh}).on("by");
    return scan_by(app, asked, field);
  }
  const auto reader = app.figures().reader();
  json::array out;
  for (const auto& [code, label] : codes_of(about)) {
    auto value = ask_figure(app, reader, asked.figure, asked.at, asked.at.place, field, code);
    if (!value) return std::move(value).error();
    if (code.empty() && value->records == 0) continue;
    json::object line = figure_json(app, reader, asked.figure, asked.at, asked.at.place, *value);
    line["key"] = code;
    line["key_label"] = words_json(label);
    line["records_url"] = records_url(asked.figure, asked.at, asked.at.place, std::string(by) + ":" + code);
    if (about.type == define::FieldType::choices) line["additive"] = false;
    out.push_back(std::move(line));
  }
  return Answer(std::move(out));
}

}  // namespace jinguo::app
