#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::cli {

/// How many columns of a terminal the text takes: Chinese characters and full-width signs take two.
size_t width_of(std::string_view text);

/// A table for the terminal: columns as wide as their widest cell, two blanks apart.
struct TextTable {
  struct Column {
    std::string title;
    bool is_right = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;

  /// Lines without blanks at their ends. Control characters are shown as "·"; line ends as blanks.
  std::string to_text() const;
};

}  // namespace jinguo::cli
