#include "store/postgres/postgres_text.h"

#include <algorithm>
#include <array>

#include "store/sql_failure.h"

namespace jinguo::store {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  throw SqlFailure(SqlFault::other, "PostgreSQL: a column that is no BYTEA is read as one");
}

}  // namespace

std::string number_parameters(std::string_view sql, size_t& count) {
  std::string out;
  out.reserve(sql.size() + 16);
  count = 0;
  char quote = 0;
  for (size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (quote == 0 && sql.substr(i, 2) == "$$") {
      const size_t close = sql.find("$$", i + 2);
      const size_t end = close == std::string_view::npos ? sql.size() : close + 2;
      out += sql.substr(i, end - i);
      i = end - 1;
      continue;
    }
    if (quote != 0) {
      if (c == quote) quote = 0;
      out += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      out += c;
    } else if (c == '?') {
      out += '$' + std::to_string(++count);
    } else {
      out += c;
    }
  }
  return out;
}

bool is_definition(std::string_view sql) {
  static constexpr std::array<std::string_view, 8> kWords{"CREATE", "ALTER",  "DROP",    "TRUNCATE",
                                                          "GRANT",  "REVOKE", "ANALYZE", "VACUUM"};
  const size_t start = sql.find_first_not_of(" \t\n");
  if (start == std::string_view::npos) return false;
  const size_t end = sql.find_first_of(" \t\n", start);
  std::string word(sql.substr(start, end == std::string_view::npos ? end : end - start));
  for (char& c : word) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return std::ranges::find(kWords, word) != kWords.end();
}

std::vector<uint8_t> parse_bytea(std::string_view text) {
  if (text.size() < 2 || text.size() % 2 != 0 || !text.starts_with("\\x")) {
    throw SqlFailure(SqlFault::other, "PostgreSQL: a column that is no BYTEA is read as one");
  }
  std::vector<uint8_t> out;
  out.reserve(text.size() / 2 - 1);
  for (size_t i = 2; i < text.size(); i += 2) {
    out.push_back(static_cast<uint8_t>(digit(text[i]) << 4 | digit(text[i + 1])));
  }
  return out;
}

void append_copy_field(std::string& line, const SqlValue& value) {
  switch (value.kind()) {
    case SqlKind::null:
      line += "\\N";
      return;
    case SqlKind::integer:
      line += std::to_string(value.integer());
      return;
    case SqlKind::blob:
      line += "\\\\x";
      for (const char c : value.bytes()) {
        const auto byte = static_cast<unsigned char>(c);
        line += kDigits[byte >> 4];
        line += kDigits[byte & 15];
      }
      return;
    case SqlKind::text:
      for (const char c : value.bytes()) {
        if (c == '\\') {
          line += "\\\\";
        } else if (c == '\n') {
          line += "\\n";
        } else if (c == '\r') {
          line += "\\r";
        } else if (c == '\t') {
          line += "\\t";
        } else {
          line += c;
        }
      }
      return;
  }
}

}  // namespace jinguo::store
