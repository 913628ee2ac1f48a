#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "http/head_check.h"

namespace jinguo::http {

/// Takes the chunk framing off a body as bytes come. Strict: lines end in CR LF, a size is plain hexadecimal,
/// extensions and trailers are bounded and thrown away, and a trailer may not speak of the length.
class ChunkReader {
 public:
  enum class State { reading, complete, wrong };

  /// Takes bytes up to the body's end, appends what is content to `body`, and returns how many it took. Stops
  /// after a size line, so that the caller can weigh `announced()` before the content comes.
  std::size_t feed(std::string_view bytes, std::string& body);

  State state() const { return state_; }
  /// Content bytes of the present chunk that are still to come.
  std::uint64_t announced() const { return left_; }
  /// What is wrong; null unless it is.
  const char* wrong() const { return wrong_; }

 private:
  enum class At { size, extension, size_lf, data, data_cr, data_lf, trailer };

  void fail(const char* what);
  void next(char byte);
  void next_in_size(char byte);
  void end_size_line();
  void next_in_trailer(char byte);

  State state_ = State::reading;
  At at_ = At::size;
  std::uint64_t left_ = 0;
  std::size_t digits_ = 0;
  /// Bytes of the present size line, then of all trailers.
  std::size_t line_ = 0;
  HeadScan scan_ = HeadScan::of_fields();
  std::string trailer_;
  const char* wrong_ = nullptr;
};

}  // namespace jinguo::http
