#include "http/percent.h"

#include <gtest/gtest.h>

#include <random>

namespace jinguo::http {
namespace {

TEST(Path, is_decoded) {
  EXPECT_EQ(*parse_path("/"), "/");
  EXPECT_EQ(*parse_path("/api/units/%E5%B7%BE%E5%B8%BC"), "/api/units/巾帼");
  EXPECT_EQ(*parse_path("/a+b"), "/a+b");
  EXPECT_EQ(*parse_path("/a..b/...c"), "/a..b/...c");
}

TEST(Path, refuses_what_could_leave_the_folder) {
  for (const char* raw :
       {"",        "a",           "/..",   "/../etc/passwd", "/a/../b", "/a/..",  "/%2e%2e/x",
        "/%2E./x", "/.%2e",       "/./a",  "/a/%2e",         "/a%2fb",  "/a%2Fb", "/a\\b",
        "/a%5cb",  "/..%5c..%5c", "/a%00", "/a%0d%0a",       "/%7f",    "/a%0"})
    EXPECT_FALSE(parse_path(raw)) << raw;
}

TEST(Path, refuses_broken_escapes_and_text_that_is_no_utf8) {
  for (const char* raw : {"/%", "/%a", "/%zz", "/%-1", "/%ff", "/%c0%af", "/%e5%b7", "/%ed%a0%80",
                          "/%f5%80%80%80", "/%e0%80%af", "/%f4%90%80%80", "/%c0%ae%c0%ae/"})
    EXPECT_FALSE(parse_path(raw)) << raw;
}

TEST(Query, keeps_order_and_repeats) {
  const auto query = parse_query("b=2&a=1&b=%E5%B8%BC+x&flag&empty=&&=v");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->size(), 6u);
  EXPECT_EQ(query->find("b"), "2");
  EXPECT_EQ(query->all("b"), (std::vector<std::string_view>{"2", "帼 x"}));
  EXPECT_EQ(query->find("flag"), "");
  EXPECT_EQ(query->find("empty"), "");
  EXPECT_FALSE(query->find("none"));
}

TEST(Query, refuses_broken_text) {
  for (const char* raw : {"a=%", "a=%4", "%gg=1", "a=%ff", "a=%00", "%00=a"})
    EXPECT_FALSE(parse_query(raw)) << raw;
}

TEST(Percent, encoding_and_decoding_are_inverse) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<std::string> pieces{"a",  "Z",  "0", " ", "+", "%",  "&", "=",
                                        "巾", "帼", "😀", "é", "~", "\"", "?"};
  for (int round = 0; round < 2000; ++round) {
    std::string name, value;
    for (auto i = random() % 6; i > 0; --i) name += pieces[random() % pieces.size()];
    for (auto i = random() % 6; i > 0; --i) value += pieces[random() % pieces.size()];
    const auto query = parse_query("n" + percent_encode(name) + "=" + percent_encode(value));
    ASSERT_TRUE(query);
    ASSERT_EQ(query->find("n" + name), value);
    ASSERT_EQ(*parse_path("/" + percent_encode("x" + value)), "/x" + value);
  }
}

}  // namespace
}  // namespace jinguo::http
