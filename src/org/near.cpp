#include "org/near.h"

#include <algorithm>
#include <array>

namespace jinguo::org {

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t n = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
    if (n == 0 || i + n > text.size()) {
      out += U'\uFFFD';
      ++i;
      continue;
    }
    char32_t c = n == 1 ? lead : lead & (0xFFu >> (n + 1));
    for (size_t k = 1; k < n; ++k) c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    out += c;
    i += n;
  }
  return out;
}

size_t edit_distance(std::u32string_view a, std::u32string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size());
  const size_t shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  std::vector<size_t> two_ago(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_ago[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(two_ago, previous);
    std::swap(previous, row);
  }
  return std::min(previous[b.size()], limit + 1);
}

std::vector<UnitId> near_codes(const Tree& tree, const Code& code, Date date, size_t most) {
  std::vector<UnitId> found;
  const std::string base = code.stripped().to_text();
  const auto look = [&](const std::string& text) {
    const auto parsed = Code::parse(text);
    if (!parsed) return;
    const auto unit = tree.find_exact(*parsed, date);
    if (unit && std::find(found.begin(), found.end(), *unit) == found.end()) found.push_back(*unit);
  };
  for (size_t i = base.size(); i-- > 0 && found.size() < most;) {
    std::string text = base;
    if (i > 0) {
      std::swap(text[i], text[i - 1]);
      look(text);
      text = base;
    }
    for (char c = code.is_division() ? '0' : 'A'; c <= (code.is_division() ? '9' : 'Z'); ++c) {
      text[i] = c;
      if (c != base[i]) look(text);
    }
  }
  if (found.size() > most) found.resize(most);
  return found;
}

namespace {

/// 0 is the same name; a name that begins or ends with the other counts as one step away.
size_t likeness(std::u32string_view asked, const std::string& name, size_t limit) {
  if (name.size() > asked.size() * 4 + limit * 4 + 32) return limit + 1;
  const std::u32string points = code_points(name);
  const std::u32string_view shorter = points.size() < asked.size() ? std::u32string_view(points) : asked;
  const std::u32string_view longer = points.size() < asked.size() ? asked : std::u32string_view(points);
  if (shorter.size() >= 2 && (longer.starts_with(shorter) || longer.ends_with(shorter)))
    return longer.size() == shorter.size() ? 0 : 1;
  return edit_distance(asked, points, limit);
}

}  // namespace

std::vector<UnitId> near_names(const Tree& tree, std::string_view name, UnitId below, Date date,
                               size_t most) {
  const std::u32string asked = code_points(name);
  if (asked.empty() || asked.size() > 100) return {};
  const size_t limit = std::max<size_t>(1, asked.size() / 3);
  struct Match {
    size_t distance;
    Level level;
    UnitId unit;
    auto operator<=>(const Match&) const = default;
  };
  std::vector<Match> matches;
  for (uint32_t n = 1; n <= tree.size(); ++n) {
    const Unit& unit = tree.unit(UnitId(n));
    if (!unit.is_open(date)) continue;
    const size_t distance = likeness(asked, unit.names.at(date), limit);
    if (distance > limit || (!below.is_none() && !tree.is_within(unit.id, below, date))) continue;
    matches.push_back({distance, unit.level, unit.id});
    if (matches.size() < 4096) continue;
    std::nth_element(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(most), matches.end());
    matches.resize(most);
  }
  std::sort(matches.begin(), matches.end());
  std::vector<UnitId> out;
  for (size_t i = 0; i < matches.size() && i < most; ++i) out.push_back(matches[i].unit);
  return out;
}

std::string list_labels(const Tree& tree, const std::vector<UnitId>& units, Date date, size_t most) {
  std::string out;
  for (size_t i = 0; i < units.size() && i < most; ++i)
    out += (i > 0 ? "; " : "") + tree.label(units[i], date);
  if (units.size() > most) out += " …";
  return out.empty() ? "—" : out;
}

}  // namespace jinguo::org
