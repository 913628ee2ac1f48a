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
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i)
    for (size_t k = 0; k <= b.size(); ++k) {
      if (i == 0 || k == 0) {
        cost[i][k] = i + k;
        continue;
      }
      cost[i][k] =
          std::min({cost[i - 1][k] + 1, cost[i][k - 1] + 1, cost[i - 1][k - 1] + (a[i - 1] != b[k - 1])});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        cost[i][k] = std::min(cost[i][k], cost[i - 2][k - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string_view nearest_word(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > 60) return {};
  std::string_view best;
  size_t best_cost = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
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
