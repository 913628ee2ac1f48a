#include "app/demo_city_history.h"

#include <algorithm>

#include "flow/change.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

/// The post that a step is taken under: the first role that may, at its level above the unit.
std::string post_of(const define::Programme& programme, const DemoStep& step, const std::string& code) {
  const define::Event* event = step.event.empty() ? nullptr : programme.event(step.event);
  const auto& roles = event ? event->by : programme.rights.create;
  if (roles.empty()) return {};
  const auto digits = static_cast<size_t>(org::row_of(roles.front().level).digits);
  return std::string(org::row_of(roles.front().level).name) + "." + roles.front().name + "@" +
         code.substr(0, digits);
}

Error at_unit(Error fault, const org::Tree& tree, UnitId unit, Date day, const DemoStep& step) {
  return std::move(fault).at(
      {tree.label(unit, day) + " " + day.to_text() + " " + step.event, 0, 0, fault.place().field});
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
      return at_unit(faults.front(), *tree_, unit, step.on, step);
    record::Record base;
    if (current) {
      base = std::move(*current);
    } else {
      base.id = id;
      base.unit = unit;
      if (period) base.date = period->last();
    }
    current = flow::apply(*programme_, std::move(base), change);
    if (auto open = tree_->check_open(unit, step.on); !open)
      return at_unit(open.error(), *tree_, unit, step.on, step);
    note(lives_.size(), step, *current);
  }
  if (!current) return {};
  if (auto faults = record::validate(*programme_, *current); !faults.empty())
    return at_unit(faults.front(), *tree_, unit, current->filed_on, steps.back());
  lives_.push_back(std::move(*current));
  return {};
}

void DemoHistory::note(size_t life, const DemoStep& step, const record::Record& after) {
  lines_.push_back({step.on, life, step.event.empty() ? "record.create" : "record.event." + step.event,
                    post_of(*programme_, step, tree_->code_of(after.unit, step.on).to_text()), step.reason,
                    after});
}

Result<void> DemoHistory::write() {
  std::vector<const record::Record*> before(lines_.size(), nullptr);
  for (size_t i = 1; i < lines_.size(); ++i)
    if (lines_[i].life == lines_[i - 1].life) before[i] = &lines_[i - 1].after;
  std::vector<size_t> order(lines_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [this](size_t a, size_t b) { return lines_[a].on < lines_[b].on; });
  const auto saved = std::make_shared<std::vector<SavedRecord>>();
  auto done = app_.store().perform([&, saved](Writing& writing) -> Result<Committed> {
    saved->clear();
    saved->reserve(lives_.size());
    const auto plan = app_.figures().plan(programme_->id);
    for (const record::Record& life : lives_) {
      auto claimed = writing.claim_unique(programme_->id, life.id, unique_keys(*programme_, *tree_, life));
      if (!claimed) return std::move(claimed).error();
      saved->push_back({programme_, life, {}, rollup::Figures::effect_of(*plan, nullptr, &life), plan});
    }
    writing.insert_records(*programme_, lives_);
    LogEntry entry;
    entry.programme = programme_->id;
    for (const size_t i : order) {
      const Line& line = lines_[i];
      const auto holder = posts_.find(line.post);
      entry.account = holder == posts_.end() ? AccountId() : holder->second;
      entry.at = demo_moment(line.on, i);
      entry.post = line.post;
      entry.action = line.action;
      entry.subject = line.after.id.to_text();
      entry.unit = line.after.unit;
      entry.on = line.on;
      entry.reason = line.reason;
      writing.append(entry, programme_.get(), before[i], &line.after);
    }
    const Position position = writing.head();
    return Committed{position, [this, saved, position] {
                       for (const SavedRecord& one : *saved) apply_saved(app_, one, position);
                     }};
  });
  if (!done) return std::move(done).error();
  lives_.clear();
  lines_.clear();
  return {};
}

}  // namespace jinguo::app
