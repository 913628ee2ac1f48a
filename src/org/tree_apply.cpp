#include "org/tree_apply.h"

#include <algorithm>

#include "org/near.h"
#include "org/org_error.h"

namespace jinguo::org {
namespace {

constexpr size_t kMaxNameLength = 100;
constexpr size_t kListed = 3;

Result<void> check_name(const std::string& name) {
  const std::u32string points = code_points(name);
  const bool bad = points.empty() || points.size() > kMaxNameLength || name.front() == ' ' ||
                   name.back() == ' ' || std::any_of(points.begin(), points.end(), [](char32_t c) {
                     return c < 0x20 || c == 0x7F || c == 0xFFFD;
                   });
  if (bad) return Error(kBadName, {name.substr(0, 120)}).on("name");
  return {};
}

/// Whether a unit of this level may hang under the parent: one level apart; a zone also beside its own level;
/// under a zone anything lower; a body anywhere, and under a body only bodies.
Result<void> check_levels(const Tree& tree, Level level, bool zone, UnitId parent, Date date) {
  const Unit& above = tree.unit(parent);
  const int step = static_cast<int>(level) - static_cast<int>(above.level);
  const bool fits = level == Level::body         ? true
                    : above.level == Level::body ? false
                    : zone                       ? step == 0 || step == 1
                    : above.zone                 ? step >= 1
                                                 : step == 1;
  if (fits) return {};
  return Error(kLevelMismatch, {words_of(level), words_of(above.level), tree.label(parent, date)})
      .on("parent");
}

/// Open on every day from first to last.
Result<void> check_open_through(const Tree& tree, UnitId id, Date first, Date last) {
  if (auto open = tree.check_open(id, first); !open) return open;
  const Unit& unit = tree.unit(id);
  if (unit.closed >= last) return {};
  const auto next = tree.successor(id, unit.closed.plus_days(1));
  return Error(kUnitClosed,
               {tree.label(id, first), unit.closed.to_text(), next ? tree.label(*next, unit.closed) : "—"});
}

class Applier {
 public:
  explicit Applier(TreeDraft& draft) : draft_(draft) {}

  Result<void> operator()(const Open& change) {
    auto opened = open(change.unit, change.date, UnitId());
    if (!opened) return std::move(opened).error();
    return {};
  }

  Result<void> operator()(const Rename& change) {
    auto id = resolve(change.unit, change.date, "unit");
    if (!id) return std::move(id).error();
    if (auto name = check_name(change.name); !name) return name;
    if (tree().name_of(*id, change.date) == change.name) return nothing_changes(*id, change.date);
    if (auto day = check_day(*id, tree().unit(*id).names, change.date); !day) return day;
    draft_.rename(*id, change.date, change.name);
    return {};
  }

  Result<void> operator()(const Recode& change) {
    auto id = resolve(change.unit, change.date, "unit");
    if (!id) return std::move(id).error();
    const Unit& unit = tree().unit(*id);
    auto code = check_code(change.code, unit.level, unit.zone, unit.names.at(change.date));
    if (!code) return std::move(code).error();
    if (unit.codes.at(change.date) == *code) return nothing_changes(*id, change.date);
    if (auto day = check_day(*id, unit.codes, change.date); !day) return day;
    if (auto free = check_code_free(*code, *id, change.date, unit.codes.row_at(change.date).last); !free)
      return free;
    draft_.recode(*id, change.date, *code);
    return {};
  }

  Result<void> operator()(const Move& change) {
    auto id = resolve(change.unit, change.date, "unit");
    if (!id) return std::move(id).error();
    auto parent = resolve(change.parent, change.date, "parent");
    if (!parent) return std::move(parent).error();
    return move(*id, *parent, change.date);
  }

