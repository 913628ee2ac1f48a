#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"

namespace jinguo::app {

/// Chance that comes out alike on every machine (splitmix64): the demo city is the same wherever it is made.
/// Each part of the city has a stream of its own, named by a text, so that a change in one moves no other.
class DemoRandom {
 public:
  explicit DemoRandom(std::string_view stream);

  uint64_t next();
  /// 0 … n-1; n is at least 1.
  int below(int n) { return static_cast<int>(next() % static_cast<uint64_t>(n)); }
  /// Both within.
  int between(int first, int last) { return first + below(last - first + 1); }
  Date between(Date first, Date last) { return first.plus_days(below(last.days() - first.days() + 1)); }
  /// Met in so many of a thousand cases.
  bool in_thousand(int n) { return below(1000) < n; }
  RecordId record_id();
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<size_t>(below(static_cast<int>(list.size())))];
  }
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[next() % i]);
  }

 private:
  uint64_t state_;
};

/// A name that nobody bears: 演示 before surname and given name.
std::string demo_name(DemoRandom& random);
/// An id number of a woman born on the day, with the area code that was never issued and a right check
/// character. `serial` 0 … 499 tells those of one day apart.
std::string demo_id_number(Date born, int serial);

}  // namespace jinguo::app
