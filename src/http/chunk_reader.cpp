#include "http/chunk_reader.h"

#include <algorithm>

namespace jinguo::http {
namespace {

constexpr std::size_t kMaxLine = 1024;
constexpr std::size_t kMaxDigits = 15;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void ChunkReader::fail(const char* what) {
  wrong_ = what;
  state_ = State::wrong;
}

std::size_t ChunkReader::feed(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && state_ == State::reading) {
    if (at_ == At::data) {
      const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used));
      body += bytes.substr(used, size);
      used += size;
      left_ -= size;
      if (left_ == 0) at_ = At::data_cr;
      continue;
    }
    next(bytes[used++]);
    if (at_ == At::data) return used;
  }
  return used;
}

void ChunkReader::next(char byte) {
  switch (at_) {
    case At::size:
    case At::extension:
      return next_in_size(byte);
    case At::size_lf:
      return byte == '\n' ? end_size_line() : fail("bare CR in chunk");
    case At::data_cr:
      at_ = At::data_lf;
      return byte == '\r' ? void() : fail("chunk longer than its size");
    case At::data_lf:
      at_ = At::size;
      return byte == '\n' ? void() : fail("bare CR in chunk");
    case At::trailer:
      return next_in_trailer(byte);
    case At::data:
      return;
  }
}

void ChunkReader::next_in_size(char byte) {
  if (++line_ > kMaxLine) return fail("chunk line too long");
  if (byte == '\r') {
    at_ = At::size_lf;
    return digits_ > 0 ? void() : fail("chunk without size");
  }
  if (at_ == At::extension) {
    const bool is_text = byte == '\t' || (byte >= 0x20 && byte < 0x7f);
    return is_text ? void() : fail("chunk extension");
  }
  const int digit = hex_digit(byte);
  if (digit >= 0) {
    if (++digits_ > kMaxDigits) return fail("chunk size");
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
  } else if (byte == ';' && digits_ > 0) {
    at_ = At::extension;
  } else {
    fail("chunk size");
  }
}

void ChunkReader::end_size_line() {
  at_ = left_ > 0 ? At::data : At::trailer;
  digits_ = 0;
  line_ = 0;
}

void ChunkReader::next_in_trailer(char byte) {
  if (++line_ > kMaxLine) return fail("trailer too long");
  if (const char* what = scan_.next(byte)) return fail(what);
  trailer_ += byte;
  if (!scan_.is_complete()) return;
  for (const auto& [name, value] : parse_fields(trailer_)) {
    const bool is_framing = equals_ignoring_case(name, "Content-Length") ||
                            equals_ignoring_case(name, "Transfer-Encoding") ||
                            equals_ignoring_case(name, "Host");
    if (is_framing) return fail("framing in the trailer");
  }
  state_ = State::complete;
}

}  // namespace jinguo::http
