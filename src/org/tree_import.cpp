#include "org/tree_import.h"

#include <algorithm>
#include <array>

#include "org/org_error.h"
#include "org/tree_apply.h"

namespace jinguo::org {
namespace {

/// More faults than these help nobody.
constexpr size_t kMostFaults = 1000;

class Importer {
 public:
  Importer(const Tree& tree, const ImportSheet& sheet, Date date)
      : draft_(tree), sheet_(sheet), date_(date), old_size_(tree.size()), seen_(tree.size() + 1) {}

  ImportPlan run(Missing missing) {
    plan_.faults = sheet_.faults;
    for (const ImportRow& row : sheet_.rows) top_ = std::min(top_, row.level);
    for (const UnitId root : draft_.tree().roots(date_)) top_ = std::min(top_, draft_.tree().level_of(root));
    for (const uint32_t i : by_level())
      if (plan_.faults.size() < kMostFaults) take(sheet_.rows[i]);
    for (auto closing = closings_.rbegin(); closing != closings_.rend(); ++closing)
      if (apply(closing->row, Close{closing->unit, closing->row->closed, UnitRef()})) ++plan_.summary.closed;
    if (old_size_ > 0) look_for_missing(missing);
    plan_.after = std::move(draft_).finish();
    std::stable_sort(plan_.faults.begin(), plan_.faults.end(),
                     [](const Error& a, const Error& b) { return a.place().line < b.place().line; });
    return std::move(plan_);
  }

 private:
  struct Closing {
    const ImportRow* row;
    UnitId unit;
  };
  const Tree& tree() const { return draft_.tree(); }

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
    const std::optional<UnitId> known = old_size_ == 0 ? std::nullopt : known_unit(row);
    if (!known) return open(row);
    seen_[known->number()] = true;
    if (tree().is_open(*known, date_))
      update(row, *known);
    else
      ++plan_.summary.unchanged;
  }

  /// The unit of the tree that the row speaks of: of this code on the day, or of another day when the row
  /// tells the same life.
  std::optional<UnitId> known_unit(const ImportRow& row) const {
    if (row.code.is_none()) return std::nullopt;
    if (const auto found = tree().find_exact(row.code, date_)) return found;
    for (const UnitId id : tree().list_by_code(row.code)) {
      const Unit& unit = tree().unit(id);
      const bool same_start = row.has_opened && row.opened == unit.opened;
      if (unit.closed == row.closed && (same_start || unit.closed != kOpenEnd)) return id;
    }
    return std::nullopt;
  }

  void open(const ImportRow& row) {
    Open change;
    change.date = row.has_opened ? row.opened : date_;
    change.unit.level = row.level;
    change.unit.code = row.code;
    change.unit.name = std::string(row.name);
    change.unit.zone = row.zone;
    change.unit.within = sheet_.references[row.within];
    if (row.parent == 0) {
      const UnitId parent = parent_by_code(row.code, change.date);
      if (parent.is_none() && row.level != top_)
        return fault(row, Error(kNeedsParent, {words_of(row.level), change.unit.name}).on("parent"));
      if (!parent.is_none()) change.unit.parent = parent;
    } else {
      change.unit.parent = sheet_.references[row.parent];
    }
    if (!apply(&row, std::move(change))) return;
    ++plan_.summary.opened;
    if (row.closed != kOpenEnd) closings_.push_back({&row, UnitId(tree().size())});
  }

  /// The nearest unit whose code begins this one, open on the day if it can be; none when there is none.
  UnitId parent_by_code(const Code& child, Date date) const {
    for (auto code = child.upper(); code; code = code->upper()) {
      if (const auto found = tree().find_exact(*code, date)) return *found;
      const std::vector<UnitId> other_days = tree().list_by_code(*code);
      if (!other_days.empty()) return other_days.back();
    }
    return UnitId();
  }

  void update(const ImportRow& row, UnitId id) {
    const bool renames = tree().name_of(id, date_) != row.name;
    if (renames && apply(&row, Rename{id, std::string(row.name), date_})) ++plan_.summary.renamed;
    bool moves = false;
    if (row.parent != 0) {
      auto parent = tree().find(sheet_.references[row.parent], date_);
      if (!parent) return fault(row, std::move(parent).error().on("parent"));
      moves = tree().parent_of(id, date_) != *parent;
      if (moves && apply(&row, Move{id, *parent, date_})) ++plan_.summary.moved;
    }
    const bool closes = row.closed != kOpenEnd && tree().unit(id).closed != row.closed;
    if (closes) closings_.push_back({&row, id});
    if (!renames && !moves && !closes) ++plan_.summary.unchanged;
  }

  void look_for_missing(Missing missing) {
    std::array<bool, kLevels.size()> listed{};
    std::vector<bool> has_listed_child(tree().size() + 1);
    for (const ImportRow& row : sheet_.rows) {
      listed[static_cast<size_t>(row.level)] = true;
      const auto id = row.code.is_none() ? std::nullopt : tree().find_exact(row.code, date_);
      if (id) has_listed_child[tree().parent_of(*id, date_).number()] = true;
    }
    has_listed_child[0] = false;
    std::vector<UnitId> gone;
    for (uint32_t n = 1; n <= old_size_; ++n) {
      const Unit& unit = tree().unit(UnitId(n));
      if (!seen_[n] && unit.is_open(date_) && !unit.codes.at(date_).is_none() &&
          listed[static_cast<size_t>(unit.level)] && has_listed_child[unit.parents.at(date_).number()])
        gone.push_back(unit.id);
    }
    plan_.summary.missing = static_cast<uint32_t>(gone.size());
    if (missing == Missing::keep) return;
    std::stable_sort(gone.begin(), gone.end(),
                     [&](UnitId a, UnitId b) { return tree().level_of(a) > tree().level_of(b); });
    for (const UnitId id : gone)
      if (apply(nullptr, Close{id, date_.plus_days(-1), UnitRef()})) ++plan_.summary.closed;
  }

  /// `row` is none for what follows from the list as a whole.
  bool apply(const ImportRow* row, Change change) {
    auto done = apply_to(draft_, change);
    if (!done) {
      fault(row == nullptr ? ImportRow() : *row, std::move(done).error());
      return false;
    }
    if (old_size_ > 0) plan_.changes.push_back(std::move(change));
    return true;
  }

  void fault(const ImportRow& row, Error error) {
    Place place = error.place();
    place.file = sheet_.file;
    place.line = row.line;
    plan_.faults.push_back(std::move(error).at(std::move(place)));
  }

  TreeDraft draft_;
  const ImportSheet& sheet_;
  Date date_;
  uint32_t old_size_;
  std::vector<bool> seen_;
  Level top_ = Level::body;
  std::vector<Closing> closings_;
  ImportPlan plan_;
};

}  // namespace

ImportPlan plan_import(const Tree& tree, const ImportSheet& sheet, Date date, Missing missing) {
  return Importer(tree, sheet, date).run(missing);
}

}  // namespace jinguo::org
