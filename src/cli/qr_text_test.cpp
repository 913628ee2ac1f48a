#include "cli/qr_text.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <sstream>
#include <vector>

namespace jinguo::cli {
namespace {

/// The modules that a camera would see on the terminal, dark ones true.
std::vector<std::vector<bool>> seen(const std::string& text) {
  std::vector<std::vector<bool>> rows;
  std::istringstream lines(text);
  const std::string colours = "\x1b[30;47m", plain = "\x1b[0m";
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line.starts_with(colours) && line.ends_with(plain));
    line = line.substr(colours.size(), line.size() - colours.size() - plain.size());
    std::vector<bool> upper, lower;
    for (size_t i = 0; i < line.size();) {
      const bool is_blank = line[i] == ' ';
      const std::string block = is_blank ? " " : line.substr(i, 3);
      upper.push_back(block == "█" || block == "▀");
      lower.push_back(block == "█" || block == "▄");
      EXPECT_TRUE(is_blank || upper.back() || lower.back()) << "a foreign sign";
      i += block.size();
    }
    rows.push_back(std::move(upper));
    rows.push_back(std::move(lower));
  }
  return rows;
}

/// The square by which cameras find a corner: a ring of seven, a blank one, a core of three.
bool is_finder(const std::vector<std::vector<bool>>& modules, size_t top, size_t left) {
  for (size_t y = 0; y < 7; ++y)
    for (size_t x = 0; x < 7; ++x) {
      const size_t from_edge = std::min(std::min(x, 6 - x), std::min(y, 6 - y));
      if (modules[top + y][left + x] != (from_edge != 1)) return false;
    }
  return true;
}

TEST(QrText, a_camera_finds_its_corners_and_the_quiet_around) {
  const auto modules = seen(qr_text("https://192.168.100.200:8711/enter/0123456789abcdef0123456789abcdef"));
  constexpr size_t kQuiet = 4;
  ASSERT_FALSE(modules.empty());
  const size_t width = modules[0].size(), inner = width - 2 * kQuiet;
  // Every size of a QR is 17 and four times its version.
  EXPECT_EQ(inner % 4, 1u);
  ASSERT_GE(modules.size(), width);
  for (const auto& row : modules) ASSERT_EQ(row.size(), width);
  EXPECT_TRUE(is_finder(modules, kQuiet, kQuiet));
  EXPECT_TRUE(is_finder(modules, kQuiet, width - kQuiet - 7));
  EXPECT_TRUE(is_finder(modules, width - kQuiet - 7, kQuiet));
  EXPECT_FALSE(is_finder(modules, width - kQuiet - 7, width - kQuiet - 7));
  // The line between two corners, by which the modules are counted.
  for (size_t x = 8; x < inner - 8; ++x) EXPECT_EQ(modules[kQuiet + 6][kQuiet + x], x % 2 == 0) << x;
  for (size_t y = 0; y < modules.size(); ++y)
    for (size_t x = 0; x < width; ++x)
      if (y < kQuiet || x < kQuiet || y >= width - kQuiet || x >= width - kQuiet) {
        EXPECT_FALSE(modules[y][x]);
      }
}

TEST(QrText, what_is_too_long_gives_nothing) {
  EXPECT_EQ(qr_text(std::string(5000, 'x')), "");
}

}  // namespace
}  // namespace jinguo::cli
