#include "app/record_queries.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/kept_files.h"
#include "app/moment.h"
#include "app/on_behalf.h"
#include "app/parties.h"
#include "app/programme_json.h"
#include "app/programme_lookup.h"
#include "app/records.h"
#include "app/units.h"
#include "app/value_json.h"
#include "flow/flow_error.h"
#include "flow/obligation.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Programme;
using record::Record;

/// In bytes: forty characters of Chinese.
constexpr size_t kLongestSearch = 120;

/// Says nothing of whether the record is there: the same words stand for both.
constexpr ErrorRow kNoSuchRecord{"app.not_found", 404, "没有找到这条记录，或它不在您的范围。“{0}”由{1}查看。",
                                 "There is no such record, or it lies outside what you may see; \"{2}\" is "
                                 "read by the posts its file names."};

Error no_such_record(const Programme& programme) {
  return Error(kNoSuchRecord,
               {programme.title.zh, flow::roles_text(programme.rights.read), programme.title.en});
}

json::object soft_json(const Record& record) {
  json::object out;
  for (const auto& [check, reason] : record.soft_reasons) out[check] = reason;
  return out;
}

/// What was noted on the record's cells when the return it is part of was sent back, at any level above.
json::array notes_on(Reading& reading, const org::Tree& tree, const Programme& programme,
                     const Record& record) {
  json::array out;
  const std::string duty = flow::duty_key(programme, record);
  if (!programme.return_period || duty.empty()) return out;
  const std::string code = tree.code_of(record.unit, *record.date).to_text();
  for (const UnitId up : tree.path_of(record.unit, *record.date)) {
    const auto body = reading.find_document(kReturnDocuments,
                                            programme.id + "/" + duty + "/" + std::to_string(up.number()));
    if (!body) continue;
    const json::value kept = json::parse(*body);
    for (const json::value& note : kept.at("notes").as_array())
      if (const json::string& unit = note.at("unit").as_string(); unit.empty() || unit == code)
        out.push_back(note);
  }
  return out;
}

}  // namespace

Result<void> check_may_see_record(const Call& call, const Programme& programme, UnitId unit) {
  if (access::rows_reach(*call.scope, programme).holds(call.scope->today(), unit)) return {};
  return no_such_record(programme);
}

Result<void> check_may_list(const Call& call, const Programme& programme) {
  if (!access::rows_reach(*call.scope, programme).is_empty()) return {};
  return Error(kNoRight, {"查看“" + programme.title.zh + "”的记录", flow::roles_text(programme.rights.read),
                          "read the records of this programme", "a post named in its file"});
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
      [&](const Reference& party) { return json::value(party_json(reading, party, personal)); },
      [&](std::string_view file) { return json::value(file_json(reading, file)); }};
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
    events.push_back(event_json(*event));
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
      {"changed_at", record.path.empty() ? record.filed_on.to_text() : record.path.back().since.to_text()},
      {"soft_reasons", soft_json(record)},
      {"on_behalf", on_behalf_json(app, reading, programme, record.id)},
      {"notes", json::array()}};
  return out;
}

Result<Answer> get_record(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  Result<Answer> answer = no_such_record(**programme);
  app.store().read([&](Reading& reading) {
    const auto record = reading.find_record(**programme, *id);
    if (!record || !check_may_see_record(call, **programme, record->unit)) return;
    json::object shown = record_json(app, reading, call, **programme, *record);
    shown["notes"] = notes_on(reading, *now.tree, **programme, *record);
    answer = Answer(std::move(shown));
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
    for (std::string_view rest = text; !rest.empty();) {
      const size_t comma = rest.find(',');
      const std::string_view state = rest.substr(0, comma);
      if (!programme.state(state))
        return Error(kBadField, {"state", "没有这个状态。", "there is no such state."}).on("state");
      query.states.emplace_back(state);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
  }
  // What may be filtered or sorted by is what may be read: a filter is an oracle.
  const auto readable = [&](std::string_view id) -> Result<const Field*> {
    const Field* field = programme.field(id);
    if (!field) return unknown_field(programme, id);
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
  if (const auto text = call.parameter("search"); !text.empty()) {
    if (text.size() > kLongestSearch)
      return Error(kBadField, {"search", "太长，请只写几个字。", "it is too long; a few words will do."})
          .on("search");
    query.text = std::string(text);
    for (const Field& field : programme.fields)
      if ((field.type == define::FieldType::text || field.type == define::FieldType::long_text) &&
          field.privacy <= define::PrivacyClass::internal)
        query.text_fields.push_back(field.id);
    for (uint32_t u = 1; u < today.unit_limit(); ++u)
      if (const UnitId unit(u); today.counts_at(unit) != org::View::kNowhere &&
                                now.tree->name_of(unit, app.today()).find(text) != std::string::npos)
        query.text_units.push_back(unit);
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
  if (auto may = check_may_list(call, **programme); !may) return std::move(may).error();
  auto query = scoped_query(app, call, **programme);
  if (!query) return std::move(query).error();
  json::object out;
  app.store().read([&](Reading& reading) {
    const RecordList list = reading.list_records(**programme, *query);
    json::array records;
    for (const Record& record : list.records)
      records.push_back(record_json(app, reading, call, **programme, record));
    out = {{"records", std::move(records)}, {"units", json::array()},
           {"total", list.total},           {"page", query->offset / query->limit + 1},
           {"size", query->limit},          {"position", reading.head().number()}};
  });
  return Answer(std::move(out));
}

Result<Answer> record_history(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  Result<Answer> answer = no_such_record(**programme);
  app.store().read([&](Reading& reading) {
    const auto record = reading.find_record(**programme, *id);
    if (!record || !check_may_see_record(call, **programme, record->unit)) return;
    json::array out;
    for (const HistoryEntry& line : reading.history(**programme, *id)) {
      json::array changes;
      for (const LoggedChange& change : line.changes) {
        const Field* field = (*programme)->field(change.field);
        if (!field || !access::may_read_field(*call.scope, *field, record->unit)) continue;
        const auto told = [&](const std::optional<std::string>& text) -> json::value {
          if (!text) return nullptr;
          return json::value(define::is_file(field->type) ? count_files(*text) : *text);
        };
        changes.push_back({{"field", change.field},
                           {"label", words_json(field->label)},
                           {"before", told(change.before)},
                           {"after", told(change.after)}});
      }
      const std::string_view action(line.entry.action);
      define::Words label{"修改", "edited"};
      if (action == "record.create") label = {"新增", "created"};
      if (action == "record.undo") label = {"撤销上一步", "took the last step back"};
      if (action.starts_with("record.event."))
        if (const define::Event* event = (*programme)->event(action.substr(13))) label = event->label;
      const auto account =
          reading.find_document(kAccountDocuments, std::to_string(line.entry.account.number()));
      std::string name = "系统";
      if (account) name = std::string(json::parse(*account).at("name").as_string());
      out.push_back({{"position", line.entry.position.number()},
                     {"at", moment_text(line.entry.at)},
                     {"business_date", line.entry.on.to_text()},
                     {"account", name},
                     {"post", line.entry.post},
                     {"on_behalf", was_on_behalf(*now.tree, **programme, *record, line.entry)},
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
