#include "main/visit_gate.h"

#include <gtest/gtest.h>

#include <vector>

namespace jinguo {
namespace {

class VisitGateTest : public testing::Test {
 protected:
  http::Response ask(http::Method method, const std::string& path, const std::string& cookie = "") {
    http::Request request;
    request.method = method;
    request.path = path;
    if (!cookie.empty()) request.headers.add("Cookie", cookie);
    auto answer = gate_.answer(request);
    // What the gate lets through is the house's to answer.
    return answer ? std::move(*answer) : http::plain(299, "");
  }
  static std::string cookie_of(const http::Response& response) {
    const std::string field(response.headers.find("Set-Cookie").value_or(""));
    return field.substr(0, field.find(';'));
  }

  uint8_t last_ = 0;
  std::vector<std::string> links_;
  VisitGate gate_{[this](uint8_t* bytes, size_t n) {
                    for (size_t i = 0; i < n; ++i) bytes[i] = ++last_;
                  },
                  [this](const std::string& path) { links_.push_back(path); }};
};

TEST_F(VisitGateTest, a_stranger_reaches_nothing) {
  EXPECT_EQ(ask(http::Method::get, "/").status, 403);
  EXPECT_EQ(ask(http::Method::get, "/enter/").status, 403);
  EXPECT_EQ(ask(http::Method::get, "/", "jinguo_visit=").status, 403);
  const http::Response refused = ask(http::Method::post, "/api/demo/session");
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("main.no_visitor"), std::string::npos);
}

TEST_F(VisitGateTest, a_look_at_the_link_does_not_use_it_up) {
  ASSERT_EQ(links_.size(), 1u);
  EXPECT_EQ(ask(http::Method::get, links_[0]).status, 200);
  EXPECT_EQ(ask(http::Method::head, links_[0]).status, 200);
  EXPECT_EQ(ask(http::Method::post, links_[0]).status, 303);
}

TEST_F(VisitGateTest, a_link_lets_one_browser_in_and_the_next_is_told) {
  const std::string first = cookie_of(ask(http::Method::post, links_[0]));
  EXPECT_EQ(ask(http::Method::get, "/", first).status, 299);
  EXPECT_EQ(ask(http::Method::post, "/api/demo/session", first).status, 299);
  EXPECT_EQ(ask(http::Method::post, links_[0]).status, 403);
  EXPECT_EQ(ask(http::Method::get, links_[0]).status, 403);
  ASSERT_EQ(links_.size(), 2u);
  EXPECT_NE(links_[0], links_[1]);
  const std::string second = cookie_of(ask(http::Method::post, links_[1]));
  EXPECT_NE(first, second);
  EXPECT_EQ(ask(http::Method::get, "/", first).status, 299);
  EXPECT_EQ(ask(http::Method::get, "/", second).status, 299);
}

TEST_F(VisitGateTest, who_is_in_does_not_use_up_another_link) {
  const std::string cookie = cookie_of(ask(http::Method::post, links_[0]));
  EXPECT_EQ(ask(http::Method::post, links_[1], cookie).status, 303);
  EXPECT_EQ(links_.size(), 2u);
}

TEST_F(VisitGateTest, the_cookie_stays_with_the_browser_and_on_encrypted_ways) {
  const http::Response response = ask(http::Method::post, links_[0]);
  const std::string cookie(response.headers.find("Set-Cookie").value_or(""));
  for (const char* word : {"HttpOnly", "Secure", "SameSite=Lax"})
    EXPECT_NE(cookie.find(word), std::string::npos) << word;
}

}  // namespace
}  // namespace jinguo
