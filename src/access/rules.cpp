#include "access/rules.h"

#include <algorithm>

namespace jinguo::access {
namespace {

template <class Holds>
Reach reach_where(const Scope& scope, Holds holds) {
  std::vector<Reach::Range> ranges;
  const org::View& today = scope.today();
  for (const Holding& holding : scope.holdings()) {
    const uint32_t place = today.position(holding.unit);
    if (place == org::View::kNowhere || !holds(holding)) continue;
    ranges.push_back({place, today.end(place)});
  }
  return Reach(std::move(ranges));
}

/// Whether one of the posts that stand at or above the place does.
template <class Holds>
bool any_over(const Scope& scope, uint32_t place, Holds holds) {
  const org::View& today = scope.today();
  return std::any_of(scope.holdings().begin(), scope.holdings().end(), [&](const Holding& holding) {
    const uint32_t own = today.position(holding.unit);
    return own != org::View::kNowhere && own <= place && place < today.end(own) && holds(holding, own);
  });
}

bool has(const Holding& holding, Power power) {
  const RoleRow* row = find_role(holding.role);
  return row && has_power(*row, power);
}

bool is_granted(const Holding& holding, const std::vector<define::Role>& roles) {
  return std::any_of(roles.begin(), roles.end(), [&](const define::Role& role) {
    return role.level == holding.level && role.name == holding.role;
  });
}

}  // namespace

Reach reach_of(const Scope& scope, Power power) {
  return reach_where(scope, [&](const Holding& holding) { return has(holding, power); });
}

Reach reach_below(const Scope& scope, Power power) {
  std::vector<Reach::Range> ranges;
  const org::View& today = scope.today();
  for (const Holding& holding : scope.holdings()) {
    const uint32_t place = today.position(holding.unit);
    if (place == org::View::kNowhere || !has(holding, power) || place + 1 == today.end(place)) continue;
    ranges.push_back({place + 1, today.end(place)});
  }
  return Reach(std::move(ranges));
}

Reach reach_of(const Scope& scope, const std::vector<define::Role>& roles) {
  return reach_where(scope, [&](const Holding& holding) { return is_granted(holding, roles); });
}

Reach figures_reach(const Scope& scope, const define::Programme& programme) {
  const Reach own = reach_of(scope, Power::figures);
  if (!programme.rights.compare_siblings) return own;
  std::vector<Reach::Range> ranges = own.ranges();
  const org::View& today = scope.today();
  for (const Holding& holding : scope.holdings()) {
    const uint32_t place = today.position(holding.unit);
    if (place == org::View::kNowhere || !has(holding, Power::figures)) continue;
    const uint32_t parent = today.parent(place);
    if (parent == org::View::kNowhere) continue;
    ranges.push_back({parent, parent + 1});
    for (uint32_t sibling = parent + 1; sibling < today.end(parent); sibling = today.end(sibling))
      ranges.push_back({sibling, sibling + 1});
  }
  return Reach(std::move(ranges));
}

Reach rows_reach(const Scope& scope, const define::Programme& programme) {
  return reach_where(scope, [&](const Holding& holding) {
    if (!has(holding, Power::rows)) return false;
    // Outside bodies see what a file names them for, never by default.
    if (programme.rights.read.empty()) return has(holding, Power::figures);
    return is_granted(holding, programme.rights.read);
  });
}

bool may_read_field(const Scope& scope, const define::Field& field, UnitId unit) {
  if (field.privacy <= define::PrivacyClass::internal) return true;
  const uint32_t place = scope.today().counts_at(unit);
  const bool is_sealed = field.privacy >= define::PrivacyClass::sealed;
  return place != org::View::kNowhere && any_over(scope, place, [&](const Holding& holding, uint32_t own) {
           return has(holding, Power::personal) && (!is_sealed || own == place);
         });
}

std::vector<define::Role> roles_over(const Scope& scope, UnitId unit) {
  std::vector<define::Role> roles;
  const org::View& today = scope.today();
  const uint32_t place = today.counts_at(unit);
  if (place == org::View::kNowhere) return roles;
  for (const Holding& holding : scope.holdings()) {
    const uint32_t own = today.position(holding.unit);
    if (own != org::View::kNowhere && own <= place && place < today.end(own))
      roles.push_back({holding.level, holding.role});
  }
  return roles;
}

bool holds_one_of(const std::vector<define::Role>& held, const std::vector<define::Role>& granted) {
  return std::any_of(held.begin(), held.end(), [&](const define::Role& role) {
    return std::find(granted.begin(), granted.end(), role) != granted.end();
  });
}

}  // namespace jinguo::access
