#include "expr/suggest.h"

#include <algorithm>
#include <numeric>

namespace jinguo::expr {
namespace {

/// The characters, each as its bytes, so that one Chinese letter counts as one.
std::vector<std::string_view> letters_of(std::string_view word) {
  std::vector<std::string_view> out;
  for (size_t i = 0; i < word.size();) {
    size_t end = i + 1;
    while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) ++end;
    out.push_back(word.substr(i, end - i));
    i = end;
  }
  return out;
}

/// Insertions, deletions, replacements and swaps of neighbours.
size_t distance(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& words) {
  constexpr size_t kLongest = 64;
  const auto letters = letters_of(word);
  if (letters.size() > kLongest) return {};
  std::string best;
  size_t best_distance = std::max<size_t>(letters.size() / 3, 1) + 1;
  for (const std::string& other : words) {
    const auto other_letters = letters_of(other);
    if (other_letters.size() > kLongest || (letters.size() == 1 && other_letters.size() == 1)) continue;
    const size_t d = distance(letters, other_letters);
    if (d < best_distance) best = other, best_distance = d;
  }
  return best;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) (out += out.empty() ? "" : ", ") += word;
  return out;
}

}  // namespace jinguo::expr
