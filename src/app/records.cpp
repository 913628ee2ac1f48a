#include "app/records.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/closures.h"
#include "app/documents.h"
#include "app/parties.h"
#include "app/units.h"
#include "app/value_json.h"
#include "flow/flow_error.h"
#include "record/record_error.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Programme;
using record::Record;

std::string nearest_field(const Programme& programme, std::string_view id) {
  for (const Field& field : programme.fields)
    if (field.label.zh == id || field.label.en == id) return "，是不是“" + field.id + "”？";
  return "";
}

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

Result<std::vector<std::pair<size_t, Value>>> read_values(const Programme& programme,
                                                          const json::object& given, const org::Tree& tree,
                                                          const record::Lookups& lookups) {
  std::vector<std::pair<size_t, Value>> values;
  Diagnostics faults;
  for (const auto& member : given) {
    const std::string_view id(member.key());
    const int index = programme.field_index(id);
    if (index < 0) {
      faults.push_back(
          Error(kUnknownField, {programme.title.zh, std::string(id), nearest_field(programme, id)})
              .on(std::string(id)));
      continue;
    }
    const Field& field = programme.fields[static_cast<size_t>(index)];
    if (field.computed) {
      faults.push_back(Error(record::kComputed, {field.label.zh}).on(field.id));
      continue;
    }
    auto value = value_from_json(field, member.value(), lookups);
    if (!value) {
      faults.push_back(std::move(value).error());
      continue;
    }
    const UnitId* unit = value->as<UnitId>();
    if (unit && field.unit_level && tree.level_of(*unit) != *field.unit_level) {
      const org::LevelRow& level = org::row_of(*field.unit_level);
      faults.push_back(
          Error(record::kUnitLevel, {field.label.zh, std::string(level.zh), std::string(level.en)})
              .on(field.id));
      continue;
    }
    values.emplace_back(static_cast<size_t>(index), std::move(*value));
  }
  if (!faults.empty()) return refusal_of(faults);
  return values;
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

json::object soft_json(const Record& record) {
  json::object out;
  for (const auto& [check, reason] : record.soft_reasons) out[check] = reason;
  return out;
}

/// Both sides of a conflict, field by field, for the one who must compare.
Error conflict(const Programme& programme, const Record& now, const RecordChange& change) {
  Error error(flow::kConflict, {std::to_string(*change.version), std::to_string(now.version)});
  json::array sides;
  for (const auto& member : change.values) {
    const int index = programme.field_index(std::string_view(member.key()));
    if (index < 0) continue;
    const Field& field = programme.fields[static_cast<size_t>(index)];
    sides.push_back({{"field", field.id},
                     {"label", words_json(field.label)},
                     {"theirs", record::to_text(field, now.values[static_cast<size_t>(index)])},
                     {"yours", member.value()}});
  }
  error.detail =
      json::serialize(json::object{{"version", now.version}, {"state", now.state}, {"fields", sides}});
  return error;
}

Result<void> check_place_in_tree(const Programme& programme, const org::Tree& tree, const Record& record) {
  const Date day = record.date.value_or(record.filed_on);
  if (tree.level_of(record.unit) != programme.level && tree.level_of(record.unit) != org::Level::body)
    return Error(flow::kWrongLevel,
                 {programme.title.zh, std::string(org::row_of(programme.level).zh),
                  tree.name_of(record.unit, day), std::string(org::row_of(programme.level).name)})
        .on("unit");
  if (auto open = tree.check_open(record.unit, day); !open) return std::move(open).error().on("unit");
  return {};
}

}  // namespace

Result<std::shared_ptr<const Programme>> find_programme(const define::Catalogue& catalogue,
                                                        std::string_view id) {
  const auto found = catalogue.programmes.find(id);
  if (found != catalogue.programmes.end()) return found->second;
  std::string all;
  for (const auto& [known, programme] : catalogue.programmes) all += (all.empty() ? "" : "、") + known;
  return Error(kNoSuchProgramme, {std::string(id), all}).on("programme");
}

