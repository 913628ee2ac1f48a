#include "org/tree_import.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "org/org_error.h"
#include "org/tree_apply.h"

namespace jinguo::org {
namespace {

class Importer {
 public:
  Importer(const Tree& tree, const ImportSheet& sheet, Date date)
      : draft_(tree), sheet_(sheet), date_(date), first_new_(tree.size()), is_empty_(tree.size() == 0) {}

  ImportPlan run(Missing missing) {
    plan_.faults = sheet_.faults;
    for (const ImportRow& row : sheet_.rows) {
      top_ = std::min(top_, row.level);
      if (plan_.faults.size() < kMostFaults) continue;
      break;
    }
    for (const UnitId root : draft_.tree().roots(date_)) top_ = std::min(top_, draft_.tree().level_of(root));
    for (const uint32_t i : by_level()) take(sheet_.rows[i]);
    if (!is_empty_) look_for_missing(missing);
    plan_.after = std::move(draft_).finish();
    std::stable_sort(plan_.faults.begin(), plan_.faults.end(),
                     [](const Error& a, const Error& b) { return a.place().line < b.place().line; });
    return std::move(plan_);
  }

 private:
  static constexpr size_t kMostFaults = 1000;

  /// Parents before children; zones after the other units of their level, in which they may lie.
  std::vector<uint32_t> by_level() const {
    std::array<std::vector<uint32_t>, 2 * kLevels.size()> groups;
    for (uint32_t i = 0; i < sheet_.rows.size(); ++i) {
      const ImportRow& row = sheet_.rows[i];
      groups[2 * static_cast<size_t>(row.level) + (row.zone ? 1 : 0)].push_back(i);
    }
    std::vector<uint32_t> order;
    order.reserve(sheet_.rows.size());
    for (const auto& group : groups) order.insert(order.end(), group.begin(), group.end());
    return order;
  }

  void take(const ImportRow& row) {
    if (plan_.faults.size() >= kMostFaults) return;
    const auto known = row.code.is_none() ? std::nullopt : draft_.tree().find_exact(row.code, date_);
    if (known)
      update(row, *known);
    else
      open(row);
  }

  void open(const ImportRow& row) {
    Open change;
    change.unit.level = row.level;
    change.unit.code = row.code;
    change.unit.name = std::string(row.name);
    change.unit.zone = row.zone;
    if (!row.within.is_none()) change.unit.within = row.within;
    change.date = row.has_opened ? row.opened : date_;
    if (!row.parent.is_none())
      change.unit.parent = row.parent;
    else if (const auto parent = parent_by_code(row, change.date); !parent.is_none())
      change.unit.parent = parent;
    else if (row.level != top_)
      return fault(row, Error(kNeedsParent, {std::string(row_of(row.level).zh) + " " + std::string(row.level == Level::body ? "attached body" : row_of(row.level).en), std::string(row.name)}).on("parent"));
    if (!apply(row, change)) return;
    ++plan_.summary.opened;
    if (row.closed != kOpenEnd) close(row, UnitId(draft_.tree().size()));
  }

  /// The nearest unit whose code begins this one; none when there is none.
  UnitId parent_by_code(const ImportRow& row, Date date) const {
    for (auto code = row.code.upper(); code; code = code->upper())
      if (const auto found = draft_.tree().find_exact(*code, date)) return *found;
    return UnitId();
  }

  void update(const ImportRow& row, UnitId id) {
    bool changed = false;
    if (draft_.tree().name_of(id, date_) != row.name) {
      changed = true;
      if (apply(row, Rename{id, std::string(row.name), date_})) ++plan_.summary.renamed;
    }
    if (!row.parent.is_none()) {
      auto parent = draft_.tree().find(row.parent, date_);
      if (!parent) return fault(row, std::move(parent).error().on("parent"));
      if (draft_.tree().parent_of(id, date_) != *parent) {
        changed = true;
        if (apply(row, Move{id, *parent, date_})) ++plan_.summary.moved;
      }
    }
    if (row.closed != kOpenEnd && draft_.tree().unit(id).closed != row.closed) {
      changed = true;
      close(row, id);
    }
    if (!changed) ++plan_.summary.unchanged;
    if (!is_empty_) seen_.insert(id);
  }

  void close(const ImportRow& row, UnitId id) {
    closing_.push_back({&row, id});
  }

  bool apply(const ImportRow& row, Change change) {
    auto done = apply_to(draft_, change);
    if (!done) {
      fault(row, std::move(done).error());
      return false;
    }
    if (!is_empty_) plan_.changes.push_back(std::move(change));
    return true;
  }

  void fault(const ImportRow& row, Error error) {
    Place place = error.place();
    place.file = sheet_.file;
    place.line = row.line;
    plan_.faults.push_back(std::move(error).at(std::move(place)));
  }

  void look_for_missing(Missing missing);

  TreeDraft draft_;
  const ImportSheet& sheet_;
  Date date_;
  uint32_t first_new_;
  bool is_empty_;
  Level top_ = Level::body;
  ImportPlan plan_;
  std::set<UnitId> seen_;
  struct Closing {
    const ImportRow* row;
    UnitId unit;
  };
  std::vector<Closing> closing_;
};

}  // namespace
}  // namespace jinguo::org
