#include "office/text_encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "office/office_error.h"

namespace jinguo::office {
namespace {

struct TextPlace {
  size_t line = 1;
  size_t character = 1;
};

/// Where the end of this good UTF-8 text stands: the next character would be here.
TextPlace end_of(std::string_view good) {
  TextPlace out;
  for (const char c : good) {
    if (c == '\n') {
      ++out.line;
      out.character = 1;
    } else if ((c & 0xC0) != 0x80) {
      ++out.character;
    }
  }
  return out;
}

Error fault(const ErrorRow& row, std::string_view good) {
  const TextPlace place = end_of(good);
  return Error(row, {std::to_string(place.line), std::to_string(place.character)})
      .at({{}, static_cast<int>(place.line), static_cast<int>(place.character), {}});
}

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

Result<std::string> from_utf16(std::string_view bytes, bool is_big) {
  const size_t low = is_big ? 1 : 0;
  const auto unit = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<uint8_t>(bytes[i + low]) |
                                 static_cast<uint8_t>(bytes[i + 1 - low]) << 8);
  };
  std::string out;
  out.reserve(bytes.size() * 3 / 2);
  for (size_t i = 0; i < bytes.size(); i += 2) {
    if (i + 1 >= bytes.size()) return fault(kCsvEncoding, out);
    uint32_t c = unit(i);
    if (c >= 0xD800 && c < 0xE000) {
      const uint32_t next = i + 3 < bytes.size() ? unit(i + 2) : 0;
      if (c >= 0xDC00 || next < 0xDC00 || next >= 0xE000) return fault(kCsvEncoding, out);
      c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      i += 2;
    }
    append_utf8(out, c);
  }
  return out;
}

Result<std::string> from_gb18030(std::string_view bytes) {
  const iconv_t converter = iconv_open("UTF-8", "GB18030");
  ensure(converter != reinterpret_cast<iconv_t>(-1), "the C library converts GB18030");
  std::string out;
  std::array<char, 16384> piece;
  char* in = const_cast<char*>(bytes.data());
  size_t left = bytes.size();
  bool is_good = true;
  while (left > 0 && is_good) {
    char* to = piece.data();
    size_t room = piece.size();
    if (iconv(converter, &in, &left, &to, &room) == static_cast<size_t>(-1) && errno != E2BIG)
      is_good = false;
    out.append(piece.data(), piece.size() - room);
  }
  iconv_close(converter);
  if (!is_good) return fault(kCsvEncoding, out);
  return out;
}

struct Utf8Survey {
  size_t good = 0;
  size_t bad = 0;
  std::optional<size_t> first_bad;
};

Utf8Survey survey_utf8(std::string_view bytes) {
  Utf8Survey out;
  for (size_t i = 0; i < bytes.size();) {
    const size_t n = utf8_length(bytes, i);
    if (n == 0) {
      if (!out.first_bad) out.first_bad = i;
      ++out.bad;
    } else if (n > 1) {
      ++out.good;
    }
    i += std::max<size_t>(n, 1);
  }
  return out;
}

}  // namespace

size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(at + i < text.size() ? text[at + i] : 0); };
  const uint8_t first = byte(0);
  if (first < 0x80) return at < text.size() ? 1 : 0;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) >= 0xA0) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) >= 0x90) return 0;
  return length;
}

std::string clean_utf8(std::string_view text) {
  static constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t n = utf8_length(text, i);
    const std::string_view c = text.substr(i, std::max<size_t>(n, 1));
    out += n == 0 || c[0] == '\0' || c == "\xEF\xBF\xBE" || c == "\xEF\xBF\xBF" ? kReplacement : c;
    i += c.size();
  }
  return out;
}

Result<DecodedText> decode_text(std::string_view bytes) {
  DecodedText out;
  const auto take = [&](Encoding encoding, Result<std::string> text) -> Result<DecodedText> {
    if (!text) return text.error();
    if (const size_t nul = text->find('\0'); nul != std::string::npos) {
      return fault(kCsvNul, std::string_view(*text).substr(0, nul));
    }
    out.encoding = encoding;
    out.utf8 = *std::move(text);
    return std::move(out);
  };
  if (bytes.starts_with("\xFF\xFE")) return take(Encoding::utf16_le, from_utf16(bytes.substr(2), false));
  if (bytes.starts_with("\xFE\xFF")) return take(Encoding::utf16_be, from_utf16(bytes.substr(2), true));
  const bool has_mark = bytes.starts_with("\xEF\xBB\xBF");
  if (has_mark) bytes.remove_prefix(3);
  const Utf8Survey survey = survey_utf8(bytes);
  if (!survey.first_bad) return take(Encoding::utf8, std::string(bytes));
  // GB18030 read as UTF-8 breaks at nearly every character; a few breaks among many good characters are a
  // damaged UTF-8 file, which must not be turned into nonsense.
  if (has_mark || survey.good > survey.bad * 10)
    return fault(kCsvEncoding, bytes.substr(0, *survey.first_bad));
  return take(Encoding::gb18030, from_gb18030(bytes));
}

}  // namespace jinguo::office
