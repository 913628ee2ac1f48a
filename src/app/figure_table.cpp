#include <charconv>
#include <span>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/figure_queries.h"

namespace jinguo::app {
namespace {

/// 59,560 numbers are written in a millisecond when no tree of values is made of them first. Whole numbers
/// are exact, others the nearest double.
void append_number(std::string& out, const Fraction& fraction) {
  char text[32];
  const auto whole = static_cast<int64_t>(fraction.numerator);
  std::to_chars_result done{};
  if (fraction.denominator == 1 && whole == fraction.numerator) {
    done = std::to_chars(text, text + sizeof text, whole);
  } else {
    const auto number = static_cast<double>(static_cast<long double>(fraction.numerator) /
                                            static_cast<long double>(fraction.denominator));
    done = std::to_chars(text, text + sizeof text, number);
  }
  out.append(text, done.ptr);
}

Result<std::vector<NamedFigure>> figures_named(App& app, const Call& call, UnitId unit) {
  std::vector<NamedFigure> figures;
  std::string_view rest = call.parameter("names");
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    auto figure = find_figure(app, rest.substr(0, comma));
    if (!figure) return std::move(figure).error();
    if (auto may = check_may_read_figures(call, *figure->plan->programme, unit); !may)
      return std::move(may).error();
    figures.push_back(std::move(*figure));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (figures.size() > 50)
      return Error(kBadField, {"names", "一次最多 50 个指标。", "at most 50 figures at once."}).on("names");
  }
  return figures;
}

Result<void> check_may_read_all(const Call& call, const std::vector<NamedFigure>& figures,
                                const Standpoint& at, std::span<const uint32_t> places) {
  // Whoever stands at the unit or above reads its parts as they were then, also those that have left it
  // since.
  if (access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), at.unit)) return {};
  const define::Programme* checked = nullptr;
  for (const NamedFigure& figure : figures) {
    if (figure.plan->programme.get() == checked) continue;
    checked = figure.plan->programme.get();
    const access::Reach reach = access::figures_reach(*call.scope, *checked);
    for (const uint32_t p : places)
      if (!reach.holds(call.scope->today(), at.view->unit(p)))
        return Error(kNoRight, {"查看这些单位的数字", "本单位或其上级的岗位", "read these units' figures",
                                "a post at the unit or above it"});
  }
  return {};
}

}  // namespace

Result<Answer> figure_table(App& app, const Call& call) {
  auto at = stand_at(app, call.parameter("unit"), call.parameter("period"), call.parameter("as"),
                     call.parameter("official") == "yes");
  if (!at) return std::move(at).error();
  auto figures = figures_named(app, call, at->unit);
  if (!figures) return std::move(figures).error();
  const auto level_name = call.parameter("level");
  const auto level = org::parse_level(level_name.empty() ? "county" : level_name);
  if (!level) return Error(kBadField, {"level", "没有这一级。", "there is no such level."}).on("level");
  const auto reader = app.figures().reader();
  const std::span<const uint32_t> places = reader.places(at->view, *level, at->place);
  if (auto may = check_may_read_all(call, *figures, *at, places); !may) return std::move(may).error();

  std::string out;
  out.reserve(64 + places.size() * (16 + 12 * figures->size()));
  out += R"({"units":[)";
  for (const uint32_t p : places) {
    out += out.back() == '[' ? "\"" : ",\"";
    out += at->tree->code_of(at->view->unit(p), at->day).text();
    out += '"';
  }
  out += R"(],"columns":[)";
  for (const NamedFigure& figure : *figures) {
    out += out.back() == '[' ? R"({"figure":")" : R"(,{"figure":")";
    out += figure.name() + R"(","values":[)";
    const auto put = [&out](bool has_value, const Fraction& value) {
      if (out.back() != '[') out += ',';
      if (has_value)
        append_number(out, value);
      else
        out += "null";
    };
    if (figure.indicator || figure.measure) {
      const rollup::Question question{
          figure.id, at->place, at->period, at->official ? figure.plan->official_rank : 0, -1, ""};
      auto values = reader.ask_level(*figure.plan, at->view, *level, question);
      if (!values) return std::move(values).error();
      for (const rollup::FigureAt& value : *values) put(value.has_value, value.value);
    } else {
      for (const uint32_t p : places) {
        auto value = ask_figure(app, reader, figure, *at, p);
        if (!value) return std::move(value).error();
        put(value->has_value, value->value);
      }
    }
    out += "]}";
  }
  out += R"(],"period":")" + at->period.to_text() + R"(","position":)" +
         std::to_string(reader.position().number()) + "}";
  return Answer::file(std::move(out), "application/json; charset=utf-8", "");
}

}  // namespace jinguo::app
