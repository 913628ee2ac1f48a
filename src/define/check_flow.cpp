#include <algorithm>
#include <set>

#include "define/check_parts.h"
#include "define/define_error.h"

namespace jinguo::define {
namespace {

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void check_paths(Checking& c) {
  Programme& p = c.programme;
  if (p.states.empty()) return;
  if (p.states.front().is_void) c.in.fault(kFirstState, {p.states.front().id}, p.states.front().place);
  std::set<std::string> reached{p.states.front().id};
  for (bool more = true; more;) {
    more = false;
    for (const Event& e : p.events)
      if (!e.to.empty() &&
          std::any_of(e.from.begin(), e.from.end(), [&](const auto& s) { return reached.count(s); }))
        more |= reached.insert(e.to).second;
  }
  for (const State& s : p.states) {
    if (!reached.count(s.id)) c.in.fault(kUnreachable, {s.id}, s.place);
    const bool leaves = std::any_of(p.events.begin(), p.events.end(), [&](const Event& e) {
      return holds(e.from, s.id) && !e.to.empty() && e.to != s.id;
    });
    if (!leaves && !s.is_end && !s.is_void && p.states.size() > 1) c.in.fault(kDeadEnd, {s.id}, s.place);
  }
}

void check_overlaps(Checking& c) {
  const auto& events = c.programme.events;
  std::vector<std::string> names = field_ids(c.programme);
  names.insert(names.end(), {"state", "unit", "date", "filed_on"});
  for (size_t i = 0; i < events.size(); ++i)
    for (size_t k = i + 1; k < events.size(); ++k) {
      const Event& a = events[i];
      const Event& b = events[k];
      if (a.id != b.id && (a.label.zh.empty() || a.label.zh != b.label.zh)) continue;
      const auto shared =
          std::find_if(a.from.begin(), a.from.end(), [&](const std::string& s) { return holds(b.from, s); });
      if (shared == a.from.end()) continue;
      if (a.when && b.when && exclude_each_other(a.when->text, b.when->text, names)) continue;
      c.in.fault(kEventOverlap, {a.id == b.id ? b.id : b.label.zh, *shared}, b.place);
    }
}

/// A field that someone is to type in.
void check_input(Checking& c, const std::string& id, const Place& at) {
  const Field* field = c.programme.field(id);
  if (!field)
    tell_unknown(c.in, kFieldKind, id, field_ids(c.programme), at);
  else if (field->computed || field->retired)
    c.in.fault(kNotAskable, {id}, at);
}

void check_state(Checking& c, const std::string& id, const Place& at) {
  if (!c.programme.state(id)) tell_unknown(c.in, kStateKind, id, state_ids(c.programme), at);
}

void check_events(Checking& c) {
  Programme& p = c.programme;
  // Levels are numbered from the nation down.
  org::Level least = p.level;
  for (const org::Level level : p.also_at) least = std::max(least, level);
  const org::LevelRow& lowest = org::row_of(least);
  std::vector<std::string> event_ids;
  for (const Event& e : p.events)
    if (!holds(event_ids, e.id)) event_ids.push_back(e.id);
  for (size_t n = 0; n < p.events.size(); ++n) {
    const Event& e = p.events[n];
    const auto first =
        std::find_if(p.events.begin(), p.events.end(), [&](const Event& o) { return o.id == e.id; });
    const auto alike =
        std::count_if(p.events.begin(), p.events.end(), [&](const Event& o) { return o.id == e.id; });
    const std::string variant = std::to_string(p.events.begin() + static_cast<long>(n) - first);
    // A name with several variants has one more step in its path: the variant's number.
    const auto place = [&](std::string_view key, const std::string& index) {
      if (alike > 1)
        return index.empty() ? c.at({"events", e.id, variant, key})
                             : c.at({"events", e.id, variant, key, index});
      return index.empty() ? c.at({"events", e.id, key}) : c.at({"events", e.id, key, index});
    };
    for (size_t i = 0; i < e.from.size(); ++i) check_state(c, e.from[i], place("from", std::to_string(i)));
    if (!e.to.empty()) check_state(c, e.to, place("to", ""));
    for (size_t i = 0; i < e.inputs.size(); ++i) {
      const auto required = std::find(e.required_inputs.begin(), e.required_inputs.end(), e.inputs[i]);
      const Place at = required == e.required_inputs.end()
                           ? place("inputs", std::to_string(i))
                           : place("required_inputs", std::to_string(required - e.required_inputs.begin()));
      check_input(c, e.inputs[i], at);
    }
    if (!e.not_same_as.empty() && !holds(event_ids, e.not_same_as))
      tell_unknown(c.in, kEventKind, e.not_same_as, event_ids, place("not_same_as", ""));
    for (const auto& [key, roles] : {std::pair{"by", &e.by}, {"tell", &e.tell}})
      for (size_t i = 0; i < roles->size(); ++i)
        if (const Role& role = (*roles)[i]; role.level > lowest.level && role.level != org::Level::body)
          c.in.fault(kBeforeLevel,
                     {std::string(org::row_of(role.level).name) + "." + role.name, std::string(lowest.zh),
                      std::string(lowest.name)},
                     place(key, std::to_string(i)));
  }
}

void check_rights_part(Checking& c) {
  for (size_t i = 0; i < c.programme.rights.edit.size(); ++i) {
    const EditRight& edit = c.programme.rights.edit[i];
    const std::string n = std::to_string(i);
    for (size_t k = 0; k < edit.in.size(); ++k)
      check_state(c, edit.in[k], c.at({"rights", "edit", n, "in", std::to_string(k)}));
    for (size_t k = 0; k < edit.fields.size(); ++k)
      check_input(c, edit.fields[k], c.at({"rights", "edit", n, "fields", std::to_string(k)}));
  }
}

}  // namespace

void check_flow(Checking& c) {
  check_events(c);
  check_paths(c);
  check_overlaps(c);
  check_rights_part(c);
  for (size_t i = 0; i < c.programme.checks.size(); ++i) {
    const std::string& id = c.programme.checks[i].on_field;
    if (!id.empty() && !c.programme.field(id))
      tell_unknown(c.in, kFieldKind, id, field_ids(c.programme), c.at({"checks", std::to_string(i), "on"}));
  }
  if (!c.programme.official_from.empty()) check_state(c, c.programme.official_from, c.at({"official_from"}));
}

void check_obligation(Checking& c) {
  if (!c.programme.obligation) return;
  const Programme& p = c.programme;
  const Obligation& duty = *p.obligation;
  if (duty.by != p.level)
    c.in.fault(kObligationLevel,
               {std::string(org::row_of(duty.by).name), std::string(org::row_of(p.level).name)},
               c.at({"obligation", "by"}));
  std::string key = "period";
  if (duty.period) {
    if (!p.return_period)
      c.in.fault(kPeriodMissing, {}, c.at({"obligation", "period"}));
    else if (*p.return_period != *duty.period)
      c.in.fault(kPeriodDiffers,
                 {period_names()[static_cast<size_t>(*duty.period)],
                  period_names()[static_cast<size_t>(*p.return_period)]},
                 c.at({"obligation", "period"}));
  } else if (!duty.term_field.empty()) {
    key = duty.term_field;
    const Field* field = p.field(duty.term_field);
    if (!field || field->type != FieldType::term) {
      std::vector<std::string> terms;
      for (const Field& f : p.fields)
        if (f.type == FieldType::term) terms.push_back(f.id);
      tell_unknown(c.in, kTermKind, duty.term_field, terms, c.at({"obligation", "once_per"}));
      return;
    }
  } else {
    return;
  }
  const auto has = [&](std::string_view id) {
    return std::find(p.unique.begin(), p.unique.end(), id) != p.unique.end();
  };
  if (!has("unit") || !has(key)) c.in.fault(kObligationUnique, {key}, c.at({"obligation"}));
}

}  // namespace jinguo::define
