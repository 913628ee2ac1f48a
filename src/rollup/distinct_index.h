#pragma once
#include <functional>
#include <unordered_map>
#include <vector>

#include "org/view.h"
#include "rollup/measure_plan.h"

namespace jinguo::rollup {

/// How many different persons (households, bodies) were mentioned, exactly, and how many mentions named
/// nobody.
struct DistinctCount {
  int64_t known = 0;
  /// 未识别: mentions without an identity; never added to `known`.
  int64_t unidentified = 0;
};

/// The mentions of one distinct measure, by unit. Never added over units, periods or breakdowns: each
/// question is counted on its own. Links between identities are asked anew each time, so linking needs no
/// recount.
class DistinctIndex {
 public:
  void add(UnitId unit, const Mention& mention);
  /// The mention must be there.
  void remove(UnitId unit, const Mention& mention);

  /// `canonical` maps an identity to the one it is linked to. A flow counts mentions from first to last day;
  /// a stock those held on the last day.
  DistinctCount count(const org::View& view, uint32_t place, uint32_t bucket, int min_rank, int max_rank,
                      bool is_stock, Date first, Date last,
                      const std::function<Reference(Reference)>& canonical) const;

 private:
  std::unordered_map<UnitId, std::vector<Mention>> by_unit_;
};

}  // namespace jinguo::rollup