  Result<void> operator()(const Merge& change) {
    std::vector<UnitId> going;
    for (const UnitRef& ref : change.units) {
      auto id = resolve(ref, change.date, "units");
      if (!id) return std::move(id).error();
      if (std::find(going.begin(), going.end(), *id) != going.end()) return bad_merge(*id, change.date);
      going.push_back(*id);
    }
    if (going.empty()) return Error(kBadMerge, {"—"}).on("units");
    auto into = receiver(change, going.front());
    if (!into) return std::move(into).error();
    if (std::find(going.begin(), going.end(), *into) != going.end()) return bad_merge(*into, change.date);
    for (const UnitId id : going) {
      if (tree().level_of(id) != tree().level_of(*into)) return level_differs(id, *into, change.date);
      for (const UnitId child : tree().children_of(id, change.date))
        if (auto moved = move(child, *into, change.date); !moved) return moved;
      if (auto closed = close(id, change.date.plus_days(-1), *into); !closed) return closed;
    }
    return {};
  }

  Result<void> operator()(const Split& change) {
    auto id = resolve(change.unit, change.date, "unit");
    if (!id) return std::move(id).error();
    if (change.parts.size() < 2 || (change.heir && *change.heir >= change.parts.size()))
      return Error(kBadSplit, {tree().label(*id, change.date)}).on("parts");
    std::vector<UnitId> parts;
    for (const SplitPart& part : change.parts) {
      if (part.unit.level != tree().level_of(*id))
        return Error(kLevelDiffers, {tree().label(*id, change.date), part.unit.name}).on("parts");
      auto opened = open(part.unit, change.date, tree().parent_of(*id, change.date));
      if (!opened) return std::move(opened).error();
      parts.push_back(*opened);
    }
    for (size_t i = 0; i < parts.size(); ++i)
      for (const UnitRef& ref : change.parts[i].children)
        if (auto given = give(ref, *id, parts[i], change.date); !given) return given;
    if (!change.split_field.empty()) draft_.set_split_field(*id, change.split_field);
    return close(*id, change.date.plus_days(-1), change.heir ? parts[*change.heir] : UnitId());
  }

  Result<void> operator()(const Close& change) {
    auto id = resolve(change.unit, change.date, "unit");
    if (!id) return std::move(id).error();
    UnitId heir;
    if (!change.heir.is_none()) {
      const Date from = change.date.plus_days(1);
      auto found = resolve(change.heir, from, "heir");
      if (!found) return std::move(found).error();
      if (*found == *id) return Error(kUnderItself, {label(*id, from), label(*id, from)}).on("heir");
      heir = *found;
    }
    return close(*id, change.date, heir);
  }

 private:
  const Tree& tree() const { return draft_.tree(); }
  std::string label(UnitId id, Date date) const { return tree().label(id, date); }

  /// The unit meant, open on the day.
  Result<UnitId> resolve(const UnitRef& ref, Date date, const char* field) const {
    if (ref.id.is_none()) {
      auto found = tree().find(ref.code, date);
      if (!found) return std::move(found).error().on(field);
      return found;
    }
    if (!tree().has(ref.id)) return Error(kUnknownUnit, {std::to_string(ref.id.number())}).on(field);
    if (auto open = tree().check_open(ref.id, date); !open) return std::move(open).error().on(field);
    return ref.id;
  }

  Error nothing_changes(UnitId id, Date date) const {
    return Error(kNothingChanges, {label(id, date), date.to_text()});
  }
  Error bad_merge(UnitId id, Date date) const { return Error(kBadMerge, {label(id, date)}).on("units"); }
  Error level_differs(UnitId a, UnitId b, Date date) const {
    return Error(kLevelDiffers, {label(a, date), label(b, date)}).on("units");
  }

  /// A fact cannot change on the first day of a row: that day already says otherwise.
  template <class T>
  Result<void> check_day(UnitId id, const Timeline<T>& facts, Date date) const {
    if (facts.row_at(date).first == date)
      return Error(kSameDay, {label(id, date), date.to_text()}).on("date");
    return {};
  }

