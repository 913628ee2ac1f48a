#include "rollup/figures.h"

#include <algorithm>
#include <mutex>

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

std::string all_figures(const ProgrammePlan& plan) {
  std::string out;
  for (const define::Indicator& indicator : plan.programme->indicators)
    out += (out.empty() ? "" : "、") + indicator.id;
  for (const define::Measure& measure : plan.programme->measures)
    if (measure.id.find('.') == std::string::npos) out += (out.empty() ? "" : "、") + measure.id;
  return out;
}

/// Takes what stands in both lists out of both.
template <class T>
void cancel(std::vector<T>& removed, std::vector<T>& added) {
  for (auto r = removed.begin(); r != removed.end();) {
    const auto a = std::find(added.begin(), added.end(), *r);
    if (a == added.end()) {
      ++r;
      continue;
    }
    added.erase(a);
    r = removed.erase(r);
  }
}

}  // namespace

std::shared_ptr<const ProgrammePlan> Figures::prepare(std::shared_ptr<const define::Programme> programme) {
  ProgrammePlan plan = plan_programme(std::move(programme));
  const std::unique_lock hold(lock_);
  for (MeasurePlan& measure : plan.measures) {
    if (measure.measure.counting == Counting::units || measure.measure.counting == Counting::distinct)
      continue;
    const ColumnKind kind{measure.grain,
                          measure.measure.blank_until_reported ? Tracking::reports : Tracking::amounts};
    measure.columns.resize(measure.buckets.size() * static_cast<size_t>(plan.ranks));
    for (ColumnId& column : measure.columns) column = cube_.add_column(kind);
  }
  return std::make_shared<const ProgrammePlan>(std::move(plan));
}

void Figures::fill(FillingPlan& filling, const Effect& effect) {
  const std::unique_lock hold(lock_);
  const Position position = cube_.reader().position();
  cube_.load(effect.deltas, position);
  for (const Effect::Mentioned& m : effect.mentions) apply_mention(filling.distinct[m.mention.measure], m);
}

void Figures::put(FillingPlan filling, const Effect& last, Position position) {
  const std::unique_lock hold(lock_);
  const std::unique_lock hold_plans(plans_lock_);
  const std::string& id = filling.plan->programme->id;
  if (const auto old = plans_.find(id); old != plans_.end()) {
    clear(*old->second);
    std::erase_if(distinct_, [&](const auto& entry) { return entry.first.first == id; });
  }
  for (auto& [measure, index] : filling.distinct) distinct_[{id, measure}] = std::move(index);
  cube_.load(last.deltas, position);
  apply_mentions(last);
  plans_[id] = std::move(filling.plan);
}

void Figures::drop(const FillingPlan& filling) {
  const std::unique_lock hold(lock_);
  clear(*filling.plan);
}

void Figures::clear(const ProgrammePlan& plan) {
  for (const MeasurePlan& measure : plan.measures)
    for (const ColumnId column : measure.columns) cube_.clear(column);
}

std::shared_ptr<const ProgrammePlan> Figures::plan(std::string_view programme) const {
  const std::shared_lock hold(plans_lock_);
  const auto found = plans_.find(programme);
  return found == plans_.end() ? nullptr : found->second;
}

Effect Figures::effect_of(const ProgrammePlan& plan, const record::Record* before,
                          const record::Record* after) {
  Contributions removed = before ? contributions_of(plan, *before) : Contributions();
  Contributions added = after ? contributions_of(plan, *after) : Contributions();
  // A record keeps its unit, so what did not change cancels out.
  if (before && after && before->unit == after->unit) {
    cancel(removed.amounts, added.amounts);
    cancel(removed.mentions, added.mentions);
  }
  Effect effect;
  const auto add = [&](UnitId unit, const Contributions& part, int sign) {
    for (const Contribution& c : part.amounts) {
      const MeasurePlan& measure = plan.measures[c.measure];
      const size_t column = c.bucket * static_cast<size_t>(plan.ranks) + static_cast<size_t>(c.rank);
      effect.deltas.push_back(
          {measure.columns[column], unit, c.day, c.amount * sign, static_cast<int8_t>(c.presence * sign)});
    }
    for (const Mention& mention : part.mentions)
      effect.mentions.push_back({plan.programme->id, unit, mention, sign > 0});
  };
  if (before) add(before->unit, removed, -1);
  if (after) add(after->unit, added, 1);
  return effect;
}

void Figures::apply_mention(DistinctIndex& index, const Effect::Mentioned& mentioned) {
  if (mentioned.is_added) {
    index.add(mentioned.unit, mentioned.mention);
  } else {
    index.remove(mentioned.unit, mentioned.mention);
  }
}

