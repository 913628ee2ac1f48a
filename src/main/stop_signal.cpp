#include "main/stop_signal.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

#include "base/error.h"

namespace jinguo {
namespace {

/// A handler may do no more than write to a pipe, and finds it only here.
std::atomic<int> signal_pipe{-1};

void on_signal(int number) {
  const int saved = errno;
  const char byte = 's';
  if (write(signal_pipe.load(), &byte, 1) != 1) _exit(1);
  std::signal(number, SIG_DFL);
  errno = saved;
}

}  // namespace

StopSignal::StopSignal() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw Failure("no pipe for signals");
  reading_ = ends[0];
  writing_ = ends[1];
  signal_pipe = writing_;
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
}

StopSignal::~StopSignal() {
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  signal_pipe = -1;
  close(reading_);
  close(writing_);
}

void StopSignal::wait() const {
  char byte = 0;
  while (read(reading_, &byte, 1) < 0 && errno == EINTR) {
  }
}

bool StopSignal::wait_for(std::chrono::milliseconds longest) const {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + longest;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd waited{reading_, POLLIN, 0};
    if (poll(&waited, 1, left > 0 ? static_cast<int>(left) : 0) > 0) return true;
    if (left <= 0) return false;
  }
}

void StopSignal::raise() const {
  const char byte = 'r';
  [[maybe_unused]] const auto written = write(writing_, &byte, 1);
}

}  // namespace jinguo
