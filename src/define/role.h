#pragma once
#include <array>
#include <string_view>

#include "org/level.h"

namespace jinguo::define {

/// The names a role may have; with a level before it, as in `township.clerk`, it is a role of a programme.
struct RoleRow {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  /// Where it exists: from this level up to that one.
  org::Level lowest;
  org::Level highest;
};

inline constexpr std::array<RoleRow, 10> kRoles{{
    {"chair", "主席", "chair", org::Level::body, org::Level::nation},
    {"clerk", "干事", "clerk", org::Level::body, org::Level::township},
    {"head", "负责人", "head", org::Level::body, org::Level::nation},
    {"officer", "干部", "officer", org::Level::body, org::Level::nation},
    {"bank", "经办银行", "bank", org::Level::township, org::Level::nation},
    {"finance", "财政部门", "finance department", org::Level::township, org::Level::nation},
    {"labour", "人社部门", "labour department", org::Level::township, org::Level::nation},
    {"police", "公安机关", "police", org::Level::township, org::Level::nation},
    {"court", "人民法院", "court", org::Level::township, org::Level::nation},
    {"mediator", "调解员", "mediator", org::Level::body, org::Level::city},
}};

constexpr const RoleRow* find_role(org::Level level, std::string_view name) {
  for (const RoleRow& row : kRoles)
    if (row.name == name && level <= row.lowest && level >= row.highest) return &row;
  return nullptr;
}

}  // namespace jinguo::define