void Figures::apply_mentions(const Effect& effect) {
  for (const Effect::Mentioned& m : effect.mentions)
    apply_mention(distinct_[{m.programme, m.mention.measure}], m);
}

void Figures::set_canonical(std::function<Reference(Reference)> canonical) {
  const std::unique_lock hold(lock_);
  canonical_ = std::move(canonical);
}

void Figures::apply(const Effect& effect, Position position) {
  const std::unique_lock hold(lock_);
  cube_.apply(effect.deltas, position);
  apply_mentions(effect);
}

bool Figures::Reader::is_in_force(const ProgrammePlan& plan) const {
  const auto found = figures_->plans_.find(plan.programme->id);
  return found != figures_->plans_.end() && found->second.get() == &plan;
}

int64_t Figures::Reader::count_units(const ViewPointer& view, org::Level level, uint32_t place) const {
  const auto places = reader_.places(view, level);
  const auto first = std::lower_bound(places.begin(), places.end(), place);
  const auto end = std::lower_bound(places.begin(), places.end(), view->end(place));
  return end - first;
}

std::optional<int64_t> Figures::Reader::column_sum(const ProgrammePlan& plan, const ViewPointer& view,
                                                   size_t measure, size_t bucket, int rank, uint32_t place,
                                                   const Period& period) const {
  if (!is_in_force(plan)) return std::nullopt;
  const MeasurePlan& planned = plan.measures[measure];
  const ColumnId column =
      planned.columns[bucket * static_cast<size_t>(plan.ranks) + static_cast<size_t>(rank)];
  if (planned.measure.is_stock) {
    const auto cell = reader_.read_stock(view, column, place, period.last());
    return cell ? std::optional(cell->sum) : std::nullopt;
  }
  const auto span = Span::between(planned.grain, period.first(), period.last());
  return span ? std::optional(reader_.read(view, column, place, *span).sum) : std::nullopt;
}

Result<Figures::Reader::Sum> Figures::Reader::sum_of(const ProgrammePlan& plan, const MeasurePlan& measure,
                                                     const ViewPointer& view, const Question& question,
                                                     int min_rank, int max_rank, bool at_start) const {
  Sum sum;
  sum.places = measure.measure.places;
  const Period& period = question.period;
  if (measure.measure.counting == Counting::units) {
    sum.places = 0;
    sum.units = count_units(view, measure.measure.units_of, question.place);
    return sum;
  }
  std::optional<size_t> bucket = 0;
  if (question.field >= 0) bucket = measure.bucket(question.field, question.code);
  if (!bucket)
    return Error(kNoSuchSlice,
                 {measure.id, plan.programme->fields[static_cast<size_t>(question.field)].label.zh});
  const Date moment = at_start ? period.first().plus_days(-1) : period.last();
  if (measure.measure.counting == Counting::distinct) {
    sum.places = 0;
    for (uint32_t m = 0; m < plan.measures.size(); ++m) {
      if (&plan.measures[m] != &measure) continue;
      const auto index = figures_->distinct_.find({plan.programme->id, m});
      if (index == figures_->distinct_.end()) break;
      const DistinctCount count =
          index->second.count(*view, question.place, static_cast<uint32_t>(*bucket), min_rank, max_rank,
                              measure.measure.is_stock, period.first(), moment, figures_->canonical_);
      sum.units = count.known;
      sum.unidentified = count.unidentified;
    }
    return sum;
  }
  for (int rank = min_rank; rank <= max_rank; ++rank) {
    const ColumnId column =
        measure.columns[*bucket * static_cast<size_t>(plan.ranks) + static_cast<size_t>(rank)];
    if (measure.measure.is_stock) {
      auto cell = reader_.read_stock(view, column, question.place, moment);
      if (!cell) return std::move(cell).error();
      sum.units += cell->sum;
      sum.reported += cell->reported;
    } else {
      const auto span = Span::between(measure.grain, period.first(), period.last());
      if (!span) return span.error();
      const Cell cell = reader_.read(view, column, question.place, *span);
      sum.units += cell.sum;
      sum.reported += cell.reported;
    }
  }
  sum.tracks_reports = measure.measure.blank_until_reported;
  sum.is_blank = sum.tracks_reports && sum.reported == 0;
  return sum;
}

