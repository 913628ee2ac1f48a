#pragma once
#include "base/value.h"

namespace jinguo::person {

/// Whether an entry of the registry is known to be one certain person or household (by id number, or by the
/// household's label in its unit). Told by the id itself: ids of unidentified entries begin with a zero byte,
/// so that counting never has to look into the registry. 未识别 are counted apart, never as different
/// persons.
inline bool is_identified(const Reference& entry) {
  return entry.bytes[0] != 0;
}

/// A random id marked so.
inline Reference make_entry_id(std::array<uint8_t, 16> random, bool identified) {
  if (!identified) random[0] = 0;
  if (identified && random[0] == 0) random[0] = 1;
  return Reference{random};
}

}  // namespace jinguo::person
