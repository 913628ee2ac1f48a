#include "rollup/measure_plan.h"

#include <algorithm>
#include <set>

#include "person/identity.h"

namespace jinguo::rollup {
namespace {

using define::Field;
using define::Measure;
using define::Programme;

std::vector<int> checking_levels(const Programme& programme) {
  // The village is the greatest number and the first to check.
  std::set<int, std::greater<>> levels;
  for (const define::State& state : programme.states)
    if (state.checked_by) levels.insert(static_cast<int>(*state.checked_by));
  return {levels.begin(), levels.end()};
}

std::vector<Bucket> buckets_of(const Programme& programme, const Measure& measure) {
  std::vector<Bucket> buckets{Bucket{}};
  for (const std::string& id : measure.by) {
    const int index = programme.field_index(id);
    if (index < 0) continue;
    const Field& field = programme.fields[static_cast<size_t>(index)];
    buckets.push_back({index, ""});
    if (field.type == define::FieldType::yes_no) {
      buckets.push_back({index, "yes"});
      buckets.push_back({index, "no"});
    } else if (field.choices) {
      for (const define::Choice& choice : field.choices->items) buckets.push_back({index, choice.code});
    }
  }
  return buckets;
}

/// The codes under which a record's value is counted; a blank is its own.
std::vector<std::string> codes_of(const Value& value) {
  if (const auto* code = value.as<std::string>()) return {*code};
  if (const auto* yes = value.as<bool>()) return {*yes ? "yes" : "no"};
  if (const auto* codes = value.as<Choices>(); codes && !codes->empty()) return *codes;
  return {""};
}

/// From which day until before which other the record is held; a record may leave a state and come back.
struct Held {
  Date from;
  std::optional<Date> until;
};

std::vector<Held> stays_of(const Measure& measure, const record::Record& record) {
  std::vector<Held> out;
  bool is_in = false;
  for (const record::Stay& stay : record.path) {
    const bool enters =
        std::find(measure.stock_in.begin(), measure.stock_in.end(), stay.state) != measure.stock_in.end();
    if (enters && !is_in) out.push_back({stay.since, {}});
    if (!enters && is_in) out.back().until = stay.since;
    is_in = enters;
  }
  // Days of papers brought in later may run backwards: what was left before it was entered was never held.
  std::erase_if(out, [](const Held& held) { return held.until && *held.until <= held.from; });
  return out;
}

std::vector<Held> held_by(const Measure& measure, const record::Record& record,
                          const std::vector<Value>& slots, const expr::Context& context) {
  if (!measure.is_stock) return {{*record.date, {}}};
  if (!measure.stock_in.empty()) return stays_of(measure, record);
  if (!measure.stock_from) return {{*record.date, {}}};
  const Value from = measure.stock_from->plan.run(slots, context);
  if (!from.as<Date>()) return {};
  Held held{*from.as<Date>(), {}};
  if (measure.stock_until) {
    const Value until = measure.stock_until->plan.run(slots, context);
    if (until.as<Date>()) held.until = *until.as<Date>();
  }
  if (held.until && *held.until <= held.from) return {};
  return {held};
}

}  // namespace

std::optional<size_t> MeasurePlan::bucket(int field, std::string_view code) const {
  for (size_t i = 0; i < buckets.size(); ++i)
    if (buckets[i].field == field && buckets[i].code == code) return i;
  return std::nullopt;
}

int ProgrammePlan::rank_of(std::string_view state_id) const {
  const define::State* state = programme->state(state_id);
  if (!state || !state->checked_by) return 0;
  const auto levels = checking_levels(*programme);
  const auto at = std::find(levels.begin(), levels.end(), static_cast<int>(*state->checked_by));
  return static_cast<int>(at - levels.begin()) + 1;
}

const MeasurePlan* ProgrammePlan::find(std::string_view id) const {
  for (const MeasurePlan& measure : measures)
    if (measure.id == id) return &measure;
  return nullptr;
}

ProgrammePlan plan_programme(std::shared_ptr<const Programme> programme) {
  ProgrammePlan plan;
  plan.programme = programme;
  plan.ranks = static_cast<int>(checking_levels(*programme).size()) + 1;
  if (!programme->official_from.empty()) plan.official_rank = plan.rank_of(programme->official_from);
  for (const Measure& measure : programme->measures) {
    MeasurePlan made;
    made.id = measure.id;
    made.measure = measure;
    if (measure.counting != define::Counting::sum) made.measure.places = 0;
    made.buckets = buckets_of(*programme, measure);
    made.grain = programme->by_day ? Grain::day : Grain::month;
    plan.measures.push_back(made);
    const bool is_distinct = measure.counting == define::Counting::distinct;
    if (measure.counting != define::Counting::sum && !is_distinct) continue;
    made.id = measure.id + ".n";
    made.measure.id = made.id;
    made.measure.counting = define::Counting::records;
    if (is_distinct) made.measure.of.reset();
    plan.measures.push_back(std::move(made));
  }
  return plan;
}

Contributions contributions_of(const ProgrammePlan& plan, const record::Record& record) {
  Contributions out;
  const Programme& programme = *plan.programme;
  if (!record::counts(programme, record)) return out;
  ensure(record.values.size() == programme.fields.size(),
         "a record has a value for each field of its programme");
  const int rank = plan.rank_of(record.state);
  const std::vector<Value> slots = record::slots_of(record);
  const expr::Context context = record::context_of(programme);
  for (uint32_t m = 0; m < plan.measures.size(); ++m) {
    const MeasurePlan& planned = plan.measures[m];
    const Measure& measure = planned.measure;
    if (measure.counting == define::Counting::units) continue;
    if (measure.where && !measure.where->plan.is_met(slots, context)) continue;
    int64_t amount = 1;
    std::optional<Reference> who;
    // A hidden count of a sum leaves out the records whose number is blank, as the sum does.
    const bool counts_a_sum = measure.counting == define::Counting::records && measure.of;
    if (measure.counting == define::Counting::sum || counts_a_sum) {
      const Value value = measure.of->plan.run(slots, context);
      const auto* number = value.as<Decimal>();
      const auto scaled = number ? number->rounded(measure.places).scaled(measure.places) : std::nullopt;
      if (!scaled) continue;
      if (!counts_a_sum) amount = *scaled;
    } else if (measure.counting == define::Counting::distinct) {
      const Value value = measure.of->plan.run(slots, context);
      if (const auto* reference = value.as<Reference>(); reference && person::is_identified(*reference))
        who = *reference;
    }
    std::vector<uint32_t> in{0};
    for (uint32_t b = 1; b < planned.buckets.size(); ++b) {
      const Bucket& bucket = planned.buckets[b];
      const auto codes = codes_of(record.values[static_cast<size_t>(bucket.field)]);
      if (std::find(codes.begin(), codes.end(), bucket.code) != codes.end()) in.push_back(b);
    }
    const int8_t presence = measure.blank_until_reported ? 1 : 0;
    for (const Held& held : held_by(measure, record, slots, context)) {
      for (const uint32_t bucket : in) {
        if (measure.counting == define::Counting::distinct) {
          out.mentions.push_back({m, bucket, rank, held.from, held.until, who});
          continue;
        }
        out.amounts.push_back({m, bucket, rank, held.from, amount, presence});
        if (held.until) out.amounts.push_back({m, bucket, rank, *held.until, -amount, 0});
      }
    }
  }
  return out;
}

}  // namespace jinguo::rollup
