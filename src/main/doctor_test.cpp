#include "main/doctor.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

namespace jinguo {
namespace {

TEST(Doctor, a_disk_that_takes_nothing_is_no_fast_disk) {
  const auto folder = std::filesystem::temp_directory_path();
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const auto usual = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit nothing{0, limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &nothing), 0);
  const auto findings = examine_machine(folder, folder / "no-such.key");
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, usual);
  const auto is_told = [](const cli::Finding& finding) {
    return finding.kind == cli::Finding::Kind::bad && finding.en.starts_with("writing into the folder ");
  };
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), is_told));
}

TEST(Doctor, a_folder_that_others_may_enter_is_told) {
  std::string name = (std::filesystem::temp_directory_path() / "jg-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  const auto tells = [&] {
    const auto findings = examine_machine(name, name + ".key");
    return std::any_of(findings.begin(), findings.end(), [](const cli::Finding& finding) {
      return finding.kind == cli::Finding::Kind::warning && finding.en.starts_with("others may enter");
    });
  };
  EXPECT_FALSE(tells());
  std::filesystem::permissions(name, std::filesystem::perms(0755));
  EXPECT_TRUE(tells());
  std::filesystem::remove_all(name);
}

}  // namespace
}  // namespace jinguo
