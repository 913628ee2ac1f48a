#include "cli/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace jinguo::cli {
namespace {

using Lines = std::vector<std::string_view>;

/// Lines kept around a change.
constexpr size_t kAround = 3;
/// Texts that differ in more lines than this squared are told as replaced from the first change to the last.
constexpr size_t kMostCells = 16'000'000;

struct Step {
  /// ' ' kept, '-' gone, '+' come.
  char how;
  std::string_view line;
};

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

/// The part between what both begin and end with, by the longest lines in common.
void between(const Lines& a, const Lines& b, size_t first, size_t a_end, size_t b_end,
             std::vector<Step>& steps) {
  const size_t rows = a_end - first, columns = b_end - first;
  const bool is_too_large = rows > 0 && columns > kMostCells / rows;
  std::vector<uint32_t> common(is_too_large ? 0 : (rows + 1) * (columns + 1));
  const auto cell = [&](size_t i, size_t k) -> uint32_t& { return common[i * (columns + 1) + k]; };
  if (!is_too_large)
    for (size_t i = rows; i-- > 0;)
      for (size_t k = columns; k-- > 0;)
        cell(i, k) =
            a[first + i] == b[first + k] ? cell(i + 1, k + 1) + 1 : std::max(cell(i + 1, k), cell(i, k + 1));
  size_t i = 0, k = 0;
  while (i < rows || k < columns) {
    if (!is_too_large && i < rows && k < columns && a[first + i] == b[first + k]) {
      steps.push_back({' ', a[first + i]});
      ++i, ++k;
    } else if (i < rows && (k == columns || is_too_large || cell(i + 1, k) >= cell(i, k + 1))) {
      steps.push_back({'-', a[first + i++]});
    } else {
      steps.push_back({'+', b[first + k++]});
    }
  }
}

std::vector<Step> steps_between(const Lines& a, const Lines& b) {
  size_t first = 0, a_end = a.size(), b_end = b.size();
  while (first < a_end && first < b_end && a[first] == b[first]) ++first;
  while (a_end > first && b_end > first && a[a_end - 1] == b[b_end - 1]) --a_end, --b_end;
  std::vector<Step> steps;
  for (size_t i = 0; i < first; ++i) steps.push_back({' ', a[i]});
  between(a, b, first, a_end, b_end, steps);
  for (size_t i = a_end; i < a.size(); ++i) steps.push_back({' ', a[i]});
  return steps;
}

/// "12,3": from which line how many; before the first line when there are none.
std::string range_text(size_t before, size_t count) {
  return std::to_string(count == 0 ? before : before + 1) + (count == 1 ? "" : "," + std::to_string(count));
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const std::string& before_name,
                         const std::string& after_name) {
  const std::vector<Step> steps = steps_between(lines_of(before), lines_of(after));
  const auto changed_from = [&](size_t at) {
    while (at < steps.size() && steps[at].how == ' ') ++at;
    return at;
  };
  std::string out;
  size_t a = 0, b = 0, at = 0;
  for (size_t change = changed_from(0); change < steps.size(); change = changed_from(at)) {
    const size_t begin = std::max(at, change - std::min(change, kAround));
    size_t end = change;
    for (size_t next = change; next < steps.size() && next <= end + 2 * kAround; next = changed_from(next))
      end = ++next;
    end = std::min(end + kAround, steps.size());
    a += begin - at, b += begin - at;
    size_t a_count = 0, b_count = 0;
    std::string body;
    for (size_t i = begin; i < end; ++i) {
      a_count += steps[i].how != '+';
      b_count += steps[i].how != '-';
      body += std::string(1, steps[i].how) + std::string(steps[i].line) + "\n";
    }
    if (out.empty()) out = "--- " + before_name + "\n+++ " + after_name + "\n";
    out += "@@ -" + range_text(a, a_count) + " +" + range_text(b, b_count) + " @@\n" + body;
    a += a_count, b += b_count, at = end;
  }
  return out;
}

}  // namespace jinguo::cli
