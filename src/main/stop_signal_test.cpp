#include "main/stop_signal.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace jinguo {
namespace {

TEST(StopSignal, a_signal_ends_the_waiting) {
  for (const int number : {SIGTERM, SIGINT}) {
    const StopSignal stop;
    std::thread sender([number] { std::raise(number); });
    stop.wait();
    sender.join();
  }
}

TEST(StopSignal, another_thread_ends_the_waiting) {
  const StopSignal stop;
  std::thread sender([&] { stop.raise(); });
  stop.wait();
  sender.join();
}

TEST(StopSignal, afterwards_the_signals_are_as_before) {
  { const StopSignal stop; }
  struct sigaction now {};
  ASSERT_EQ(sigaction(SIGTERM, nullptr, &now), 0);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

}  // namespace
}  // namespace jinguo
