#include "app/figure_queries.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/records.h"
#include "app/units.h"
#include "org/tree_history.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using rollup::FigureValue;
using Reader = rollup::Figures::Reader;

struct StandardFigure {
  std::string_view id;
  define::Words title;
};

const std::array<StandardFigure, 4>& standard_figures() {
  static const std::array<StandardFigure, 4> kRows{
      {{"expected", {"应报单位", "Units expected to report"}},
       {"reported", {"已报单位", "Units that reported"}},
       {"on_time", {"按时报送单位", "Units that reported on time"}},
       {"missing", {"未报单位", "Units that have not reported"}}}};
  return kRows;
}

const StandardFigure* standard_figure(std::string_view id) {
  for (const StandardFigure& row : standard_figures())
    if (row.id == id) return &row;
  return nullptr;
}

const define::Words kNoWords;

double number_of(const Fraction& fraction) {
  return static_cast<double>(static_cast<long double>(fraction.numerator) /
                             static_cast<long double>(fraction.denominator));
}

flow::Reporting reporting_at(App& app, const define::Programme& programme, const Standpoint& at,
                             uint32_t place) {
  flow::Reporting out;
  if (!programme.obligation) return out;
  const Period period = flow::duty_period(*programme.obligation, at.period);
  const std::string key = flow::duty_key(programme, period);
  const Date due = flow::due_day(programme, period, programme.obligation->by);
  app.read_reported(programme.id, [&](const flow::ReportedIndex& index) {
    out = flow::count_reporting(*programme.obligation, index, *at.view, place, key, due);
  });
  return out;
}

FigureValue whole(int64_t n, int64_t records) {
  FigureValue value;
  value.records = records;
  value.value = {n, 1};
  value.has_value = true;
  value.numerator = std::to_string(n);
  return value;
}

/// Whether a standard figure is over the record: what was filed for the duty, in time where that is asked.
bool is_filed_for(const NamedFigure& figure, const Standpoint& at, const record::Record& record) {
  const define::Programme& programme = *figure.plan->programme;
  if (figure.id != "reported" && figure.id != "on_time") return false;
  if (at.view->position(record.unit) == org::View::kNowhere) return false;
  const Period period = flow::duty_period(*programme.obligation, at.period);
  const auto filed = flow::filed_day(programme, record);
  if (!filed || flow::duty_key(programme, record) != flow::duty_key(programme, period)) return false;
  return figure.id == "reported" || *filed <= flow::due_day(programme, period, programme.obligation->by);
}

std::string records_url(const NamedFigure& figure, const Standpoint& at, uint32_t place,
                        std::string_view key) {
  std::string out = "/api/figures/" + figure.name() +
                    "/records?unit=" + at.tree->code_of(at.view->unit(place), at.day).to_text() +
                    "&period=" + at.period.to_text() + "&as=" + at.as;
  if (at.official && figure.plan->official_rank > 0) out += "&official=yes";
  if (!key.empty()) out += "&key=" + std::string(key);
  return out;
}

}  // namespace

const define::Words& NamedFigure::title() const {
  if (indicator) return indicator->title;
  if (measure) return measure->title;
  return standard_figure(id)->title;
}
const define::Words& NamedFigure::note() const {
  return indicator ? indicator->note : measure ? measure->note : kNoWords;
}
std::string NamedFigure::measured_in() const {
  return indicator ? indicator->measured_in : measure ? measure->measured_in : "个";
}
bool NamedFigure::is_percent() const {
  return indicator && indicator->as_percent;
}
int NamedFigure::places() const {
  return indicator ? indicator->places : measure ? measure->places : 0;
}
define::Polarity NamedFigure::polarity() const {
  return indicator ? indicator->polarity : define::Polarity::none;
}
bool NamedFigure::is_additive() const {
  const auto adds = [&](std::string_view measure_id) {
    const rollup::MeasurePlan* found = plan->find(measure_id);
    return found && found->measure.counting != define::Counting::distinct;
  };
  if (measure) return adds(measure->id);
  if (!indicator) return true;
  if (indicator->kind == define::IndicatorKind::share) return adds(indicator->of);
  if (indicator->kind == define::IndicatorKind::ratio) return adds(indicator->over) && adds(indicator->under);
  return false;
}

