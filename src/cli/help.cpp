#include "cli/help.h"

#include <algorithm>

#include "cli/text_table.h"

namespace jinguo::cli {
namespace {

std::string written(const Option& option) {
  std::string out = option.letter ? std::string("-") + option.letter + ", " : std::string();
  out += "--" + std::string(option.name);
  if (!option.value.empty()) out += " " + std::string(option.value);
  return out;
}

/// Lines of two columns, the left one padded.
std::string pairs(const std::vector<std::pair<std::string, std::string>>& lines) {
  size_t width = 0;
  for (const auto& line : lines) width = std::max(width, width_of(line.first));
  std::string out;
  for (const auto& [left, right] : lines)
    out += "  " + left + std::string(width - width_of(left) + 2, ' ') + right + "\n";
  return out;
}

std::string general_options(Language language) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Option& option : options())
    if (option.is_general)
      lines.emplace_back(written(option), language == Language::zh ? option.zh : option.en);
  return pairs(lines);
}

std::string command_lines(std::string_view noun, Language language) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const Command& command : commands()) {
    if (!noun.empty() && command.noun != noun) continue;
    std::string left = command.name();
    if (!command.arguments.empty()) left += " " + std::string(command.arguments);
    lines.emplace_back(left, language == Language::zh ? command.zh : command.en);
  }
  return pairs(lines);
}

}  // namespace

std::string usage_of(const Command& command) {
  std::string out = "jinguo " + command.name();
  if (!command.arguments.empty()) out += " " + std::string(command.arguments);
  for (const TakenOption& taken : taken_options(command)) {
    const Option& option = *taken.option;
    std::string text = "--" + std::string(option.name);
    if (!option.value.empty()) text += " " + std::string(option.value);
    if (option.is_repeatable) text += " …";
    out += taken.is_required ? " " + text : " [" + text + "]";
  }
  return out;
}

std::string help_of(const Command& command, Language language) {
  const bool zh = language == Language::zh;
  std::string out = std::string(zh ? command.zh : command.en) + "\n\n" + (zh ? "用法：" : "Usage: ") +
                    usage_of(command) + "\n";
  std::vector<std::pair<std::string, std::string>> lines;
  for (const TakenOption& taken : taken_options(command))
    lines.emplace_back(written(*taken.option), zh ? taken.option->zh : taken.option->en);
  if (!lines.empty()) out += std::string(zh ? "\n选项：\n" : "\nOptions:\n") + pairs(lines);
  out += std::string(zh ? "\n通用选项：\n" : "\nGeneral options:\n") + general_options(language);
  out += std::string(zh ? "\n例：\n  " : "\nExample:\n  ") + std::string(command.example) + "\n";
  return out;
}

std::string help_of_noun(std::string_view noun, Language language) {
  return std::string(language == Language::zh ? "命令：\n" : "Commands:\n") + command_lines(noun, language) +
         (language == Language::zh ? "\n每条命令都有 --help。\n" : "\nEach command has --help.\n");
}

std::string help_of_all(Language language) {
  const bool zh = language == Language::zh;
  std::string out =
      zh ? "巾帼：妇联工作平台\n\n用法：jinguo 名词 动词 …\n\n命令：\n"
         : "Jinguo: a work platform for women's federations\n\nUsage: jinguo NOUN VERB …\n\nCommands:\n";
  out += command_lines("", language);
  out += std::string(zh ? "\n通用选项：\n" : "\nGeneral options:\n") + general_options(language);
  out += zh ? "\n退出码：0 成功 · 1 失败 · 2 用法不对 · 3 没有找到 · 4 无权 · 5 冲突 · 6 检查未通过\n"
              "每条命令都有 --help 和例子；先试试：jinguo demo\n"
            : "\nExit codes: 0 ok · 1 failed · 2 usage · 3 not found · 4 no right · 5 conflict · 6 checks "
              "failed\n"
              "Each command has --help with an example; begin with: jinguo demo\n";
  return out;
}

}  // namespace jinguo::cli
