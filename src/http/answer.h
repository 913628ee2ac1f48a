#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace jinguo::http {

/// What of a request decides the form of its answer.
struct AnswerForm {
  bool is_head = false;
  bool accepts_gzip = false;
  /// Below /api/: never cached.
  bool is_api = false;
  /// The browser is told to come encrypted from now on, for a year (ASVS 3.4.1).
  bool stays_secure = false;
  bool keep_alive = true;
};

/// An answer ready for the wire.
struct Answer {
  /// Status line and fields with the empty line; a small body directly behind.
  std::string head;
  /// The body when it is not in `head`; null when there is none.
  std::shared_ptr<const std::string> body;
  std::shared_ptr<StreamSource> stream;
  bool keep_alive = true;
};

AnswerForm form_of(const Request& request);

/// Adds the security headers, presses the body where that pays, and writes the head. Line breaks in header
/// values become blanks, so that no value can add a header.
Answer build_answer(Response response, const AnswerForm& form);

/// Whether build_answer would press this body, so that a large one is better done off the I/O thread.
bool will_compress(const Response& response, const AnswerForm& form);

/// Cuts the answer to the single byte range the request asks for: 206, or 416 outside. Other answers than
/// 200, several ranges, a foreign unit or an If-Range that does not hold leave the answer whole.
Response with_range(const Request& request, Response response);

/// Whether If-None-Match names this entity tag (given with its quotes), so that 304 is the answer.
bool matches_etag(const Request& request, std::string_view etag);

}  // namespace jinguo::http
