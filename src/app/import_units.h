#pragma once
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "org/tree.h"

namespace jinguo::app {

/// Finds the units that the rows of a sheet name, at or below one unit on one day. Built once for a sheet;
/// answers for a text are kept.
class ImportUnits {
 public:
  /// `filing` are the levels that file: a village is preferred to a township of the same name.
  ImportUnits(const org::Tree& tree, UnitId home, Date day, std::vector<org::Level> filing);

  /// By code; by name, with or without 村 and the like; "马站镇/东村", where `township` and `county`, when
  /// not empty, say more. Errors, each with `suggest` in its detail, units by name, path and code, the likest
  /// first: app.import_unit_near, app.import_unit_ambiguous, and those of Tree::find for a code.
  Result<UnitId> find(const std::string& text, const std::string& township, const std::string& county);

 private:
  Result<UnitId> look(const std::string& text, const std::string& township, const std::string& county) const;
  std::vector<UnitId> near(const std::string& text) const;
  bool lies_within(UnitId unit, const std::string& above) const;
  std::string suggested(const std::vector<UnitId>& units) const;

  const org::Tree& tree_;
  UnitId home_;
  Date day_;
  std::vector<org::Level> filing_;
  std::unordered_multimap<std::string, UnitId> by_name_;
  std::map<std::string, Result<UnitId>> answers_;
};

}  // namespace jinguo::app
