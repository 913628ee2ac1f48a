#include "app/record_save.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/closures.h"
#include "app/documents.h"
#include "app/inbox.h"
#include "app/kept_files.h"
#include "app/on_behalf.h"
#include "app/parties.h"
#include "app/programme_lookup.h"
#include "app/typed_values.h"
#include "app/units.h"
#include "flow/flow_error.h"
#include "record/validate.h"
#include "report/period_words.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Programme;
using record::Record;

/// What reading a typed value needs, inside a write: registry entries are made as they are met.
record::Lookups lookups_for(App& app, Writing& writing, const org::Tree& tree, UnitId unit, Date day) {
  record::Lookups lookups;
  lookups.today = day;
  lookups.unit = [&app, &tree, day](std::string_view text) { return find_unit(app, tree, text, day); };
  lookups.party = [&app, &writing, unit](const Field& field, std::string_view text) {
    return resolve_party(app, writing, field, unit, text);
  };
  return lookups;
}

std::string key_part(const Value& value) {
  if (const auto* text = value.as<std::string>()) return *text;
  if (const auto* number = value.as<Decimal>()) return number->to_text();
  if (const auto* date = value.as<Date>()) return date->to_text();
  if (const auto* unit = value.as<UnitId>()) return "#" + std::to_string(unit->number());
  if (const auto* reference = value.as<Reference>()) return RecordId(reference->bytes).to_text();
  if (const auto* yes = value.as<bool>()) return *yes ? "yes" : "no";
  return {};
}

/// Both sides of a conflict, field by field, for the one who must compare.
Error conflict(const Programme& programme, const Record& now, const RecordChange& change) {
  Error error(flow::kConflict, {std::to_string(*change.version), std::to_string(now.version)});
  json::array sides;
  for (const auto& member : change.values) {
    const int index = programme.field_index(std::string_view(member.key()));
    if (index < 0) continue;
    const Field& field = programme.fields[static_cast<size_t>(index)];
    if (change.may_read && !change.may_read(field)) continue;
    sides.push_back({{"field", field.id},
                     {"label", words_json(field.label)},
                     {"theirs", record::to_text(field, now.values[static_cast<size_t>(index)])},
                     {"yours", member.value()}});
  }
  error.detail =
      json::serialize(json::object{{"version", now.version}, {"state", now.state}, {"fields", sides}});
  return error;
}

/// What is the same, in words: "单位、届次", or the field that is unique within a level.
std::string unique_words(const Programme& programme, const std::string& key) {
  const size_t at = key.find('@');
  if (const Field* field = programme.field(key.substr(0, at)); field && at != std::string::npos)
    return field->label.zh;
  std::string out;
  for (const std::string& part : programme.unique) {
    const Field* field = programme.field(part);
    out += (out.empty() ? "" : "、") + (field              ? field->label.zh
                                        : part == "unit"   ? "单位"
                                        : part == "period" ? "报告期"
                                                           : part);
  }
  return out;
}

Result<void> check_place_in_tree(const Programme& programme, const org::Tree& tree, const Record& record) {
  const Date day = record.date.value_or(record.filed_on);
  if (!programme.is_filed_at(tree.level_of(record.unit))) {
    const define::Words levels = programme.filing_levels();
    return Error(flow::kWrongLevel,
                 {programme.title.zh, levels.zh, tree.name_of(record.unit, day), levels.en})
        .on("unit");
  }
  if (auto open = tree.check_open(record.unit, day); !open) return std::move(open).error().on("unit");
  return {};
}

}  // namespace

std::vector<std::string> unique_keys(const Programme& programme, const org::Tree& tree,
                                     const Record& record) {
  std::vector<std::string> keys;
  if (programme.state(record.state)->is_void) return keys;
  std::string key;
  for (const std::string& part : programme.unique) {
    std::string text;
    if (part == "unit") {
      text = "#" + std::to_string(record.unit.number());
    } else if (part == "period") {
      if (record.date && programme.return_period)
        text = Period::containing(*programme.return_period, *record.date).to_text();
    } else if (const int index = programme.field_index(part); index >= 0) {
      text = key_part(record.values[static_cast<size_t>(index)]);
    }
    if (text.empty()) {
      key.clear();
      break;
    }
    key += part + "=" + text + "|";
  }
  if (!key.empty()) keys.push_back(key);
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const Field& field = programme.fields[i];
    if (!field.unique_within || record.values[i].is_blank()) continue;
    UnitId within;
    const Date day = record.date.value_or(record.filed_on);
    for (const UnitId up : tree.path_of(record.unit, day))
      if (tree.level_of(up) == *field.unique_within) within = up;
    keys.push_back(field.id + "@" + std::to_string(within.number()) + "=" + key_part(record.values[i]));
  }
  return keys;
}

