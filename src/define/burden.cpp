#include "define/burden.h"

namespace jinguo::define {
namespace {

constexpr int64_t kCentury = 100;
constexpr int64_t kDaysACentury = 36525;

int64_t periods_a_century(Period::Kind kind) {
  switch (kind) {
    case Period::Kind::year:
      return kCentury;
    case Period::Kind::half:
      return 2 * kCentury;
    case Period::Kind::quarter:
      return 4 * kCentury;
    case Period::Kind::month:
      return 12 * kCentury;
    case Period::Kind::week:
      return kDaysACentury / 7;
    case Period::Kind::day:
      return kDaysACentury;
    default:
      return 0;
  }
}

/// Once a term, by the length of the list's last term.
int64_t terms_a_century(const Programme& programme, std::string_view field_id) {
  const Field* field = programme.field(field_id);
  if (!field || !field->choices) return 0;
  for (auto it = field->choices->items.rbegin(); it != field->choices->items.rend(); ++it) {
    if (!it->first || !it->last || *it->last <= *it->first) continue;
    const int64_t days = it->last->days() - it->first->days() + 1;
    return (kDaysACentury + days / 2) / days;
  }
  return 0;
}

bool is_typed(const Field& field) {
  return !field.retired && !field.computed && !field.is_from_unit;
}

void add(Burden& burden, const Field& field) {
  if (!is_typed(field)) return;
  if (field.type == FieldType::rows) {
    for (const Field& column : field.columns) add(burden, column);
    return;
  }
  ++burden.fields;
  burden.seconds += seconds_to_fill(field.type);
}

}  // namespace

int64_t seconds_to_fill(FieldType type) {
  switch (type) {
    case FieldType::yes_no:
      return 5;
    case FieldType::choice:
    case FieldType::choices:
    case FieldType::term:
    case FieldType::unit:
      return 8;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
    case FieldType::percent:
    case FieldType::months:
      return 10;
    case FieldType::date:
    case FieldType::id_number:
    case FieldType::mobile:
    case FieldType::division_code:
    case FieldType::credit_code:
      return 15;
    case FieldType::long_text:
      return 90;
    case FieldType::file:
    case FieldType::photo:
      return 60;
    default:
      return 20;
  }
}

Burden burden_of(const Programme& programme) {
  Burden burden;
  for (const Field& field : programme.fields) add(burden, field);
  if (programme.return_period)
    burden.filings_a_century = periods_a_century(*programme.return_period);
  else if (programme.obligation && programme.obligation->period)
    burden.filings_a_century = periods_a_century(*programme.obligation->period);
  else if (programme.obligation)
    burden.filings_a_century = terms_a_century(programme, programme.obligation->term_field);
  return burden;
}

}  // namespace jinguo::define
