#pragma once
#include <optional>
#include <string_view>

#include "base/error.h"
#include "http/message.h"

namespace jinguo::http {

/// Watches the raw bytes of a request head as they come and refuses what lenient readers disagree about: bare
/// CR or LF, NUL and other control characters, folded lines, blanks before the colon, an empty first line.
class HeadScan {
 public:
  /// A scan of header lines alone, as a trailer has them.
  static HeadScan of_fields();
  /// Takes the next byte of the head. Returns what is wrong with it, or null.
  const char* next(char byte);
  /// The empty line has come: the head is complete.
  bool is_complete() const { return is_complete_; }

 private:
  enum class At { request_line, line_start, name, value };

  const char* next_in_line(char byte);
  const char* end_line();

  At at_ = At::request_line;
  bool after_cr_ = false;
  bool is_complete_ = false;
  std::size_t line_length_ = 0;
};

/// "METHOD target HTTP/1.x" as views into the line; nothing when it is anything else.
struct RequestLine {
  std::string_view method;
  std::string_view target;
  bool is_http_11 = true;
};
std::optional<RequestLine> parse_request_line(std::string_view line);

/// The fields of scanned lines, each ended by CR LF, with the blanks around values taken off. Stops at the
/// empty line.
Headers parse_fields(std::string_view lines);

/// Whether the connection serves on after this request.
bool has_keep_alive(const Headers& headers, bool is_http_11);

/// Refuses heads that are well-formed but ambiguous: no or several Host, Content-Length beside
/// Transfer-Encoding or told twice, codings other than chunked, compressed bodies. Nothing when all is well.
std::optional<Error> check_fields(const Headers& headers, bool is_http_11);

}  // namespace jinguo::http
