#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "measurements.h"

namespace jinguo::bench {

/// What one thread of this machine can do at best; figures of the product are read beside it.
class MachineLimits {
 public:
  MachineLimits();
  ~MachineLimits();
  MachineLimits(const MachineLimits&) = delete;
  MachineLimits& operator=(const MachineLimits&) = delete;

  /// Bytes a second, one pass over 1 GiB.
  double sequential_read();
  /// Bytes read and written a second.
  double copy();
  /// Seconds of one read whose address hangs on the one before, over 1 GiB.
  double random_read();

 private:
  char* from_;
  char* to_;
};

/// Seconds of each append of 64 bytes with fdatasync, to a file in `folder` that grows or was filled before.
enum class LogFile { growing, preallocated };
std::vector<double> synced_appends(const std::string& folder, LogFile kind, int count);

}  // namespace jinguo::bench
