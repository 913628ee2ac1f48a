#include "cli/manual.h"

#include <ostream>

#include "cli/command_functions.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/refusal.h"
#include "cli/session.h"

namespace jinguo::cli {
namespace {

/// A bar would end the cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string option_row(const Option& option, bool is_required) {
  std::string name = "--" + std::string(option.name);
  if (option.letter) name = std::string("-") + option.letter + ", " + name;
  if (!option.value.empty()) name += " " + std::string(option.value);
  return "| `" + cell(name) + "`" + (is_required ? " *" : "") + " | " + cell(option.zh) + " | " +
         cell(option.en) + " |\n";
}

}  // namespace

std::string manual_markdown() {
  std::string out =
      "# 命令行 · The command line\n\n"
      "Printed by `jinguo manual` from the table of commands; a test keeps them equal.\n\n"
      "A command speaks to the server when the data folder is served (through a local socket in it), else it "
      "opens "
      "the folder itself; rights and results are the same. It acts as the local operator, who sees no "
      "personal "
      "rows, or as the account named by `--as`. Refusals go to the error stream, Chinese first, faults as "
      "`file:line:column`.\n\n"
      "| exit code | 退出码 | |\n|---|---|---|\n| 0 | 成功 | ok |\n| 1 | 失败 | failed |\n| 2 | 用法不对 | "
      "usage |\n"
      "| 3 | 没有找到 | not found |\n| 4 | 无权 | no right |\n| 5 | 冲突 | conflict |\n"
      "| 6 | 检查未通过 | checks failed |\n\n## 通用选项 · General options\n\n| option | | "
      "|\n|---|---|---|\n";
  for (const Option& option : options())
    if (option.is_general) out += option_row(option, false);
  std::string_view noun;
  for (const Command& command : commands()) {
    if (command.noun != noun) out += "\n## " + std::string(command.noun) + "\n";
    noun = command.noun;
    out += "\n### jinguo " + command.name() + "\n\n" + std::string(command.zh) + "  \n" +
           std::string(command.en) + "\n\n```\n" + usage_of(command) + "\n```\n\n";
    const auto taken = taken_options(command);
    if (!taken.empty()) {
      out += "| option (* must be given) | | |\n|---|---|---|\n";
      for (const TakenOption& one : taken) out += option_row(*one.option, one.is_required);
      out += "\n";
    }
    out += "Example:\n\n```\n" + std::string(command.example) + "\n```\n";
  }
  return out;
}

Exit run_manual(Session& session) {
  session.out << manual_markdown();
  return Exit::ok;
}

Exit run_completion(Session& session) {
  auto script = completion_script(session.given.at(0));
  if (!script) {
    tell_error(session, script.error());
    return Exit::usage;
  }
  session.out << *script;
  return Exit::ok;
}

}  // namespace jinguo::cli
