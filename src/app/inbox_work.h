#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/scope.h"
#include "app/call.h"

namespace jinguo::app {

/// The steps of a programme that lead on and that the asker's posts may take, by the state they begin in.
struct OpenSteps {
  struct Step {
    access::Reach reach;
    std::vector<const define::Event*> events;
    /// The level of the post by which she may, for the day it is due there.
    org::Level level = org::Level::village;
  };
  std::map<std::string, Step, std::less<>> by_state;
};
OpenSteps open_steps(const Call& call, const define::Programme& programme);

/// One thing that waits, before it is shown.
struct WorkItem {
  enum class Kind : uint8_t { record, owed, to_confirm, sent_back };
  Kind kind = Kind::record;
  std::shared_ptr<const define::Programme> programme;
  /// Of a record; none for what is owed and for returns.
  RecordId record;
  UnitId unit;
  /// Of what is owed and of returns.
  std::optional<Period> period;
  /// Nothing: no day is set, or it passed so long ago that it is no clock any more.
  std::optional<Date> due;
  /// Since when it waits.
  Date since;
  /// Of a return that was sent back: why.
  std::string reason;

  /// What is due first comes first, then what waits longest; no two are equal.
  bool operator<(const WorkItem& other) const;
  /// The same order as text, for the address of a page.
  std::string key() const;
  /// The first part of the key.
  std::string due_text() const;
};

/// Older dues are history, told where that period is looked at, and not work of today.
inline constexpr int kDueKeptDays = 366;

/// All that waits for the asker; of one programme, or with an empty id of all. In no order.
std::vector<WorkItem> waiting_work(App& app, const Call& call, std::string_view programme);

/// What she will owe next, when nothing waits.
struct Upcoming {
  std::shared_ptr<const define::Programme> programme;
  Period period;
  Date due;
};
std::optional<Upcoming> next_duty(App& app, const Call& call,
                                  const std::shared_ptr<const define::Programme>& programme);

/// What her own units owe now, and returns that wait for her: added to the list.
void add_duties(App& app, const Call& call, const std::shared_ptr<const define::Programme>& programme,
                std::vector<WorkItem>& work);

}  // namespace jinguo::app