Result<NamedFigure> find_figure(App& app, std::string_view name) {
  const size_t dot = name.find('.');
  const std::string_view programme = name.substr(0, dot);
  const std::string_view id = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  const Snapshot now = app.published();
  auto known = find_programme(*now.catalogue, programme);
  if (!known) return std::move(known).error();
  NamedFigure figure;
  figure.plan = app.figures().plan(programme);
  ensure(figure.plan != nullptr, "an active programme has a plan");
  figure.id = std::string(id);
  figure.indicator = figure.plan->programme->indicator(id);
  if (!figure.indicator) figure.measure = figure.plan->programme->measure(id);
  const bool is_hidden = id.find('.') != std::string_view::npos;
  if ((figure.indicator || figure.measure) && !is_hidden) return figure;
  if (!figure.indicator && !figure.measure && figure.plan->programme->obligation && standard_figure(id))
    return figure;
  std::string all;
  for (const auto& indicator : figure.plan->programme->indicators)
    all += (all.empty() ? "" : "、") + indicator.id;
  for (const auto& measure : figure.plan->programme->measures)
    if (measure.id.find('.') == std::string::npos) all += (all.empty() ? "" : "、") + measure.id;
  return Error(rollup::kNoSuchFigure, {figure.plan->programme->title.zh, std::string(id), all}).on("figure");
}

Result<Standpoint> stand_at(App& app, std::string_view unit, std::string_view period, std::string_view as,
                            bool official) {
  if (as.empty()) as = "then";
  if (as != "then" && as != "now")
    return Error(kBadField, {"as", "只能是 then 或 now。", "it must be then or now."}).on("as");
  auto parsed = parse_period(app, period);
  if (!parsed) return std::move(parsed).error();
  Standpoint at{.tree = app.published().tree,
                .view = {},
                .day = {},
                .place = 0,
                .unit = {},
                .period = *parsed,
                .as = std::string(as),
                .official = official};
  const Date day =
      as == "now" ? app.today() : std::min(parsed->last(), std::max(app.today(), parsed->first()));
  const std::string home = app.settings().home_unit;
  auto found = find_unit(app, *at.tree, unit.empty() ? home : unit, day);
  if (!found) return std::move(found).error().on("unit");
  at.unit = *found;
  at.view = app.view(*at.tree, day);
  at.day = day;
  const uint32_t place = at.view->position(*found);
  if (place == org::View::kNowhere) {
    auto open = at.tree->check_open(*found, day);
    if (!open) return std::move(open).error().on("unit");
    return Error(kNotFound, {"这一天的这个单位", "such unit on that day"}).on("unit");
  }
  at.place = place;
  return at;
}

Result<FigureValue> ask_figure(App& app, const Reader& reader, const NamedFigure& figure,
                               const Standpoint& at, uint32_t place, int field, std::string_view code) {
  const define::Programme& programme = *figure.plan->programme;
  if (!figure.indicator && !figure.measure) {
    const flow::Reporting reporting = reporting_at(app, programme, at, place);
    if (figure.id == "expected") return whole(reporting.expected, 0);
    if (figure.id == "reported") return whole(reporting.reported + reporting.none, reporting.reported);
    if (figure.id == "on_time") return whole(reporting.on_time, reporting.on_time_records);
    return whole(static_cast<int64_t>(reporting.missing.size()), 0);
  }
  rollup::Question question{
      figure.id, place, at.period, at.official ? figure.plan->official_rank : 0, field, std::string(code)};
  return reader.ask(*figure.plan, at.view, question);
}

std::string figure_text(const NamedFigure& figure, const FigureValue& value) {
  if (!value.has_value) return "—";
  const auto rounded = value.value.rounded(figure.places(), figure.is_percent() ? 100 : 1);
  if (!rounded) return "—";
  // Money and other plain amounts lose needless zeros; a rate keeps its places.
  if (!figure.indicator && rounded->is_integer()) return rounded->to_text();
  return rounded->to_text(figure.places()) + (figure.is_percent() ? "%" : "");
}

json::object figure_json(App& app, const Reader& reader, const NamedFigure& figure, const Standpoint& at,
                         uint32_t place, const FigureValue& value) {
  const define::Programme& programme = *figure.plan->programme;
  const UnitId unit = at.view->unit(place);
  json::object out{
      {"figure", figure.name()},
      {"title", words_json(figure.title())},
      {"note", words_json(figure.note())},
      {"unit", unit_ref(*at.tree, unit, at.day)},
      {"period", at.period.to_text()},
      {"as", at.as},
      {"value", value.has_value ? json::value(number_of(value.value)) : json::value(nullptr)},
      {"text", figure_text(figure, value)},
      {"numerator", value.numerator.empty() ? json::value(nullptr) : json::value(value.numerator)},
      {"denominator", value.denominator.empty() ? json::value(nullptr) : json::value(value.denominator)},
      {"reported", nullptr},
      {"expected", nullptr},
      {"measured_in", figure.measured_in()},
      {"percent", figure.is_percent()},
      {"position", reader.position().number()},
      {"rule_version", programme.version},
      {"records", value.records},
      {"records_url", records_url(figure, at, place, "")},
      {"unchecked", value.unchecked},
      {"unchecked_text", value.unchecked > 0 ? "其中未审核 " + std::to_string(value.unchecked) + " 条" : ""},
      {"target", nullptr},
      {"polarity", figure.polarity() == define::Polarity::up     ? "up"
                   : figure.polarity() == define::Polarity::down ? "down"
                                                                 : "none"},
      {"key", ""},
      {"key_label", words_json(kNoWords)},
      {"moved", json::array()},
      {"additive", figure.is_additive()},
      {"demo", app.settings().is_demo}};
  if (programme.obligation) {
    const flow::Reporting reporting = reporting_at(app, programme, at, place);
    out["expected"] = reporting.expected;
    out["reported"] = reporting.reported + reporting.none;
  }
  if (figure.indicator) {
    const auto target = figure.indicator->targets.find(static_cast<org::Level>(at.view->level(place)));
    if (target != figure.indicator->targets.end()) {
      const Fraction shown{target->second.units(), 1};
      double number = static_cast<double>(shown.numerator);
      for (int i = 0; i < target->second.scale(); ++i) number /= 10;
      out["target"] = figure.is_percent() ? number / 100 : number;
    }
  }
  return out;
}

