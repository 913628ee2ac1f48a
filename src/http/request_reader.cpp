#include "http/request_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "http/chunk_reader.h"
#include "http/head_check.h"
#include "http/http_error.h"
#include "http/percent.h"

namespace jinguo::http {

struct RequestReader::Parts {
  Parts(const ReaderLimits& given, Request origin) : limits(&given), request(std::move(origin)) {}

  void refuse(Error why) {
    error = std::move(why);
    state = State::refused;
  }

  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_plain(std::string_view bytes);
  std::size_t feed_chunks(std::string_view bytes);
  void end_head();
  std::optional<Error> read_target(std::string_view target);
  void begin_body();
  void refuse_size() { refuse(Error(kBodyTooLarge, {std::to_string(body_limit)})); }

  const ReaderLimits* limits;
  State state = State::head;
  std::optional<Error> error;
  HeadScan scan;
  /// The head until it is complete.
  std::string head;
  Request request;
  /// Set when the body comes in chunks.
  std::optional<ChunkReader> chunks;
  /// Bytes of a body of told length that are still to come.
  std::uint64_t left = 0;
  std::size_t body_limit = 0;
  bool wants_continue = false;
  bool keep_alive = false;
};

std::size_t RequestReader::Parts::feed_head(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !scan.is_complete()) {
    if (head.size() + used >= limits->head) {
      refuse(Error(kHeadTooLarge));
      return used;
    }
    if (const char* wrong = scan.next(bytes[used])) {
      refuse(Error(kMalformed, {wrong}));
      return used;
    }
    ++used;
  }
  head += bytes.substr(0, used);
  if (scan.is_complete()) end_head();
  return used;
}

std::optional<Error> RequestReader::Parts::read_target(std::string_view target) {
  const auto question = target.find('?');
  if (target.find('#') != std::string_view::npos) return Error(kBadPath, {"#"});
  auto path = parse_path(target.substr(0, question));
  if (!path) return std::move(path).error();
  request.path = std::move(*path);
  if (question == std::string_view::npos) return std::nullopt;
  request.raw_query = target.substr(question + 1);
  auto query = parse_query(request.raw_query);
  if (!query) return std::move(query).error();
  request.query = std::move(*query);
  return std::nullopt;
}

void RequestReader::Parts::end_head() {
  const std::string text = std::exchange(head, {});
  const std::size_t end = text.find("\r\n");
  const auto line = parse_request_line(std::string_view(text).substr(0, end));
  if (!line) return refuse(Error(kMalformed, {"request line"}));
  request.headers = parse_fields(std::string_view(text).substr(end + 2));
  if (auto wrong = check_fields(request.headers, line->is_http_11)) return refuse(std::move(*wrong));
  const auto method = parse_method(line->method);
  if (!method) return refuse(Error(kMethodUnknown));
  request.method = *method;
  if (auto wrong = read_target(line->target)) return refuse(std::move(*wrong));
  keep_alive = has_keep_alive(request.headers, line->is_http_11);
  begin_body();
}

void RequestReader::Parts::begin_body() {
  const auto length = request.headers.find("Content-Length");
  if (length) std::from_chars(length->data(), length->data() + length->size(), left);
  if (request.headers.find("Transfer-Encoding")) chunks.emplace();
  if (left == 0 && !chunks) {
    state = State::complete;
    return;
  }
  auto limit = limits->body_for ? limits->body_for(request) : Result<std::size_t>(limits->body);
  if (!limit) return refuse(std::move(limit).error());
  body_limit = *limit;
  if (left > body_limit) return refuse_size();
  wants_continue = request.headers.find("Expect").has_value();
  state = State::body;
}

std::size_t RequestReader::Parts::feed_plain(std::string_view bytes) {
  const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
  request.body += bytes.substr(0, size);
  left -= size;
  if (left == 0) state = State::complete;
  return size;
}

std::size_t RequestReader::Parts::feed_chunks(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && state == State::body) {
    used += chunks->feed(bytes.substr(used), request.body);
    if (chunks->state() == ChunkReader::State::wrong) {
      refuse(Error(kMalformed, {chunks->wrong()}));
    } else if (request.body.size() + chunks->announced() > body_limit) {
      refuse_size();
    } else if (chunks->state() == ChunkReader::State::complete) {
      state = State::complete;
    }
  }
  return used;
}

RequestReader::RequestReader(const ReaderLimits& limits, Request origin)
    : parts_(std::make_unique<Parts>(limits, std::move(origin))) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::size_t RequestReader::feed(std::string_view bytes) {
  std::size_t used = 0;
  if (parts_->state == State::head) used = parts_->feed_head(bytes);
  if (parts_->state == State::body && used < bytes.size()) {
    const std::string_view rest = bytes.substr(used);
    used += parts_->chunks ? parts_->feed_chunks(rest) : parts_->feed_plain(rest);
  }
  return used;
}

RequestReader::State RequestReader::state() const {
  return parts_->state;
}
bool RequestReader::wants_continue() const {
  return parts_->state == State::body && parts_->wants_continue;
}
bool RequestReader::keep_alive() const {
  return parts_->keep_alive;
}
bool RequestReader::is_head() const {
  return parts_->request.method == Method::head;
}

const Error& RequestReader::error() const {
  ensure(parts_->error.has_value(), "a reader that refused nothing is asked why");
  return *parts_->error;
}

Request RequestReader::take() {
  ensure(parts_->state == State::complete, "a request is taken before it is complete");
  return std::move(parts_->request);
}

}  // namespace jinguo::http
