#include "define/finding.h"

#include <algorithm>
#include <tuple>

namespace jinguo::define {

bool has_faults(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& f) { return f.severity == Severity::fault; });
}

void sort_findings(Findings& findings) {
  const auto key = [](const Finding& f) {
    const Place& p = f.error.place();
    return std::tie(p.file, p.line, p.column);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  const auto same = [&](const Finding& a, const Finding& b) {
    return key(a) == key(b) && a.error.code() == b.error.code() && a.error.args() == b.error.args();
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

namespace {

/// Optimal string alignment: typing slips (a letter more, less, other, two swapped) each cost one.
size_t slips(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (size_t k = 0; k <= b.size(); ++k) row[k] = k;
  for (size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (size_t k = 1; k <= b.size(); ++k) {
      next[k] = std::min({row[k] + 1, next[k - 1] + 1, row[k - 1] + (a[i - 1] != b[k - 1])});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        next[k] = std::min(next[k], before[k - 2] + 1);
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest_word(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > 60) return {};
  std::string_view best;
  size_t best_cost = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const size_t apart = std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
    if (apart >= best_cost) continue;
    const size_t cost = slips(word, candidate);
    if (cost < best_cost) best_cost = cost, best = candidate;
  }
  return best;
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace jinguo::define
