#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"

namespace jinguo::define {
namespace {

using Kind = Migration::Kind;

bool is_text(FieldType type) {
  return type == FieldType::text || type == FieldType::long_text;
}

class VersionCheck {
 public:
  explicit VersionCheck(Checking& c) : c_(c), before_(*c.previous), now_(c.programme) {}

  void run() {
    check_numbers();
    if (now_.level != before_.level)
      c_.in.fault(kLevelChanged,
                  {std::string(org::row_of(before_.level).name), std::string(org::row_of(now_.level).name)},
                  c_.at({"level"}));
    for (const org::Level level : before_.also_at)
      if (!now_.is_filed_at(level))
        c_.in.fault(kAlsoAtGone, {std::string(org::row_of(level).name)},
                    c_.at({c_.root.find("also_at") ? "also_at" : "level"}));
    for (const Field& old : before_.fields) check_field(old);
    for (const Field& field : now_.fields) check_new_field(field);
    for (const State& old : before_.states)
      if (!now_.state(old.id) && !line(Kind::rename_state, old.id))
        removed(kStateKind, old.id, "- {rename_state: " + old.id + ", to: " + likely_state() + "}");
    for (const std::string& id : figure_ids(before_))
      if (!now_.measure(id) && !now_.indicator(id) && !line(Kind::retire_figure, id))
        removed(kFigureKind, id, "- {retire_figure: " + id + "}");
    for (const Migration& m : now_.migrations) check_line(m);
  }

 private:
  const Migration* line(Kind kind, std::string_view from, std::string_view field = {}) const {
    for (const Migration& m : now_.migrations)
      if (m.kind == kind && m.from == from && (field.empty() || m.field == field)) return &m;
    return nullptr;
  }

  Place migrate_place() const { return c_.at({c_.root.find("migrate") ? "migrate" : "version"}); }

  void removed(const Named& kind, const std::string& id, const std::string& mend) {
    c_.in.fault(kRemoved, {std::string(kind.zh), id, mend, std::string(kind.en)}, migrate_place());
  }

  void check_numbers() {
    const std::string id = now_.id;
    const std::string next = std::to_string(before_.version + 1);
    if (now_.version == before_.version)
      c_.in.fault(kVersionNotNew, {id, std::to_string(before_.version), next}, c_.at({"version"}));
    else if (now_.version < before_.version)
      c_.in.fault(kVersionOlder, {id, std::to_string(before_.version), std::to_string(now_.version), next},
                  c_.at({"version"}));
    else if (now_.valid_from <= before_.valid_from)
      c_.in.fault(kValidFrom, {before_.valid_from.to_text()}, c_.at({"valid_from"}));
  }

  /// A new field of the same type may be what the old one was renamed to.
  std::string likely_line(const Field& old) const {
    for (const Field& f : now_.fields)
      if (f.type == old.type && !before_.field(f.id) && f.label.zh == old.label.zh)
        return "- {rename: " + old.id + ", to: " + f.id + "}";
    return "- {retire: " + old.id + "}";
  }

  std::string likely_state() const {
    for (const State& s : now_.states)
      if (!before_.state(s.id)) return s.id;
    return now_.states.empty() ? "" : now_.states.front().id;
  }

  void check_field(const Field& old) {
    const Field* field = now_.field(old.id);
    if (const Migration* m = line(Kind::rename, old.id)) {
      if (field) c_.in.fault(kMigrateReused, {old.id}, field->place);
      field = now_.field(m->to);
      if (!field || before_.field(m->to)) return;
    } else if (line(Kind::retire, old.id)) {
      if (field && !field->retired) c_.in.fault(kMigrateReused, {old.id}, field->place);
      return;
    }
    if (!field) {
      removed(kFieldKind, old.id, likely_line(old));
      return;
    }
    compare(old, *field);
  }

  void compare(const Field& old, const Field& field) {
    if (old.type != field.type && !(is_text(old.type) && is_text(field.type))) {
      const std::string from(row_of(old.type).name);
      const Place at = c_.at({"fields", field.id, "type"});
      if (!is_text(field.type))
        c_.in.fault(kTypeChanged, {field.id, from, std::string(row_of(field.type).name)}, at);
      else if (!line(Kind::to_text, old.id))
        c_.in.fault(kToTextMissing, {field.id, from, "- {to_text: " + old.id + "}"}, at);
      return;
    }
    if (old.places != field.places)
      c_.in.fault(kPlacesChanged, {field.id, std::to_string(old.places), std::to_string(field.places)},
                  c_.at({"fields", field.id, "places"}));
    if (old.choices && field.choices)
      for (const Choice& choice : old.choices->items)
        if (!field.choices->find(choice.code) && !line(Kind::rename_choice, choice.code, field.id))
          c_.in.fault(kChoiceRemoved,
                      {field.id, choice.code,
                       "- {rename_choice: " + choice.code + ", field: " + field.id +
                           ", to: " + likely_choice(old, field) + "}"},
                      c_.at({"fields", field.id, "choices"}));
  }

