#include "record/validate.h"

#include "record/parse_value.h"
#include "record/record_error.h"

namespace jinguo::record {

void compute(const define::Programme& programme, Record& record) {
  const expr::Context context = context_of(programme);
  record.values.resize(programme.fields.size());
  std::vector<Value> slots = slots_of(record);
  for (const int computed : programme.computed_order) {
    const auto i = static_cast<size_t>(computed);
    const define::Field& field = programme.fields[i];
    Value value = field.computed->plan.run(slots, context);
    if (const auto* number = value.as<Decimal>()) value = Value(number->rounded(field.places));
    slots[define::kFirstFieldSlot + i] = value;
    record.values[i] = std::move(value);
  }
  if (!programme.date_field.empty()) {
    const int index = programme.field_index(programme.date_field);
    ensure(index >= 0, "a checked programme has its date field");
    const Date* date = record.values[static_cast<size_t>(index)].as<Date>();
    record.date = date ? std::optional(*date) : std::nullopt;
  } else if (!programme.return_period) {
    record.date = record.filed_on;
  }
}

namespace {

void validate_rows(const define::Field& field, const Value& value, Diagnostics& faults) {
  const auto* rows = value.as<std::shared_ptr<const Rows>>();
  if (!rows) return;
  for (size_t r = 0; r < (*rows)->size(); ++r) {
    const auto& row = (**rows)[r];
    for (size_t c = 0; c < field.columns.size() && c < row.size(); ++c) {
      const define::Field& column = field.columns[c];
      if (row[c].is_blank()) {
        if (column.required)
          faults.push_back(
              Error(kRowRequired, {field.label.zh, std::to_string(r + 1), column.label.zh}).on(field.id));
        continue;
      }
      if (auto bounds = check_bounds(column, row[c]); !bounds)
        faults.push_back(std::move(bounds).error().on(field.id));
    }
  }
}

/// A check over blanks asks nothing: what must be filled in is said by `required`. One that speaks of blanks
/// itself does ask.
bool rests_on_blank(const expr::Plan& plan, const std::vector<Value>& slots) {
  for (const auto& node : plan.tree().nodes)
    if (node.op == expr::Op::is_blank || node.op == expr::Op::is_not_blank) return false;
  for (const int slot : plan.slots_used())
    if (slots[static_cast<size_t>(slot)].is_blank()) return true;
  return false;
}

}  // namespace

Diagnostics validate(const define::Programme& programme, const Record& record) {
  Diagnostics faults;
  const define::State* state = programme.state(record.state);
  ensure(state != nullptr, "a record is in a state of its programme");
  if (state->is_void) return faults;
  const expr::Context context = context_of(programme);
  const std::vector<Value> slots = slots_of(record);
  const auto met = [&](const std::optional<define::Expression>& condition) {
    return condition && condition->plan.is_met(slots, context);
  };
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const define::Field& field = programme.fields[i];
    const Value& value = record.values[i];
    if (field.computed) {
      if (auto fits = check_fits(field, value); !fits) faults.push_back(std::move(fits).error());
      continue;
    }
    if (value.is_blank()) {
      const bool shown = !field.retired && (!field.shown_when || met(field.shown_when));
      if (shown && (field.required || met(field.required_when)))
        faults.push_back(Error(kRequired, {field.label.zh}).on(field.id));
      continue;
    }
    if (auto bounds = check_bounds(field, value); !bounds) faults.push_back(std::move(bounds).error());
    validate_rows(field, value, faults);
  }
  for (size_t i = 0; i < programme.checks.size(); ++i) {
    const define::Check& check = programme.checks[i];
    if (state->is_draft && !check.in_draft) continue;
    if (check.that.plan.is_met(slots, context) || rests_on_blank(check.that.plan, slots)) continue;
    if (check.is_hard) {
      faults.push_back(
          Error(kCheckFailed, {check.message.zh, check.message.in(Language::en)}).on(check.on_field));
    } else if (!record.soft_reasons.contains(std::to_string(i))) {
      faults.push_back(
          Error(kReasonNeeded, {check.message.zh, check.message.in(Language::en)}).on(check.on_field));
    }
  }
  return faults;
}

}  // namespace jinguo::record
