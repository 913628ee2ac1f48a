#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "record/record.h"

namespace jinguo::flow {

/// Whether the event leads on from the state: neither into the void, nor back into a draft, nor to where the
/// record stands already. Such events are work that waits for those who may take them.
bool leads_on(const define::Programme& programme, const define::Event& event, std::string_view state);

/// The states of the programme from which some event leads on, in the order of its file.
std::vector<std::string> waiting_states(const define::Programme& programme);

/// The records of one programme that wait for a next step, whoever is to take it: derived from the records,
/// so that "what waits for me" is a walk over an array however many villages there are.
class OpenWork {
 public:
  struct Entry {
    RecordId id;
    UnitId unit;
    /// Business date on which it entered its state.
    Date since;
    /// The day that places it in time; nothing while that is blank.
    std::optional<Date> date;
    /// Index in `states()`.
    uint16_t state = 0;
  };

  /// Takes the record in, anew or for the first time; out when nothing leads on from its state.
  void follow(const define::Programme& programme, const record::Record& record);
  /// In no order that means anything.
  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<std::string>& states() const { return states_; }
  const Entry* find(RecordId id) const;

 private:
  struct Hash {
    size_t operator()(const RecordId& id) const;
  };
  uint16_t state_number(const std::string& state);

  std::vector<Entry> entries_;
  std::unordered_map<RecordId, uint32_t, Hash> places_;
  std::vector<std::string> states_;
};

}  // namespace jinguo::flow
