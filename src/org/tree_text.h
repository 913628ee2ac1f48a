#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "org/tree_change.h"

namespace jinguo::org {

/// A change as one line of fields parted by tabs: the verb, the date, then name=value. Units are meant by
/// their code or as #id. In values a backslash stands before t (tab), n (line end), r and itself.
///
///   open    2011-01-01  level=village  code=371329100201  name=东村  parent=371329100
///   rename  2014-01-21  unit=371324  name=兰陵县
///   recode  2013-01-01  unit=371329100201  code=371329100001
///   move    2012-07-01  unit=371302105  parent=371312
///   merge   2012-01-01  units=371329100202,371329100203  into=371329100201
///   merge   2012-01-01  units=…  new=371329100210  level=village  name=新村
///   split   2012-01-01  unit=371329100  heir=1  by=village_field  part=371329110  level=township  name=甲镇
///           children=371329100201  part=…       (one line)
///   close   2012-12-31  unit=371329100205  heir=371329100201
///
/// Further fields of a new unit: zone=yes, within=, shard=. `heir` of a split is the number of the part,
/// from 1.
std::string to_text(const Change& change);

/// Errors: org.bad_text, org.bad_date, org.bad_code, org.bad_level, org.bad_yes_no, their place giving the
/// field.
Result<Change> parse_change(std::string_view line);

struct ChangeText {
  std::vector<Change> changes;
  Diagnostics faults;
};
/// One change a line; empty lines and those that begin with # are passed over. All faults, with `file` and
/// line.
ChangeText parse_changes(std::string_view text, const std::string& file);
std::string to_text(const std::vector<Change>& changes);

}  // namespace jinguo::org
