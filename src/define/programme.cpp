#include "define/programme.h"

#include <algorithm>

#include "define/catalogue.h"

namespace jinguo::define {
namespace {

template <class Items>
auto find_by_id(const Items& items, std::string_view id) -> decltype(items.data()) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.id == id; });
  return at == items.end() ? nullptr : &*at;
}

}  // namespace

const Choice* ChoiceList::find(std::string_view code) const {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Choice& c) { return c.code == code; });
  return at == items.end() ? nullptr : &*at;
}

const Choice* ChoiceList::term_on(Date day) const {
  for (const Choice& c : items)
    if (c.first && c.last && *c.first <= day && day <= *c.last) return &c;
  return nullptr;
}

const Field* Programme::field(std::string_view wanted) const {
  return find_by_id(fields, wanted);
}
const State* Programme::state(std::string_view wanted) const {
  return find_by_id(states, wanted);
}
const Event* Programme::event(std::string_view wanted) const {
  return find_by_id(events, wanted);
}
const Measure* Programme::measure(std::string_view wanted) const {
  return find_by_id(measures, wanted);
}
const Indicator* Programme::indicator(std::string_view wanted) const {
  return find_by_id(indicators, wanted);
}

std::vector<const Event*> Programme::events_from(std::string_view state, std::string_view wanted) const {
  std::vector<const Event*> out;
  for (const Event& e : events)
    if (e.id == wanted && std::find(e.from.begin(), e.from.end(), state) != e.from.end()) out.push_back(&e);
  return out;
}

bool Programme::is_filed_at(org::Level at) const {
  return at == level || at == org::Level::body ||
         std::find(also_at.begin(), also_at.end(), at) != also_at.end();
}

Words Programme::filing_levels() const {
  Words out;
  for (auto row = org::kLevels.rbegin(); row != org::kLevels.rend(); ++row) {
    if (row->level != level && std::find(also_at.begin(), also_at.end(), row->level) == also_at.end())
      continue;
    out.zh += (out.zh.empty() ? "" : "、") + std::string(row->zh);
    out.en += (out.en.empty() ? "" : ", ") + std::string(row->name);
  }
  return out;
}

int Programme::field_index(std::string_view wanted) const {
  const Field* f = field(wanted);
  return f ? static_cast<int>(f - fields.data()) : -1;
}

const State& Programme::official_state() const {
  if (const State* s = state(official_from)) return *s;
  for (const State& s : states)
    if (!s.is_draft && !s.is_void) return s;
  return states.front();
}

int check_rank(const State& state) {
  if (state.is_draft || state.is_void) return -1;
  if (!state.checked_by) return 0;
  constexpr int kVillage = static_cast<int>(org::Level::village);
  return std::max(1, kVillage - static_cast<int>(*state.checked_by) + 1);
}

int official_rank(const Programme& programme) {
  return std::max(0, check_rank(programme.official_state()));
}

const Programme* Catalogue::programme(std::string_view id) const {
  const auto at = programmes.find(id);
  return at == programmes.end() ? nullptr : at->second.get();
}

const ReportTemplate* Catalogue::report(std::string_view id) const {
  const auto at = reports.find(id);
  return at == reports.end() ? nullptr : at->second.get();
}

}  // namespace jinguo::define
