#pragma once
#include <vector>

#include "access/scope.h"
#include "define/programme.h"

namespace jinguo::access {

/// Where the asker has a power.
Reach reach_of(const Scope& scope, Power power);

/// Below where the asker has a power: her own unit is not part of it.
Reach reach_below(const Scope& scope, Power power);

/// Where the asker holds one of these roles.
Reach reach_of(const Scope& scope, const std::vector<define::Role>& roles);

/// Whose figures of the programme may be read: the own subtree, and where the programme compares siblings
/// also those of the units beside a post's unit and of the one they stand under; not what lies below them.
Reach figures_reach(const Scope& scope, const define::Programme& programme);

/// Whose rows of the programme may be read.
Reach rows_reach(const Scope& scope, const define::Programme& programme);

/// Whether a field may be read in a row that may be read: by its class and the reader's powers over the unit.
/// What is sealed is read only at the unit that filed it, not above it.
bool may_read_field(const Scope& scope, const define::Field& field, UnitId unit);

/// The roles the asker holds over a unit: at it or above it.
std::vector<define::Role> roles_over(const Scope& scope, UnitId unit);

/// Whether one of the roles held is among those granted.
bool holds_one_of(const std::vector<define::Role>& held, const std::vector<define::Role>& granted);

}  // namespace jinguo::access
