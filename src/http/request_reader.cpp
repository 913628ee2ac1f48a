#include "http/request_reader.h"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <limits>

#include "http/head_check.h"
#include "http/http_error.h"
#include "http/percent.h"

namespace jinguo::http {
namespace {

namespace beast_http = boost::beast::http;
using Parser = beast_http::request_parser<beast_http::string_body>;

/// Room for what a chunk's size line, extensions and the trailer may take.
constexpr std::size_t kMaxChunkLine = 1024;

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

bool has_bare_lf(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return true;
  }
  return false;
}

}  // namespace

struct RequestReader::Parts {
  explicit Parts(const ReaderLimits& given) : limits(&given) {
    parser.emplace();
    parser->header_limit(std::numeric_limits<std::uint32_t>::max());
    parser->body_limit(boost::none);
  }

  void refuse(Error why) {
    error = std::move(why);
    state = State::refused;
  }

  std::size_t feed_head(std::string_view bytes);
  std::size_t feed_body(std::string_view bytes);
  void end_head();
  std::optional<Error> read_target(std::string_view target);
  void check_progress();
  void complete();

  const ReaderLimits* limits;
  State state = State::head;
  std::optional<Error> error;
  HeadScan scan;
  /// The head until it is complete; afterwards chunk framing the parser could not use yet.
  std::string held;
  std::optional<Parser> parser;
  Request request;
  std::size_t body_limit = 0;
  bool wants_continue = false;
  bool keep_alive = false;
};

std::size_t RequestReader::Parts::feed_head(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !scan.is_complete()) {
    if (held.size() + used >= limits->head) {
      refuse(Error(kHeadTooLarge));
      return used;
    }
    if (const char* wrong = scan.next(bytes[used])) {
      refuse(Error(kMalformed, {wrong}));
      return used;
    }
    ++used;
  }
  held += bytes.substr(0, used);
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
  boost::system::error_code code;
  parser->put(boost::asio::buffer(held), code);
  const bool is_malformed = code && code != beast_http::error::need_more;
  if (!is_malformed && parser->is_header_done()) {
    for (const auto& field : parser->get())
      request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
  } else {
    // Beast stops at an ambiguous length before the field checks can name it.
    const bool is_length = code == beast_http::error::bad_content_length ||
                           code == beast_http::error::multiple_content_length ||
                           code == beast_http::error::bad_transfer_encoding;
    return refuse(is_length ? Error(kAmbiguousLength, {code.message()})
                            : Error(kMalformed, {code.message()}));
  }
  held.clear();
  held.shrink_to_fit();
  if (auto wrong = check_fields(request.headers, parser->get().version() == 11))
    return refuse(std::move(*wrong));
  const auto method = parse_method(view(parser->get().method_string()));
  if (!method) return refuse(Error(kMethodUnknown));
  request.method = *method;
  if (auto wrong = read_target(view(parser->get().target()))) return refuse(std::move(*wrong));
  keep_alive = parser->keep_alive();
  body_limit = limits->body_for ? limits->body_for(request) : limits->body;
  if (parser->content_length().value_or(0) > body_limit)
    return refuse(Error(kBodyTooLarge, {std::to_string(body_limit)}));
  if (parser->is_done()) return complete();
  wants_continue = request.headers.count("Expect") > 0;
  parser->eager(true);
  state = State::body;
}

void RequestReader::Parts::complete() {
  request.body = std::move(parser->get().body());
  parser.reset();
  state = State::complete;
}

void RequestReader::Parts::check_progress() {
  if (parser->get().body().size() > body_limit) {
    refuse(Error(kBodyTooLarge, {std::to_string(body_limit)}));
  } else if (parser->is_done()) {
    complete();
  }
}

std::size_t RequestReader::Parts::feed_body(std::string_view bytes) {
  // Body bytes are always taken at once, so what the parser leaves is chunk framing, joined with the next
  // bytes.
  const std::size_t before = held.size();
  std::string joined;
  std::string_view input = bytes;
  if (before > 0) {
    joined = std::move(held) + std::string(bytes);
    held.clear();
    input = joined;
  }
  std::size_t used = 0;
  while (used < input.size() && state == State::body) {
    boost::system::error_code code;
    const std::size_t taken =
        parser->put(boost::asio::buffer(input.data() + used, input.size() - used), code);
    used += taken;
    if (code && code != beast_http::error::need_more) {
      refuse(Error(kMalformed, {code.message()}));
      break;
    }
    check_progress();
    if (taken == 0 || code == beast_http::error::need_more) break;
  }
  if (state != State::body) return used < before ? 0 : used - before;
  held = input.substr(used);
  if (held.size() > kMaxChunkLine || has_bare_lf(held)) refuse(Error(kMalformed, {"chunk"}));
  return bytes.size();
}

RequestReader::RequestReader(const ReaderLimits& limits) : parts_(std::make_unique<Parts>(limits)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::size_t RequestReader::feed(std::string_view bytes) {
  std::size_t used = 0;
  if (parts_->state == State::head) used = parts_->feed_head(bytes);
  if (parts_->state == State::body && used < bytes.size()) used += parts_->feed_body(bytes.substr(used));
  return used;
}

RequestReader::State RequestReader::state() const {
  return parts_->state;
}
bool RequestReader::is_untouched() const {
  return parts_->state == State::head && parts_->held.empty();
}
bool RequestReader::wants_continue() const {
  return parts_->state == State::body && parts_->wants_continue && parts_->parser->get().body().empty() &&
         parts_->held.empty();
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
