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

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
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

HeadScan HeadScan::of_fields() {
  HeadScan scan;
  scan.at_ = At::line_start;
  return scan;
}

std::optional<RequestLine> parse_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  RequestLine out{line.substr(0, first), line.substr(first + 1, last - first - 1), true};
  const std::string_view version = line.substr(last + 1);
  out.is_http_11 = version == "HTTP/1.1";
  const bool is_known = out.is_http_11 || version == "HTTP/1.0";
  const bool is_token =
      !out.method.empty() && std::all_of(out.method.begin(), out.method.end(), is_token_char);
  const bool is_one = !out.target.empty() && out.target.find(' ') == std::string_view::npos;
  if (!is_known || !is_token || !is_one) return std::nullopt;
  return out;
}

Headers parse_fields(std::string_view lines) {
  Headers headers;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find("\r\n"), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 2, lines.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) break;
    headers.add(std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1))));
  }
  return headers;
}

bool has_keep_alive(const Headers& headers, bool is_http_11) {
  bool keeps = is_http_11;
  for (const auto& [name, value] : headers) {
    if (!equals_ignoring_case(name, "Connection")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      const std::string_view token = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (equals_ignoring_case(token, "close")) return false;
      if (equals_ignoring_case(token, "keep-alive")) keeps = true;
    }
  }
  return keeps;
}

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