flow::Actor actor_of(const Call& call, UnitId unit) {
  flow::Actor actor;
  actor.account = call.scope->account();
  actor.roles = access::roles_over(*call.scope, unit);
  return actor;
}

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
  auto values = read_values(programme, change.values, tree, lookups_for(app, writing, tree, unit, on));
  if (!values) return std::move(values).error();

  flow::Change step;
  step.on = on;
  step.reason = change.reason;
  for (const auto& reason : change.soft_reasons)
    if (reason.value().is_string())
      step.soft_reasons[std::string(reason.key())] = std::string(reason.value().as_string());
  Record record;
  std::vector<std::string> actions;
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
      if (change.period) base.date = change.period->last();
    }
    record = flow::apply(programme, std::move(base), step);
    current = record;
    step.values.clear();
    if (kind == flow::Change::Kind::event) done_by.emplace_back(step.event, actor.account);
    actions.push_back(kind == flow::Change::Kind::create ? "record.create"
                      : kind == flow::Change::Kind::edit ? "record.edit"
                                                         : "record.event." + step.event);
    return {};
  };
  step.values = std::move(*values);
  Result<void> taken;
  if (change.is_new) {
    taken = take(flow::Change::Kind::create, {});
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
    if (!may || change.reason.empty())
      return Error(flow::kPeriodClosed,
                   {programme.title.zh, *closed, flow::roles_text(programme.rights.correct)})
          .on("reason");
  }
  const auto keys = unique_keys(programme, tree, record);
  if (auto claimed = writing.claim_unique(programme.id, record.id, keys); !claimed) {
    Error error = std::move(claimed).error();
    for (const std::string& key : keys)
      if (const auto other = writing.find_unique(programme.id, key); other && *other != record.id)
        error.detail = json::serialize(json::object{{"record", other->to_text()}});
    return error;
  }
  saved.plan = app.figures().plan(programme.id);
  // An activation earlier in the same group reloads the programme after the commit, this record with it.
  if (saved.plan && saved.plan->programme == change.programme)
    saved.effect = rollup::Figures::effect_of(*saved.plan, saved.before ? &*saved.before : nullptr, &record);
  writing.save_record(programme, record, !saved.before.has_value());
  // One entry per event, the last with all that changed; the history of a creation that files at once shows
  // both.
  for (size_t i = 0; i < actions.size(); ++i) {
    LogEntry entry = stamp;
    entry.action = actions[i];
    entry.programme = programme.id;
    entry.subject = record.id.to_text();
    entry.unit = record.unit;
    entry.on = on;
    entry.reason = change.reason;
    const bool is_last = i + 1 == actions.size();
    writing.append(entry, &programme, is_last && saved.before ? &*saved.before : nullptr,
                   is_last ? &record : nullptr);
  }
  saved.record = std::move(record);
  return saved;
}

void apply_saved(App& app, const SavedRecord& saved, Position position) {
  if (saved.is_unchanged) return;
  const Programme& programme = *saved.programme;
  if (!saved.before) app.add_records(1);
  app.notify({position, "record", programme.id, saved.record.unit, saved.record.id.to_text()});
  if (position <= app.loaded_at(programme.id)) return;
  app.figures().apply(saved.effect, position);
  if (programme.obligation) {
    app.change_reported(programme.id, [&](flow::ReportedIndex& index) {
      if (saved.before && flow::filed_day(programme, *saved.before)) {
        const std::string key = flow::duty_key(programme, *saved.before);
        if (!key.empty()) index.clear(key, saved.before->unit);
      }
      if (const auto filed = flow::filed_day(programme, saved.record)) {
        const std::string key = flow::duty_key(programme, saved.record);
        if (!key.empty()) index.set(key, saved.record.unit, {flow::Reported::How::record, *filed});
      }
    });
  }
}

