#pragma once
#include <functional>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "define/programme.h"

namespace jinguo::record {

/// What reading a typed text needs from outside: units by code or name, persons and households by what was
/// written. A missing function refuses the field.
struct Lookups {
  /// Code, or name below the asking unit.
  std::function<Result<UnitId>(std::string_view)> unit;
  /// The registry entry for what was typed ("name" or "name 身份证号"); makes one where the rules allow.
  std::function<Result<Reference>(const define::Field&, std::string_view)> party;
  /// Today's business date: choices retired by then can no longer be chosen.
  Date today;
};

/// A value from what a person typed or a cell shows, judged by the field's type and bounds. Empty text is
/// blank. Choices are accepted by code or by label in either language. Numbers may carry thousands
/// separators.
Result<Value> parse_value(const define::Field& field, std::string_view text, const Lookups& lookups);

/// Whether a number can be kept and added up: at most 10^15 of its smallest step. Asked of computed numbers,
/// too.
Result<void> check_fits(const define::Field& field, const Value& value);

/// Bounds of a value that was already made (numbers, lengths); for values that did not come as text.
Result<void> check_bounds(const define::Field& field, const Value& value);

/// The value as a person would type it; "" for blank. Units are printed by `name_of_unit`.
std::string to_text(const define::Field& field, const Value& value,
                    const std::function<std::string(UnitId)>& name_of_unit = {});

}  // namespace jinguo::record
