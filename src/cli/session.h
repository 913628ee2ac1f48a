#pragma once
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "cli/installation.h"

namespace jinguo::cli {

/// One run of one command: what was typed, what it works on, where it prints.
struct Session {
  const Arguments& given;
  Installation& house;
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Language language = Language::zh;
  /// What the last question ended with, when it was refused.
  Exit exit = Exit::ok;

  bool wants_json() const { return given.has("json"); }
  bool is_dry_run() const { return given.has("dry-run"); }
  std::string value(std::string_view option) const { return std::string(given.value(option)); }
  std::string at(size_t place) const { return std::string(given.at(place)); }
  /// The sentence in the language of the run.
  std::string_view say(std::string_view zh, std::string_view en) const {
    return language == Language::zh ? zh : en;
  }
};

/// Asks the API. Nothing when it was refused: that was told on the error stream, and `exit` is set.
std::optional<Reply> ask(Session& session, const Ask& question);
/// The same for what changes something: with --dry-run it prints what would be sent and sends nothing.
std::optional<Reply> change(Session& session, const Ask& question);

/// Runs the command that was typed and tells every refusal and failure.
Exit run(std::span<const std::string> words, const OpenInstallation& open, std::istream& in,
         std::ostream& out, std::ostream& err);

/// Asks before something that cannot be taken back, unless --yes was given or nobody is there to answer
/// (then it is refused).
bool confirm(Session& session, std::string_view zh, std::string_view en);

/// The file's bytes; "-" is standard input. Error cli.cannot_read.
Result<std::string> read_input(Session& session, const std::string& path);
/// Writes to the file named by --output, or to standard output. False, told and `exit` set, when it cannot.
bool write_output(Session& session, std::string_view bytes);

inline constexpr ErrorRow kCannotRead{"cli.cannot_read", 404, "读不到文件 {0}：{1}", "Cannot read {0}: {1}"};
inline constexpr ErrorRow kCannotWrite{"cli.cannot_write", 500, "写不了文件 {0}：{1}",
                                       "Cannot write {0}: {1}"};

}  // namespace jinguo::cli
