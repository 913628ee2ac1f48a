#include "store/sql_utf8.h"

#include <string>

#include "store/sql_failure.h"

namespace jinguo::store {

namespace {

/// Length of the sequence that starts with `lead`, 0 when none may.
size_t sequence_length(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_second_byte(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
  return second >= 0x80 && second <= 0xBF;
}

}  // namespace

bool is_storable_text(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead == 0) return false;
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t length = sequence_length(lead);
    if (length == 0 || i + length > text.size()) return false;
    if (!is_second_byte(lead, static_cast<unsigned char>(text[i + 1]))) return false;
    for (size_t k = 2; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

void require_storable(std::span<const SqlValue> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i].kind() == SqlKind::text && !is_storable_text(values[i].bytes())) {
      throw SqlFailure(SqlFault::check, "parameter " + std::to_string(i + 1) + " is not UTF-8 text");
    }
  }
}

}  // namespace jinguo::store
