#include "org/tree_draft.h"

#include <algorithm>

namespace jinguo::org {
namespace {

constexpr uint32_t kFullBucket = 96;

}  // namespace

TreeDraft::TreeDraft(Tree base)
    : tree_(std::move(base)), own_chunk_(tree_.chunks_.size()), own_bucket_(tree_.buckets_.size()) {}

Unit& TreeDraft::edit(UnitId id) {
  ensure(tree_.has(id), "a unit that is changed exists in the tree");
  const uint32_t n = id.number() - 1;
  const uint32_t c = n / Tree::kChunk;
  if (!own_chunk_[c]) {
    auto copy = std::make_shared<Tree::Chunk>();
    copy->reserve(Tree::kChunk);
    copy->assign(tree_.chunks_[c]->begin(), tree_.chunks_[c]->end());
    tree_.chunks_[c] = std::move(copy);
    own_chunk_[c] = true;
  }
  return (*tree_.chunks_[c])[n % Tree::kChunk];
}

UnitId TreeDraft::add(Unit unit) {
  const UnitId id(tree_.size_ + 1);
  const uint32_t c = tree_.size_ / Tree::kChunk;
  if (c == tree_.chunks_.size()) {
    tree_.chunks_.push_back(std::make_shared<Tree::Chunk>());
    tree_.chunks_.back()->reserve(Tree::kChunk);
    own_chunk_.push_back(true);
  } else if (!own_chunk_[c]) {
    edit(UnitId(tree_.size_));
  }
  unit.id = id;
  unit.children.clear();
  unit.last_inheritance = Date(INT32_MIN);
  tree_.chunks_[c]->push_back(std::move(unit));
  ++tree_.size_;
  index_facts(id);
  return id;
}

void TreeDraft::index_facts(UnitId id) {
  const Unit& unit = tree_.unit(id);
  note_day(unit.opened);
  if (unit.closed != kOpenEnd) note_day(unit.closed.plus_days(1));
  for (size_t i = 0; i < unit.codes.size(); ++i) {
    index_code(unit.codes[i].value, id);
    if (i > 0) note_day(unit.codes[i].first);
  }
}

void TreeDraft::rename(UnitId id, Date date, std::string name) {
  edit(id).names.set_from(date, std::move(name));
}

void TreeDraft::recode(UnitId id, Date date, Code code) {
  edit(id).codes.set_from(date, code);
  index_code(code, id);
  note_day(date);
}

void TreeDraft::move(UnitId id, Date date, UnitId parent) {
  edit(id).parents.set_from(date, parent);
  index_parent(parent, id);
  note_day(date);
}

void TreeDraft::close(UnitId id, Date last_day, UnitId heir) {
  Unit& unit = edit(id);
  unit.closed = last_day;
  unit.names.end_on(last_day);
  unit.codes.end_on(last_day);
  unit.parents.end_on(last_day);
  note_day(last_day.plus_days(1));
  if (heir.is_none()) return;
  unit.heir = heir;
  unit.heir_from = last_day.plus_days(1);
  link_heir(id);
}

void TreeDraft::link_parents(UnitId id) {
  const Timeline<UnitId> parents = tree_.unit(id).parents;
  for (size_t i = 0; i < parents.size(); ++i) {
    index_parent(parents[i].value, id);
    if (i > 0) note_day(parents[i].first);
  }
}

void TreeDraft::link_heir(UnitId id) {
  const UnitId heir = tree_.unit(id).heir;
  if (heir.is_none()) return;
  const Date from = tree_.unit(id).heir_from;
  Date& latest = edit(heir).last_inheritance;
  latest = std::max(latest, from);
  note_day(from);
}

void TreeDraft::index_code(const Code& code, UnitId id) {
  if (code.is_none()) return;
  if (tree_.codes_ >= kFullBucket * tree_.buckets_.size()) widen_index();
  const uint64_t hash = code.hash();
  const size_t b = hash >> 32 & (tree_.buckets_.size() - 1);
  if (!own_bucket_[b]) {
    tree_.buckets_[b] = std::make_shared<Tree::Bucket>(*tree_.buckets_[b]);
    own_bucket_[b] = true;
  }
  Tree::Bucket& bucket = *tree_.buckets_[b];
  const Tree::CodeEntry entry{hash, id};
  const auto at = std::lower_bound(bucket.begin(), bucket.end(), entry);
  if (at != bucket.end() && *at == entry) return;
  bucket.insert(at, entry);
  ++tree_.codes_;
}

void TreeDraft::widen_index() {
  const size_t count = tree_.buckets_.size() * 2;
  std::vector<std::shared_ptr<Tree::Bucket>> wider;
  wider.reserve(count);
  for (size_t i = 0; i < count; ++i) wider.push_back(std::make_shared<Tree::Bucket>());
  for (const auto& bucket : tree_.buckets_)
    for (const Tree::CodeEntry& entry : *bucket) wider[entry.hash >> 32 & (count - 1)]->push_back(entry);
  tree_.buckets_ = std::move(wider);
  own_bucket_.assign(count, true);
}

void TreeDraft::index_parent(UnitId parent, UnitId child) {
  if (!parent.is_none()) {
    std::vector<UnitId>& children = edit(parent).children;
    if (std::find(children.begin(), children.end(), child) == children.end()) children.push_back(child);
    return;
  }
  if (!own_roots_) tree_.roots_ = std::make_shared<std::vector<UnitId>>(*tree_.roots_);
  own_roots_ = true;
  if (std::find(tree_.roots_->begin(), tree_.roots_->end(), child) == tree_.roots_->end())
    tree_.roots_->push_back(child);
}

void TreeDraft::note_day(Date day) {
  if (!own_days_) tree_.days_ = std::make_shared<std::vector<Date>>(*tree_.days_);
  own_days_ = true;
  std::vector<Date>& days = *tree_.days_;
  const auto at = std::lower_bound(days.begin(), days.end(), day);
  if (at == days.end() || *at != day) days.insert(at, day);
}

}  // namespace jinguo::org