namespace {

/// Error app.not_unique, with the record that holds one of the keys already in its detail.
Result<void> check_unique(Writing& writing, const Programme& programme, const std::vector<std::string>& keys,
                          RecordId id) {
  for (const std::string& key : keys) {
    const auto holder = writing.find_unique(programme.id, key);
    if (!holder || *holder == id) continue;
    Error error(kNotUnique, {unique_words(programme, key)});
    error.detail = json::serialize(json::object{{"record", holder->to_text()}});
    return error;
  }
  return {};
}

}  // namespace

Result<SavedRecord> save_record(App& app, Writing& writing, const LogEntry& stamp, const RecordChange& change,
                                const flow::Actor& actor) {
  const Snapshot& now = app.staged();
  const org::Tree& tree = *now.tree;
  const Programme& programme = *change.programme;
  const Date on = change.on.value_or(stamp.on);
  SavedRecord saved;
  saved.programme = change.programme;
  std::optional<Record> current;
  if (!change.is_new) {
    current = writing.find_record(programme, change.id);
    if (!current) return Error(kNotFound, {"这条记录", "such record"});
    saved.before = current;
    if (change.version && *change.version != current->version) return conflict(programme, *current, change);
  } else if (!change.id.is_none() && writing.find_record(programme, change.id)) {
    return Error(kNotUnique, {"编号 " + change.id.to_text()}).on("id");
  }
  const UnitId unit = current ? current->unit : change.unit;
  Diagnostics unread;
  auto values =
      read_values(programme, change.values, tree, lookups_for(app, writing, tree, unit, on), unread);
  if (!unread.empty()) return refusal_of(unread);

  if (current && change.events.empty()) {
    std::erase_if(values, [&](const auto& given) {
      if (!change.is_sheet_row) return false;
      const bool may_read = !change.may_read || change.may_read(programme.fields[given.first]);
      return may_read && current->values[given.first] == given.second;
    });
    // Reasons for passing over a check go with the values they are for.
    if (values.empty()) {
      saved.record = *current;
      saved.is_unchanged = true;
      return saved;
    }
  }

  flow::Change step;
  step.on = on;
  step.reason = change.reason;
  for (const auto& reason : change.soft_reasons)
    if (reason.value().is_string())
      step.soft_reasons[std::string(reason.key())] = std::string(reason.value().as_string());
  Record record;
  std::vector<std::string> actions;
  std::vector<std::string> left;
  flow::DoneBy done_by = current ? writing.done_by(programme.id, change.id) : flow::DoneBy();
  const auto take = [&](flow::Change::Kind kind, std::string event) -> Result<void> {
    step.kind = kind;
    step.event = std::move(event);
    const auto faults = flow::can_apply(
        programme, kind == flow::Change::Kind::create ? std::nullopt : current, step, actor, done_by);
    if (!faults.empty()) return refusal_of(faults);
    Record base = current ? *current : Record();
    if (kind == flow::Change::Kind::create) {
      base.id = change.id.is_none() ? app.new_record_id() : change.id;
      base.unit = unit;
      record::take_from_unit(programme, base, tree.level_of(unit));
      if (change.period) base.date = change.period->last();
    }
    left.push_back(base.state);
    record = flow::apply(programme, std::move(base), step);
    current = record;
    step.values.clear();
    if (kind == flow::Change::Kind::event) done_by.emplace_back(step.event, actor.account);
    actions.push_back(kind == flow::Change::Kind::create ? "record.create"
                      : kind == flow::Change::Kind::edit ? "record.edit"
                                                         : "record.event." + step.event);
    return {};
  };
  step.values = std::move(values);
  Result<void> taken;
  if (change.is_new) {
    taken = take(flow::Change::Kind::create, {});
    // Told before its events are judged: the record that is there may be past them.
    if (taken) taken = check_unique(writing, programme, unique_keys(programme, tree, record), record.id);
  } else if (change.events.empty()) {
    taken = take(flow::Change::Kind::edit, {});
  }
  for (const std::string& event : change.events) {
    if (!taken) break;
    taken = take(flow::Change::Kind::event, event);
  }
  if (!taken) return std::move(taken).error();
  record.version = saved.before ? saved.before->version + 1 : 1;
  if (saved.before) {
    Record same = record;
    same.version = saved.before->version;
    same.rule_version = saved.before->rule_version;
    if (same == *saved.before) {
      saved.record = *saved.before;
      saved.is_unchanged = true;
      return saved;
    }
  }
  if (auto placed = check_place_in_tree(programme, tree, record); !placed) return std::move(placed).error();
  if (auto faults = record::validate(programme, record); !faults.empty()) return refusal_of(faults);
  for (const Record* side : {saved.before ? &*saved.before : nullptr, &record}) {
    if (!side || !record::counts(programme, *side)) continue;
    const auto closed = closed_period(writing, tree, programme, unit, *side->date);
    if (!closed) continue;
    const bool may = actor.is_system || access::holds_one_of(actor.roles, programme.rights.correct);
    if (!may || change.reason.empty()) {
      const auto period = Period::parse(*closed);
      const define::Words when = period ? report::period_words(*period) : define::Words{*closed, *closed};
      return Error(flow::kPeriodClosed,
                   {programme.title.zh, when.zh, flow::roles_text(programme.rights.correct), when.en})
          .on("reason");
    }
  }
  if (auto held = hold_files(writing, programme, saved.before ? &*saved.before : nullptr, record, stamp);
      !held)
    return std::move(held).error();
  const auto keys = unique_keys(programme, tree, record);
  if (auto claimed = writing.claim_unique(programme.id, record.id, keys, change.is_new); !claimed) {
    // This error says more.
    if (auto unique = check_unique(writing, programme, keys, record.id); !unique)
      return std::move(unique).error();
    return std::move(claimed).error();
  }
  // None where an activation earlier in the same group reloads the programme after the commit, this record
  // with it.
  saved.plan = app.staged_plan(programme);
  if (saved.plan)
    saved.effect = rollup::Figures::effect_of(*saved.plan, saved.before ? &*saved.before : nullptr, &record);
  writing.save_record(programme, record, !saved.before.has_value());
  note_on_behalf(writing, programme, tree, record, actor, change.is_new || change.events.empty(), on);
  // One entry per event, the last with all that changed; the history of a creation that files at once shows
  // both.
  for (size_t i = 0; i < actions.size(); ++i) {
    LogEntry entry = stamp;
    entry.action = actions[i];
    entry.programme = programme.id;
    entry.subject = record.id.to_text();
    entry.unit = record.unit;
    entry.on = on;
    entry.post = post_for(tree, record, actor, stamp.post, stamp.on);
    entry.reason = change.reason;
    const bool is_last = i + 1 == actions.size();
    writing.append(entry, &programme, is_last && saved.before ? &*saved.before : nullptr,
                   is_last ? &record : nullptr);
    tell_of_event(writing, tree, programme, record, left[i], is_last ? record.state : left[i + 1], entry);
  }
  saved.record = std::move(record);
  saved.events = change.events.size();
  return saved;
}

