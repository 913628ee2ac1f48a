#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/value.h"
#include "define/programme.h"
#include "expr/plan.h"

namespace jinguo::record {

/// A stay in a state, from the business date it was entered.
struct Stay {
  std::string state;
  Date since;
  bool operator==(const Stay&) const = default;
};

/// One row of a programme: at one unit, on one date, in one state. `values` has one value per field of the
/// programme, in its order; computed fields hold what was computed when the record was saved.
struct Record {
  RecordId id;
  UnitId unit;
  std::string state;
  /// The day that places it in time; nothing while the date field is blank.
  std::optional<Date> date;
  /// Business date of its creation.
  Date filed_on;
  /// Counts from 1; every change adds one.
  int64_t version = 0;
  /// Version of the definition it was last saved under.
  int rule_version = 0;
  std::vector<Value> values;
  /// The states it has been in, oldest first; the last is `state`.
  std::vector<Stay> path;
  /// Why a soft check was passed over: index of the check to the reason given.
  std::map<std::string, std::string> soft_reasons;
  bool operator==(const Record&) const = default;
};

/// The slots an expression over a record reads, see define::RecordSlot. Computed fields are as in `values`.
std::vector<Value> slots_of(const Record& record);

/// Sets the fields taken from the unit, whose level is `level`; when the record is made, once.
void take_from_unit(const define::Programme& programme, Record& record, org::Level level);

/// What expressions over records may ask: terms of the programme's lists and, for offline checks, today.
expr::Context context_of(const define::Programme& programme, std::optional<Date> today = {});

/// Whether the record counts in figures: neither draft nor void, and placed in time.
bool counts(const define::Programme& programme, const Record& record);

}  // namespace jinguo::record