json::object record_json(App& app, Reading& reading, const Call& call, const Programme& programme,
                         const Record& record) {
  const Snapshot now = app.published();
  const org::Tree& tree = *now.tree;
  const Date day = record.date.value_or(record.filed_on);
  const bool personal =
      access::reach_of(*call.scope, access::Power::personal).holds(call.scope->today(), record.unit);
  const ValueNames names{
      [&](UnitId unit) { return json::value(unit_ref(tree, unit, day)); },
      [&](const Reference& party) { return json::value(party_json(reading, party, personal)); }};
  json::object values;
  json::array hidden;
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const Field& field = programme.fields[i];
    const bool is_party =
        field.type == define::FieldType::person || field.type == define::FieldType::household;
    // A masked name may be shown, but not of what is sensitive or sealed.
    const bool is_masked = is_party && field.privacy <= define::PrivacyClass::personal;
    if (!is_masked && !access::may_read_field(*call.scope, field, record.unit)) {
      hidden.push_back(json::value(field.id));
      continue;
    }
    values[field.id] = value_to_json(field, record.values[i], names);
  }
  const define::State* state = programme.state(record.state);
  const flow::Actor actor = actor_of(call, record.unit);
  json::array events, editable;
  for (const define::Event* event : flow::open_events(programme, record, actor))
    events.push_back({{"id", event->id},
                      {"label", words_json(event->label)},
                      {"from", json::value_from(event->from)},
                      {"to", event->to},
                      {"by", json::array()},
                      {"inputs", json::value_from(event->inputs)},
                      {"required_inputs", json::value_from(event->required_inputs)},
                      {"reason", event->reason_required}});
  for (const Field* field : flow::open_fields(programme, record, actor))
    editable.push_back(json::value(field->id));
  json::object out{
      {"id", record.id.to_text()},
      {"programme", programme.id},
      {"unit", unit_ref(tree, record.unit, day)},
      {"state", record.state},
      {"state_label", words_json(state->label)},
      {"date", record.date ? json::value(record.date->to_text()) : json::value(nullptr)},
      {"version", record.version},
      {"rule_version", record.rule_version},
      {"values", std::move(values)},
      {"hidden", std::move(hidden)},
      {"counts", record::counts(programme, record)},
      {"checked_by",
       state->checked_by ? json::value(org::row_of(*state->checked_by).name) : json::value(nullptr)},
      {"events", std::move(events)},
      {"may_edit", std::move(editable)},
      {"created_at", record.filed_on.to_text()},
      {"created_by", ""},
      {"changed_at", record.path.empty() ? record.filed_on.to_text() : record.path.back().since.to_text()},
      {"soft_reasons", soft_json(record)},
      {"notes", json::array()}};
  return out;
}

