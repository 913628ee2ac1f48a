#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace jinguo::office {

/// A program to run once, without a shell. It sees no environment but PATH, LANG=C.UTF-8, TZ=Asia/Shanghai,
/// HOME and TMPDIR (both the folder) and what is added here; no open file but its three streams.
struct ProcessOrder {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  /// Given to it as standard input, then closed.
  std::string input = {};
  /// Where it runs; a private scratch folder.
  std::filesystem::path folder;
  std::vector<std::pair<std::string, std::string>> environment = {};
  std::chrono::milliseconds timeout{30'000};
  /// Bytes of standard output that are taken; more ends the program.
  size_t output_limit = size_t{64} << 20;
  /// Bytes of standard error that are kept; more is thrown away.
  size_t error_limit = size_t{16} << 10;
};

struct ProcessOutcome {
  enum class End { exited, signalled, timed_out, output_too_large };
  End end = End::exited;
  /// Exit code or signal number.
  int code = 0;
  std::string output;
  std::string errors;

  bool is_good() const { return end == End::exited && code == 0; }
  /// In one line, for a log or the argument of an error.
  std::string to_text() const;
};

/// Runs it to its end, or ends it with all its children when its time is over. Throws Failure when it cannot
/// be started. Safe to call from several threads.
ProcessOutcome run_process(const ProcessOrder& order);

/// The first of these names found on PATH; refused (kProgramMissing) with the apt package that brings it.
Result<std::filesystem::path> find_program(const std::vector<std::string>& names,
                                           std::string_view apt_package);

}  // namespace jinguo::office
