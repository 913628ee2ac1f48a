#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::cli {

inline constexpr ErrorRow kNoSuchShell{
    "cli.no_such_shell", 400, "没有“{0}”的补全；可用 bash、zsh、fish。",
    "There is no completion for \"{0}\"; there is for bash, zsh and fish."};

/// The script that completes nouns, verbs and options, printed from the table of commands.
Result<std::string> completion_script(std::string_view shell);

}  // namespace jinguo::cli
