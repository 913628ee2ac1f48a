#include "rollup/distinct_index.h"

#include <algorithm>
#include <set>

namespace jinguo::rollup {

void DistinctIndex::add(UnitId unit, const Mention& mention) {
  by_unit_[unit].push_back(mention);
}

void DistinctIndex::remove(UnitId unit, const Mention& mention) {
  auto& mentions = by_unit_[unit];
  const auto at = std::find(mentions.begin(), mentions.end(), mention);
  ensure(at != mentions.end(), "a mention taken back was made");
  *at = mentions.back();
  mentions.pop_back();
}

DistinctCount DistinctIndex::count(const org::View& view, uint32_t place, uint32_t bucket, int min_rank,
                                   int max_rank, bool is_stock, Date first, Date last,
                                   const std::function<Reference(Reference)>& canonical) const {
  DistinctCount out;
  std::set<Reference> seen;
  const auto visit = [&](const std::vector<Mention>& mentions) {
    for (const Mention& mention : mentions) {
      if (mention.bucket != bucket || mention.rank < min_rank || mention.rank > max_rank) continue;
      const bool counts = is_stock ? mention.from <= last && (!mention.until || last < *mention.until)
                                   : first <= mention.from && mention.from <= last;
      if (!counts) continue;
      if (mention.who) {
        seen.insert(canonical(*mention.who));
      } else {
        ++out.unidentified;
      }
    }
  };
  for (const auto& [unit, mentions] : by_unit_) {
    const uint32_t at = view.counts_at(unit);
    if (at != org::View::kNowhere && place <= at && at < view.end(place)) visit(mentions);
  }
  out.known = static_cast<int64_t>(seen.size());
  return out;
}

}  // namespace jinguo::rollup
