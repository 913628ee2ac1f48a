#include "cli/line_diff.h"

#include <gtest/gtest.h>

namespace jinguo::cli {
namespace {

std::string diff(std::string_view a, std::string_view b) {
  return unified_diff(a, b, "x 1", "x 2");
}

TEST(LineDiff, of_the_same_text_is_nothing) {
  EXPECT_EQ(diff("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(diff("", ""), "");
}

TEST(LineDiff, keeps_three_lines_around_and_counts_them) {
  EXPECT_EQ(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- x 1\n+++ x 2\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(LineDiff, tells_what_came_and_went_at_the_ends) {
  EXPECT_EQ(diff("", "a\n"), "--- x 1\n+++ x 2\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(diff("a\nb\n", "b\n"), "--- x 1\n+++ x 2\n@@ -1,2 +1 @@\n-a\n b\n");
}

TEST(LineDiff, far_changes_stand_apart_and_near_ones_together) {
  std::string a, far, near;
  for (int i = 1; i <= 30; ++i) {
    const std::string line = std::to_string(i) + "\n";
    a += line;
    far += i == 2 || i == 25 ? "x" + line : line;
    near += i == 10 || i == 15 ? "x" + line : line;
  }
  EXPECT_EQ(diff(a, far),
            "--- x 1\n+++ x 2\n@@ -1,5 +1,5 @@\n 1\n-2\n+x2\n 3\n 4\n 5\n"
            "@@ -22,7 +22,7 @@\n 22\n 23\n 24\n-25\n+x25\n 26\n 27\n 28\n");
  EXPECT_EQ(diff(a, near),
            "--- x 1\n+++ x 2\n@@ -7,12 +7,12 @@\n 7\n 8\n 9\n-10\n+x10\n 11\n 12\n 13\n 14\n-15\n+x15\n"
            " 16\n 17\n 18\n");
}

}  // namespace
}  // namespace jinguo::cli
