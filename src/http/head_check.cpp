#include "http/head_check.h"

#include <algorithm>

#include "http/http_error.h"

namespace jinguo::http {
namespace {

bool is_token_char(char c) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kMarks.find(c) != std::string_view::npos;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host(std::string_view text) {
  static constexpr std::string_view kMarks = "-._~:[]%";
  return !text.empty() && text.size() <= 260 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

std::optional<Error> check_length(const Headers& headers, bool is_http_11) {
  const std::size_t lengths = headers.count("Content-Length");
  const std::size_t codings = headers.count("Transfer-Encoding");
  if (lengths > 0 && codings > 0) return Error(kAmbiguousLength, {"Content-Length + Transfer-Encoding"});
  if (lengths > 1) return Error(kAmbiguousLength, {"Content-Length × 2"});
  if (codings > 1) return Error(kAmbiguousLength, {"Transfer-Encoding × 2"});
  if (lengths == 1 && !is_number(*headers.find("Content-Length")))
    return Error(kAmbiguousLength, {"Content-Length"});
  if (codings == 1 && (!is_http_11 || !equals_ignoring_case(*headers.find("Transfer-Encoding"), "chunked")))
    return Error(kAmbiguousLength, {"Transfer-Encoding"});
  return std::nullopt;
}

}  // namespace

const char* HeadScan::end_line() {
  after_cr_ = false;
  if (at_ == At::request_line && line_length_ == 0) return "empty request line";
  if (at_ == At::name) return "header without colon";
  is_complete_ = at_ == At::line_start;
  at_ = At::line_start;
  line_length_ = 0;
  return nullptr;
}

const char* HeadScan::next_in_line(char byte) {
  ++line_length_;
  switch (at_) {
    case At::request_line:
      return static_cast<unsigned char>(byte) > 0x7e || is_control(byte)
                 ? "byte outside ASCII in request line"
                 : nullptr;
    case At::line_start:
      at_ = At::name;
      return is_token_char(byte) ? nullptr : "header name";
    case At::name:
      if (byte == ':') at_ = At::value;
      return byte == ':' || is_token_char(byte) ? nullptr : "header name";
    case At::value:
      return is_control(byte) && byte != '\t' ? "control character in header" : nullptr;
  }
  return nullptr;
}

const char* HeadScan::next(char byte) {
  if (after_cr_) return byte == '\n' ? end_line() : "bare CR";
  if (byte == '\n') return "bare LF";
  if (byte == '\r') {
    after_cr_ = true;
    return nullptr;
  }
  return next_in_line(byte);
}

std::optional<Error> check_fields(const Headers& headers, bool is_http_11) {
  const std::size_t hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && is_http_11)) return Error(kBadHost);
  if (hosts == 1 && !is_host(*headers.find("Host"))) return Error(kBadHost);
  if (auto error = check_length(headers, is_http_11)) return error;
  const auto coding = headers.find("Content-Encoding");
  if (coding && !equals_ignoring_case(*coding, "identity")) return Error(kEncodingUnknown);
  const auto expect = headers.find("Expect");
  if (expect && !equals_ignoring_case(*expect, "100-continue")) return Error(kExpectationUnknown);
  return std::nullopt;
}

}  // namespace jinguo::http
