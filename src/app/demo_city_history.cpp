#include "app/demo_city_history.h"

#include <algorithm>

#include "flow/change.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

/// The variant of the step's event that is meant for the record.
const define::Event* event_of(const define::Programme& programme, const DemoStep& step,
                              const record::Record& after) {
  const auto slots = record::slots_of(after);
  const expr::Context context = record::context_of(programme, step.on);
  for (const define::Event& event : programme.events)
    if (event.id == step.event && (!event.when || event.when->plan.is_met(slots, context))) return &event;
  return programme.event(step.event);
}

/// The post that a step is taken under: the first role that may, at its level at or above the unit.
std::string post_of(const define::Programme& programme, const DemoStep& step, const record::Record& after,
                    const org::Tree& tree) {
  const define::Event* event = step.event.empty() ? nullptr : event_of(programme, step, after);
  const auto& roles = event ? event->by : programme.rights.create;
  const auto role = std::find_if(roles.begin(), roles.end(), [&](const define::Role& one) {
    return one.level <= tree.level_of(after.unit);
  });
  if (role == roles.end()) return {};
  const org::LevelRow& level = org::row_of(role->level);
  return std::string(level.name) + "." + role->name + "@" +
         tree.code_of(after.unit, step.on).to_text().substr(0, static_cast<size_t>(level.digits));
}

Error at_unit(Error fault, const org::Tree& tree, UnitId unit, const DemoStep& step) {
  const std::string where = tree.label(unit, step.on) + " " + step.on.to_text() + " " + step.event;
  return std::move(fault).at({where, 0, 0, fault.place().field});
}

}  // namespace

Instant demo_moment(Date day, uint64_t order) {
  constexpr Instant kDay = 86'400'000, kTwoInUtc = 2 * 3'600'000;
  return day.days() * kDay + kTwoInUtc + static_cast<Instant>(order * 37'003 % (6 * 3'600'000));
}

DemoValues& DemoValues::set(std::string_view field, Value value) {
  const int index = programme_->field_index(field);
  ensure(index >= 0, "the demo fills fields of " + programme_->id + " that are there: " + std::string(field));
  values_.emplace_back(static_cast<size_t>(index), std::move(value));
  return *this;
}

DemoHistory::DemoHistory(App& app, std::string_view programme, const DemoPosts& posts)
    : app_(app), tree_(app.published().tree), posts_(posts) {
  const Snapshot now = app.published();
  const auto found = now.catalogue->programmes.find(programme);
  ensure(found != now.catalogue->programmes.end(), "the demo has the programme " + std::string(programme));
  programme_ = found->second;
}

Result<void> DemoHistory::add(RecordId id, UnitId unit, std::vector<DemoStep> steps,
                              std::optional<Period> period) {
  flow::Actor actor;
  actor.is_system = true;
  Life life;
  std::optional<record::Record> current;
  for (DemoStep& step : steps) {
    if (app_.today() < step.on) break;
    flow::Change change;
    change.kind = step.event.empty() ? flow::Change::Kind::create : flow::Change::Kind::event;
    change.event = step.event;
    change.on = step.on;
    change.reason = step.reason;
    change.values = std::move(step.values);
    if (auto faults = flow::can_apply(*programme_, current, change, actor, {}); !faults.empty())
      return at_unit(faults.front(), *tree_, unit, step);
    if (auto open = tree_->check_open(unit, step.on); !open) return at_unit(open.error(), *tree_, unit, step);
    if (!current) {
      current.emplace();
      current->id = id;
      current->unit = unit;
      record::take_from_unit(*programme_, *current, tree_->level_of(unit));
      if (period) current->date = period->last();
    }
    current = flow::apply(*programme_, std::move(*current), change);
    life.lines.push_back(line_of(step, *current));
  }
  if (!current) return {};
  if (auto faults = record::validate(*programme_, *current); !faults.empty())
    return at_unit(faults.front(), *tree_, unit, steps.front());
  lives_.push_back(std::move(life));
  return {};
}

DemoHistory::Line DemoHistory::line_of(const DemoStep& step, const record::Record& after) const {
  return {step.on, step.event.empty() ? "record.create" : "record.event." + step.event,
          post_of(*programme_, step, after, *tree_), step.reason, after};
}

Result<void> DemoHistory::write() {
  // A command's undo list is walked after each statement, so that one command of all records would cost the
  // square of their number.
  constexpr size_t kAtOnce = 400;
  std::stable_sort(lives_.begin(), lives_.end(),
                   [](const Life& a, const Life& b) { return a.lines.front().on < b.lines.front().on; });
  std::span<const Life> left = lives_;
  while (!left.empty()) {
    const size_t n = std::min(kAtOnce, left.size());
    if (auto written = write_some(left.first(n)); !written) return written;
    left = left.subspan(n);
  }
  lives_.clear();
  return {};
}

Result<void> DemoHistory::write_some(std::span<const Life> lives) {
  const auto saved = std::make_shared<std::vector<SavedRecord>>();
  auto done = app_.store().perform([this, lives, saved](Writing& writing) -> Result<Committed> {
    saved->clear();
    saved->reserve(lives.size());
    std::vector<record::Record> records;
    records.reserve(lives.size());
    const auto plan = app_.figures().plan(programme_->id);
    for (const Life& life : lives) {
      const record::Record& now = life.now();
      auto claimed =
          writing.claim_unique(programme_->id, now.id, unique_keys(*programme_, *tree_, now), true);
      if (!claimed) return std::move(claimed).error();
      saved->push_back({programme_, now, {}, rollup::Figures::effect_of(*plan, nullptr, &now), plan});
      records.push_back(now);
    }
    writing.insert_records(*programme_, records);
    append_lines(writing, lives);
    const Position position = writing.head();
    return Committed{position, [this, saved, position] {
                       for (const SavedRecord& one : *saved) apply_saved(app_, one, position);
                     }};
  });
  if (!done) return std::move(done).error();
  return {};
}

void DemoHistory::append_lines(Writing& writing, std::span<const Life> lives) const {
  struct Place {
    const Line* line;
    const record::Record* before;
  };
  std::vector<Place> order;
  for (const Life& life : lives)
    for (size_t i = 0; i < life.lines.size(); ++i)
      order.push_back({&life.lines[i], i == 0 ? nullptr : &life.lines[i - 1].after});
  std::stable_sort(order.begin(), order.end(),
                   [](const Place& a, const Place& b) { return a.line->on < b.line->on; });
  LogEntry entry;
  entry.programme = programme_->id;
  for (size_t i = 0; i < order.size(); ++i) {
    const Line& line = *order[i].line;
    const auto holder = posts_.find(line.post);
    entry.account = holder == posts_.end() ? AccountId() : holder->second;
    entry.at = demo_moment(line.on, i);
    entry.post = line.post;
    entry.action = line.action;
    entry.subject = line.after.id.to_text();
    entry.unit = line.after.unit;
    entry.on = line.on;
    entry.reason = line.reason;
    writing.append(entry, programme_.get(), order[i].before, &line.after);
  }
}

}  // namespace jinguo::app
