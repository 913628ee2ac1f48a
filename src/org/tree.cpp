#include "org/tree.h"

#include <algorithm>

#include "org/near.h"
#include "org/org_error.h"

namespace jinguo::org {
namespace {

constexpr size_t kSuggestions = 3;
const Date kBeforeAll = *Date::make(1600, 1, 1);

/// The names of "白旄镇/东村", outermost first, blanks around each dropped; "／" parts like "/".
std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') {
      parts.emplace_back();
    } else if (text.substr(i, 3) == "\uFF0F") {
      parts.emplace_back();
      i += 2;
    } else {
      parts.back() += text[i];
    }
  }
  for (std::string& part : parts) {
    const size_t first = part.find_first_not_of(' ');
    part = first == std::string::npos ? "" : part.substr(first, part.find_last_not_of(' ') - first + 1);
  }
  return parts;
}

}  // namespace

Tree::Tree()
    : buckets_{std::make_shared<Bucket>()},
      days_(std::make_shared<std::vector<Date>>()),
      roots_(std::make_shared<std::vector<UnitId>>()) {}

const Unit& Tree::unit(UnitId id) const {
  ensure(has(id), "a unit that is asked for exists in the tree");
  const uint32_t n = id.number() - 1;
  return (*chunks_[n / kChunk])[n % kChunk];
}

std::vector<UnitId> Tree::list_by_code(const Code& code) const {
  std::vector<UnitId> out;
  const uint64_t hash = code.hash();
  const Bucket& bucket = bucket_of(hash);
  for (auto it = std::lower_bound(bucket.begin(), bucket.end(), CodeEntry{hash, UnitId()});
       it != bucket.end() && it->hash == hash; ++it) {
    const Timeline<Code>& codes = unit(it->unit).codes;
    for (size_t i = 0; i < codes.size(); ++i) {
      if (codes[i].value != code) continue;
      out.push_back(it->unit);
      break;
    }
  }
  return out;
}

std::optional<UnitId> Tree::find_exact(const Code& code, Date date) const {
  for (const UnitId id : list_by_code(code))
    if (is_open(id, date) && code_of(id, date) == code) return id;
  return std::nullopt;
}

Result<UnitId> Tree::find(std::string_view text, Date date) const {
  Result<Code> code = Code::parse(text);
  if (code) return find(*code, date);
  const std::vector<UnitId> near = near_names(*this, text, UnitId(), date, kSuggestions);
  if (near.empty()) return std::move(code).error();
  return Error(kUnknownCode, {std::string(text.substr(0, 60)), date.to_text(),
                              list_labels(*this, near, date, kSuggestions)});
}

Result<UnitId> Tree::find(const Code& code, Date date) const {
  if (code.is_none()) return Error(kBadCode, {""});
  for (std::optional<Code> asked = code; asked; asked = asked->shorter())
    if (const auto found = find_exact(*asked, date)) return *found;
  return why_not(code, date);
}

Error Tree::why_not(const Code& code, Date date) const {
  for (std::optional<Code> asked = code; asked; asked = asked->shorter()) {
    const std::vector<UnitId> had_it = list_by_code(*asked);
    if (had_it.empty()) continue;
    const UnitId id = had_it.back();
    Result<void> open = check_open(id, date);
    if (!open) return std::move(open).error();
    return Error(kCodeChanged, {asked->to_text(), date.to_text(), label(id, date)});
  }
  const std::vector<UnitId> near = near_codes(*this, code, date, kSuggestions);
  return Error(kUnknownCode, {code.to_text(), date.to_text(), list_labels(*this, near, date, kSuggestions)});
}

Result<UnitId> Tree::find_by_name(std::string_view text, UnitId below, Date date) const {
  const std::vector<std::string> names = split_names(text);
  std::vector<UnitId> found;
  const auto fits_above = [&](UnitId id) {
    size_t left = names.size() - 1;
    for (UnitId up = parent_of(id, date); left > 0 && !up.is_none(); up = parent_of(up, date))
      if (name_of(up, date) == names[left - 1]) --left;
    return left == 0;
  };
  for (uint32_t n = 1; n <= size_; ++n) {
    const Unit& unit = this->unit(UnitId(n));
    if (!unit.is_open(date) || unit.names.at(date) != names.back()) continue;
    if (!below.is_none() && !is_within(unit.id, below, date)) continue;
    if (fits_above(unit.id)) found.push_back(unit.id);
  }
  if (found.size() == 1) return found.front();
  const std::string asked(text.substr(0, 120));
  if (found.empty()) {
    const std::vector<UnitId> near = near_names(*this, names.back(), below, date, kSuggestions);
    return Error(kUnknownName, {asked, date.to_text(), list_labels(*this, near, date, kSuggestions)});
  }
  std::string list;
  for (size_t i = 0; i < found.size() && i < 5; ++i) {
    const UnitId up = parent_of(found[i], date);
    list += (i > 0 ? "; " : "") + (up.is_none() ? "" : name_of(up, date) + "/") + label(found[i], date);
  }
  if (found.size() > 5) list += " …";
  return Error(kAmbiguousName, {asked, list});
}

