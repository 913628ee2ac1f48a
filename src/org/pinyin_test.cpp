#include "org/pinyin.h"

#include <gtest/gtest.h>

namespace jinguo::org {

TEST(Pinyin, initials_of_names) {
  EXPECT_EQ(pinyin_initials("马站镇"), "mzz");
  EXPECT_EQ(pinyin_initials("兰山街道办事处"), "lsjdbsc");
  EXPECT_EQ(pinyin_initials("临沂市莒南县"), "lysjnx");
  EXPECT_EQ(pinyin_initials("郯城"), "tc");
  EXPECT_EQ(pinyin_initials("二村（2组）A区"), "ec2zaq");
  EXPECT_EQ(pinyin_initials("１号"), "1h");
  EXPECT_EQ(pinyin_initials("、—"), "");
  EXPECT_EQ(pinyin_initials("\xff\xe9"), "");
}

TEST(Pinyin, typed_letters_begin_a_name) {
  EXPECT_TRUE(begins_with_initials("马站镇", "mz"));
  EXPECT_TRUE(begins_with_initials("马站镇", "MZZ"));
  EXPECT_FALSE(begins_with_initials("马站镇", "mzzc"));
  EXPECT_FALSE(begins_with_initials("马站镇", "zz"));
  EXPECT_FALSE(begins_with_initials("马站镇", ""));
  EXPECT_FALSE(begins_with_initials("马站镇", "m-"));
}

TEST(Pinyin, a_character_of_several_readings_is_found_by_each) {
  EXPECT_TRUE(begins_with_initials("长山街", "csj"));
  EXPECT_TRUE(begins_with_initials("长山街", "zsj"));
  EXPECT_TRUE(begins_with_initials("单家庄", "sjz"));
  EXPECT_TRUE(begins_with_initials("单家庄", "djz"));
}

}  // namespace jinguo::org
