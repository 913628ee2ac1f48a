#pragma once
#include <string>

namespace jinguo::cli {

/// docs/cli.md: every command with its usage, options and example, printed from the table of commands.
std::string manual_markdown();

}  // namespace jinguo::cli
