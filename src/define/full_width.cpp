#include "define/full_width.h"

#include <array>

#include "define/define_error.h"
#include "define/yaml.h"

namespace jinguo::define {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kSigns{{{"：", ":"},
                                                                                {"，", ","},
                                                                                {"“", "\""},
                                                                                {"”", "\""},
                                                                                {"（", "("},
                                                                                {"）", ")"},
                                                                                {"、", ","},
                                                                                {"；", ";"},
                                                                                {"【", "["},
                                                                                {"】", "]"},
                                                                                {"｛", "{"},
                                                                                {"｝", "}"},
                                                                                {"‘", "'"},
                                                                                {"’", "'"},
                                                                                {"　", " "},
                                                                                {"－", "-"}}};

/// More than these help nobody.
constexpr size_t kMostFound = 500;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// A key of Latin letters ends just before `at`, and begins the line, a list item or a flow entry.
bool is_behind_key(std::string_view line, size_t at) {
  size_t i = at;
  while (i > 0 && is_word(line[i - 1])) --i;
  if (i == at) return false;
  while (i > 0 && line[i - 1] == ' ') --i;
  return i == 0 || line[i - 1] == '-' || line[i - 1] == '{' || line[i - 1] == ',' ||
         (i >= 3 && line.substr(i - 3, 3) == "，");
}

/// A key of Latin letters with its colon follows `at`.
bool is_before_key(std::string_view line, size_t at) {
  while (at < line.size() && line[at] == ' ') ++at;
  const size_t start = at;
  while (at < line.size() && is_word(line[at])) ++at;
  return at > start && (line.substr(at).starts_with(":") || line.substr(at).starts_with("："));
}

void find_in_row(std::string_view row, int line, std::string_view file, Diagnostics& out) {
  size_t counted = 0;
  int column = 1;
  for (size_t i = 0; i + 3 <= row.size() && out.size() < kMostFound; ++i) {
    const std::string_view sign = row.substr(i, 3);
    const bool colon = sign == "：" && is_behind_key(row, i);
    const bool comma = (sign == "，" || sign == "、") && is_before_key(row, i + 3);
    const bool bracket = sign == "｛" || sign == "｝" || sign == "【" || sign == "】";
    if (!colon && !comma && !(bracket && i > 0 && row[i - 1] == ' ')) continue;
    column += static_cast<int>(count_characters(row.substr(counted, i - counted)));
    counted = i;
    const FullWidthSign found = full_width_sign(sign);
    out.push_back(Error(kFullWidth, {std::string(found.sign), std::string(found.plain)})
                      .at({std::string(file), line, column, {}}));
  }
}

}  // namespace

Diagnostics find_tabs(std::string_view text, std::string_view file) {
  Diagnostics out;
  int line = 0;
  for (size_t start = 0; start < text.size() && out.size() < kMostFound;) {
    ++line;
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view row = text.substr(start, end - start);
    const size_t first = row.find_first_not_of(" \t");
    const size_t tab = row.find('\t');
    if (tab != std::string_view::npos && first != std::string_view::npos && tab < first)
      out.push_back(Error(kTabRefused).at({std::string(file), line, static_cast<int>(tab) + 1, {}}));
    start = end + 1;
  }
  return out;
}

Diagnostics find_full_width(std::string_view text, std::string_view file) {
  Diagnostics out;
  int line = 0;
  for (size_t start = 0; start < text.size() && out.size() < kMostFound;) {
    ++line;
    const size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view row = text.substr(start, end - start);
    const size_t content = row.find_first_not_of(' ');
    if (content != std::string_view::npos && row[content] != '#') find_in_row(row, line, file, out);
    start = end + 1;
  }
  return out;
}

FullWidthSign full_width_sign(std::string_view word) {
  FullWidthSign best;
  best.offset = std::string_view::npos;
  for (const auto& [sign, plain] : kSigns)
    if (const size_t at = word.find(sign); at < best.offset) best = {sign, plain, at};
  if (best.sign.empty()) best.offset = 0;
  return best;
}

}  // namespace jinguo::define
