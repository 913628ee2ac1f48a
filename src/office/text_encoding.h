#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// How a text file was written.
enum class Encoding { utf8, utf16_le, utf16_be, gb18030 };

struct DecodedText {
  /// UTF-8 without a byte order mark, without NUL.
  std::string utf8;
  Encoding encoding = Encoding::utf8;
};

/// Takes the byte order mark's word; without one UTF-8 when the bytes are, else GB18030, which is what
/// Chinese Excel saves as "CSV". Refuses broken text with line and character of the first fault.
Result<DecodedText> decode_text(std::string_view bytes);

/// Every byte that is not part of well-formed UTF-8, NUL, U+FFFE and U+FFFF replaced by U+FFFD. Other control
/// characters stay: the writers of xlsx and docx escape or drop them.
std::string clean_utf8(std::string_view text);

/// Length of the well-formed UTF-8 character at `at`; 0 when there is none (cut, overlong, surrogate).
size_t utf8_length(std::string_view text, size_t at);

}  // namespace jinguo::office
