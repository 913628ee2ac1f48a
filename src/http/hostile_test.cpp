#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "http/client.h"
#include "http/server.h"

namespace jinguo::http {
namespace {

using namespace std::chrono_literals;

/// One block of tests/http/hostile.cases.
struct Case {
  std::string name;
  std::vector<std::string> statuses;
  std::string wire;
};

/// \r \n \t \0 \\ \xHH, and {text*COUNT} for repetition.
std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      const char c = text.at(++i);
      if (c == 'x') {
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c;
      }
    } else if (text[i] == '{') {
      const std::size_t end = text.find('}', i);
      const std::size_t star = text.rfind('*', end);
      const std::string piece = unescape(text.substr(i + 1, star - i - 1));
      for (int n = std::stoi(text.substr(star + 1, end - star - 1)); n > 0; --n) out += piece;
      i = end;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<Case> load_cases() {
  std::ifstream in("tests/http/hostile.cases");
  std::vector<Case> all;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    if (line.starts_with("== ")) {
      all.push_back({line.substr(3), {}, ""});
    } else if (line.starts_with("-> ")) {
      std::istringstream words(line.substr(3));
      for (std::string word; words >> word;) all.back().statuses.push_back(word);
    } else {
      all.back().wire += unescape(line);
    }
  }
  return all;
}

TEST(Hostile, every_case_is_refused_at_once_and_the_next_request_is_served) {
  ServerOptions options;
  options.head_timeout = 500ms;
  options.body_window = 500ms;
  options.limits.body = 100'000;
  std::atomic<int> reached = 0;
  Server server(options, [&](const Request& request, const Respond& respond) {
    if (request.path != "/alive") ++reached;
    respond(plain(200, "ok"));
  });
  server.start();
  Endpoint endpoint;
  endpoint.port = server.port();
  const auto cases = load_cases();
  EXPECT_GE(cases.size(), 60u);
  for (const auto& hostile : cases) {
    SCOPED_TRACE(hostile.name);
    Client attacker(endpoint);
    const int before = reached;
    const auto begin = std::chrono::steady_clock::now();
    const std::string answer = attacker.send_raw(hostile.wire, 3s, 12);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
    const std::string status = answer.empty() ? "closed" : answer.substr(9, 3);
    EXPECT_NE(std::find(hostile.statuses.begin(), hostile.statuses.end(), status), hostile.statuses.end())
        << answer;
    // A refused request ends its connection: nothing smuggled behind it is ever served.
    if (status != "200") {
      const std::string rest = attacker.send_raw("", 100ms);
      EXPECT_EQ(rest.find("HTTP/1.1 200"), std::string::npos);
      EXPECT_EQ(reached, before);
    }
    Client next(endpoint, 2s);
    ASSERT_EQ(next.get("/alive").status, 200);
  }
  server.stop();
}

}  // namespace
}  // namespace jinguo::http