namespace {

Result<RecordChange> change_from(App& app, const Call& call, bool is_new) {
  if (auto known = only_members(
          call.body, {"id", "unit", "period", "version", "values", "soft_reasons", "events", "reason", "on"});
      !known)
    return std::move(known).error();
  const Snapshot now = app.published();
  RecordChange change;
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  change.programme = *programme;
  change.is_new = is_new;
  auto id = text_member(call.body, "id");
  if (!id) return std::move(id).error();
  const std::string id_text = is_new ? *id : std::string(call.parameter("id"));
  if (!id_text.empty()) {
    const auto parsed = RecordId::parse(id_text);
    if (!parsed) return Error(kBadKey, {id_text}).on("id");
    change.id = *parsed;
  }
  const json::object* body = call.body.if_object();
  static const json::object kEmpty;
  if (!body) body = &kEmpty;
  for (const auto& [name, target] :
       {std::pair{"values", &change.values}, {"soft_reasons", &change.soft_reasons}}) {
    const json::value* given = body->if_contains(name);
    if (!given || given->is_null()) continue;
    if (!given->is_object())
      return Error(kBadField, {name, "应当是对象。", "it must be an object."}).on(name);
    *target = given->as_object();
  }
  if (const json::value* events = body->if_contains("events"); events && !events->is_null()) {
    if (!events->is_array())
      return Error(kBadField, {"events", "应当是数组。", "it must be an array."}).on("events");
    for (const json::value& event : events->as_array()) {
      if (!event.is_string())
        return Error(kBadField, {"events", "应当是操作名。", "events are named by text."}).on("events");
      change.events.emplace_back(event.as_string());
    }
  }
  if (const json::value* version = body->if_contains("version"); version && !version->is_null()) {
    if (!version->is_int64())
      return Error(kBadField, {"version", "应当是整数。", "it must be an integer."}).on("version");
    change.version = version->as_int64();
  }
  auto reason = text_member(call.body, "reason");
  if (!reason) return std::move(reason).error();
  change.reason = *reason;
  auto on = text_member(call.body, "on");
  if (!on) return std::move(on).error();
  if (!on->empty()) {
    const auto day = Date::parse(*on);
    if (!day) return Error(kBadField, {"on", "应当是日期。", "it must be a date."}).on("on");
    if (*day > app.today())
      return Error(kBadField, {"on", "不能晚于今天。", "it cannot lie ahead."}).on("on");
    change.on = *day;
  }
  if (!is_new) return change;
  auto unit = required_member(call.body, "unit");
  if (!unit) return std::move(unit).error();
  auto found = find_unit(app, *now.tree, *unit, app.today());
  if (!found) return std::move(found).error().on("unit");
  change.unit = *found;
  auto period = text_member(call.body, "period");
  if (!period) return std::move(period).error();
  if (change.programme->return_period && period->empty())
    return Error(kBadField,
                 {"period", "报表必须写明报告期，如 2011-H1。", "a return names its period, e.g. 2011-H1."})
        .on("period");
  if (!period->empty()) {
    auto parsed = parse_period(app, *period);
    if (!parsed) return std::move(parsed).error();
    if (!change.programme->return_period || parsed->kind() != *change.programme->return_period)
      return Error(kBadField, {"period", "不是本项目的报告期。", "it is no period of this programme."})
          .on("period");
    change.period = *parsed;
  }
  return change;
}

/// Records one may not know exist are not there (404), whatever is asked of them.
Result<void> check_may_see(const Call& call, const Programme& programme, UnitId unit) {
  if (access::rows_reach(*call.scope, programme).holds(call.scope->today(), unit)) return {};
  return Error(kNotFound, {"这条记录", "such record"});
}

Result<Answer> write_record(App& app, const Call& call, RecordChange change) {
  return write(app, call,
               [&app, &call, change = std::move(change)](Writing& writing, LogEntry stamp) -> Result<Done> {
                 // The definition in force where this command stands in the log, not where the request began.
                 RecordChange current = change;
                 auto programme = find_programme(*app.staged().catalogue, change.programme->id);
                 if (!programme) return std::move(programme).error();
                 current.programme = *programme;
                 UnitId unit = change.unit;
                 if (!change.is_new) {
                   const auto record = writing.find_record(**programme, change.id);
                   if (!record) return Error(kNotFound, {"这条记录", "such record"});
                   unit = record->unit;
                   if (auto seen = check_may_see(call, **programme, unit); !seen)
                     return std::move(seen).error();
                 }
                 auto saved = save_record(app, writing, stamp, current, actor_of(call, unit));
                 if (!saved) return std::move(saved).error();
                 json::object answer{{"record", record_json(app, writing, call, **programme, saved->record)},
                                     {"position", 0},
                                     {"repeated", false}};
                 return Done{std::move(answer), [&app, saved = std::move(*saved)](Position position) {
                               apply_saved(app, saved, position);
                             }};
               });
}

}  // namespace

