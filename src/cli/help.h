#pragma once
#include <string>

#include "cli/command.h"

namespace jinguo::cli {

/// "jinguo figure NAME --unit CODE [--period P] …"
std::string usage_of(const Command& command);
/// What `--help` prints: usage, what it is for, its options, an example.
std::string help_of(const Command& command, Language language);
/// The commands of one noun.
std::string help_of_noun(std::string_view noun, Language language);
/// Every command in one line each, the general options, the exit codes.
std::string help_of_all(Language language);

}  // namespace jinguo::cli