Result<void> check_may_read_figures(const Call& call, const define::Programme& programme, UnitId unit) {
  if (access::figures_reach(*call.scope, programme).holds(call.scope->today(), unit)) return {};
  return Error(kNoRight, {"查看这个单位的数字", "本单位或其上级的岗位", "read this unit's figures",
                          "a post at the unit or above it"});
}

Result<void> check_may_read_parts(const Call& call, const define::Programme& programme, const org::View& view,
                                  uint32_t place) {
  // Whoever stands at the unit or above reads its parts as they were then, also those that have left it
  // since.
  if (access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), view.unit(place)))
    return {};
  const access::Reach reach = access::figures_reach(*call.scope, programme);
  for (uint32_t p = place + 1; p < view.end(place); p = view.end(p))
    if (!reach.holds(call.scope->today(), view.unit(p)))
      return Error(kNoRight, {"查看这个单位下面各单位的数字", "本单位或其上级的岗位",
                              "read figures below this unit", "a post at the unit or above it"});
  return {};
}

namespace {

struct Asked {
  NamedFigure figure;
  Standpoint at;
};

Result<Asked> asked_of(App& app, const Call& call) {
  auto figure = find_figure(app, call.parameter("name"));
  if (!figure) return std::move(figure).error();
  auto at = stand_at(app, call.parameter("unit"), call.parameter("period"), call.parameter("as"),
                     call.parameter("official") == "yes");
  if (!at) return std::move(at).error();
  if (auto may = check_may_read_figures(call, *figure->plan->programme, at->unit); !may)
    return std::move(may).error();
  return Asked{std::move(*figure), std::move(*at)};
}

std::vector<uint32_t> children_of(const org::View& view, uint32_t place) {
  std::vector<uint32_t> out;
  for (uint32_t p = place + 1; p < view.end(place); p = view.end(p)) out.push_back(p);
  return out;
}

/// What crossed the border of a place within the period, so that quarters as-then need not add to the
/// half-year.
json::array moved_units(const Standpoint& at, uint32_t place) {
  json::array out;
  for (const org::HistoryLine& line :
       org::list_border_moves(*at.tree, at.view->unit(place), at.period.first(), at.period.last()))
    out.push_back(json::value(at.tree->name_of(line.unit, line.date) + " " + line.date.to_text()));
  return out;
}

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
Result<Answer> scan_by(App& app, const Call& call, const Asked& asked, int field) {
  const define::Programme& programme = *asked.figure.plan->programme;
  std::map<std::string, std::map<std::string, int64_t>> sums;
  std::map<std::string, int64_t> records;
  json::array out;
  (void)call;
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

Result<Answer> figure_by_field(App& app, const Call& call, const Asked& asked, std::string_view by) {
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
    return scan_by(app, call, asked, field);
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

}  // namespace

Result<Answer> get_figure(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  const auto by = call.parameter("by");
  if (!by.empty() && by != "units") return figure_by_field(app, call, *asked, by);
  const auto reader = app.figures().reader();
  const auto line = [&](uint32_t place) -> Result<json::object> {
    auto value = ask_figure(app, reader, asked->figure, asked->at, place);
    if (!value) return std::move(value).error();
    return figure_json(app, reader, asked->figure, asked->at, place, *value);
  };
  if (by.empty()) {
    auto out = line(asked->at.place);
    if (!out) return std::move(out).error();
    (*out)["moved"] = moved_units(asked->at, asked->at.place);
    return Answer(std::move(*out));
  }
  if (auto may = check_may_read_parts(call, *asked->figure.plan->programme, *asked->at.view, asked->at.place);
      !may)
    return std::move(may).error();
  json::array out;
  for (const uint32_t child : children_of(*asked->at.view, asked->at.place)) {
    auto made = line(child);
    if (!made) return std::move(made).error();
    out.push_back(std::move(*made));
  }
  return Answer(std::move(out));
}

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

Result<Answer> figure_records(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  const define::Programme& programme = *asked->figure.plan->programme;
  const access::Reach rows = access::rows_reach(*call.scope, programme);
  if (!rows.holds(call.scope->today(), asked->at.unit))
    return Error(kNoRight, {"查看这个数字背后的记录", "项目文件规定的岗位",
                            "open the records behind this figure", "a post named in the programme's file"});
  // Which measure's records: of a quotient the base, or only the numerator when asked.
  std::string base = asked->figure.id;
  if (const define::Indicator* indicator = asked->figure.indicator) {
    const bool is_share = indicator->kind == define::IndicatorKind::share;
    const bool only_part = call.parameter("part") == "numerator";
    if (is_share) base = only_part ? indicator->id + ".part" : indicator->of;
    if (indicator->kind == define::IndicatorKind::ratio) {
      base = indicator->under;
      const rollup::MeasurePlan* under = asked->figure.plan->find(base);
      if (only_part || (under && under->measure.counting == define::Counting::units)) base = indicator->over;
    }
  }
  const rollup::MeasurePlan* measure = asked->figure.plan->find(base);
  int field = -1;
  std::string code;
  if (const std::string key(call.parameter("key")); !key.empty()) {
    const size_t colon = key.find(':');
    field = programme.field_index(key.substr(0, colon));
    code = colon == std::string::npos ? "" : key.substr(colon + 1);
  }
  const auto size =
      std::max<int64_t>(1, std::min<int64_t>(500, std::atoll(std::string(call.parameter("size")).c_str())));
  const int64_t limit = call.parameter("size").empty() ? 50 : size;
  const int64_t page = std::max<int64_t>(1, std::atoll(std::string(call.parameter("page")).c_str()));
  json::object out;
  app.store().read([&](Reading& reading) {
    std::vector<RecordId> ids;
    reading.scan_records(programme, [&](const record::Record& record) {
      const uint32_t p = asked->at.view->counts_at(record.unit);
      if (p == org::View::kNowhere || p < asked->at.place || p >= asked->at.view->end(asked->at.place))
        return;
      // Counted here then, but its unit lies elsewhere today: the record is read there.
      if (!rows.holds(call.scope->today(), record.unit)) return;
      if (!asked->figure.indicator && !asked->figure.measure) {
        if (is_filed_for(asked->figure, asked->at, record)) ids.push_back(record.id);
        return;
      }
      const auto contributions = rollup::contributions_of(*asked->figure.plan, record);
      const int min_rank = asked->at.official ? asked->figure.plan->official_rank : 0;
      size_t bucket = 0;
      if (measure && field >= 0) {
        const auto found = measure->bucket(field, code);
        if (!found) return;
        bucket = *found;
      }
      int64_t held = 0;
      const auto counts = [&](uint32_t m, uint32_t b, int rank) {
        const rollup::MeasurePlan& planned = asked->figure.plan->measures[m];
        return b == bucket && rank >= min_rank && (!measure || &planned == measure);
      };
      for (const rollup::Contribution& c : contributions.amounts) {
        if (!counts(c.measure, c.bucket, c.rank)) continue;
        const bool is_stock = asked->figure.plan->measures[c.measure].measure.is_stock;
        if (is_stock ? c.day > asked->at.period.last() : !asked->at.period.contains(c.day)) continue;
        // Of a stock one entry without its leaving means the record is held; amounts may be 0.
        held += is_stock ? (c.presence > 0 || c.amount >= 0 ? 1 : -1) : 1;
      }
      for (const rollup::Mention& m : contributions.mentions) {
        if (!counts(m.measure, m.bucket, m.rank)) continue;
        const bool is_stock = asked->figure.plan->measures[m.measure].measure.is_stock;
        const Date last = asked->at.period.last();
        if (is_stock ? m.from <= last && (!m.until || last < *m.until) : asked->at.period.contains(m.from))
          ++held;
      }
      if (held > 0) ids.push_back(record.id);
    });
    const auto total = static_cast<int64_t>(ids.size());
    json::array records;
    for (int64_t i = (page - 1) * limit; i < std::min(total, page * limit); ++i)
      if (const auto record = reading.find_record(programme, ids[static_cast<size_t>(i)]))
        records.push_back(record_json(app, reading, call, programme, *record));
    out = {{"records", std::move(records)},
           {"total", total},
           {"page", page},
           {"size", limit},
           {"position", reading.head().number()}};
  });
  return Answer(std::move(out));
}

}  // namespace jinguo::app
