#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/record.h"

namespace jinguo::flow {

/// A change of one record, as asked.
struct Change {
  enum class Kind : uint8_t { create, edit, event };
  Kind kind = Kind::edit;
  /// The event's id, for `event`.
  std::string event;
  /// Values to set: index of the field, value (blank clears).
  std::vector<std::pair<size_t, Value>> values;
  /// Reasons for passing over soft checks: number of the check to text.
  std::map<std::string, std::string> soft_reasons;
  std::string reason;
  /// The business date of the change.
  Date on;
};

/// What is known of the one who asks, about this record.
struct Actor {
  AccountId account;
  /// Roles held at the record's unit or above it.
  std::vector<define::Role> roles;
  /// Brings in a sheet under the right to import, which includes creating its records; their events still
  /// take their own roles.
  bool is_importing = false;
  /// May do all without a role: the import of a signed paper, the generator of a demo.
  bool is_system = false;
};

/// Who did which event of this record before; for "not the same person". Latest last.
using DoneBy = std::vector<std::pair<std::string, AccountId>>;

/// Every reason against the change; empty when it can be applied. `before` is nothing for a creation.
Diagnostics can_apply(const define::Programme& programme, const std::optional<record::Record>& before,
                      const Change& change, const Actor& actor, const DoneBy& done_by);

/// The record after the change: values set, state moved, computed fields computed. Does not judge whether the
/// result is valid (`record::validate` does), only that `can_apply` had nothing against it.
/// For a creation `blank` gives id, unit and, for a return, the date.
record::Record apply(const define::Programme& programme, record::Record before, const Change& change);

/// Events the actor could take now, by state and role (conditions and inputs are judged when asked).
std::vector<const define::Event*> open_events(const define::Programme& programme,
                                              const record::Record& record, const Actor& actor);

/// Fields the actor may edit now.
std::vector<const define::Field*> open_fields(const define::Programme& programme,
                                              const record::Record& record, const Actor& actor);

/// "village.chair、township.clerk" in words: 村居妇联主席、…
std::string roles_text(const std::vector<define::Role>& roles);

}  // namespace jinguo::flow
