#pragma once
#include <chrono>

namespace jinguo {

/// While it lives, SIGTERM and SIGINT are kept for wait(); a second one ends the process as usual. One at a
/// time in a process.
class StopSignal {
 public:
  /// Throws Failure when there is no pipe to be had.
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Until a signal comes or raise() is called.
  void wait() const;
  /// The same for at most this time; false when it has passed.
  bool wait_for(std::chrono::milliseconds longest) const;
  /// Ends wait(), from any thread.
  void raise() const;

 private:
  int reading_ = -1;
  int writing_ = -1;
};

}  // namespace jinguo