Result<Answer> create_record(App& app, const Call& call) {
  auto change = change_from(app, call, true);
  if (!change) return std::move(change).error();
  const auto roles = access::roles_over(*call.scope, change->unit);
  if (!access::holds_one_of(roles, change->programme->rights.create))
    return Error(flow::kNoRight, {"新增“" + change->programme->title.zh + "”",
                                  flow::roles_text(change->programme->rights.create)});
  return write_record(app, call, std::move(*change));
}

Result<Answer> edit_record(App& app, const Call& call) {
  auto change = change_from(app, call, false);
  if (!change) return std::move(change).error();
  if (!change->events.empty())
    return Error(kBadField, {"events", "请用操作的地址。", "use the event's address."});
  return write_record(app, call, std::move(*change));
}

Result<Answer> take_event(App& app, const Call& call) {
  auto change = change_from(app, call, false);
  if (!change) return std::move(change).error();
  change->events = {std::string(call.parameter("event"))};
  return write_record(app, call, std::move(*change));
}

Result<Answer> get_record(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  Result<Answer> answer = Error(kNotFound, {"这条记录", "such record"});
  app.store().read([&](Reading& reading) {
    const auto record = reading.find_record(**programme, *id);
    if (!record || !check_may_see(call, **programme, record->unit)) return;
    answer = Answer(record_json(app, reading, call, **programme, *record));
  });
  return answer;
}

Result<RecordQuery> scoped_query(App& app, const Call& call, const Programme& programme) {
  const Snapshot now = app.published();
  RecordQuery query;
  const org::View& today = call.scope->today();
  const access::Reach reach = access::rows_reach(*call.scope, programme);
  uint32_t first = 0, end = today.size();
  if (const auto text = call.parameter("unit"); !text.empty()) {
    auto unit = find_unit(app, *now.tree, text, app.today());
    if (!unit) return std::move(unit).error().on("unit");
    const uint32_t place = today.counts_at(*unit);
    first = place == org::View::kNowhere ? 0 : place;
    end = place == org::View::kNowhere ? 0 : today.end(place);
  }
  if (first == 0 && end == today.size() &&
      reach.ranges() == std::vector<access::Reach::Range>{{0, today.size()}}) {
    query.all_units = true;
  } else {
    for (uint32_t u = 1; u < today.unit_limit(); ++u) {
      const UnitId unit(u);
      const uint32_t place = today.counts_at(unit);
      if (place >= first && place < end && reach.holds(today, unit)) query.units.push_back(unit);
    }
  }
  if (const auto text = call.parameter("period"); !text.empty()) {
    auto period = parse_period(app, text);
    if (!period) return std::move(period).error();
    query.first = period->first();
    query.last = period->last();
    query.with_undated = false;
  }
  if (const auto text = call.parameter("state"); !text.empty()) {
    if (!programme.state(text))
      return Error(kBadField, {"state", "没有这个状态。", "there is no such state."}).on("state");
    query.states = {std::string(text)};
  }
  // What may be filtered or sorted by is what may be read: a filter is an oracle.
  const auto readable = [&](std::string_view id) -> Result<const Field*> {
    const Field* field = programme.field(id);
    if (!field)
      return Error(kUnknownField, {programme.title.zh, std::string(id), nearest_field(programme, id)});
    const bool plain =
        field->privacy <= define::PrivacyClass::internal && field->type != define::FieldType::rows;
    if (!plain) return Error(kHiddenField, {field->label.zh}).on(field->id);
    return field;
  };
  for (const auto& [name, text] : call.parameters) {
    if (!name.starts_with("where.")) continue;
    auto field = readable(std::string_view(name).substr(6));
    if (!field) return std::move(field).error();
    record::Lookups lookups;
    lookups.today = Date();
    lookups.unit = [&](std::string_view code) { return find_unit(app, *now.tree, code, app.today()); };
    auto value = record::parse_value(**field, text, lookups);
    if (!value) return std::move(value).error();
    query.equal.emplace_back((*field)->id, std::move(*value));
  }
  if (const auto text = call.parameter("sort"); !text.empty()) {
    std::string_view name = text;
    query.descending = name.starts_with('-');
    if (query.descending) name.remove_prefix(1);
    if (name != "date" && name != "unit" && name != "changed")
      if (auto field = readable(name); !field) return std::move(field).error();
    query.order_by = std::string(name);
  }
  const auto number = [&](std::string_view name, int64_t fallback, int64_t most) -> Result<int64_t> {
    const auto text = call.parameter(name);
    if (text.empty()) return fallback;
    const auto value = Decimal::parse(text);
    const auto whole = value ? value->scaled(0) : std::nullopt;
    if (!whole || *whole < 1 || *whole > most)
      return Error(kBadField, {std::string(name), "应当是 1 到 " + std::to_string(most) + " 的整数。",
                               "it must be a whole number from 1 to " + std::to_string(most) + "."})
          .on(std::string(name));
    return *whole;
  };
  auto size = number("size", 50, 500);
  if (!size) return std::move(size).error();
  auto page = number("page", 1, 1'000'000);
  if (!page) return std::move(page).error();
  query.limit = *size;
  query.offset = (*page - 1) * *size;
  return query;
}

