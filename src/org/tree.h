#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "base/result.h"
#include "org/unit.h"

namespace jinguo::org {

/// All units of the organisation and everything that ever held of them. An immutable value: a change gives
/// another tree (tree_apply.h) that shares all untouched units with this one, so that copies are cheap and
/// readers never wait. Ids run from 1 to size() without a gap.
///
/// Dates outside a unit's life are drawn to its nearest day: a closed unit keeps its last name, code and
/// parent, an unopened one has its first.
class Tree {
 public:
  Tree();

  uint32_t size() const { return size_; }
  bool has(UnitId id) const { return !id.is_none() && id.number() <= size_; }
  /// The unit must exist.
  const Unit& unit(UnitId id) const;

  /// The unit that has this code on the day. Codes may be given with 2, 4, 6, 9 or 12 digits; zeros at the
  /// end are stripped as far as needed. Errors: org.bad_code; org.unknown_code with up to three near units;
  /// org.unit_closed with the successor; org.not_yet_open; org.code_changed with that day's code.
  Result<UnitId> find(std::string_view code, Date date) const;
  Result<UnitId> find(const Code& code, Date date) const;
  /// Exactly this code on this day, no zeros stripped.
  std::optional<UnitId> find_exact(const Code& code, Date date) const;
  /// Every unit that ever had exactly this code, in order of id.
  std::vector<UnitId> list_by_code(const Code& code) const;

  /// The unit of this name open on the day at or below `below` (none: anywhere). "白旄镇/东村" tells units of
  /// one name apart by a unit above. Errors: org.unknown_name with near names, org.ambiguous_name.
  Result<UnitId> find_by_name(std::string_view name, UnitId below, Date date) const;

  const std::string& name_of(UnitId id, Date date) const { return unit(id).names.at(date); }
  const Code& code_of(UnitId id, Date date) const { return unit(id).codes.at(date); }
  /// None for a root.
  UnitId parent_of(UnitId id, Date date) const;
  Level level_of(UnitId id) const { return unit(id).level; }
  bool is_open(UnitId id, Date date) const { return unit(id).is_open(date); }
  /// Open units directly under it on the day, in order of code.
  std::vector<UnitId> children_of(UnitId id, Date date) const;
  /// Open units without a parent on the day, in order of code.
  std::vector<UnitId> roots(Date date) const;
  /// From the root down to the unit itself.
  std::vector<UnitId> path_of(UnitId id, Date date) const;
  /// Names along the path: "临沂市 / 临沭县 / 临沭街道".
  std::string path_text(UnitId id, Date date) const;
  /// "临沭县 371329"; the name alone where there is no code.
  std::string label(UnitId id, Date date) const;
  /// Whether it is `ancestor` or lies under it on the day; heirs are not followed, see View for that.
  bool is_within(UnitId id, UnitId ancestor, Date date) const;

  /// The open unit that stands for it on the day: itself while open, else its heir's heir and so on; nothing
  /// when nobody inherited it or it has not opened yet.
  std::optional<UnitId> successor(UnitId id, Date date) const;
  /// Whether a record may be dated so at this unit. Errors: org.unit_closed with the successor,
  /// org.not_yet_open.
  Result<void> check_open(UnitId id, Date date) const;

  /// The first day of the version of the tree that holds the date: on all days of one version units, edges,
  /// heirs and codes are the same. Before everything it is 1600-01-01.
  Date version_day(Date date) const;
  /// The days on which a version begins, ascending.
  const std::vector<Date>& version_days() const { return *days_; }
  /// Units whose facts differ from those in `before`, and units it has not, in order of id. Looks only at
  /// pages that the two trees do not share.
  std::vector<UnitId> changed_since(const Tree& before) const;
  /// Trees with equal tokens have the same views on every day.
  const void* structure_token() const { return days_.get(); }

 private:
  friend class TreeDraft;
  static constexpr uint32_t kChunk = 128;
  using Chunk = std::vector<Unit>;
  struct CodeEntry {
    uint64_t hash;
    UnitId unit;
    auto operator<=>(const CodeEntry&) const = default;
  };
  using Bucket = std::vector<CodeEntry>;

  const Bucket& bucket_of(uint64_t hash) const { return *buckets_[hash >> 32 & (buckets_.size() - 1)]; }
  Error why_not(const Code& code, Date date) const;

  uint32_t size_ = 0;
  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::vector<std::shared_ptr<Bucket>> buckets_;
  uint32_t codes_ = 0;
  std::shared_ptr<std::vector<Date>> days_;
  std::shared_ptr<std::vector<UnitId>> roots_;
};

/// Units in order of their code on the day: division codes, then text codes, then those without, by id.
void sort_by_code(const Tree& tree, Date date, std::vector<UnitId>& units);

}  // namespace jinguo::org
