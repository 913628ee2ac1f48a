#pragma once
#include <cstdint>

#include "define/programme.h"

namespace jinguo::define {

/// What one form asks of the units that file it. The law asks for less: 《整治形式主义为基层减负若干规定》
/// (2024-08), no repeated filling in of forms.
struct Burden {
  /// Fields a person types or chooses: not computed, taken from the unit, or retired; columns of a table
  /// count once.
  int fields = 0;
  /// To fill it in once, by kSecondsToFill.
  int64_t seconds = 0;
  /// How often a unit files it in a hundred years; 0 when nothing says how often (as cases come up).
  int64_t filings_a_century = 0;
  /// Tenths of a minute a month, rounded half up; 0 where nothing says how often.
  int64_t tenths_a_month() const { return (seconds * filings_a_century + 3600) / 7200; }
};

/// Seconds a person needs for a field of this type: to tick 5, to choose 8, a number 10, a date or a number
/// of many digits 15, a name or short text 20, a long text 90, a file or photo 60. An estimate that is the
/// same for every form, so that forms compare.
int64_t seconds_to_fill(FieldType type);

Burden burden_of(const Programme& programme);

}  // namespace jinguo::define
