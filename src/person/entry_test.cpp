#include "person/entry.h"

#include <gtest/gtest.h>

#include "person/identity.h"

namespace jinguo::person {
namespace {

TEST(MaskedName, keeps_the_first_character_and_of_three_and_more_the_last) {
  EXPECT_EQ(masked_name("演"), "演");
  EXPECT_EQ(masked_name("演示"), "演*");
  EXPECT_EQ(masked_name("演示甲"), "演*甲");
  EXPECT_EQ(masked_name("演示人甲"), "演**甲");
  EXPECT_EQ(masked_name(""), "");
}

TEST(Identity, is_told_by_the_entrys_id_whatever_its_random_bytes) {
  for (const uint8_t first : {uint8_t{0}, uint8_t{1}, uint8_t{255}}) {
    std::array<uint8_t, 16> random{};
    random[0] = first;
    random[15] = 7;
    EXPECT_TRUE(is_identified(make_entry_id(random, true)));
    EXPECT_FALSE(is_identified(make_entry_id(random, false)));
    EXPECT_EQ(make_entry_id(random, false).bytes[15], 7);
  }
}

}  // namespace
}  // namespace jinguo::person