  static std::string likely_choice(const Field& old, const Field& field) {
    for (const Choice& choice : field.choices->items)
      if (!old.choices->find(choice.code)) return choice.code;
    return field.choices->items.empty() ? "" : field.choices->items.front().code;
  }

  void check_new_field(const Field& field) {
    if (before_.field(field.id)) return;
    if (before_.former_fields.contains(field.id)) c_.in.fault(kMigrateReused, {field.id}, field.place);
    const bool renamed = std::any_of(now_.migrations.begin(), now_.migrations.end(), [&](const Migration& m) {
      return m.kind == Kind::rename && m.to == field.id;
    });
    if ((field.required || field.is_from_unit) && !renamed && !line(Kind::set, field.id))
      c_.in.advise(kValueNeeded, {field.id, "- {set: " + field.id + ", value: …}"}, field.place);
  }

  void check_line(const Migration& m) {
    const bool of_state = m.kind == Kind::rename_state;
    const bool of_field = m.kind == Kind::rename || m.kind == Kind::retire || m.kind == Kind::to_text;
    if (of_field && !before_.field(m.from))
      c_.in.fault(kMigrateFrom, {std::string(kFieldKind.zh), m.from, std::string(kFieldKind.en)}, m.place);
    if (of_state && !before_.state(m.from))
      c_.in.fault(kMigrateFrom, {std::string(kStateKind.zh), m.from, std::string(kStateKind.en)}, m.place);
    if (m.kind == Kind::retire_figure && !before_.measure(m.from) && !before_.indicator(m.from))
      c_.in.fault(kMigrateFrom, {std::string(kFigureKind.zh), m.from, std::string(kFigureKind.en)}, m.place);
    if (m.kind == Kind::rename_choice) {
      const Field* old = before_.field(m.field);
      if (!old || !old->choices || !old->choices->find(m.from))
        c_.in.fault(kMigrateFrom, {std::string(kChoiceKind.zh), m.from, std::string(kChoiceKind.en)},
                    m.place);
    }
    if ((m.kind == Kind::rename && before_.field(m.to)) ||
        (of_state && before_.state(m.to) && now_.state(m.from)))
      c_.in.fault(kMigrateReused, {m.to}, m.place);
  }

  Checking& c_;
  const Programme& before_;
  const Programme& now_;
};

/// What a line points to must be in the file itself, whatever went before.
void check_targets(Checking& c) {
  for (const Migration& m : c.programme.migrations) {
    if (m.kind == Kind::rename && !m.to.empty() && !c.programme.field(m.to))
      tell_unknown(c.in, kFieldKind, m.to, field_ids(c.programme), m.place);
    if (m.kind == Kind::set && !c.programme.field(m.from))
      tell_unknown(c.in, kFieldKind, m.from, field_ids(c.programme), m.place);
    if (m.kind == Kind::rename_state && !m.to.empty() && !c.programme.state(m.to))
      tell_unknown(c.in, kStateKind, m.to, state_ids(c.programme), m.place);
    if (m.kind != Kind::rename_choice || m.field.empty()) continue;
    const Field* field = c.programme.field(m.field);
    if (!field)
      tell_unknown(c.in, kFieldKind, m.field, field_ids(c.programme), m.place);
    else if (field->choices && !field->choices->find(m.to))
      tell_unknown(c.in, kChoiceKind, m.to, {}, m.place);
  }
}

/// Of all versions before, not of the last alone.
void keep_former_fields(Checking& c) {
  const Programme* active = c.known.programme(c.programme.id);
  if (!active) return;
  c.programme.former_fields = active->former_fields;
  for (const Field& field : active->fields)
    if (!c.programme.field(field.id)) c.programme.former_fields.insert(field.id);
}

}  // namespace

void check_version(Checking& c) {
  check_targets(c);
  keep_former_fields(c);
  if (c.previous) VersionCheck(c).run();
}

}  // namespace jinguo::define
