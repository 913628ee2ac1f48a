#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "org/tree.h"

namespace jinguo::app {

inline constexpr ErrorRow kBadDemoFacts{"app.bad_demo_facts", 422, "演示数据文件不合用：{0}",
                                        "The facts of the demo do not fit: {1}"};

/// What the founding half-year looked like in one county: the number the records are drawn to.
struct CountyRound {
  std::string code;
  int villages = 0;
  /// Elections finished by 2011-06-30.
  int done = 0;
  /// Of those done: with a woman in the party organisation.
  int with_woman = 0;
  /// The county's round is over.
  bool is_complete = false;
};

/// Lines of a table parted by tabs, without those that begin with # and without the head. Error
/// app.bad_demo_facts when the head is another or a line has another number of cells.
Result<std::vector<std::vector<std::string_view>>> demo_rows(std::string_view text, std::string_view head);

/// Error app.bad_demo_facts.
Result<std::vector<CountyRound>> parse_rounds(std::string_view elections_2011);

/// The dated tree: the nation above the province, the units of 1990, then every renaming and merger on its
/// day. Error app.bad_demo_facts; those of the org module.
Result<org::Tree> make_demo_tree(const std::string& tree_2011);

/// That the tree as of the day is the statistical list of 2023, name by name. Error app.bad_demo_facts.
Result<void> check_demo_tree(const org::Tree& tree, std::string_view linyi_2023, Date day);

/// Open villages under a unit on the day, in order of code.
std::vector<UnitId> villages_under(const org::Tree& tree, UnitId unit, Date day);
std::vector<UnitId> children_at(const org::Tree& tree, UnitId unit, Date day, org::Level level);

}  // namespace jinguo::app
