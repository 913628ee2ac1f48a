#include "http/message.h"

#include <gtest/gtest.h>

#include "http/http_error.h"
#include "http/origin_guard.h"

namespace jinguo::http {
namespace {

Request write_with(std::initializer_list<Headers::Field> fields) {
  Request request;
  request.method = Method::post;
  for (const auto& [name, value] : fields) request.headers.add(name, value);
  return request;
}

TEST(Headers, compare_without_regard_to_case) {
  Headers headers;
  headers.add("Set-Cookie", "a=1");
  headers.add("set-cookie", "b=2");
  EXPECT_EQ(headers.find("SET-COOKIE"), "a=1");
  EXPECT_EQ(headers.count("Set-cookie"), 2u);
  headers.set("SET-Cookie", "c");
  EXPECT_EQ(headers.count("Set-Cookie"), 1u);
  EXPECT_FALSE(headers.find("Cookie"));
}

TEST(Request, finds_its_cookies) {
  const Request request = write_with({{"Cookie", "a=1;  __Host-session=xyz=; ab=2"}, {"cookie", "late=3"}});
  EXPECT_EQ(request.cookie("a"), "1");
  EXPECT_EQ(request.cookie("__Host-session"), "xyz=");
  EXPECT_EQ(request.cookie("late"), "3");
  EXPECT_FALSE(request.cookie("b"));
  EXPECT_FALSE(request.cookie("A"));
}

TEST(Json, quotes_controls_and_mends_broken_text) {
  EXPECT_EQ(json_quote("巾\"帼\\\n\x01"), "\"巾\\\"帼\\\\\\n\\u0001\"");
  EXPECT_EQ(json_quote("a\xff\xe5\xb7z"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(Response, of_an_error_says_it_in_both_languages) {
  const Response response = error_response(Error(kBodyTooLarge, {"10"}).on("photo"));
  EXPECT_EQ(response.status, 413);
  EXPECT_NE(response.body.find("\"code\":\"http.body_too_large\""), std::string::npos);
  EXPECT_NE(response.body.find("\"message\":\"内容超过上限（10 字节）"), std::string::npos);
  EXPECT_NE(response.body.find("\"message_en\":\"The body exceeds"), std::string::npos);
  EXPECT_NE(response.body.find("\"field\":\"photo\""), std::string::npos);
}

TEST(Attachment, keeps_a_chinese_name_and_no_quote) {
  const std::string value = attachment("半年\"报.xlsx");
  EXPECT_EQ(value, "attachment; filename=\"_.xlsx\"; filename*=UTF-8''%E5%8D%8A%E5%B9%B4%22%E6%8A%A5.xlsx");
}

TEST(OriginGuard, lets_our_own_pages_and_programs_write) {
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "a.cn"}})));
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "https://a.cn"}})));
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "A.cn:443"}, {"Origin", "https://a.cn"}})));
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "127.0.0.1:80"}, {"Origin", "http://127.0.0.1"}})));
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Sec-Fetch-Site", "same-origin"}})));
  EXPECT_FALSE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Sec-Fetch-Site", "none"}})));
}

TEST(OriginGuard, refuses_foreign_ones) {
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "https://b.cn"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "null"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", ""}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn:8080"}, {"Origin", "http://a.cn"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "http://a.cn.evil"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "ftp://a.cn"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Sec-Fetch-Site", "cross-site"}})));
  EXPECT_TRUE(is_foreign_write(write_with({{"Host", "a.cn"}, {"Sec-Fetch-Site", "same-site"}})));
  EXPECT_TRUE(
      is_foreign_write(write_with({{"Host", "a.cn"}, {"Origin", "http://a.cn"}, {"Origin", "http://b.cn"}})));
}

TEST(OriginGuard, on_an_encrypted_page_the_origin_is_encrypted_too) {
  Request request = write_with({{"Host", "a.cn"}, {"Origin", "http://a.cn"}});
  EXPECT_FALSE(is_foreign_write(request));
  request.is_secure = true;
  EXPECT_TRUE(is_foreign_write(request));
}

TEST(OriginGuard, reading_is_never_a_write) {
  Request request = write_with({{"Host", "a.cn"}, {"Origin", "https://b.cn"}});
  for (const Method method : {Method::get, Method::head, Method::options}) {
    request.method = method;
    EXPECT_FALSE(is_foreign_write(request));
  }
}

}  // namespace
}  // namespace jinguo::http