Result<Answer> list_records(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (access::rows_reach(*call.scope, **programme).is_empty())
    return Error(kNoRight,
                 {"查看“" + (*programme)->title.zh + "”的记录", flow::roles_text((*programme)->rights.read),
                  "read the records of this programme", "a post named in its file"});
  auto query = scoped_query(app, call, **programme);
  if (!query) return std::move(query).error();
  json::object out;
  app.store().read([&](Reading& reading) {
    const RecordList list = reading.list_records(**programme, *query);
    json::array records;
    for (const Record& record : list.records)
      records.push_back(record_json(app, reading, call, **programme, record));
    out = {{"records", std::move(records)},
           {"total", list.total},
           {"page", query->offset / query->limit + 1},
           {"size", query->limit},
           {"position", reading.head().number()}};
  });
  return Answer(std::move(out));
}

Result<Answer> record_history(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  Result<Answer> answer = Error(kNotFound, {"这条记录", "such record"});
  app.store().read([&](Reading& reading) {
    const auto record = reading.find_record(**programme, *id);
    if (!record || !check_may_see(call, **programme, record->unit)) return;
    json::array out;
    for (const HistoryEntry& line : reading.history(**programme, *id)) {
      json::array changes;
      for (const LoggedChange& change : line.changes) {
        const Field* field = (*programme)->field(change.field);
        if (!field || !access::may_read_field(*call.scope, *field, record->unit)) continue;
        changes.push_back({{"field", change.field},
                           {"label", words_json(field->label)},
                           {"before", change.before ? json::value(*change.before) : json::value(nullptr)},
                           {"after", change.after ? json::value(*change.after) : json::value(nullptr)}});
      }
      const std::string_view action(line.entry.action);
      define::Words label{action == "record.create" ? "新增" : "修改",
                          action == "record.create" ? "created" : "edited"};
      if (action.starts_with("record.event."))
        if (const define::Event* event = (*programme)->event(action.substr(13))) label = event->label;
      const auto account =
          reading.find_document(kAccountDocuments, std::to_string(line.entry.account.number()));
      std::string name = "系统";
      if (account) name = std::string(json::parse(*account).at("name").as_string());
      out.push_back({{"position", line.entry.position.number()},
                     {"at", line.entry.at},
                     {"business_date", line.entry.on.to_text()},
                     {"account", name},
                     {"post", line.entry.post},
                     {"action", line.entry.action},
                     {"label", words_json(label)},
                     {"reason", line.entry.reason},
                     {"from", line.from_state.empty() ? json::value(nullptr) : json::value(line.from_state)},
                     {"to", line.to_state.empty() ? json::value(nullptr) : json::value(line.to_state)},
                     {"changes", std::move(changes)}});
    }
    answer = Answer(std::move(out));
  });
  return answer;
}

}  // namespace jinguo::app