  Result<Code> check_code(const Code& code, Level level, bool zone, const std::string& name) const {
    if (code.is_none()) {
      if (level == Level::body) return code;
      return Error(kNeedsCode, {name}).on("code");
    }
    if (!code.is_division()) {
      if (level == Level::body || zone) return code;
    } else if (const auto fitted = code.fitted_to(level)) {
      return *fitted;
    }
    const int digits = level == Level::nation ? 1 : row_of(level).digits;
    return Error(kCodeLevel, {code.to_text(), words_of(level), digits == 0 ? "—" : std::to_string(digits)})
        .on("code");
  }

  /// No other unit ever had the code: neither on those days nor before, and none is known to take it later.
  Result<void> check_code_free(const Code& code, UnitId own, Date first, Date last) const {
    if (code.is_none()) return {};
    for (const UnitId id : tree().list_by_code(code)) {
      if (id == own) continue;
      const Timeline<Code>& codes = tree().unit(id).codes;
      for (size_t i = 0; i < codes.size(); ++i) {
        if (codes[i].value != code) continue;
        const bool meets = codes[i].first <= last && first <= codes[i].last;
        const std::string whose = tree().name_of(id, codes[i].last);
        if (!meets) return Error(kCodeAbolished, {code.to_text(), whose}).on("code");
        return Error(kCodeInUse, {code.to_text(), whose, codes[i].first.to_text()}).on("code");
      }
    }
    return {};
  }

  /// `fallback` is the parent when the change names none.
  Result<UnitId> open(const NewUnit& fresh, Date date, UnitId fallback) {
    if (auto name = check_name(fresh.name); !name) return std::move(name).error();
    auto code = check_code(fresh.code, fresh.level, fresh.zone, fresh.name);
    if (!code) return std::move(code).error();
    if (auto free = check_code_free(*code, UnitId(), date, kOpenEnd); !free) return std::move(free).error();
    UnitId parent = fallback;
    if (!fresh.parent.is_none()) {
      auto found = resolve(fresh.parent, date, "parent");
      if (!found) return std::move(found).error();
      parent = *found;
    }
    if (parent.is_none()) {
      if (fresh.level >= Level::township)
        return Error(kNeedsParent, {words_of(fresh.level), fresh.name}).on("parent");
    } else {
      if (auto fits = check_levels(tree(), fresh.level, fresh.zone, parent, date); !fits)
        return std::move(fits).error();
      if (auto alive = check_open_through(tree(), parent, date, kOpenEnd); !alive)
        return std::move(alive).error().on("parent");
    }
    UnitId within;
    if (!fresh.within.is_none()) {
      auto found = resolve(fresh.within, date, "within");
      if (!found) return std::move(found).error();
      within = *found;
    }
    Unit unit;
    unit.level = fresh.level;
    unit.zone = fresh.zone;
    unit.shard = fresh.shard ? *fresh.shard : parent.is_none() ? 0 : tree().unit(parent).shard;
    unit.opened = date;
    unit.within = within;
    unit.names = {fresh.name, date};
    unit.codes = {*code, date};
    unit.parents = {parent, date};
    const UnitId id = draft_.add(std::move(unit));
    draft_.link_parents(id);
    return id;
  }

  Result<void> move(UnitId id, UnitId parent, Date date) {
    const Unit& unit = tree().unit(id);
    const Dated<UnitId>& row = unit.parents.row_at(date);
    if (row.value == parent) return nothing_changes(id, date);
    if (auto day = check_day(id, unit.parents, date); !day) return day;
    if (auto alive = check_open_through(tree(), parent, date, row.last); !alive)
      return std::move(alive).error().on("parent");
    if (auto fits = check_levels(tree(), unit.level, unit.zone, parent, date); !fits) return fits;
    if (auto apart = check_not_under(id, parent, date, row.last); !apart) return apart;
    draft_.move(id, date, parent);
    return {};
  }

