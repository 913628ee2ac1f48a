#include "cli/text_table.h"

#include <gtest/gtest.h>

namespace jinguo::cli {
namespace {

TEST(TextTable, chinese_takes_two_columns) {
  EXPECT_EQ(width_of("abc"), 3u);
  EXPECT_EQ(width_of("临沂市"), 6u);
  EXPECT_EQ(width_of("（38.8%）"), 9u);
  EXPECT_EQ(width_of("é"), 1u);
  EXPECT_EQ(width_of("e\xCC\x81"), 1u);
  EXPECT_EQ(width_of("𠮷"), 2u);
  EXPECT_EQ(width_of(""), 0u);
  // Broken bytes end no loop and count as something.
  EXPECT_GE(width_of("\xE4\xB8"), 1u);
}

TEST(TextTable, columns_stand_straight_whatever_the_script) {
  TextTable table;
  table.columns = {{"单位"}, {"数值", true}};
  table.rows = {{"兰山区", "33.3%"}, {"x", "5"}};
  EXPECT_EQ(table.to_text(),
            "单位     数值\n"
            "兰山区  33.3%\n"
            "x           5\n");
}

TEST(TextTable, no_cell_moves_the_terminal) {
  TextTable table;
  table.columns = {{"a"}};
  table.rows = {{"one\ntwo\x1b[2J"}};
  EXPECT_EQ(table.to_text(), "a\none two·[2J\n");
}

}  // namespace
}  // namespace jinguo::cli
