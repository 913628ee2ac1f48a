#pragma once
#include "define/programme.h"
#include "expr/type.h"

namespace jinguo::define {

/// What a field yields in an expression.
expr::Type expression_type(FieldType type);
/// The names an expression over a record may use: state, unit, date, filed_on and the fields, in the slots of
/// RecordSlot. `today` is refused for whatever is stored or totalled.
expr::Environment record_environment(const Programme& programme, expr::Environment::Today today);
/// The names of a formula: the measures, each in the slot of its index.
expr::Environment measure_environment(const Programme& programme);
/// Digits after the point that hold every value of the number exactly; -1 when there is no such count, as
/// after a division.
int exact_places(const expr::Tree& tree, const Programme& programme);

}  // namespace jinguo::define
