#include "record/record.h"

namespace jinguo::record {

std::vector<Value> slots_of(const Record& record) {
  std::vector<Value> slots;
  slots.reserve(define::kFirstFieldSlot + record.values.size());
  slots.emplace_back(record.state);
  slots.emplace_back(record.unit);
  slots.push_back(record.date ? Value(*record.date) : Value());
  slots.emplace_back(record.filed_on);
  slots.insert(slots.end(), record.values.begin(), record.values.end());
  return slots;
}

void take_from_unit(const define::Programme& programme, Record& record, org::Level level) {
  record.values.resize(programme.fields.size());
  const std::string_view code = org::row_of(level).name;
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const define::Field& field = programme.fields[i];
    if (field.is_from_unit && field.choices && field.choices->find(code))
      record.values[i] = Value(std::string(code));
  }
}

expr::Context context_of(const define::Programme& programme, std::optional<Date> today) {
  return {today, [&programme](std::string_view list, std::string_view term) -> std::optional<Period> {
            for (const define::Field& field : programme.fields) {
              if (!field.choices || field.choices->id != list) continue;
              const define::Choice* choice = field.choices->find(term);
              if (choice && choice->first && choice->last)
                return Period::term(choice->code, *choice->first, *choice->last);
            }
            return std::nullopt;
          }};
}

bool counts(const define::Programme& programme, const Record& record) {
  const define::State* state = programme.state(record.state);
  return state && !state->is_draft && !state->is_void && record.date.has_value();
}

}  // namespace jinguo::record
