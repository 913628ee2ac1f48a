#include "app/figure_queries.h"

#include <algorithm>
#include <array>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "org/tree_history.h"

namespace jinguo::app {
namespace {

using rollup::FigureValue;
using Reader = rollup::Figures::Reader;

struct StandardFigure {
  std::string_view id;
  define::Words title;
};

const std::array<StandardFigure, 6>& standard_figures() {
  static const std::array<StandardFigure, 6> kRows{
      {{"expected", {"应报单位", "Units expected to report"}},
       {"reported", {"已报单位", "Units that reported"}},
       {"on_time", {"按时报送单位", "Units that reported on time"}},
       {"late", {"迟报单位", "Units that reported late"}},
       {"none", {"报“本期无”的单位", "Units that said none"}},
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

}  // namespace

DutyAt duty_at(const define::Programme& programme, const Period& asked) {
  const Period period = flow::duty_period(*programme.obligation, asked);
  std::string key = flow::duty_key(programme, period);
  // Between two terms nobody owes anything.
  if (key.empty()) return {};
  return {std::move(key), flow::due_day(programme, period, programme.obligation->by), period};
}

namespace {

flow::Reporting reporting_at(App& app, const define::Programme& programme, const Standpoint& at,
                             uint32_t place) {
  flow::Reporting out;
  if (!programme.obligation) return out;
  const DutyAt duty = duty_at(programme, at.period);
  app.read_reported(programme.id, [&](const flow::ReportedIndex& index) {
    out =
        flow::count_reporting(*programme.obligation, index, *at.view, place, duty.key, duty.due, at.cut_off);
  });
  return out;
}

/// A number of units opens as many units.
FigureValue whole(int64_t n) {
  FigureValue value;
  value.records = n;
  value.value = {n, 1};
  value.has_value = true;
  value.numerator = std::to_string(n);
  return value;
}

}  // namespace

std::string records_url(const NamedFigure& figure, const Standpoint& at, uint32_t place,
                        std::string_view key) {
  std::string out = "/api/figures/" + figure.name() +
                    "/records?unit=" + at.tree->code_of(at.view->unit(place), at.day).to_text() +
                    "&period=" + at.period.to_text() + "&as=" + at.as;
  if (at.official && figure.plan->official_rank > 0) out += "&official=yes";
  if (!key.empty()) out += "&key=" + std::string(key);
  return out;
}

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
    if (duty_at(programme, at.period).key.empty()) return FigureValue();
    const flow::Reporting reporting = reporting_at(app, programme, at, place);
    const int64_t n = figure.id == "expected"   ? reporting.expected
                      : figure.id == "reported" ? reporting.reported + reporting.none
                      : figure.id == "on_time"  ? reporting.on_time
                      : figure.id == "late"     ? static_cast<int64_t>(reporting.late.size())
                      : figure.id == "none"     ? reporting.none
                                                : static_cast<int64_t>(reporting.missing.size());
    return whole(n);
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
  if (programme.obligation && !duty_at(programme, at.period).key.empty()) {
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

Result<AskedFigure> asked_of(App& app, const Call& call) {
  auto figure = find_figure(app, call.parameter("name"));
  if (!figure) return std::move(figure).error();
  auto at = stand_at(app, call.parameter("unit"), call.parameter("period"), call.parameter("as"),
                     call.parameter("official") == "yes");
  if (!at) return std::move(at).error();
  if (auto may = check_may_read_figures(call, *figure->plan->programme, at->unit); !may)
    return std::move(may).error();
  return AskedFigure{std::move(*figure), std::move(*at)};
}

std::vector<uint32_t> children_of(const org::View& view, uint32_t place) {
  std::vector<uint32_t> out;
  for (uint32_t p = place + 1; p < view.end(place); p = view.end(p)) out.push_back(p);
  return out;
}

json::array moved_units(const Standpoint& at, uint32_t place) {
  json::array out;
  for (const org::HistoryLine& line :
       org::list_border_moves(*at.tree, at.view->unit(place), at.period.first(), at.period.last()))
    out.push_back(json::value(at.tree->name_of(line.unit, line.date) + " " + line.date.to_text()));
  return out;
}

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

}  // namespace jinguo::app
