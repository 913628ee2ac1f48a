#include "org/unit_search.h"

#include <algorithm>
#include <queue>

#include "org/near.h"
#include "org/search_text.h"

namespace jinguo::org {
namespace {

/// How many units are compared with a word nothing fits, per character.
constexpr size_t kMostNear = 50'000;

/// One search: what the index does not know is judged by the tree itself.
class Search {
 public:
  Search(const UnitIndex& index, const Tree& tree, const UnitQuestion& question)
      : index_(index), tree_(tree), question_(question), words_(search_words(question.text)) {
    changed_ = tree.changed_since(*index.tree());
  }

  std::vector<UnitHit> run() {
    if (words_.empty()) return {};
    last_ = words_.back();
    above_.assign(words_.begin(), words_.end() - 1);
    for_each(index_.candidates(last_), [&](UnitId id) {
      const Fit fit = fit_of(last_, id);
      if (fit != Fit::none && lies_under(id)) offer(id, static_cast<uint64_t>(fit));
    });
    if (best_.empty() && above_.empty()) find_run_together();
    if (best_.empty()) find_near();
    return take();
  }

 private:
  struct Ranked {
    uint64_t rank;
    UnitId unit;
    bool operator<(const Ranked& other) const {
      return rank != other.rank ? rank < other.rank : unit < other.unit;
    }
  };
  static constexpr uint64_t kNearRank = 8;

  bool is_changed(UnitId id) const { return std::binary_search(changed_.begin(), changed_.end(), id); }

  template <class Visit>
  void for_each(const std::vector<UnitId>& candidates, Visit visit) {
    // The index may be of a later tree than a reader's.
    for (const UnitId id : candidates)
      if (tree_.has(id) && (changed_.empty() || !is_changed(id)) && is_asked(id)) visit(id);
    for (const UnitId id : changed_)
      if (is_asked(id)) visit(id);
  }

  /// What is asked of a unit besides its name.
  bool is_asked(UnitId id) const {
    const View& view = *question_.view;
    const Unit& unit = tree_.unit(id);
    if (question_.day < unit.opened || (unit.closed < question_.day && !question_.with_closed)) return false;
    if (question_.levels != 0 && (question_.levels >> static_cast<int>(unit.level) & 1) == 0) return false;
    if (question_.under == View::kNowhere) return true;
    const uint32_t place = view.counts_at(id);
    return place != View::kNowhere && question_.under <= place && place < view.end(question_.under);
  }

  Fit fit_of(std::string_view word, UnitId id) const {
    return !changed_.empty() && is_changed(id)
               ? fit_unit(word, tree_.unit(id), question_.day, index_.initials())
               : index_.fit(word, id, question_.day);
  }

  /// Which of the words above fit the unit or one over it, bit by word; kept, for many units share those
  /// above them.
  uint8_t fitting_above(UnitId id) {
    if (id.is_none()) return 0;
    if (known_.empty()) known_.assign(tree_.size() + 1, kUnknown);
    uint8_t& known = known_[id.number()];
    if (known != kUnknown) return known;
    uint8_t bits = fitting_above(tree_.parent_of(id, question_.day));
    for (size_t i = 0; i < above_.size(); ++i)
      if ((bits >> i & 1) == 0 && fit_of(above_[i], id) != Fit::none)
        bits = static_cast<uint8_t>(bits | 1u << i);
    return known_[id.number()] = bits;
  }
  bool lies_under(UnitId id) { return above_.empty() || fitting_above(id) == (1u << above_.size()) - 1; }

