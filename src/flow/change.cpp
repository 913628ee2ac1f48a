#include "flow/change.h"

#include <algorithm>

#include "access/role.h"
#include "access/rules.h"
#include "flow/flow_error.h"
#include "record/validate.h"

namespace jinguo::flow {
namespace {

using define::Event;
using define::Field;
using define::Programme;
using record::Record;

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool may(const Actor& actor, const std::vector<define::Role>& granted) {
  return actor.is_system || access::holds_one_of(actor.roles, granted);
}

/// Events of that name leading on from the state; a name may have several, with conditions apart.
std::vector<const Event*> events_from(const Programme& programme, std::string_view id,
                                      std::string_view state) {
  std::vector<const Event*> out;
  for (const Event& event : programme.events)
    if (event.id == id && contains(event.from, state)) out.push_back(&event);
  return out;
}

std::string labels(const std::vector<const Event*>& events) {
  std::string out;
  for (const Event* event : events) out += (out.empty() ? "" : "、") + event->label.zh;
  return out.empty() ? "—" : out;
}

std::string labels_from(const Programme& programme, std::string_view state) {
  std::vector<const Event*> events;
  for (const Event& event : programme.events)
    if (contains(event.from, state)) events.push_back(&event);
  return labels(events);
}

std::vector<define::Role> editors_of(const Programme& programme, std::string_view state, const Field& field) {
  std::vector<define::Role> roles;
  for (const define::EditRight& right : programme.rights.edit) {
    if (!right.in.empty() && !contains(right.in, state)) continue;
    if (!right.fields.empty() && !contains(right.fields, field.id)) continue;
    roles.insert(roles.end(), right.by.begin(), right.by.end());
  }
  return roles;
}

/// The event meant: of several with one name, the first whose condition the record with its new values meets.
const Event* event_of(const Programme& programme, const Record& before, const Change& change) {
  Record after = before;
  for (const auto& [index, value] : change.values) after.values[index] = value;
  record::compute(programme, after);
  const auto slots = record::slots_of(after);
  const expr::Context context = record::context_of(programme, change.on);
  const auto events = events_from(programme, change.event, before.state);
  for (const Event* event : events)
    if (!event->when || event->when->plan.is_met(slots, context)) return event;
  return events.empty() ? nullptr : events.front();
}

void judge_fields(const Programme& programme, std::string_view state, const std::vector<std::string>* inputs,
                  const Change& change, const Actor& actor, Diagnostics& faults) {
  for (const auto& [index, value] : change.values) {
    const Field& field = programme.fields[index];
    if (inputs && contains(*inputs, field.id)) continue;
    const auto editors = editors_of(programme, state, field);
    if (may(actor, editors)) continue;
    const define::State* current = programme.state(state);
    faults.push_back(
        Error(kFieldLocked, {field.label.zh, current->label.zh, roles_text(editors)}).on(field.id));
  }
}

void judge_event(const Programme& programme, const Record& before, const Change& change, const Actor& actor,
                 const DoneBy& done_by, Diagnostics& faults) {
  if (!programme.event(change.event)) {
    std::string all;
    for (const Event& event : programme.events) all += (all.empty() ? "" : "、") + event.id;
    faults.push_back(Error(kNoSuchEvent, {programme.title.zh, change.event, all}));
    return;
  }
  const Event* event = event_of(programme, before, change);
  if (!event) {
    faults.push_back(
        Error(kWrongState, {programme.state(before.state)->label.zh, programme.event(change.event)->label.zh,
                            labels_from(programme, before.state)}));
    return;
  }
  if (!may(actor, event->by)) faults.push_back(Error(kNoRight, {event->label.zh, roles_text(event->by)}));
  if (event->reason_required && change.reason.empty())
    faults.push_back(Error(kReasonNeeded, {event->label.zh}).on("reason"));
  if (!event->not_same_as.empty() && !actor.is_system) {
    const auto last = std::find_if(done_by.rbegin(), done_by.rend(),
                                   [&](const auto& done) { return done.first == event->not_same_as; });
    if (last != done_by.rend() && last->second == actor.account) {
      const Event* other = programme.event(event->not_same_as);
      faults.push_back(Error(kSamePerson, {other ? other->label.zh : event->not_same_as, event->label.zh}));
    }
  }
  judge_fields(programme, before.state, &event->inputs, change, actor, faults);
  Record after = before;
  for (const auto& [index, value] : change.values) after.values[index] = value;
  record::compute(programme, after);
  for (const std::string& input : event->required_inputs) {
    const int index = programme.field_index(input);
    if (after.values[static_cast<size_t>(index)].is_blank())
      faults.push_back(
          Error(kInputNeeded, {event->label.zh, programme.fields[static_cast<size_t>(index)].label.zh})
              .on(input));
  }
  if (event->when &&
      !event->when->plan.is_met(record::slots_of(after), record::context_of(programme, change.on))) {
    const bool has_message = !event->when_message.zh.empty();
    const std::string zh =
        has_message ? event->when_message.zh : "不满足“" + event->label.zh + "”的条件：" + event->when->text;
    const std::string en = has_message ? event->when_message.in(Language::en)
                                       : "The condition of \"" + event->label.in(Language::en) +
                                             "\" is not met: " + event->when->text;
    faults.push_back(Error(kConditionNotMet, {zh, en}));
  }
}

}  // namespace

Diagnostics can_apply(const Programme& programme, const std::optional<Record>& before, const Change& change,
                      const Actor& actor, const DoneBy& done_by) {
  Diagnostics faults;
  switch (change.kind) {
    case Change::Kind::create:
      ensure(!before, "a record is created once");
      if (!actor.is_importing && !may(actor, programme.rights.create))
        faults.push_back(
            Error(kNoRight, {"新增“" + programme.title.zh + "”", roles_text(programme.rights.create)}));
      break;
    case Change::Kind::edit:
      ensure(before.has_value(), "only a record that is there is edited");
      judge_fields(programme, before->state, nullptr, change, actor, faults);
      break;
    case Change::Kind::event:
      ensure(before.has_value(), "an event happens to a record that is there");
      judge_event(programme, *before, change, actor, done_by, faults);
      break;
  }
  return faults;
}

Record apply(const Programme& programme, Record record, const Change& change) {
  record.values.resize(programme.fields.size());
  if (change.kind == Change::Kind::create) {
    record.state = programme.first_state().id;
    record.filed_on = change.on;
    record.path = {{record.state, change.on}};
    record.version = 0;
  }
  std::string to;
  if (change.kind == Change::Kind::event) {
    const Event* event = event_of(programme, record, change);
    ensure(event != nullptr, "an event that can be applied leads on from the state");
    to = event->to;
  }
  for (const auto& [index, value] : change.values) record.values[index] = value;
  for (const auto& [check, reason] : change.soft_reasons) record.soft_reasons[check] = reason;
  if (!to.empty() && to != record.state) {
    record.state = to;
    record.path.push_back({to, change.on});
  }
  record.rule_version = programme.version;
  ++record.version;
  record::compute(programme, record);
  return record;
}

std::vector<const Event*> open_events(const Programme& programme, const Record& record, const Actor& actor) {
  std::vector<const Event*> out;
  for (const Event& event : programme.events) {
    if (!contains(event.from, record.state) || !may(actor, event.by)) continue;
    if (std::none_of(out.begin(), out.end(), [&](const Event* e) { return e->id == event.id; }))
      out.push_back(&event);
  }
  return out;
}

std::vector<const Field*> open_fields(const Programme& programme, const Record& record, const Actor& actor) {
  std::vector<const Field*> out;
  for (const Field& field : programme.fields)
    if (!field.computed && !field.retired && may(actor, editors_of(programme, record.state, field)))
      out.push_back(&field);
  return out;
}

std::string roles_text(const std::vector<define::Role>& roles) {
  std::vector<std::string> texts;
  for (const define::Role& role : roles) {
    const access::RoleRow* row = access::find_role(role.name);
    const std::string name = row ? std::string(row->zh) : role.name;
    const std::string level(org::row_of(role.level).zh);
    // 乡镇妇联干事 names its level itself: two characters tell.
    constexpr size_t kTwoCharacters = 6;
    const bool names_level =
        level.size() >= kTwoCharacters && name.starts_with(level.substr(0, kTwoCharacters));
    std::string text = (names_level ? "" : level) + name;
    if (!contains(texts, text)) texts.push_back(std::move(text));
  }
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "、") + text;
  return out.empty() ? "无（只读）" : out;
}

}  // namespace jinguo::flow
