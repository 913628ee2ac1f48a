#include "org/unit.h"

namespace jinguo::org {

bool same_facts(const Unit& a, const Unit& b) {
  return a.id == b.id && a.level == b.level && a.zone == b.zone && a.shard == b.shard &&
         a.opened == b.opened && a.closed == b.closed && a.heir == b.heir &&
         (a.heir.is_none() || a.heir_from == b.heir_from) && a.within == b.within &&
         a.split_field == b.split_field && a.names == b.names && a.codes == b.codes && a.parents == b.parents;
}

}  // namespace jinguo::org
