#include <algorithm>

#include "rollup/figures.h"

namespace jinguo::rollup {
namespace {

using define::Counting;
using define::Indicator;
using define::IndicatorKind;

__int128 ten_to(int n) {
  __int128 p = 1;
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}

bool is_summed(const MeasurePlan* measure) {
  return measure && measure->measure.counting != Counting::units &&
         measure->measure.counting != Counting::distinct;
}

}  // namespace

std::span<const uint32_t> Figures::Reader::places(const ViewPointer& view, org::Level level,
                                                  uint32_t place) const {
  const std::span<const uint32_t> all = reader_.places(view, level);
  const auto from = std::lower_bound(all.begin(), all.end(), place);
  return {from, std::lower_bound(from, all.end(), view->end(place))};
}

Result<std::vector<Figures::Reader::Sum>> Figures::Reader::sums_of(
    const ProgrammePlan& plan, const MeasurePlan& measure, const ViewPointer& view, org::Level level,
    std::span<const uint32_t> places, const Question& question, bool at_start) const {
  ensure(is_summed(&measure), "only sums are read in one sweep");
  std::optional<size_t> bucket = 0;
  if (question.field >= 0) bucket = measure.bucket(question.field, question.code);
  if (!bucket)
    return Error(kNoSuchSlice,
                 {measure.id, plan.programme->fields[static_cast<size_t>(question.field)].label.zh});
  const Period& period = question.period;
  const Date moment = at_start ? period.first().plus_days(-1) : period.last();
  const auto span = measure.measure.is_stock ? Span::until(measure.grain, moment)
                                             : Span::between(measure.grain, period.first(), period.last());
  if (!span) return span.error();
  std::vector<Sum> out(places.size());
  const std::span<const uint32_t> all = reader_.places(view, level);
  // The sweep reads the whole level, which is not worth it for a small part of it.
  const bool in_one_sweep = places.size() * 4 >= all.size();
  std::vector<Cell> cells(in_one_sweep ? all.size() : 0);
  for (int rank = question.min_rank; rank < plan.ranks; ++rank) {
    const ColumnId column =
        measure.columns[*bucket * static_cast<size_t>(plan.ranks) + static_cast<size_t>(rank)];
    if (in_one_sweep) reader_.read_level(view, {&column, 1}, level, *span, cells);
    const auto skipped = static_cast<size_t>(places.data() - all.data());
    for (size_t i = 0; i < places.size(); ++i) {
      const Cell cell = in_one_sweep ? cells[skipped + i] : reader_.read(view, column, places[i], *span);
      out[i].units += cell.sum;
      out[i].reported += cell.reported;
    }
  }
  for (Sum& sum : out) {
    sum.places = measure.measure.places;
    sum.tracks_reports = measure.measure.blank_until_reported;
    sum.is_blank = sum.tracks_reports && sum.reported == 0;
  }
  return out;
}

Result<std::vector<FigureAt>> Figures::Reader::ask_level(const ProgrammePlan& plan, const ViewPointer& view,
                                                         org::Level level, const Question& question) const {
  if (!is_in_force(plan)) return Error(kPlanReplaced, {plan.programme->title.zh});
  const std::span<const uint32_t> places = this->places(view, level, question.place);
  std::vector<FigureAt> out(places.size());
  for (size_t i = 0; i < places.size(); ++i) out[i].place = places[i];
  const Indicator* indicator = plan.programme->indicator(question.figure);
  if (const MeasurePlan* measure = indicator ? nullptr : plan.find(question.figure); is_summed(measure)) {
    auto sums = sums_of(plan, *measure, view, level, places, question);
    if (!sums) return std::move(sums).error();
    for (size_t i = 0; i < out.size(); ++i) {
      out[i].has_value = !(*sums)[i].is_blank;
      out[i].value = {(*sums)[i].units, ten_to((*sums)[i].places)};
    }
    return out;
  }
  if (indicator && indicator->kind != IndicatorKind::formula) {
    const bool is_share = indicator->kind == IndicatorKind::share;
    const MeasurePlan* over = plan.find(is_share ? indicator->id + ".part" : indicator->over);
    const MeasurePlan* under = plan.find(is_share ? indicator->of : indicator->under);
    if (is_summed(over) && is_summed(under)) {
      const bool at_start = indicator->moment == Indicator::Moment::start && under->measure.is_stock;
      auto tops = sums_of(plan, *over, view, level, places, question);
      if (!tops) return std::move(tops).error();
      auto bottoms = sums_of(plan, *under, view, level, places, question, at_start);
      if (!bottoms) return std::move(bottoms).error();
      for (size_t i = 0; i < out.size(); ++i) {
        const Sum& top = (*tops)[i];
        const Sum& bottom = (*bottoms)[i];
        out[i].has_value = (is_share || !top.is_blank) && !bottom.is_blank && bottom.units != 0;
        out[i].value = {top.units * ten_to(bottom.places), bottom.units * ten_to(top.places)};
      }
      return out;
    }
  }
  Question each = question;
  for (FigureAt& at : out) {
    each.place = at.place;
    auto value = ask(plan, view, each);
    if (!value) return std::move(value).error();
    at.has_value = value->has_value;
    at.value = value->value;
  }
  return out;
}

}  // namespace jinguo::rollup
