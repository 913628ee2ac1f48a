#include "flow/open_work.h"

#include <algorithm>
#include <cstring>

namespace jinguo::flow {

bool leads_on(const define::Programme& programme, const define::Event& event, std::string_view state) {
  if (event.to.empty() || event.to == state) return false;
  if (std::find(event.from.begin(), event.from.end(), state) == event.from.end()) return false;
  const define::State* from = programme.state(state);
  const define::State* to = programme.state(event.to);
  if (!from || !to || from->is_end || from->is_void || to->is_void) return false;
  return !to->is_draft || from->is_draft;
}

std::vector<std::string> waiting_states(const define::Programme& programme) {
  std::vector<std::string> out;
  for (const define::State& state : programme.states)
    if (std::any_of(programme.events.begin(), programme.events.end(),
                    [&](const define::Event& event) { return leads_on(programme, event, state.id); }))
      out.push_back(state.id);
  return out;
}

size_t OpenWork::Hash::operator()(const RecordId& id) const {
  uint64_t halves[2];
  static_assert(sizeof(halves) == sizeof(RecordId::Bytes));
  std::memcpy(halves, id.bytes().data(), sizeof(halves));
  return static_cast<size_t>(halves[0] * 0x9E3779B97F4A7C15ULL ^ halves[1]);
}

uint16_t OpenWork::state_number(const std::string& state) {
  const auto place = std::find(states_.begin(), states_.end(), state) - states_.begin();
  if (static_cast<size_t>(place) == states_.size()) states_.push_back(state);
  return static_cast<uint16_t>(place);
}

void OpenWork::follow(const define::Programme& programme, const record::Record& record) {
  const bool waits =
      std::any_of(programme.events.begin(), programme.events.end(),
                  [&](const define::Event& event) { return leads_on(programme, event, record.state); });
  const auto known = places_.find(record.id);
  if (waits) {
    const Entry entry{record.id, record.unit,
                      record.path.empty() ? record.filed_on : record.path.back().since, record.date,
                      state_number(record.state)};
    if (known != places_.end()) {
      entries_[known->second] = entry;
    } else {
      places_[record.id] = static_cast<uint32_t>(entries_.size());
      entries_.push_back(entry);
    }
    return;
  }
  if (known == places_.end()) return;
  const uint32_t place = known->second;
  places_.erase(known);
  if (place + 1 != entries_.size()) {
    entries_[place] = entries_.back();
    places_[entries_[place].id] = place;
  }
  entries_.pop_back();
}

const OpenWork::Entry* OpenWork::find(RecordId id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &entries_[found->second];
}

}  // namespace jinguo::flow
