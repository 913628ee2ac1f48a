#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <vector>

#include "case_run.h"

namespace {

using jinguo::cases::Outcome;
using jinguo::cases::Run;

constexpr const char* kUsage =
    "case_runner [--root DIR] [--postgres | --needed] CASE-OR-FOLDER…\n"
    "  Runs each case in a store of its own.\n"
    "  --postgres  on PostgreSQL too (JINGUO_TEST_POSTGRES); both engines must hold the same in the end\n"
    "  --needed    with each of its programmes left out in turn; a case that still passes is a fault\n"
    "  --root DIR  where programmes/ lies; the working folder when absent\n";

void say(const std::string& word, const std::string& name, double seconds, const std::string& fault) {
  std::printf("%-4s %-44s %6.2f s\n", word.c_str(), name.c_str(), seconds);
  if (!fault.empty()) std::printf("     %s\n", fault.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  Run run{".", {}, {}};
  bool with_postgres = false, asks_needed = false;
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--postgres") {
      with_postgres = true;
    } else if (word == "--needed") {
      asks_needed = true;
    } else if (word == "--root" && i + 1 < argc) {
      run.root = argv[++i];
    } else if (word.starts_with("--")) {
      std::cerr << kUsage;
      return 2;
    } else if (std::filesystem::is_directory(word)) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(word))
        if (entry.path().extension() == ".case") files.push_back(entry.path());
    } else {
      files.emplace_back(word);
    }
  }
  if (files.empty()) {
    std::cerr << kUsage;
    return 2;
  }
  std::sort(files.begin(), files.end());
  std::string server;
  if (with_postgres) {
    const char* named = std::getenv("JINGUO_TEST_POSTGRES");
    if (!named) {
      std::cout << "POSTGRESQL IS NOT TESTED: JINGUO_TEST_POSTGRES is not set; run this under "
                   "tools/with_postgres\n";
      return 77;
    }
    server = named;
  }
  int passed = 0, failed = 0;
  const auto count = [&](bool good, const std::string& name, double seconds, const std::string& fault) {
    ++(good ? passed : failed);
    say(good ? "ok" : "FAIL", name, seconds, fault);
  };
  for (const auto& file : files) {
    const std::string name = file.stem().string();
    if (asks_needed) {
      for (const std::string& programme : jinguo::cases::programmes_of(file)) {
        Run left_out = run;
        left_out.without = {programme};
        const Outcome outcome = jinguo::cases::run_case(file, left_out);
        count(!outcome.passed, name + " without " + programme, outcome.seconds,
              outcome.passed ? "the case passes although the programme is missing" : "");
      }
      continue;
    }
    const Outcome outcome = jinguo::cases::run_case(file, run);
    count(outcome.passed, name, outcome.seconds, outcome.fault);
    if (!with_postgres || !outcome.passed) continue;
    Run other = run;
    other.conninfo = server;
    Outcome second = jinguo::cases::run_case(file, other);
    if (second.passed && second.digest != outcome.digest) {
      second.passed = false;
      second.fault = "SQLite holds " + outcome.digest + "\n     PostgreSQL holds " + second.digest;
    }
    count(second.passed, name + " on PostgreSQL", second.seconds, second.fault);
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
