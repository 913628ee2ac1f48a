#include "http/request_reader.h"

#include <gtest/gtest.h>

#include <random>

#include "http/http_error.h"

namespace jinguo::http {
namespace {

const ReaderLimits kLimits;

RequestReader read_all(std::string_view bytes, const ReaderLimits& limits = kLimits) {
  RequestReader reader(limits);
  reader.feed(bytes);
  return reader;
}

std::string_view code_of(const RequestReader& reader) {
  return reader.state() == RequestReader::State::refused ? reader.error().code() : "";
}

TEST(RequestReader, reads_a_request) {
  auto reader = read_all(
      "POST /a%20b/c?x=1&y=%E5%B7%BE HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nX-A:  v \r\n\r\nhello");
  ASSERT_EQ(reader.state(), RequestReader::State::complete);
  EXPECT_TRUE(reader.keep_alive());
  const Request request = reader.take();
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.raw_query, "x=1&y=%E5%B7%BE");
  EXPECT_EQ(request.query.find("y"), "巾");
  EXPECT_EQ(request.header("x-a"), "v");
  EXPECT_EQ(request.body, "hello");
}

TEST(RequestReader, joins_chunks_and_leaves_the_next_request) {
  const std::string first =
      "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;ext=1\r\n, "
      "world\r\n0\r\n\r\n";
  RequestReader reader(kLimits);
  EXPECT_EQ(reader.feed(first + "GET / HTTP/1.1\r\n"), first.size());
  EXPECT_EQ(reader.take().body, "hello, world");
}

TEST(RequestReader, reads_the_same_however_the_bytes_are_cut) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 1500; ++round) {
    std::string body, wire = "POST /r?i=" + std::to_string(round) + " HTTP/1.1\r\nHost: h\r\n";
    const bool is_chunked = random() % 2 == 0;
    if (is_chunked) wire += "Transfer-Encoding: chunked\r\n\r\n";
    std::string framed;
    for (auto i = random() % 5; i > 0; --i) {
      std::string piece(1 + random() % 300, static_cast<char>('a' + random() % 26));
      if (random() % 3 == 0) piece = "\r\n\n0\r\n\r\n" + piece;
      body += piece;
      char size[16];
      std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
      framed += size + piece + "\r\n";
    }
    wire += is_chunked ? framed + "0\r\n\r\n"
                       : "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    const std::string tail = random() % 2 ? "GET /next" : "";
    const std::string all = wire + tail;
    RequestReader reader(kLimits);
    std::size_t at = 0;
    while (at < all.size() && !reader.is_done()) {
      const std::size_t size =
          std::min<std::size_t>(1 + random() % (round % 3 == 0 ? 1 : 90), all.size() - at);
      at += reader.feed(std::string_view(all).substr(at, size));
    }
    ASSERT_EQ(reader.state(), RequestReader::State::complete) << code_of(reader) << "\n" << all;
    ASSERT_EQ(at, wire.size()) << all;
    ASSERT_EQ(reader.take().body, body);
  }
}

TEST(RequestReader, survives_random_damage) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string good =
      "POST /a?b=c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nCookie: a=b\r\n\r\n"
      "5;q=\"x\"\r\nhello\r\n3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n";
  static constexpr std::string_view kMarks{"\r\n\0 :;,=%/\xff\x7f\t0aF\"", 18};
  for (int round = 0; round < 20000; ++round) {
    std::string bad = good;
    for (auto i = 1 + random() % 3; i > 0; --i) {
      const std::size_t at = random() % bad.size();
      if (random() % 3 == 0) {
        bad.erase(at, 1 + random() % 4);
      } else if (random() % 2) {
        bad.insert(at, 1, kMarks[random() % kMarks.size()]);
      } else {
        bad[at] = kMarks[random() % kMarks.size()];
      }
    }
    RequestReader whole(kLimits), cut(kLimits);
    const std::size_t used = whole.feed(bad);
    std::size_t at = 0;
    while (at < bad.size() && !cut.is_done()) at += cut.feed(std::string_view(bad).substr(at, 1));
    ASSERT_LE(used, bad.size());
    ASSERT_EQ(whole.state(), cut.state()) << bad;
    if (whole.state() == RequestReader::State::complete) {
      ASSERT_EQ(whole.take().body, cut.take().body) << bad;
    }
  }
}

TEST(RequestReader, says_what_is_too_large) {
  ReaderLimits limits;
  limits.body = 10;
  limits.body_for = [](const Request& request) -> std::size_t {
    return request.path == "/upload" ? 100 : 10;
  };
  const std::string body(50, 'x');
  const auto post = [&](const std::string& path) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\n" + body;
  };
  EXPECT_EQ(code_of(read_all(post("/"), limits)), "http.body_too_large");
  EXPECT_EQ(read_all(post("/upload"), limits).state(), RequestReader::State::complete);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(code_of(read_all(chunked + "b\r\n01234567890", limits)), "http.body_too_large");
  EXPECT_EQ(code_of(read_all("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(17000, 'x'), limits)),
            "http.head_too_large");
}

TEST(RequestReader, asks_before_the_body_who_may_bring_one) {
  ReaderLimits limits;
  limits.body_for = [](const Request& request) -> Result<std::size_t> {
    if (!request.via_socket) return Error(kForeignWrite);
    return std::size_t{5};
  };
  const std::string wire = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(code_of(read_all(wire, limits)), "http.foreign_write");
  Request origin;
  origin.via_socket = true;
  origin.peer = "local";
  RequestReader reader(limits, origin);
  reader.feed(wire);
  ASSERT_EQ(reader.state(), RequestReader::State::complete);
  EXPECT_EQ(reader.take().peer, "local");
}

TEST(RequestReader, knows_when_the_connection_ends) {
  EXPECT_FALSE(read_all("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").keep_alive());
  EXPECT_FALSE(read_all("GET / HTTP/1.0\r\n\r\n").keep_alive());
  EXPECT_TRUE(read_all("GET / HTTP/1.1\r\nHost: h\r\n\r\n").keep_alive());
}

TEST(RequestReader, notices_who_waits_for_leave_to_send) {
  auto reader = read_all("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(reader.wants_continue());
  reader.feed("abc");
  EXPECT_EQ(reader.state(), RequestReader::State::complete);
}

}  // namespace
}  // namespace jinguo::http