namespace {

/// The reporting index after a save: what the unit filed; when it has filed nothing any more, the "none" it
/// said before stands again.
void report_saved(App& app, const SavedRecord& saved) {
  const Programme& programme = *saved.programme;
  const std::string left = saved.before && flow::filed_day(programme, *saved.before)
                               ? flow::duty_key(programme, *saved.before)
                               : std::string();
  const auto filed = flow::filed_day(programme, saved.record);
  const std::string met = filed ? flow::duty_key(programme, saved.record) : std::string();
  std::optional<Date> none;
  if (!left.empty() && left != met)
    app.store().read([&](Reading& reading) {
      if (const auto day =
              reading.find_document(kNilDocuments, nil_key(programme.id, left, saved.record.unit)))
        none = Date::parse(*day);
    });
  app.change_reported(programme.id, [&](flow::ReportedIndex& index) {
    if (!left.empty()) index.clear(left, saved.record.unit);
    if (none) index.set(left, saved.record.unit, {flow::Reported::How::none, *none});
    if (!met.empty()) index.set(met, saved.record.unit, {flow::Reported::How::record, *filed});
  });
}

/// Figures and the reporting index follow the record.
void follow(App& app, const SavedRecord& saved, Position position) {
  if (position <= app.loaded_at(saved.programme->id)) return;
  app.figures().apply(saved.effect, position);
  app.follow_open(*saved.programme, saved.record);
  if (saved.programme->obligation) report_saved(app, saved);
}

}  // namespace

void apply_saved(App& app, const SavedRecord& saved, Position position) {
  if (saved.is_unchanged) return;
  if (!saved.before) app.add_records(1);
  follow(app, saved, position);
  // Last: who hears of it asks for the figures at once.
  app.notify({position, "record", saved.programme->id, saved.record.unit, saved.record.id.to_text()});
}

}  // namespace jinguo::app
