#include "app/moment.h"

#include <gtest/gtest.h>

namespace jinguo::app {
namespace {

TEST(Moment, is_told_in_chinese_time_on_both_sides_of_midnight) {
  EXPECT_EQ(moment_text(1'309'741'200'012), "2011-07-04T09:00:00+08:00");
  EXPECT_EQ(moment_text(1'309'708'799'999), "2011-07-03T23:59:59+08:00");
  EXPECT_EQ(moment_text(1'309'708'800'000), "2011-07-04T00:00:00+08:00");
}

TEST(Moment, before_1970_is_told_too) {
  EXPECT_EQ(moment_text(-8 * 3'600'000 - 1'000), "1969-12-31T23:59:59+08:00");
}

}  // namespace
}  // namespace jinguo::app