Result<FigureValue> Figures::Reader::ask_measure(const ProgrammePlan& plan, const MeasurePlan& measure,
                                                 const ViewPointer& view, const Question& question) const {
  auto sum = sum_of(plan, measure, view, question, question.min_rank, plan.ranks - 1);
  if (!sum) return std::move(sum).error();
  FigureValue out;
  out.has_value = !sum->is_blank;
  out.value = {sum->units, ten_to(sum->places)};
  if (out.has_value) out.numerator = Decimal::of(sum->units, sum->places).to_text();
  out.unidentified = sum->unidentified;
  if (sum->tracks_reports) out.reported = sum->reported;
  // Records and what of them is unchecked: of a sum or a count of persons, its hidden count.
  const MeasurePlan* records = plan.find(measure.id + ".n");
  if (!records) records = &measure;
  if (measure.measure.counting != Counting::units) {
    auto all = sum_of(plan, *records, view, question, question.min_rank, plan.ranks - 1);
    if (!all) return std::move(all).error();
    out.records = static_cast<int64_t>(all->units);
    if (plan.ranks > 1 && question.min_rank == 0) {
      auto unchecked = sum_of(plan, *records, view, question, 0, 0);
      if (!unchecked) return std::move(unchecked).error();
      out.unchecked = static_cast<int64_t>(unchecked->units);
    }
  }
  return out;
}

Result<FigureValue> Figures::Reader::ask_quotient(const ProgrammePlan& plan, const Indicator& indicator,
                                                  const ViewPointer& view, const Question& question) const {
  const bool is_share = indicator.kind == IndicatorKind::share;
  const MeasurePlan* over = plan.find(is_share ? indicator.id + ".part" : indicator.over);
  const MeasurePlan* under = plan.find(is_share ? indicator.of : indicator.under);
  ensure(over && under, "a checked quotient has both measures");
  auto top = sum_of(plan, *over, view, question, question.min_rank, plan.ranks - 1);
  if (!top) return std::move(top).error();
  const bool at_start = indicator.moment == Indicator::Moment::start && under->measure.is_stock;
  auto bottom = sum_of(plan, *under, view, question, question.min_rank, plan.ranks - 1, at_start);
  if (!bottom) return std::move(bottom).error();
  FigureValue out;
  out.is_quotient = true;
  // The part of what was reported is 0 where nothing of it meets the condition, never blank.
  out.has_value = (is_share || !top->is_blank) && !bottom->is_blank && bottom->units != 0;
  out.value = {top->units * ten_to(bottom->places), bottom->units * ten_to(top->places)};
  out.numerator = Decimal::of(top->units, top->places).to_text();
  out.denominator = Decimal::of(bottom->units, bottom->places).to_text();
  const Sum& told = is_share ? *bottom : *top;
  if (told.tracks_reports) out.reported = told.reported;
  const MeasurePlan* base = under->measure.counting == Counting::units ? over : under;
  auto counted = ask_measure(plan, *base, view, question);
  if (!counted) return std::move(counted).error();
  out.records = counted->records;
  out.unchecked = counted->unchecked;
  return out;
}

Result<FigureValue> Figures::Reader::ask_formula(const ProgrammePlan& plan, const Indicator& indicator,
                                                 const ViewPointer& view, const Question& question) const {
  FigureValue out;
  std::vector<Value> slots;
  for (const define::Measure& measure : plan.programme->measures) {
    const MeasurePlan* planned = plan.find(measure.id);
    const bool is_used =
        std::binary_search(indicator.formula->plan.slots_used().begin(),
                           indicator.formula->plan.slots_used().end(), static_cast<int>(slots.size()));
    if (!is_used) {
      slots.emplace_back();
      continue;
    }
    auto value = ask_measure(plan, *planned, view, question);
    if (!value) return std::move(value).error();
    out.records += value->records;
    out.unchecked += value->unchecked;
    if (value->reported) out.reported = std::max(out.reported.value_or(0), *value->reported);
    slots.push_back(value->has_value ? Value(Decimal::of(value->value.numerator, planned->measure.places))
                                     : Value());
  }
  const Value result = indicator.formula->plan.run(slots);
  if (const auto* number = result.as<Decimal>()) {
    out.has_value = true;
    out.value = {number->units(), ten_to(number->scale())};
    out.numerator = number->to_text();
  }
  return out;
}

Result<FigureValue> Figures::Reader::ask(const ProgrammePlan& plan, const ViewPointer& view,
                                         const Question& question) const {
  if (!is_in_force(plan)) return Error(kPlanReplaced, {plan.programme->title.zh});
  if (const define::Indicator* indicator = plan.programme->indicator(question.figure)) {
    if (indicator->kind == IndicatorKind::formula) return ask_formula(plan, *indicator, view, question);
    return ask_quotient(plan, *indicator, view, question);
  }
  if (const MeasurePlan* measure = plan.find(question.figure))
    return ask_measure(plan, *measure, view, question);
  return Error(kNoSuchFigure, {plan.programme->title.zh, question.figure, all_figures(plan)});
}

}  // namespace jinguo::rollup
