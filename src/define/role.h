#pragma once
#include <array>
#include <string_view>

#include "org/level.h"

namespace jinguo::define {

/// The roles a programme may name, with a level before them as in `township.clerk`. What each may do besides
/// is said by access/role.h, whose names and levels these are; administrators have no part in programmes.
struct RoleRow {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  /// Where it exists: from this level up to that one.
  org::Level lowest;
  org::Level highest;
};

inline constexpr std::array<RoleRow, 6> kRoles{{
    {"chair", "妇联主席", "federation chair", org::Level::village, org::Level::village},
    {"clerk", "乡镇妇联干事", "township clerk", org::Level::township, org::Level::township},
    {"officer", "业务科干部", "officer", org::Level::county, org::Level::nation},
    {"head", "办公室主任", "office head", org::Level::county, org::Level::nation},
    {"leader", "领导", "leader", org::Level::county, org::Level::nation},
    {"bank", "经办银行", "bank", org::Level::county, org::Level::city},
}};

constexpr const RoleRow* find_role(org::Level level, std::string_view name) {
  for (const RoleRow& row : kRoles)
    if (row.name == name && level <= row.lowest && level >= row.highest) return &row;
  return nullptr;
}

}  // namespace jinguo::define
