#pragma once
#include <vector>

#include "org/tree.h"

namespace jinguo::org {

/// A tree being changed: copies what it touches, once, and leaves the tree it began from alone. Keeps the
/// derived parts (code index, children, roots, version days) in step; checks nothing.
class TreeDraft {
 public:
  explicit TreeDraft(Tree base);

  /// The tree as changed so far; good until the next change.
  const Tree& tree() const { return tree_; }
  /// Takes the next id, the unit's own is not looked at. Its codes are indexed; its edges and its heir need
  /// `link_parents` and `link_heir` once those units are there.
  UnitId add(Unit unit);
  void link_parents(UnitId id);
  void link_heir(UnitId id);
  void rename(UnitId id, Date date, std::string name);
  void recode(UnitId id, Date date, Code code);
  void move(UnitId id, Date date, UnitId parent);
  /// `heir` may be none; it inherits from the day after.
  void close(UnitId id, Date last_day, UnitId heir);
  void set_split_field(UnitId id, std::string field) { edit(id).split_field = std::move(field); }
  Tree finish() && { return std::move(tree_); }

 private:
  Unit& edit(UnitId id);
  void index_facts(UnitId id);
  void index_code(const Code& code, UnitId id);
  void index_parent(UnitId parent, UnitId child);
  void widen_index();
  void note_day(Date day);

  Tree tree_;
  std::vector<bool> own_chunk_;
  std::vector<bool> own_bucket_;
  bool own_days_ = false;
  bool own_roots_ = false;
};

}  // namespace jinguo::org
