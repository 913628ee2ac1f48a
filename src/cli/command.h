#pragma once
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jinguo::cli {

struct Session;

/// What the process tells its caller.
enum class Exit : int {
  ok = 0,
  failed = 1,
  usage = 2,
  not_found = 3,
  no_right = 4,
  conflict = 5,
  checks_failed = 6,
};

/// An option; the same name means the same everywhere.
struct Option {
  std::string_view name;
  /// The letter for short, or 0.
  char letter;
  /// What stands behind it ("CODE"); empty for a switch.
  std::string_view value;
  std::string_view zh;
  std::string_view en;
  bool is_repeatable = false;
  /// Understood by every command.
  bool is_general = false;
};

/// One command: all that is said of it and what it does. Help, completion and docs/cli.md are printed from
/// these rows.
struct Command {
  std::string_view noun;
  /// Empty for commands of one word.
  std::string_view verb;
  /// "PROGRAMME FILE [MORE] PATH…": in brackets what may be left out, with … what may be repeated.
  std::string_view arguments;
  /// Names of options separated by blanks; with ! behind those that must be given.
  std::string_view options;
  std::string_view zh;
  std::string_view en;
  /// A whole line that works on the demo city (or, for commands that change much, would).
  std::string_view example;
  Exit (*run)(Session&);

  std::string name() const { return std::string(noun) + (verb.empty() ? "" : " ") + std::string(verb); }
};

std::span<const Command> commands();
std::span<const Option> options();
/// Null when there is none of that name or letter.
const Option* find_option(std::string_view name);
/// Null when there is no such command.
const Command* find_command(std::string_view noun, std::string_view verb);

/// The options of a command with their `!`, in the table's order; general ones not among them.
struct TakenOption {
  const Option* option = nullptr;
  bool is_required = false;
};
std::vector<TakenOption> taken_options(const Command& command);

}  // namespace jinguo::cli
