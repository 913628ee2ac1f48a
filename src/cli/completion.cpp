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

/// The options that take a value of the kind, as alternatives of a shell's pattern.
std::string with_value(bool is_file) {
  std::string out;
  const auto add = [&](const std::string& word) { out += (out.empty() ? "" : "|") + word; };
  for (const Option& option : options()) {
    const bool takes_file = option.value == "FILE" || option.value == "DIR";
    if (option.value.empty() || takes_file != is_file) continue;
    add("--" + std::string(option.name));
    if (option.letter) add(std::string("-") + option.letter);
  }
  return out;
}

/// The pattern that "NOUN VERB" of what was typed has for this command.
std::string pattern_of(const Command& command) {
  return command.verb.empty() ? quoted(std::string(command.noun) + " ") + "*" : quoted(command.name());
}

std::string bash() {
  std::string nouns, verbs, leaves;
  for (const auto& [noun, list] : by_noun()) {
    nouns += " " + noun;
    std::string these;
    for (const Command* command : list) {
      if (!command->verb.empty()) these += " " + std::string(command->verb);
      leaves += "      " + pattern_of(*command) + ") words=" + quoted(words_of(*command)) + " ;;\n";
    }
    if (!these.empty()) verbs += "      " + noun + ") words=" + quoted(these) + " ;;\n";
  }
  return "# bash completion of jinguo; printed by `jinguo completion bash`\n"
         "_jinguo() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} noun= verb= words= i\n"
         "  case $before in\n"
         "    " +
         with_value(true) +
         ") COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
         "    " +
         with_value(false) +
         ") COMPREPLY=(); return ;;\n"
         "  esac\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case ${COMP_WORDS[i-1]} in " +
         with_value(true) + "|" + with_value(false) +
         ") continue ;; esac\n"
         "    case ${COMP_WORDS[i]} in -*) continue ;; esac\n"
         "    if [ -z \"$noun\" ]; then noun=${COMP_WORDS[i]}; elif [ -z \"$verb\" ]; then "
         "verb=${COMP_WORDS[i]}; fi\n"
         "  done\n"
         "  case $current in -*)\n"
         "    case \"$noun $verb\" in\n" +
         leaves +
         "    esac\n"
         "    COMPREPLY=($(compgen -W \"$words" +
         general_words() +
         "\" -- \"$current\"))\n"
         "    return ;;\n"
         "  esac\n"
         "  if [ -z \"$noun\" ]; then\n"
         "    words='" +
         nouns +
         "'\n"
         "  elif [ -z \"$verb\" ]; then\n"
         "    case $noun in\n" +
         verbs +
         "    esac\n"
         "  fi\n"
         "  if [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
         "}\n"
         "complete -o filenames -F _jinguo jinguo\n";
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
      leaves += "      " + pattern_of(*command) + ") items=(" + items + ") ;;\n";
    }
    if (!these.empty()) verbs += "      " + noun + ") items=(" + these + ") ;;\n";
  }
  std::string general;
  for (const Option& option : options())
    if (option.is_general) general += zsh_item("--" + std::string(option.name), option.zh);
  return "#compdef jinguo\n"
         "# zsh completion of jinguo; printed by `jinguo completion zsh`\n"
         "_jinguo() {\n"
         "  local -a items plain\n"
         "  local i\n"
         "  for ((i = 2; i < CURRENT; i++)); do\n"
         "    case $words[i-1] in " +
         with_value(true) + "|" + with_value(false) +
         ") continue ;; esac\n"
         "    case $words[i] in -*) ;; *) plain+=($words[i]) ;; esac\n"
         "  done\n"
         "  case $words[CURRENT-1] in\n"
         "    " +
         with_value(true) +
         ") _files; return ;;\n"
         "    " +
         with_value(false) +
         ") return ;;\n"
         "  esac\n"
         "  case $words[CURRENT] in -*)\n"
         "    case \"$plain[1] $plain[2]\" in\n" +
         leaves +
         "    esac\n"
         "    items+=(" +
         general +
         ")\n"
         "    _describe option items\n"
         "    return ;;\n"
         "  esac\n"
         "  if (( $#plain == 0 )); then\n"
         "    items=(" +
         nouns +
         ")\n"
         "  elif (( $#plain == 1 )); then\n"
         "    case $plain[1] in\n" +
         verbs +
         "    esac\n"
         "  fi\n"
         "  if (( $#items )); then _describe command items; else _files; fi\n"
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
