#include "app/inbox_work.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>

#include "access/rules.h"
#include "app/programme_lookup.h"

namespace jinguo::app {
namespace {

using define::Programme;

/// Days are moved up so that their texts stand in order before 1970, too.
constexpr int kUp = 1'000'000, kNever = 9'999'999;

/// The level of the asker's post that is among the roles; the one nearest to the records.
org::Level level_of_post(const Call& call, const std::vector<define::Role>& roles) {
  std::optional<org::Level> level;
  for (const access::Holding& holding : call.scope->holdings())
    for (const define::Role& role : roles)
      if (role.level == holding.level && role.name == holding.role && (!level || holding.level > *level))
        level = holding.level;
  return level.value_or(org::Level::village);
}

/// When a record of this date is due at a level.
std::optional<Date> due_of(const Programme& programme, Date date, org::Level level) {
  const define::Obligation& duty = *programme.obligation;
  if (duty.period) return flow::due_day(programme, Period::containing(*duty.period, date), level);
  const Date due = flow::due_day(programme, Period::containing(Period::Kind::day, date), level);
  return duty.due_on && due == *duty.due_on ? std::optional(due) : std::nullopt;
}

void add_records(App& app, const Call& call, const std::shared_ptr<const Programme>& programme,
                 std::vector<WorkItem>& work) {
  const OpenSteps steps = open_steps(call, *programme);
  const access::Reach seen = access::rows_reach(*call.scope, *programme);
  if (steps.by_state.empty() || seen.is_empty()) return;
  const org::View& today = call.scope->today();
  const Date oldest = app.today().plus_days(-kDueKeptDays);
  app.read_open(programme->id, [&](const flow::OpenWork& open) {
    std::vector<const OpenSteps::Step*> step_of(open.states().size(), nullptr);
    std::vector<std::unordered_map<int32_t, std::optional<Date>>> dues(open.states().size());
    for (size_t i = 0; i < step_of.size(); ++i)
      if (const auto found = steps.by_state.find(open.states()[i]); found != steps.by_state.end())
        step_of[i] = &found->second;
    for (const flow::OpenWork::Entry& entry : open.entries()) {
      const OpenSteps::Step* step = step_of[entry.state];
      if (!step || !step->reach.holds(today, entry.unit) || !seen.holds(today, entry.unit)) continue;
      WorkItem item;
      item.programme = programme;
      item.record = entry.id;
      item.unit = entry.unit;
      item.since = entry.since;
      if (programme->obligation) {
        // What has no day yet is due as of the day it was begun.
        const Date day = entry.date.value_or(entry.since);
        const auto [known, is_new] = dues[entry.state].try_emplace(day.days());
        if (is_new) known->second = due_of(*programme, day, step->level);
        item.due = known->second;
        if (item.due && *item.due < oldest) item.due.reset();
      }
      work.push_back(std::move(item));
    }
  });
}

}  // namespace

OpenSteps open_steps(const Call& call, const Programme& programme) {
  OpenSteps out;
  for (const define::State& state : programme.states) {
    std::vector<define::Role> roles;
    OpenSteps::Step step;
    for (const define::Event& event : programme.events) {
      if (!flow::leads_on(programme, event, state.id)) continue;
      if (access::reach_of(*call.scope, event.by).is_empty()) continue;
      roles.insert(roles.end(), event.by.begin(), event.by.end());
      step.events.push_back(&event);
    }
    if (step.events.empty()) continue;
    step.reach = access::reach_of(*call.scope, roles);
    step.level = level_of_post(call, roles);
    out.by_state.emplace(state.id, std::move(step));
  }
  return out;
}

std::string WorkItem::due_text() const {
  std::array<char, 16> day{};
  std::snprintf(day.data(), day.size(), "%07d", due ? due->days() + kUp : kNever);
  return day.data();
}

std::string WorkItem::key() const {
  std::array<char, 32> rest{};
  std::snprintf(rest.data(), rest.size(), ".%07d.%u.", since.days() + kUp, static_cast<unsigned>(kind));
  const std::string days = due_text() + rest.data();
  if (!record.is_none()) return days + programme->id + "." + record.to_text();
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "%010u", unit.number());
  return days + programme->id + "." + number.data() + "." + (period ? period->to_text() : "");
}

bool WorkItem::operator<(const WorkItem& other) const {
  const auto day = [](const std::optional<Date>& at) { return at ? at->days() : INT32_MAX; };
  if (day(due) != day(other.due)) return day(due) < day(other.due);
  if (since != other.since) return since < other.since;
  if (kind != other.kind) return kind < other.kind;
  if (programme->id != other.programme->id) return programme->id < other.programme->id;
  if (record != other.record) return record < other.record;
  if (unit != other.unit) return unit < other.unit;
  return period && other.period && period->to_text() < other.period->to_text();
}

std::vector<WorkItem> waiting_work(App& app, const Call& call, std::string_view programme) {
  std::vector<WorkItem> work;
  for (const auto& [id, one] : app.published().catalogue->programmes) {
    if (!programme.empty() && id != programme) continue;
    add_records(app, call, one, work);
    add_duties(app, call, one, work);
  }
  return work;
}

}  // namespace jinguo::app
