#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "org/level.h"

namespace jinguo::access {

/// What a role may do besides what programme files grant by name.
enum class Power : uint16_t {
  /// Figures of the own subtree, and of siblings where a programme lets them be compared.
  figures = 1 << 0,
  /// Rows of programmes, within what the programme's `read` says.
  rows = 1 << 1,
  /// Fields of class personal in rows one may read.
  personal = 1 << 2,
  /// Say "none this period", send returns on, confirm and send back.
  returns = 1 << 3,
  /// Close periods, issue reports and bulletins, publish errata.
  issue = 1 << 4,
  /// Change the tree under the own unit.
  organise = 1 << 5,
  /// Check and activate programme files.
  define = 1 << 6,
  /// Accounts and posts under the own unit.
  accounts = 1 << 7,
  /// The audit chain.
  audit = 1 << 8,
  /// Backup, verify, settings.
  operate = 1 << 9,
  /// Accounts and posts of everyday work at the units below the own one, not at it.
  staff = 1 << 10,
};

constexpr uint16_t operator|(Power a, Power b) {
  return static_cast<uint16_t>(static_cast<uint16_t>(a) | static_cast<uint16_t>(b));
}
constexpr uint16_t operator|(uint16_t a, Power b) {
  return static_cast<uint16_t>(a | static_cast<uint16_t>(b));
}

struct RoleRow {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  /// Bit per org::Level at which the role exists.
  uint8_t levels;
  uint16_t powers;
  /// Everyday work: whoever has `staff` over the unit gives it too, not only the security administrator.
  bool is_everyday = false;
};

constexpr uint8_t at(org::Level level) {
  return static_cast<uint8_t>(1 << static_cast<int>(level));
}
constexpr uint8_t kCityOrAbove = at(org::Level::nation) | at(org::Level::province) | at(org::Level::city);
constexpr uint8_t kAnyOffice = kCityOrAbove | at(org::Level::county);

/// System, security and audit administrators are three people (GB/T 22239-2019 8.1.4): no role has two of
/// `operate`, `accounts` and `audit`.
inline constexpr std::array kRoles{
    RoleRow{"chair", "妇联主席", "federation chair", at(org::Level::village),
            Power::figures | Power::rows | Power::personal | Power::returns, true},
    RoleRow{"clerk", "乡镇妇联干事", "township clerk", at(org::Level::township),
            Power::figures | Power::rows | Power::personal | Power::returns | Power::staff, true},
    RoleRow{"officer", "业务科干部", "officer", kAnyOffice,
            Power::figures | Power::rows | Power::personal | Power::returns, true},
    RoleRow{"head", "办公室主任", "office head", kAnyOffice,
            Power::figures | Power::rows | Power::personal | Power::returns | Power::issue | Power::organise |
                Power::define | Power::staff,
            true},
    RoleRow{"leader", "领导", "leader", kAnyOffice, Power::figures | Power::rows, true},
    RoleRow{"bank", "经办银行", "bank", at(org::Level::county) | at(org::Level::city),
            static_cast<uint16_t>(Power::rows)},
    RoleRow{"operator", "系统管理员", "system administrator", kCityOrAbove,
            Power::figures | Power::organise | Power::define | Power::operate},
    RoleRow{"security", "安全管理员", "security administrator", kCityOrAbove,
            static_cast<uint16_t>(Power::accounts)},
    RoleRow{"auditor", "审计管理员", "audit administrator", kCityOrAbove,
            static_cast<uint16_t>(Power::audit)},
};

constexpr const RoleRow* find_role(std::string_view name) {
  for (const RoleRow& row : kRoles)
    if (row.name == name) return &row;
  return nullptr;
}

constexpr bool exists_at(const RoleRow& row, org::Level level) {
  return (row.levels & at(level)) != 0;
}
constexpr bool has_power(const RoleRow& row, Power power) {
  return (row.powers & static_cast<uint16_t>(power)) != 0;
}

}  // namespace jinguo::access
