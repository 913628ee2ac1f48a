#include "app/inbox_card.h"

#include <algorithm>

#include "access/rules.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/parties.h"
#include "app/programme_json.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/units.h"
#include "record/parse_value.h"
#include "report/period_words.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::FieldType;
using define::Programme;
using record::Record;

constexpr size_t kMostFacts = 5;

define::Words labels_of(const Field& field, const std::vector<std::string>& codes) {
  define::Words out;
  for (const std::string& code : codes) {
    const define::Choice* choice = field.choices ? field.choices->find(code) : nullptr;
    const define::Words label = choice ? choice->label : define::Words{code, code};
    out.zh += (out.zh.empty() ? "" : "、") + label.zh;
    out.en += (out.en.empty() ? "" : ", ") + label.in(Language::en);
  }
  return out;
}

/// A value as a reader sees it.
define::Words shown(Reading& reading, const org::Tree& tree, const Call& call, const Record& record,
                    const Field& field, const Value& value) {
  if (const auto* yes = value.as<bool>())
    return *yes ? define::Words{"是", "yes"} : define::Words{"否", "no"};
  if (const auto* date = value.as<Date>()) return report::day_words(*date);
  if (const auto* code = value.as<std::string>(); code && field.choices) return labels_of(field, {*code});
  if (const auto* codes = value.as<Choices>()) return labels_of(field, *codes);
  if (const auto* unit = value.as<UnitId>()) {
    const std::string name = tree.name_of(*unit, record.date.value_or(record.filed_on));
    return {name, name};
  }
  if (const auto* party = value.as<Reference>(); party && field.type != FieldType::record) {
    const bool personal =
        access::reach_of(*call.scope, access::Power::personal).holds(call.scope->today(), record.unit);
    const json::object entry = party_json(reading, *party, personal);
    const json::value* name = entry.if_contains("name");
    const std::string text = name && name->is_string() ? std::string(name->as_string()) : std::string();
    return {text, text};
  }
  std::string text = record::to_text(field, value);
  if (value.as<Decimal>() && !field.measured_in.empty()) text += " " + field.measured_in;
  return {text, text};
}

/// What the file names for its card, else the first required fields, else the first.
std::vector<const Field*> card_fields(const Programme& programme) {
  std::vector<const Field*> out;
  for (const std::string& id : programme.card) out.push_back(programme.field(id));
  if (!out.empty()) return out;
  for (const bool required : {true, false})
    for (const Field& field : programme.fields) {
      if (field.required != required || field.retired || field.type == FieldType::rows ||
          field.type == FieldType::file || field.type == FieldType::photo)
        continue;
      if (out.size() < kMostFacts) out.push_back(&field);
    }
  return out;
}

json::array facts_json(App& app, Reading& reading, const Call& call, const Programme& programme,
                       const Record& record) {
  const auto tree = app.published().tree;
  json::array out;
  for (const Field* field : card_fields(programme)) {
    const Value& value = record.values[static_cast<size_t>(programme.field_index(field->id))];
    const bool is_party = field->type == FieldType::person || field->type == FieldType::household;
    const bool is_masked = is_party && field->privacy <= define::PrivacyClass::personal;
    if (value.is_blank() || (!is_masked && !access::may_read_field(*call.scope, *field, record.unit)))
      continue;
    out.push_back({{"field", field->id},
                   {"label", words_json(field->label)},
                   {"text", words_json(shown(reading, *tree, call, record, *field, value))}});
  }
  return out;
}

std::string name_of(Reading& reading, AccountId account) {
  const auto body = reading.find_document(kAccountDocuments, std::to_string(account.number()));
  return body ? std::string(json::parse(*body).at("name").as_string()) : "系统";
}

json::object line_json(Reading& reading, const Programme& programme, const LogEntry& line) {
  define::Words label{"修改", "edited"};
  const std::string_view action(line.action);
  if (action == "record.create") label = {"新增", "created"};
  if (action == "record.undo") label = {"撤销上一步", "took the last step back"};
  if (action.starts_with("record.event."))
    if (const define::Event* event = programme.event(action.substr(13))) label = event->label;
  return {{"label", words_json(label)},
          {"account", name_of(reading, line.account)},
          {"at", moment_text(line.at)},
          {"on", line.on.to_text()},
          {"reason", line.reason}};
}

json::object card(App& app, std::string_view kind, const Programme& programme, UnitId unit, Date day) {
  return {{"kind", kind},
          {"programme", programme.id},
          {"title", words_json(programme.title)},
          {"unit", unit_ref(*app.published().tree, unit, day)},
          {"record", nullptr},
          {"version", 0},
          {"state", ""},
          {"state_label", words_json({})},
          {"is_draft", false},
          {"period", nullptr},
          {"facts", json::array()},
          {"last", nullptr},
          {"due", nullptr},
          {"days", nullptr},
          {"reason", ""},
          {"events", json::array()}};
}

void put_due(App& app, json::object& out, const std::optional<Date>& due) {
  if (!due) return;
  out["due"] = due->to_text();
  out["days"] = due->days() - app.today().days();
}

}  // namespace

json::object record_card(App& app, Reading& reading, const Call& call, const Programme& programme,
                         const Record& record, const LogEntry* line) {
  const Date day = record.date.value_or(record.filed_on);
  json::object out = card(app, "record", programme, record.unit, day);
  const std::string id = record.id.to_text();
  const define::State* state = programme.state(record.state);
  out["record"] = id;
  out["version"] = record.version;
  out["state"] = record.state;
  out["state_label"] = words_json(state->label);
  out["is_draft"] = state->is_draft;
  if (programme.return_period && record.date)
    out["period"] = Period::containing(*programme.return_period, *record.date).to_text();
  out["facts"] = facts_json(app, reading, call, programme, record);
  const auto newest = line ? std::vector<LogEntry>() : reading.list_log_newest(1, "record.", id);
  if (!newest.empty()) line = &newest.front();
  if (line) out["last"] = line_json(reading, programme, *line);
  json::array events;
  for (const define::Event* event : flow::open_events(programme, record, actor_of(call, record.unit)))
    events.push_back(event_json(*event));
  out["events"] = std::move(events);
  return out;
}

std::optional<json::object> work_card(App& app, Reading& reading, const Call& call, const WorkItem& item) {
  const Programme& programme = *item.programme;
  if (item.kind == WorkItem::Kind::record) {
    const auto record = reading.find_record(programme, item.record);
    if (!record || !check_may_see_record(call, programme, record->unit)) return std::nullopt;
    json::object out = record_card(app, reading, call, programme, *record, nullptr);
    put_due(app, out, item.due);
    return out;
  }
  const std::string_view kind = item.kind == WorkItem::Kind::owed         ? "owed"
                                : item.kind == WorkItem::Kind::to_confirm ? "to_confirm"
                                                                          : "sent_back";
  json::object out = card(app, kind, programme, item.unit, app.today());
  out["period"] = item.period->to_text();
  out["reason"] = item.reason;
  put_due(app, out, item.due);
  return out;
}

}  // namespace jinguo::app
