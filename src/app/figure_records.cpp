#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/figure_queries.h"
#include "app/record_queries.h"
#include "app/units.h"
#include "flow/flow_error.h"

namespace jinguo::app {
namespace {

struct Page {
  int64_t number = 1, size = 50;
};

Result<Page> page_of(const Call& call) {
  Page page;
  for (const auto& [name, most, value] :
       {std::tuple{"page", int64_t{1'000'000}, &page.number}, {"size", int64_t{500}, &page.size}}) {
    const auto text = call.parameter(name);
    if (text.empty()) continue;
    const auto number = Decimal::parse(text);
    const auto whole = number ? number->scaled(0) : std::nullopt;
    if (!whole || *whole < 1 || *whole > most)
      return Error(kBadField, {name, "应当是 1 到 " + std::to_string(most) + " 的整数。",
                               "it must be a whole number from 1 to " + std::to_string(most) + "."})
          .on(name);
    *value = *whole;
  }
  return page;
}

json::object page_json(json::array records, json::array units, int64_t total, const Page& page,
                       Position position) {
  return {{"records", std::move(records)}, {"units", std::move(units)}, {"total", total},
          {"page", page.number},           {"size", page.size},         {"position", position.number()}};
}

/// The units a standard figure counts, in the order of the tree.
std::vector<UnitId> units_counted(App& app, const AskedFigure& asked, const DutyAt& duty) {
  std::vector<UnitId> out;
  const std::string& id = asked.figure.id;
  const define::Programme& programme = *asked.figure.plan->programme;
  const org::View& view = *asked.at.view;
  app.read_reported(programme.id, [&](const flow::ReportedIndex& index) {
    const flow::ReportedIndex::Row& row = index.row(duty.key);
    for (uint32_t p = asked.at.place; p < view.end(asked.at.place); ++p) {
      if (view.level(p) != static_cast<uint8_t>(programme.obligation->by)) continue;
      const auto said = row.find(view.unit(p));
      const bool is_late = said && said->on > duty.due;
      const bool is_none = said && said->how == flow::Reported::How::none;
      const bool is_counted = id == "expected" || (id == "reported" && said) ||
                              (id == "on_time" && said && !is_late) || (id == "late" && is_late) ||
                              (id == "none" && is_none) || (id == "missing" && !said);
      if (is_counted) out.push_back(view.unit(p));
    }
  });
  return out;
}

/// What these units filed for the duty.
RecordQuery filed_by(const define::Programme& programme, const DutyAt& duty, std::vector<UnitId> units) {
  RecordQuery query;
  query.units = std::move(units);
  query.order_by = "unit";
  query.descending = false;
  query.limit = 10'000;
  if (programme.obligation->period) {
    query.first = duty.period->first();
    query.last = duty.period->last();
    query.with_undated = false;
  } else {
    query.equal.emplace_back(programme.obligation->term_field, Value(duty.key));
  }
  return query;
}

/// A number of units opens the units, each with its record where it filed one and the asker may read it.
Result<Answer> units_behind(App& app, const Call& call, const AskedFigure& asked, const Page& page) {
  const define::Programme& programme = *asked.figure.plan->programme;
  if (auto may = check_may_read_parts(call, programme, *asked.at.view, asked.at.place); !may)
    return std::move(may).error();
  const DutyAt duty = duty_at(programme, asked.at.period);
  std::vector<UnitId> counted;
  if (!duty.key.empty()) counted = units_counted(app, asked, duty);
  const auto total = static_cast<int64_t>(counted.size());
  const int64_t first = std::min(total, (page.number - 1) * page.size);
  const int64_t end = std::min(total, first + page.size);
  const std::vector<UnitId> shown(counted.begin() + first, counted.begin() + end);
  const access::Reach rows = access::rows_reach(*call.scope, programme);
  std::vector<UnitId> readable;
  json::array units, records;
  for (const UnitId unit : shown) {
    units.push_back(unit_ref(*asked.at.tree, unit, asked.at.day));
    if (rows.holds(call.scope->today(), unit)) readable.push_back(unit);
  }
  Position position = app.figures().reader().position();
  if (!readable.empty())
    app.store().read([&](Reading& reading) {
      position = reading.head();
      for (const record::Record& record :
           reading.list_records(programme, filed_by(programme, duty, std::move(readable))).records)
        if (flow::filed_day(programme, record) && flow::duty_key(programme, record) == duty.key)
          records.push_back(record_json(app, reading, call, programme, record));
    });
  return Answer(page_json(std::move(records), std::move(units), total, page, position));
}

/// Which measure's records: of a quotient the base, or only the numerator when asked.
const rollup::MeasurePlan* base_of(const NamedFigure& figure, bool only_part) {
  std::string base = figure.id;
  if (const define::Indicator* indicator = figure.indicator) {
    if (indicator->kind == define::IndicatorKind::share)
      base = only_part ? indicator->id + ".part" : indicator->of;
    if (indicator->kind == define::IndicatorKind::ratio) {
      base = indicator->under;
      const rollup::MeasurePlan* under = figure.plan->find(base);
      if (only_part || (under && under->measure.counting == define::Counting::units)) base = indicator->over;
    }
  }
  return figure.plan->find(base);
}

/// Whether a record is held by the measure (any measure, for a formula) in a bucket at the standpoint.
bool is_behind(const AskedFigure& asked, const rollup::MeasurePlan* measure, size_t bucket,
               const record::Record& record) {
  const rollup::ProgrammePlan& plan = *asked.figure.plan;
  const auto contributions = rollup::contributions_of(plan, record);
  const int min_rank = asked.at.official ? plan.official_rank : 0;
  const Date last = asked.at.period.last();
  int64_t held = 0;
  const auto counts = [&](uint32_t m, uint32_t b, int rank) {
    return b == bucket && rank >= min_rank && (!measure || &plan.measures[m] == measure);
  };
  for (const rollup::Contribution& c : contributions.amounts) {
    if (!counts(c.measure, c.bucket, c.rank)) continue;
    const bool is_stock = plan.measures[c.measure].measure.is_stock;
    if (is_stock ? c.day > last : !asked.at.period.contains(c.day)) continue;
    // Of a stock one entry without its leaving means the record is held; amounts may be 0.
    held += is_stock ? (c.presence > 0 || c.amount >= 0 ? 1 : -1) : 1;
  }
  for (const rollup::Mention& m : contributions.mentions) {
    if (!counts(m.measure, m.bucket, m.rank)) continue;
    const bool is_stock = plan.measures[m.measure].measure.is_stock;
    if (is_stock ? m.from <= last && (!m.until || last < *m.until) : asked.at.period.contains(m.from)) ++held;
  }
  return held > 0;
}

}  // namespace

Result<Answer> figure_records(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  const auto page = page_of(call);
  if (!page) return page.error();
  if (!asked->figure.indicator && !asked->figure.measure) return units_behind(app, call, *asked, *page);
  const define::Programme& programme = *asked->figure.plan->programme;
  const access::Reach rows = access::rows_reach(*call.scope, programme);
  if (!rows.holds(call.scope->today(), asked->at.unit))
    return Error(kNoRight, {"查看这个数字背后的记录", "项目文件规定的岗位",
                            "open the records behind this figure", "a post named in the programme's file"});
  const rollup::MeasurePlan* measure = base_of(asked->figure, call.parameter("part") == "numerator");
  std::optional<size_t> bucket = 0;
  if (const std::string_view key = call.parameter("key"); !key.empty() && measure) {
    const size_t colon = key.find(':');
    bucket = measure->bucket(programme.field_index(key.substr(0, colon)),
                             colon == std::string_view::npos ? "" : std::string(key.substr(colon + 1)));
  }
  json::object out;
  app.store().read([&](Reading& reading) {
    std::vector<RecordId> ids;
    if (bucket)
      reading.scan_records(programme, [&](const record::Record& record) {
        const uint32_t p = asked->at.view->counts_at(record.unit);
        if (p == org::View::kNowhere || p < asked->at.place || p >= asked->at.view->end(asked->at.place))
          return;
        // Counted here then, but its unit lies elsewhere today: the record is read there.
        if (!rows.holds(call.scope->today(), record.unit)) return;
        if (is_behind(*asked, measure, *bucket, record)) ids.push_back(record.id);
      });
    const auto total = static_cast<int64_t>(ids.size());
    json::array records;
    for (int64_t i = (page->number - 1) * page->size; i < std::min(total, page->number * page->size); ++i)
      if (const auto record = reading.find_record(programme, ids[static_cast<size_t>(i)]))
        records.push_back(record_json(app, reading, call, programme, *record));
    out = page_json(std::move(records), {}, total, *page, reading.head());
  });
  return Answer(std::move(out));
}

}  // namespace jinguo::app