  void offer(UnitId id, uint64_t fit) {
    const View& view = *question_.view;
    const uint32_t place = view.position(id);
    const bool is_open = tree_.is_open(id, question_.day);
    const bool is_near_by = question_.near_first <= place && place < question_.near_end;
    const uint64_t level = static_cast<uint64_t>(tree_.level_of(id));
    const uint64_t rank = (is_open ? 0 : 1ull << 48) | fit << 40 | level << 36 |
                          (is_near_by ? 0 : 1ull << 35) | static_cast<uint64_t>(place);
    const Ranked ranked{rank, id};
    if (best_.size() < question_.most) {
      best_.push(ranked);
    } else if (ranked < best_.top()) {
      best_.pop();
      best_.push(ranked);
    }
  }

  /// "沂水县马站镇西村" without anything between: the end names the unit, what is before it those above.
  void find_run_together() {
    constexpr size_t kFewest = 3;
    const std::u32string points = code_points(last_);
    size_t bytes = 0;
    for (size_t i = 0; i + 1 < points.size() && points.size() >= kFewest && best_.empty(); ++i) {
      bytes += points[i] < 0x80 ? 1 : points[i] < 0x800 ? 2 : points[i] < 0x10000 ? 3 : 4;
      const std::string_view above = std::string_view(last_).substr(0, bytes);
      const std::string_view own = std::string_view(last_).substr(bytes);
      for_each(index_.candidates(own), [&](UnitId id) {
        const Fit fit = fit_of(own, id);
        if (fit <= Fit::prefix && is_run_of(above, tree_.parent_of(id, question_.day)))
          offer(id, static_cast<uint64_t>(fit));
      });
    }
  }

  /// Whether the text is names of units from some way up down to this one, none left out at its end; a name
  /// may lack its last character (沂水 for 沂水县).
  bool is_run_of(std::string_view text, UnitId id) const {
    constexpr size_t kCharacter = 3;
    for (; !text.empty() && !id.is_none(); id = tree_.parent_of(id, question_.day)) {
      const std::string name = fold(tree_.name_of(id, question_.day));
      const std::string_view stem =
          std::string_view(name).substr(0, name.size() > 2 * kCharacter ? name.size() - kCharacter : 0);
      if (text.ends_with(name))
        text.remove_suffix(name.size());
      else if (!stem.empty() && text.ends_with(stem))
        text.remove_suffix(stem.size());
    }
    return text.empty();
  }

  void find_near() {
    const std::u32string asked = code_points(last_);
    if (asked.size() < 2 || asked.size() > 30) return;
    const size_t limit = std::max<size_t>(1, asked.size() / 3);
    is_near_ = true;
    for_each(index_.near_candidates(asked, limit, kMostNear), [&](UnitId id) {
      const std::string& name = tree_.name_of(id, question_.day);
      if (name.size() > 4 * (asked.size() + limit)) return;
      const size_t distance = edit_distance(asked, code_points(fold(name)), limit);
      if (distance <= limit && lies_under(id)) offer(id, kNearRank + distance);
    });
  }

  std::vector<UnitHit> take() {
    std::vector<UnitHit> out;
    for (; !best_.empty(); best_.pop()) {
      UnitHit hit;
      hit.unit = best_.top().unit;
      hit.is_near = is_near_;
      const auto fit = best_.top().rank >> 40 & 0xff;
      hit.fit = is_near_ ? Fit::none : static_cast<Fit>(fit);
      if (hit.fit == Fit::former) hit.former = former_name(last_, tree_.unit(hit.unit), question_.day);
      out.push_back(std::move(hit));
    }
    std::reverse(out.begin(), out.end());
    return out;
  }

  static constexpr uint8_t kUnknown = 0xff;
  const UnitIndex& index_;
  const Tree& tree_;
  const UnitQuestion& question_;
  std::vector<std::string> words_;
  std::string last_;
  std::vector<std::string> above_;
  std::vector<UnitId> changed_;
  std::vector<uint8_t> known_;
  std::priority_queue<Ranked> best_;
  bool is_near_ = false;
};

}  // namespace

std::vector<UnitHit> search_units(const UnitIndex& index, const Tree& tree, const UnitQuestion& question) {
  return Search(index, tree, question).run();
}

}  // namespace jinguo::org
