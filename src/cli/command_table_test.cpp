#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"

namespace jinguo::cli {
namespace {

/// The words of a line as a shell would part them; the examples quote nothing.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> out;
  while (!line.empty()) {
    const size_t blank = line.find(' ');
    out.emplace_back(line.substr(0, blank));
    line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
  }
  return out;
}

TEST(CommandTable, every_row_is_whole_and_stands_once) {
  std::set<std::string> names;
  for (const Command& command : commands()) {
    EXPECT_TRUE(names.insert(command.name()).second) << command.name();
    EXPECT_FALSE(command.zh.empty()) << command.name();
    EXPECT_FALSE(command.en.empty()) << command.name();
    EXPECT_NE(command.run, nullptr) << command.name();
  }
}

TEST(CommandTable, every_example_is_a_line_of_its_own_command) {
  for (const Command& command : commands()) {
    std::vector<std::string> words = words_of(command.example);
    ASSERT_GT(words.size(), 1u) << command.name();
    EXPECT_EQ(words.front(), "jinguo");
    words.erase(words.begin());
    const auto given = parse_arguments(words);
    ASSERT_TRUE(given) << command.example << ": " << given.error().text(Language::en);
    EXPECT_EQ(given->command, &command) << command.example;
  }
}

TEST(CommandTable, commands_of_one_noun_stand_together) {
  std::set<std::string_view> done;
  std::string_view last;
  for (const Command& command : commands()) {
    const bool is_next = command.noun == last || done.insert(command.noun).second;
    EXPECT_TRUE(is_next) << command.noun;
    last = command.noun;
  }
}

TEST(CommandTable, every_option_is_told_of_and_taken_by_a_command) {
  std::set<std::string_view> taken;
  for (const Command& command : commands())
    for (const TakenOption& one : taken_options(command)) {
      taken.insert(one.option->name);
      EXPECT_FALSE(one.option->is_general) << command.name() << " --" << one.option->name;
    }
  std::set<std::string_view> names;
  std::set<char> letters;
  for (const Option& option : options()) {
    EXPECT_TRUE(names.insert(option.name).second) << option.name;
    const bool is_single = option.letter == 0 || letters.insert(option.letter).second;
    EXPECT_TRUE(is_single) << option.letter;
    EXPECT_FALSE(option.zh.empty() || option.en.empty()) << option.name;
    EXPECT_TRUE(option.is_general || taken.contains(option.name)) << option.name;
  }
}

TEST(Help, of_each_command_tells_usage_options_and_example_in_both_languages) {
  for (const Command& command : commands())
    for (const Language language : {Language::zh, Language::en}) {
      const std::string help = help_of(command, language);
      EXPECT_NE(help.find(usage_of(command)), std::string::npos);
      EXPECT_NE(help.find(command.example), std::string::npos);
      EXPECT_NE(help.find(language == Language::zh ? command.zh : command.en), std::string::npos);
      for (const TakenOption& one : taken_options(command))
        EXPECT_NE(help.find(language == Language::zh ? one.option->zh : one.option->en), std::string::npos)
            << command.name() << " --" << one.option->name;
    }
}

TEST(Help, of_all_lists_every_command_and_exit_code) {
  const std::string help = help_of_all(Language::en);
  for (const Command& command : commands()) EXPECT_NE(help.find("  " + command.name()), std::string::npos);
  EXPECT_NE(help.find("6 checks failed"), std::string::npos);
}

TEST(Completion, names_every_command_and_option_in_each_shell) {
  for (const std::string_view shell : {"bash", "zsh", "fish"}) {
    const auto script = completion_script(shell);
    ASSERT_TRUE(script);
    for (const Command& command : commands()) {
      EXPECT_NE(script->find(command.noun), std::string::npos) << shell;
      EXPECT_NE(script->find(command.verb), std::string::npos) << shell << " " << command.name();
    }
    for (const Option& option : options())
      EXPECT_NE(script->find((shell == "fish" ? "-l " : "--") + std::string(option.name)), std::string::npos)
          << shell << " " << option.name;
  }
  EXPECT_FALSE(completion_script("tcsh"));
}

TEST(Manual, is_what_docs_cli_md_holds) {
  std::ifstream file("docs/cli.md", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, manual_markdown()) << "run: jinguo manual > docs/cli.md";
}

}  // namespace
}  // namespace jinguo::cli
