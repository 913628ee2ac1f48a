#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace jinguo::cli {

inline constexpr ErrorRow kUnknownCommand{"cli.unknown_command", 400,
                                          "没有命令“{0}”{1}。用 jinguo --help 查看全部。",
                                          "There is no command \"{0}\"{2}. See jinguo --help."};
inline constexpr ErrorRow kUnknownOption{"cli.unknown_option", 400,
                                         "命令“{0}”没有选项 {1}{2}。用 jinguo {0} --help 查看。",
                                         "Command \"{0}\" has no option {1}{3}. See jinguo {0} --help."};
inline constexpr ErrorRow kNoValue{"cli.no_value", 400, "选项 {0} 后面要写 {1}。", "Option {0} needs a {1}."};
inline constexpr ErrorRow kNeedlessValue{"cli.needless_value", 400, "选项 {0} 不带值。",
                                         "Option {0} takes no value."};
inline constexpr ErrorRow kTwice{"cli.twice", 400, "选项 {0} 写了两次。", "Option {0} is given twice."};
inline constexpr ErrorRow kMissingArgument{"cli.missing_argument", 400, "缺少 {0}。用法：{1}",
                                           "{0} is missing. Usage: {1}"};
inline constexpr ErrorRow kTooMany{"cli.too_many", 400, "多出“{0}”。用法：{1}",
                                   "\"{0}\" is too much. Usage: {1}"};
inline constexpr ErrorRow kMissingOption{"cli.missing_option", 400, "缺少选项 {0}。用法：{1}",
                                         "Option {0} is missing. Usage: {1}"};
inline constexpr ErrorRow kBadValue{"cli.bad_value", 400, "选项 {0} 不能是“{1}”：{2}",
                                    "Option {0} cannot be \"{1}\": {3}"};

/// Everybody on the machine can read the words of a running command.
inline constexpr ErrorRow kPasswordShown{
    "cli.password_shown", 400,
    "数据库密码不要写在命令行里，本机的人都看得到；请放进 ~/.pgpass，或把整个连接串放进环境变量 "
    "JINGUO_STORE。",
    "A database password does not belong on the command line, where everybody on the machine can read it; "
    "put "
    "it into ~/.pgpass, or the whole connection string into the environment as JINGUO_STORE."};

/// What was typed, read against the table of commands.
struct Arguments {
  /// Null when only help was asked for.
  const Command* command = nullptr;
  /// `--help` was among them; with `noun` the commands of one noun.
  bool wants_help = false;
  std::string noun;
  std::vector<std::string> values;
  std::map<std::string, std::vector<std::string>, std::less<>> options;

  bool has(std::string_view option) const { return options.contains(option); }
  /// The last value given; empty when there is none.
  std::string_view value(std::string_view option) const;
  const std::vector<std::string>& all(std::string_view option) const;
  /// The argument at this place; empty when it was left out.
  std::string_view at(size_t place) const {
    return place < values.size() ? std::string_view(values[place]) : std::string_view();
  }
};

/// Reads the words behind the program's name. Long options take their value as the next word or behind "=";
/// "--" ends options; a lone "-" is an argument (standard input).
Result<Arguments> parse_arguments(std::span<const std::string> words);

/// The nearest of the names when one is near, as "（是否要写 X？）" in both languages; empty otherwise.
struct Nearest {
  std::string zh, en;
};
Nearest nearest(std::string_view typed, const std::vector<std::string_view>& names);

}  // namespace jinguo::cli
