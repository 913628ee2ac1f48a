#include "org/unit_index.h"

#include <algorithm>

#include "org/near.h"
#include "org/search_text.h"

namespace jinguo::org {
namespace {

constexpr size_t kDigits = 12;

bool is_all(std::string_view text, char first, char last) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [&](char c) { return first <= c && c <= last; });
}

uint64_t filled(std::string_view digits) {
  uint64_t out = 0;
  for (size_t i = 0; i < kDigits; ++i)
    out = out * 10 + (i < digits.size() ? static_cast<uint64_t>(digits[i] - '0') : 0);
  return out;
}

uint32_t letters_of(std::string_view text) {
  uint32_t out = 0;
  for (const char c : text)
    if (c >= 'a' && c <= 'z') out |= 1u << (c - 'a');
  return out;
}

/// The characters of a text, each once.
std::u32string distinct(std::string_view text) {
  std::u32string out = code_points(text);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void sort_once(std::vector<UnitId>& units) {
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
}

}  // namespace

UnitIndex::UnitIndex(std::shared_ptr<const Tree> tree, Initials initials)
    : tree_(std::move(tree)), initials_(std::move(initials)) {
  const uint32_t n = tree_->size();
  name_at_.reserve(n + 1);
  sound_at_.reserve(n + 1);
  letters_.reserve(n);
  is_changed_.reserve(n);
  codes_.reserve(n);
  for (uint32_t i = 1; i <= n; ++i) {
    const Unit& unit = tree_->unit(UnitId(i));
    name_at_.push_back(static_cast<uint32_t>(names_.size()));
    sound_at_.push_back(static_cast<uint32_t>(sounds_.size()));
    const size_t sounds_before = sounds_.size();
    for (size_t k = 0; k < unit.names.size(); ++k) {
      names_ += k > 0 ? "\n" : "";
      names_ += fold(unit.names[k].value);
      if (!initials_) continue;
      sounds_ += k > 0 ? "\n" : "";
      sounds_ += initials_(unit.names[k].value);
    }
    letters_.push_back(letters_of(std::string_view(sounds_).substr(sounds_before)));
    is_changed_.push_back(unit.names.size() > 1 || unit.codes.size() > 1);
    add_codes(unit);
  }
  name_at_.push_back(static_cast<uint32_t>(names_.size()));
  sound_at_.push_back(static_cast<uint32_t>(sounds_.size()));
  std::sort(codes_.begin(), codes_.end());
  std::sort(text_codes_.begin(), text_codes_.end());
  fill_postings();
}

void UnitIndex::add_codes(const Unit& unit) {
  for (size_t k = 0; k < unit.codes.size(); ++k) {
    const Code& code = unit.codes[k].value;
    if (code.is_none()) continue;
    if (code.is_division() && code.length() <= kDigits)
      codes_.push_back({filled(code.text()), unit.id});
    else
      text_codes_.emplace_back(fold(code.text()), unit.id);
  }
}

void UnitIndex::fill_postings() {
  const uint32_t n = tree_->size();
  std::unordered_map<char32_t, uint32_t> counts;
  for (uint32_t i = 1; i <= n; ++i)
    for (const char32_t c : distinct(name(UnitId(i)))) ++counts[c];
  uint32_t at = 0;
  for (const auto& [c, count] : counts) {
    by_character_[c] = {at, at};
    at += count;
  }
  postings_.resize(at);
  for (uint32_t i = 1; i <= n; ++i)
    for (const char32_t c : distinct(name(UnitId(i)))) postings_[by_character_[c].end++] = UnitId(i);
}

std::string_view UnitIndex::name(UnitId id) const {
  const uint32_t i = id.number() - 1;
  return std::string_view(names_).substr(name_at_[i], name_at_[i + 1] - name_at_[i]);
}

std::string_view UnitIndex::sound(UnitId id) const {
  const uint32_t i = id.number() - 1;
  return std::string_view(sounds_).substr(sound_at_[i], sound_at_[i + 1] - sound_at_[i]);
}

void UnitIndex::add_by_code(std::string_view word, std::vector<UnitId>& out) const {
  if (is_all(word, '0', '9') && word.size() <= kDigits) {
    const uint64_t first = filled(word);
    uint64_t step = 1;
    for (size_t i = word.size(); i < kDigits; ++i) step *= 10;
    for (auto it = std::lower_bound(codes_.begin(), codes_.end(), CodeEntry{first, UnitId()});
         it != codes_.end() && it->digits < first + step; ++it)
      out.push_back(it->unit);
  }
  for (auto it = std::lower_bound(text_codes_.begin(), text_codes_.end(),
                                  std::pair<std::string, UnitId>(word, UnitId()));
       it != text_codes_.end() && it->first.starts_with(word); ++it)
    out.push_back(it->second);
}

void UnitIndex::add_by_name(std::string_view word, std::vector<UnitId>& out) const {
  Range rarest{0, UINT32_MAX};
  for (const char32_t c : distinct(word)) {
    const auto found = by_character_.find(c);
    if (found == by_character_.end()) return;
    if (found->second.end - found->second.first < rarest.end - rarest.first) rarest = found->second;
  }
  for (uint32_t i = rarest.first; i < rarest.end; ++i)
    if (name(postings_[i]).find(word) != std::string_view::npos) out.push_back(postings_[i]);
}

void UnitIndex::add_by_initials(std::string_view word, std::vector<UnitId>& out) const {
  if (!initials_ || !is_all(word, 'a', 'z')) return;
  const uint32_t wanted = letters_of(word);
  for (uint32_t i = 0; i < letters_.size(); ++i)
    if ((letters_[i] & wanted) == wanted && sound(UnitId(i + 1)).find(word) != std::string_view::npos)
      out.push_back(UnitId(i + 1));
}

std::vector<UnitId> UnitIndex::candidates(std::string_view word) const {
  std::vector<UnitId> out;
  if (word.empty()) return out;
  add_by_name(word, out);
  const size_t by_name = out.size();
  add_by_code(word, out);
  add_by_initials(word, out);
  if (out.size() > by_name) sort_once(out);
  return out;
}

std::vector<UnitId> UnitIndex::near_candidates(std::u32string_view word, size_t limit, size_t most) const {
  std::u32string characters(word);
  std::sort(characters.begin(), characters.end());
  characters.erase(std::unique(characters.begin(), characters.end()), characters.end());
  std::vector<Range> ranges;
  for (const char32_t c : characters) {
    const auto found = by_character_.find(c);
    ranges.push_back(found == by_character_.end() ? Range() : found->second);
  }
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.end - a.first < b.end - b.first; });
  // What differs by `limit` characters at most keeps one of any `limit` + 1 of them.
  std::vector<UnitId> out;
  for (size_t i = 0; i < ranges.size() && i <= limit; ++i) {
    const size_t taken = std::min<size_t>(ranges[i].end - ranges[i].first, most);
    const auto first = postings_.begin() + ranges[i].first;
    out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(taken));
  }
  sort_once(out);
  return out;
}

Fit UnitIndex::fit(std::string_view word, UnitId id, Date day) const {
  if (is_changed_[id.number() - 1]) return fit_unit(word, tree_->unit(id), day, initials_);
  const Fit by_name = fit_name(word, name(id), sound(id));
  if (by_name == Fit::exact) return by_name;
  // A code has digits or Latin letters, and a word that begins with neither fits none.
  const char c = word.front();
  if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) return by_name;
  return std::min(by_name, fit_code(word, tree_->code_of(id, day)));
}

}  // namespace jinguo::org
