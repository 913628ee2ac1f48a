#pragma once
#include <functional>
#include <optional>
#include <string>

#include "app/store_port.h"

namespace jinguo::app {

/// Time, as an argument: floors below never read a clock.
struct Clock {
  std::function<Instant()> now;
  /// Today in Asia/Shanghai, or the business date of a demo.
  std::function<Date()> today;
};

/// Fills bytes that nobody can guess.
using RandomBytes = std::function<void(uint8_t*, size_t)>;

/// Runs costly work (password hashing) away from the threads that answer; may be the same thread.
struct Settings {
  bool is_demo = false;
  /// The demo's fixed business date; nothing otherwise.
  std::optional<Date> business_date;
  /// Code of the unit the installation is for, e.g. "3713".
  std::string home_unit;
  /// The period pages open with; empty: the half-year of today.
  std::string home_period;
};

}  // namespace jinguo::app
