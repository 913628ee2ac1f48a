#include "cli/completion.h"

#include <map>
#include <vector>

#include "cli/command.h"

namespace jinguo::cli {
namespace {

/// Nouns in the table's order with their verbs.
std::vector<std::pair<std::string, std::vector<const Command*>>> by_noun() {
  std::vector<std::pair<std::string, std::vector<const Command*>>> out;
  for (const Command& command : commands()) {
    if (out.empty() || out.back().first != command.noun) out.push_back({std::string(command.noun), {}});
    out.back().second.push_back(&command);
  }
  return out;
}

std::string general_words() {
  std::string out;
  for (const Option& option : options())
    if (option.is_general) out += " --" + std::string(option.name);
  return out;
}

std::string words_of(const Command& command) {
  std::string out;
  for (const TakenOption& taken : taken_options(command)) out += " --" + std::string(taken.option->name);
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Options whose value is a file or folder.
std::string file_options() {
  std::string out;
  for (const Option& option : options())
    if (option.value == "FILE" || option.value == "DIR")
      out += (out.empty() ? "--" : "|--") + std::string(option.name);
  return out;
}

std::string bash() {
  std::string nouns, verbs, leaves;
  for (const auto& [noun, list] : by_noun()) {
    nouns += " " + noun;
    std::string these;
    for (const Command* command : list) {
      if (!command->verb.empty()) these += " " + std::string(command->verb);
      leaves += "    " + quoted(command->name()) + ") words=" + quoted(words_of(*command)) + " ;;\n";
    }
    if (!these.empty()) verbs += "    " + noun + ") words=" + quoted(these) + " ;;\n";
  }
  return "# bash completion of jinguo; printed by `jinguo completion bash`\n"
         "_jinguo() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= name= i\n"
         "  local general='" +
         general_words() +
         "'\n"
         "  case $before in " +
         file_options() +
         "|-o) COMPREPLY=($(compgen -f -- \"$current\")); return ;; esac\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case ${COMP_WORDS[i]} in -*) ;; *) name+=\"${name:+ }${COMP_WORDS[i]}\" ;; esac\n"
         "  done\n"
         "  if [ -z \"$name\" ]; then words='" +
         nouns +
         "'; fi\n"
         "  case $name in\n" +
         verbs +
         "  esac\n"
         "  case \"${name%% *} ${name#* }\" in *) ;; esac\n"
         "  local leaf=$name\n"
         "  while [ -n \"$leaf\" ]; do\n"
         "    case $leaf in\n" +
         leaves +
         "    *) leaf_next=${leaf% *}; [ \"$leaf_next\" = \"$leaf\" ] && break; leaf=$leaf_next; continue "
         ";;\n"
         "    esac\n"
         "    break\n"
         "  done\n"
         "  case $current in\n"
         "    -*) COMPREPLY=($(compgen -W \"$words $general\" -- \"$current\")) ;;\n"
         "    *) case $words in\n"
         "         *--*|'') COMPREPLY=($(compgen -f -- \"$current\")) ;;\n"
         "         *) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
         "       esac ;;\n"
         "  esac\n"
         "}\n"
         "complete -F _jinguo jinguo\n";
}

/// In zsh's lists a colon ends the word.
std::string zsh_item(std::string_view word, std::string_view about) {
  std::string text = std::string(word) + ":";
  for (const char c : about) text += c == ':' ? std::string("\\:") : std::string(1, c);
  return " " + quoted(text);
}

std::string zsh() {
  std::string nouns, verbs, leaves;
  for (const auto& [noun, list] : by_noun()) {
    nouns += zsh_item(noun, list.front()->zh);
    std::string these;
    for (const Command* command : list) {
      if (!command->verb.empty()) these += zsh_item(command->verb, command->zh);
      std::string items;
      for (const TakenOption& taken : taken_options(*command))
        items += zsh_item("--" + std::string(taken.option->name), taken.option->zh);
      leaves += "    " + quoted(command->name()) + ") options=(" + items + ") ;;\n";
    }
    if (!these.empty()) verbs += "      " + noun + ") items=(" + these + ") ;;\n";
  }
  std::string general;
  for (const Option& option : options())
    if (option.is_general) general += zsh_item("--" + std::string(option.name), option.zh);
  return "#compdef jinguo\n"
         "# zsh completion of jinguo; printed by `jinguo completion zsh`\n"
         "_jinguo() {\n"
         "  local -a items options general plain\n"
         "  general=(" +
         general +
         ")\n"
         "  plain=(${${words[2,CURRENT-1]}:#-*})\n"
         "  case $words[CURRENT] in -*) ;; *)\n"
         "    case \"$#plain $plain[1]\" in\n"
         "      '0 ') items=(" +
         nouns +
         ") ;;\n"
         "    esac\n"
         "    if (( $#plain == 1 )); then case $plain[1] in\n" +
         verbs +
         "    esac; fi\n"
         "    if (( $#items )); then _describe command items; else _files; fi\n"
         "    return ;;\n"
         "  esac\n"
         "  case \"$plain[1] $plain[2]\" in\n" +
         leaves +
         "  esac\n"
         "  if (( ! $#options )); then case $plain[1] in\n" +
         leaves +
         "  esac; fi\n"
         "  _describe option options -- general\n"
         "}\n"
         "_jinguo \"$@\"\n";
}

std::string fish() {
  std::string out =
      "# fish completion of jinguo; printed by `jinguo completion fish`\n"
      "complete -c jinguo -f\n";
  const auto line = [&](const std::string& condition, const std::string& rest, std::string_view about) {
    out += "complete -c jinguo" + (condition.empty() ? std::string() : " -n " + quoted(condition)) + " " +
           rest + " -d " + quoted(about) + "\n";
  };
  const auto option_line = [&](const std::string& condition, const Option& option) {
    std::string rest = "-l " + std::string(option.name);
    if (option.letter) rest += std::string(" -s ") + option.letter;
    if (option.value == "FILE" || option.value == "DIR")
      rest += " -rF";
    else if (!option.value.empty())
      rest += " -x";
    line(condition, rest, option.zh);
  };
  for (const auto& [noun, list] : by_noun()) {
    line("__fish_use_subcommand", "-a " + noun, list.front()->zh);
    for (const Command* command : list) {
      std::string condition = "__fish_seen_subcommand_from " + noun;
      if (!command->verb.empty()) {
        line(condition, "-a " + std::string(command->verb), command->zh);
        condition += "; and __fish_seen_subcommand_from " + std::string(command->verb);
      }
      for (const TakenOption& taken : taken_options(*command)) option_line(condition, *taken.option);
      if (command->arguments.find("FILE") != std::string_view::npos ||
          command->arguments.find("PATH") != std::string_view::npos)
        line(condition, "-F", command->zh);
    }
  }
  for (const Option& option : options())
    if (option.is_general) option_line("", option);
  return out;
}

}  // namespace

Result<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return bash();
  if (shell == "zsh") return zsh();
  if (shell == "fish") return fish();
  return Error(kNoSuchShell, {std::string(shell)});
}

}  // namespace jinguo::cli
