#include "http/answer.h"

#include <array>
#include <charconv>
#include <ctime>
#include <optional>

#include "http/compression.h"
#include "http/http_error.h"

namespace jinguo::http {
namespace {

constexpr std::size_t kCompressAbove = 1024;
constexpr std::size_t kInlineBody = 4096;
constexpr std::string_view kContentSecurity =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

std::string_view reason_of(int status) {
  static constexpr std::array<std::pair<int, std::string_view>, 32> kReasons{{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {206, "Partial Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
      {507, "Insufficient Storage"},
  }};
  for (const auto& [code, reason] : kReasons) {
    if (code == status) return reason;
  }
  return "Other";
}

void append_date(std::string& out) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "Date: %s, %02d %s %d %02d:%02d:%02d GMT\r\n",
                kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  out += text.data();
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  const std::size_t start = out.size();
  out += value;
  for (std::size_t i = start; i < out.size(); ++i) {
    if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == 0x7f) out[i] = ' ';
  }
  out += "\r\n";
}

bool is_bodiless(int status) {
  return status == 204 || status == 304 || status < 200;
}

void compress(Response& response) {
  response.body = gzip(response.body_view(), Effort::quick);
  response.shared_body.reset();
  response.headers.set("Content-Encoding", "gzip");
  // The pressed bytes differ from the plain ones, so a strong tag would lie.
  const auto etag = response.headers.find("ETag");
  if (etag && !etag->starts_with("W/")) response.headers.set("ETag", "W/" + std::string(*etag));
}

std::string build_head(const Response& response, const AnswerForm& form) {
  std::string head;
  head.reserve(1024 + (response.body_size() <= kInlineBody ? response.body_size() : 0));
  head += "HTTP/1.1 ";
  head += std::to_string(response.status);
  head += ' ';
  head += reason_of(response.status);
  head += "\r\n";
  append_date(head);
  for (const auto& [name, value] : response.headers) append_field(head, name, value);
  const auto add_default = [&](std::string_view name, std::string_view value) {
    if (!response.headers.find(name)) append_field(head, name, value);
  };
  add_default("X-Content-Type-Options", "nosniff");
  add_default("Referrer-Policy", "same-origin");
  add_default("Content-Security-Policy", kContentSecurity);
  add_default("Cross-Origin-Opener-Policy", "same-origin");
  add_default("Cross-Origin-Resource-Policy", "same-origin");
  add_default("Permissions-Policy", "camera=(self), microphone=(), geolocation=(self)");
  if (form.stays_secure) add_default("Strict-Transport-Security", "max-age=31536000");
  add_default("Cache-Control", form.is_api || response.status >= 400 ? "no-store" : "no-cache");
  if (!response.stream && !is_bodiless(response.status))
    append_field(head, "Content-Length", std::to_string(response.body_size()));
  append_field(head, "Connection", form.keep_alive && !response.stream ? "keep-alive" : "close");
  head += "\r\n";
  return head;
}

struct Range {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || result.ec != std::errc{} || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

enum class RangeKind { none, inside, outside };

RangeKind parse_range(std::string_view text, std::size_t size, Range& range) {
  constexpr std::string_view kUnit = "bytes=";
  if (!text.starts_with(kUnit)) return RangeKind::none;
  text.remove_prefix(kUnit.size());
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || text.find(',') != std::string_view::npos) return RangeKind::none;
  const auto first = number(text.substr(0, dash));
  const auto last = number(text.substr(dash + 1));
  if (dash == 0) {
    if (!last) return RangeKind::none;
    if (*last == 0 || size == 0) return RangeKind::outside;
    range = {size - std::min(*last, size), size - 1};
    return RangeKind::inside;
  }
  const bool is_open = dash + 1 == text.size();
  if (!first || (!is_open && (!last || *last < *first))) return RangeKind::none;
  if (*first >= size) return RangeKind::outside;
  range = {*first, is_open ? size - 1 : std::min(*last, size - 1)};
  return RangeKind::inside;
}

}  // namespace

AnswerForm form_of(const Request& request) {
  AnswerForm form;
  form.is_head = request.method == Method::head;
  form.accepts_gzip = accepts_gzip(request.header("Accept-Encoding").value_or(""));
  form.is_api = request.path.starts_with("/api/") || request.path == "/api";
  form.stays_secure = request.is_secure;
  return form;
}

bool will_compress(const Response& response, const AnswerForm& form) {
  if (!form.accepts_gzip || response.stream || response.body_size() <= kCompressAbove) return false;
  if (is_bodiless(response.status) || response.status == 206) return false;
  if (response.headers.find("Content-Encoding")) return false;
  return is_compressible(response.headers.find("Content-Type").value_or(""));
}

Answer build_answer(Response response, const AnswerForm& form) {
  Answer answer;
  const bool varies = !response.stream && response.body_size() > kCompressAbove &&
                      !response.headers.find("Vary") &&
                      is_compressible(response.headers.find("Content-Type").value_or(""));
  if (varies) response.headers.add("Vary", "Accept-Encoding");
  if (will_compress(response, form)) compress(response);
  answer.head = build_head(response, form);
  answer.keep_alive = form.keep_alive && !response.stream;
  if (!form.is_head) answer.stream = std::move(response.stream);
  if (form.is_head || is_bodiless(response.status)) return answer;
  if (response.body_size() <= kInlineBody) {
    answer.head += response.body_view();
  } else {
    answer.body = response.shared_body ? std::move(response.shared_body)
                                       : std::make_shared<const std::string>(std::move(response.body));
  }
  return answer;
}

Response with_range(const Request& request, Response response) {
  if (response.status != 200 || request.method != Method::get || response.stream) return response;
  response.headers.set("Accept-Ranges", "bytes");
  const auto asked = request.header("Range");
  const auto condition = request.header("If-Range");
  if (!asked || (condition && condition != response.headers.find("ETag"))) return response;
  Range range;
  const std::size_t size = response.body_size();
  const RangeKind kind = parse_range(*asked, size, range);
  if (kind == RangeKind::none) return response;
  if (kind == RangeKind::outside) {
    Response refused = error_response(Error(kRangeOutside));
    refused.headers.add("Content-Range", "bytes */" + std::to_string(size));
    return refused;
  }
  std::string part(response.body_view().substr(range.first, range.last - range.first + 1));
  response.shared_body.reset();
  response.body = std::move(part);
  response.status = 206;
  response.headers.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                            std::to_string(range.last) + "/" + std::to_string(size));
  return response;
}

bool matches_etag(const Request& request, std::string_view etag) {
  const auto header = request.header("If-None-Match");
  if (!header) return false;
  if (*header == "*") return true;
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return header->find(etag) != std::string_view::npos;
}

}  // namespace jinguo::http
