#include "http/answer.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "http/compression.h"

namespace jinguo::http {
namespace {

std::string gunzip(std::string_view text) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

bool has(const Answer& answer, std::string_view text) {
  return answer.head.find(text) != std::string::npos;
}

Response ranged(std::string_view range, std::string body = "0123456789") {
  Request request;
  request.headers.add("Range", std::string(range));
  return with_range(request, plain(200, std::move(body)));
}

TEST(Answer, carries_the_security_headers) {
  AnswerForm form;
  form.is_api = true;
  const Answer answer = build_answer(json(200, "{}"), form);
  for (const char* field : {"X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: same-origin\r\n",
                            "Content-Security-Policy: default-src 'self'", "frame-ancestors 'none'",
                            "Cross-Origin-Opener-Policy: same-origin\r\n", "Cache-Control: no-store\r\n",
                            "Content-Length: 2\r\n", "Connection: keep-alive\r\n", "HTTP/1.1 200 OK\r\n"})
    EXPECT_TRUE(has(answer, field)) << field;
  EXPECT_FALSE(has(answer, "Strict-Transport-Security"));
  EXPECT_TRUE(answer.head.ends_with("\r\n\r\n{}"));
}

TEST(Answer, a_header_of_the_handler_wins) {
  Response response = plain(200, "x");
  response.headers.add("Content-Security-Policy", "sandbox");
  const Answer answer = build_answer(std::move(response), {});
  EXPECT_TRUE(has(answer, "Content-Security-Policy: sandbox\r\n"));
  EXPECT_FALSE(has(answer, "default-src"));
}

TEST(Answer, no_value_can_add_a_header) {
  Response response = plain(200, "");
  response.headers.add("Location", "/a\r\nSet-Cookie: evil=1\n\x01");
  EXPECT_TRUE(has(build_answer(std::move(response), {}), "Location: /a  Set-Cookie: evil=1  \r\n"));
}

TEST(Answer, presses_what_shrinks_for_whom_accepts_it) {
  AnswerForm form;
  form.accepts_gzip = true;
  const std::string text(50'000, 'x');
  const Answer pressed = build_answer(json(200, text), form);
  EXPECT_TRUE(has(pressed, "Content-Encoding: gzip\r\n"));
  EXPECT_TRUE(has(pressed, "Vary: Accept-Encoding\r\n"));
  EXPECT_EQ(gunzip(pressed.head.substr(pressed.head.find("\r\n\r\n") + 4)), text);
  Response picture = plain(200, text);
  picture.headers.set("Content-Type", "image/png");
  EXPECT_FALSE(has(build_answer(std::move(picture), form), "gzip"));
  EXPECT_FALSE(has(build_answer(json(200, "short"), form), "gzip"));
  EXPECT_FALSE(has(build_answer(json(200, text), {}), "gzip"));
}

TEST(Answer, to_head_has_the_length_and_no_body) {
  AnswerForm form;
  form.is_head = true;
  const Answer answer = build_answer(plain(200, "hello"), form);
  EXPECT_TRUE(has(answer, "Content-Length: 5\r\n"));
  EXPECT_TRUE(answer.head.ends_with("\r\n\r\n"));
  EXPECT_FALSE(answer.body);
}

TEST(AcceptEncoding, is_read_with_its_weights) {
  EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
  EXPECT_TRUE(accepts_gzip("br;q=1.0, GZIP;q=0.5"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip; q=0.000"));
  EXPECT_FALSE(accepts_gzip("x-gzip-like, identity"));
  EXPECT_FALSE(accepts_gzip(""));
}

TEST(Range, single_ranges_are_cut) {
  EXPECT_EQ(ranged("bytes=2-4").body, "234");
  EXPECT_EQ(ranged("bytes=2-4").status, 206);
  EXPECT_EQ(ranged("bytes=2-4").headers.find("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(ranged("bytes=7-").body, "789");
  EXPECT_EQ(ranged("bytes=-3").body, "789");
  EXPECT_EQ(ranged("bytes=-99").body, "0123456789");
  EXPECT_EQ(ranged("bytes=8-99").body, "89");
}

TEST(Range, outside_is_told_and_odd_ones_are_ignored) {
  for (const char* range : {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
    EXPECT_EQ(ranged(range).status, 416) << range;
    EXPECT_EQ(ranged(range).headers.find("Content-Range"), "bytes */10") << range;
  }
  for (const char* range : {"bytes=4-2", "bytes=a-b", "bytes=1-2,4-5", "items=1-2", "bytes=", "bytes=-",
                            "bytes=--1", "bytes=1-2x", "bytes=99999999999999999999999-"})
    EXPECT_EQ(ranged(range).status, 200) << range;
}

TEST(Range, a_changed_file_is_sent_whole) {
  Request request;
  request.headers.add("Range", "bytes=0-1");
  request.headers.add("If-Range", "\"old\"");
  Response response = plain(200, "0123");
  response.headers.add("ETag", "\"new\"");
  EXPECT_EQ(with_range(request, response).status, 200);
  request.headers.set("If-Range", "\"new\"");
  EXPECT_EQ(with_range(request, response).status, 206);
}

}  // namespace
}  // namespace jinguo::http
