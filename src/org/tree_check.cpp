#include "org/tree_check.h"

#include <algorithm>

#include "org/org_error.h"

namespace jinguo::org {
namespace {

class Checker {
 public:
  explicit Checker(const Tree& tree) : tree_(tree) {}

  Diagnostics check() {
    for (uint32_t n = 1; n <= tree_.size(); ++n) {
      const Unit& unit = tree_.unit(UnitId(n));
      check_cover(unit, unit.names, "names");
      check_cover(unit, unit.codes, "codes");
      check_cover(unit, unit.parents, "parents");
      check_edges(unit);
      check_codes(unit);
      check_heir(unit);
    }
    return std::move(faults_);
  }

  Diagnostics check_circles() {
    for (uint32_t n = 1; n <= tree_.size(); ++n) {
      const Unit& unit = tree_.unit(UnitId(n));
      for (size_t i = 0; i < unit.parents.size(); ++i) check_no_circle(unit, unit.parents[i]);
    }
    return std::move(faults_);
  }

 private:
  void fault(const Unit& unit, const std::string& what) {
    const std::string label =
        "#" + std::to_string(unit.id.number()) + " " + tree_.label(unit.id, unit.opened);
    faults_.push_back(Error(kBadFacts, {label + ": " + what}));
  }

  template <class T>
  void check_cover(const Unit& unit, const Timeline<T>& facts, const char* what) {
    bool good = facts[0].first == unit.opened && facts.back().last == unit.closed;
    for (size_t i = 0; i < facts.size(); ++i) {
      good = good && facts[i].first <= facts[i].last;
      if (i > 0) good = good && facts[i - 1].last.plus_days(1) == facts[i].first;
    }
    if (!good) fault(unit, what);
  }

  void check_edges(const Unit& unit) {
    for (size_t i = 0; i < unit.parents.size(); ++i) {
      const Dated<UnitId>& row = unit.parents[i];
      if (row.value.is_none()) continue;
      const Unit& parent = tree_.unit(row.value);
      if (row.first < parent.opened || parent.closed < row.last) fault(unit, "parent is not open");
      if (std::find(parent.children.begin(), parent.children.end(), unit.id) == parent.children.end())
        fault(unit, "parent does not know it");
      check_no_circle(unit, row);
    }
  }

  /// An edge of a circle that holds on some day holds it on the first day of one of its edges.
  void check_no_circle(const Unit& unit, const Dated<UnitId>& row) {
    UnitId up = row.value;
    for (uint32_t steps = 0; !up.is_none(); up = tree_.parent_of(up, row.first)) {
      if (up != unit.id && ++steps <= tree_.size()) continue;
      fault(unit, "circle");
      return;
    }
  }

  void check_codes(const Unit& unit) {
    for (size_t i = 0; i < unit.codes.size(); ++i) {
      const Code& code = unit.codes[i].value;
      if (code.is_none()) continue;
      const std::vector<UnitId> holders = tree_.list_by_code(code);
      if (holders.size() != 1 || holders.front() != unit.id) fault(unit, "code " + code.to_text());
    }
  }

  void check_heir(const Unit& unit) {
    if (unit.heir.is_none()) return;
    const Unit& heir = tree_.unit(unit.heir);
    if (unit.heir_from <= unit.closed || !heir.is_open(unit.heir_from)) fault(unit, "heir");
    if (heir.last_inheritance < unit.heir_from) fault(unit, "heir does not know it");
  }

  const Tree& tree_;
  Diagnostics faults_;
};

}  // namespace

Diagnostics check_tree(const Tree& tree) {
  return Checker(tree).check();
}

Diagnostics check_circles(const Tree& tree) {
  return Checker(tree).check_circles();
}

}  // namespace jinguo::org
