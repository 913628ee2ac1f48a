#include "office/process.h"

#include <gtest/gtest.h>

#include "office/scratch_dir.h"

namespace jinguo::office {
namespace {

class ProcessTest : public testing::Test {
 protected:
  ScratchDir folder_{std::filesystem::temp_directory_path()};

  ProcessOutcome shell(const std::string& script,
                       std::chrono::milliseconds timeout = std::chrono::seconds(20),
                       const std::string& input = "", size_t limit = 1 << 20) {
    return run_process({.program = "/bin/sh",
                        .arguments = {"-c", script},
                        .input = input,
                        .folder = folder_.path(),
                        .timeout = timeout,
                        .output_limit = limit});
  }
};

TEST_F(ProcessTest, passes_streams_and_the_exit_code) {
  const auto out = shell("cat; echo wrong >&2; exit 3", std::chrono::seconds(20), "妇联");
  EXPECT_EQ(out.output, "妇联");
  EXPECT_EQ(out.errors, "wrong\n");
  EXPECT_EQ(out.code, 3);
  EXPECT_FALSE(out.is_good());
  EXPECT_EQ(out.to_text(), "exit 3: wrong ");
  EXPECT_TRUE(shell("true").is_good());
}

TEST_F(ProcessTest, passes_much_in_both_directions) {
  const std::string much(3'000'000, 'x');
  EXPECT_EQ(shell("cat", std::chrono::seconds(20), much, 4'000'000).output, much);
  // The program goes away without reading: no signal may reach us.
  EXPECT_TRUE(shell("exec <&-; exit 0", std::chrono::seconds(20), much).is_good());
}

TEST_F(ProcessTest, gives_a_bare_environment_and_no_descriptors) {
  setenv("JINGUO_SECRET", "x", 1);
  const auto out = shell("echo $HOME; pwd; echo [$JINGUO_SECRET]; ls /proc/self/fd | wc -l");
  unsetenv("JINGUO_SECRET");
  const std::string folder = folder_.path().string();
  EXPECT_EQ(out.output, folder + "\n" + folder + "\n[]\n4\n");
}

TEST_F(ProcessTest, ends_a_program_that_takes_too_long_with_its_children) {
  const auto begin = std::chrono::steady_clock::now();
  const auto out = shell("sleep 60 & echo $!; sleep 60", std::chrono::milliseconds(300));
  EXPECT_EQ(out.end, ProcessOutcome::End::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  const std::string child = out.output.substr(0, out.output.find('\n'));
  const auto state = shell("for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 " + child +
                           " 2>/dev/null || { echo gone; exit; }; grep -q 'State:.Z' /proc/" + child +
                           "/status && { echo gone; exit; }; sleep 0.1; done");
  EXPECT_EQ(state.output, "gone\n");
}

TEST_F(ProcessTest, does_not_wait_for_children_left_behind) {
  const auto begin = std::chrono::steady_clock::now();
  const auto out = shell("sleep 30 & echo done");
  EXPECT_TRUE(out.is_good());
  EXPECT_EQ(out.output, "done\n");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(ProcessTest, bounds_what_it_takes) {
  const auto out = shell("yes", std::chrono::seconds(20), "", 1000);
  EXPECT_EQ(out.end, ProcessOutcome::End::output_too_large);
  EXPECT_EQ(out.output.size(), 1000U);
  EXPECT_LE(shell("yes | head -c 100000 >&2").errors.size(), size_t{16} << 10);
}

TEST_F(ProcessTest, tells_signals_and_missing_programs) {
  EXPECT_EQ(shell("kill -9 $$").end, ProcessOutcome::End::signalled);
  EXPECT_THROW(run_process({.program = folder_.path() / "none", .arguments = {}, .folder = folder_.path()}),
               Failure);
  const auto none = find_program({"no-such-program"}, "some-package");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().text(Language::zh).find("apt install some-package"), std::string::npos);
  EXPECT_TRUE(find_program({"no-such-program", "sh"}, "dash"));
}

}  // namespace
}  // namespace jinguo::office