  /// On none of these days does the parent lie under the unit.
  Result<void> check_not_under(UnitId id, UnitId parent, Date first, Date last) const {
    const std::vector<Date>& days = tree().version_days();
    auto day = std::upper_bound(days.begin(), days.end(), first);
    for (Date at = first; at <= last; at = *day++) {
      if (tree().is_within(parent, id, at))
        return Error(kUnderItself, {label(id, at), label(parent, at)}).on("parent");
      if (day == days.end()) break;
    }
    return {};
  }

  Result<void> close(UnitId id, Date last_day, UnitId heir) {
    const Unit& unit = tree().unit(id);
    if (unit.closed != kOpenEnd) return Error(kAlreadyClosed, {label(id, last_day), unit.closed.to_text()});
    if (last_day < unit.opened)
      return Error(kSameDay, {label(id, last_day), unit.opened.to_text()}).on("date");
    if (auto quiet = check_nothing_later(unit, last_day); !quiet) return quiet;
    if (!heir.is_none()) {
      if (auto alive = tree().check_open(heir, last_day.plus_days(1)); !alive)
        return std::move(alive).error().on("heir");
    }
    draft_.close(id, last_day, heir);
    return {};
  }

  Result<void> check_nothing_later(const Unit& unit, Date last_day) const {
    const Date next = last_day.plus_days(1);
    const auto later = [&](Date fact) {
      return Error(kLaterFact, {label(unit.id, last_day), last_day.to_text(), fact.to_text()}).on("date");
    };
    if (unit.names.back().first > last_day) return later(unit.names.back().first);
    if (unit.codes.back().first > last_day) return later(unit.codes.back().first);
    if (unit.parents.back().first > last_day) return later(unit.parents.back().first);
    if (unit.last_inheritance > last_day) return later(unit.last_inheritance);
    std::vector<UnitId> staying = tree().children_of(unit.id, next);
    for (const UnitId child : unit.children) {
      if (!staying.empty()) break;
      const Timeline<UnitId>& parents = tree().unit(child).parents;
      for (size_t i = 0; i < parents.size(); ++i)
        if (parents[i].value == unit.id && parents[i].last > last_day) staying.push_back(child);
    }
    if (staying.empty()) return {};
    return Error(kOpenChildren, {label(unit.id, last_day), list_labels(tree(), staying, next, kListed)});
  }

  /// The unit that receives a merge, opened when it is a new one.
  Result<UnitId> receiver(const Merge& change, UnitId first) {
    if (const auto* ref = std::get_if<UnitRef>(&change.into)) return resolve(*ref, change.date, "into");
    return open(std::get<NewUnit>(change.into), change.date, tree().parent_of(first, change.date));
  }

  Result<void> give(const UnitRef& ref, UnitId from, UnitId part, Date date) {
    auto child = resolve(ref, date, "children");
    if (!child) return std::move(child).error();
    if (tree().parent_of(*child, date) != from)
      return Error(kNotChild, {label(*child, date), label(from, date), date.to_text()}).on("children");
    return move(*child, part, date);
  }

  TreeDraft& draft_;
};

}  // namespace

Result<void> apply_to(TreeDraft& draft, const Change& change) {
  return std::visit(Applier(draft), change);
}

Result<Tree> apply_change(const Tree& tree, const Change& change) {
  TreeDraft draft(tree);
  if (auto done = apply_to(draft, change); !done) return std::move(done).error();
  return std::move(draft).finish();
}

Result<void> can_apply(const Tree& tree, const Change& change) {
  auto after = apply_change(tree, change);
  if (!after) return std::move(after).error();
  return {};
}

Result<Tree> apply_all(const Tree& tree, std::span<const Change> changes) {
  TreeDraft draft(tree);
  for (size_t i = 0; i < changes.size(); ++i) {
    auto done = apply_to(draft, changes[i]);
    if (done) continue;
    Place place = done.error().place();
    place.line = static_cast<int>(i) + 1;
    return std::move(done).error().at(std::move(place));
  }
  return std::move(draft).finish();
}

}  // namespace jinguo::org