UnitId Tree::parent_of(UnitId id, Date date) const {
  return unit(id).parents.at(date);
}

std::vector<UnitId> Tree::children_of(UnitId id, Date date) const {
  std::vector<UnitId> out;
  for (const UnitId child : unit(id).children)
    if (is_open(child, date) && parent_of(child, date) == id) out.push_back(child);
  sort_by_code(*this, date, out);
  return out;
}

std::vector<UnitId> Tree::roots(Date date) const {
  std::vector<UnitId> out;
  for (const UnitId id : *roots_)
    if (is_open(id, date) && parent_of(id, date).is_none()) out.push_back(id);
  sort_by_code(*this, date, out);
  return out;
}

std::vector<UnitId> Tree::path_of(UnitId id, Date date) const {
  std::vector<UnitId> out;
  for (UnitId up = id; !up.is_none(); up = parent_of(up, date)) out.push_back(up);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string Tree::path_text(UnitId id, Date date) const {
  std::string out;
  for (const UnitId up : path_of(id, date)) out += (out.empty() ? "" : " / ") + name_of(up, date);
  return out;
}

std::string Tree::label(UnitId id, Date date) const {
  const Code& code = code_of(id, date);
  return code.is_none() ? name_of(id, date) : name_of(id, date) + " " + code.to_text();
}

bool Tree::is_within(UnitId id, UnitId ancestor, Date date) const {
  for (UnitId up = id; !up.is_none(); up = parent_of(up, date))
    if (up == ancestor) return true;
  return false;
}

std::optional<UnitId> Tree::successor(UnitId id, Date date) const {
  for (UnitId at = id;;) {
    const Unit& unit = this->unit(at);
    if (unit.is_open(date)) return at;
    if (date < unit.opened || unit.heir.is_none() || date < unit.heir_from) return std::nullopt;
    at = unit.heir;
  }
}

Result<void> Tree::check_open(UnitId id, Date date) const {
  const Unit& unit = this->unit(id);
  if (date < unit.opened) return Error(kNotYetOpen, {label(id, date), unit.opened.to_text()});
  if (date <= unit.closed) return {};
  const auto next = successor(id, date);
  return Error(kUnitClosed, {label(id, date), unit.closed.to_text(), next ? label(*next, date) : "—"});
}

Date Tree::version_day(Date date) const {
  const auto after = std::upper_bound(days_->begin(), days_->end(), date);
  return after == days_->begin() ? kBeforeAll : *(after - 1);
}

std::vector<UnitId> Tree::changed_since(const Tree& before) const {
  std::vector<UnitId> out;
  for (uint32_t n = 0; n < size_; ++n) {
    const uint32_t c = n / kChunk;
    if (n % kChunk == 0 && c < before.chunks_.size() && before.chunks_[c] == chunks_[c]) {
      n += static_cast<uint32_t>(chunks_[c]->size()) - 1;
      continue;
    }
    const UnitId id(n + 1);
    if (!before.has(id) || !same_facts(before.unit(id), unit(id))) out.push_back(id);
  }
  return out;
}

void sort_by_code(const Tree& tree, Date date, std::vector<UnitId>& units) {
  const auto before = [&](UnitId a, UnitId b) {
    const Code& x = tree.code_of(a, date);
    const Code& y = tree.code_of(b, date);
    if (x.is_none() != y.is_none()) return y.is_none();
    if (x.is_division() != y.is_division()) return x.is_division();
    return x == y ? a < b : x < y;
  };
  if (!std::is_sorted(units.begin(), units.end(), before)) std::sort(units.begin(), units.end(), before);
}

}  // namespace jinguo::org
