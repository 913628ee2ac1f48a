#include "app/grid.h"

#include <algorithm>
#include <set>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/on_behalf.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/units.h"
#include "app/value_json.h"
#include "flow/flow_error.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::FieldType;
using define::Programme;
using record::Record;

constexpr ErrorRow kNoGrid{"app.no_grid", 422, "“{0}”一个单位可有多条记录，请逐条填写。",
                           "A unit may hold several records of \"{1}\"; fill them in one by one."};
constexpr ErrorRow kTooManyRows{"app.grid_rows", 422, "一次最多存 {0} 行，请分几次存。",
                                "At most {0} rows are saved at once; send them in parts."};
constexpr int64_t kMostRead = 2000;
constexpr size_t kMostSaved = 500;

bool has_column(const Field& field) {
  static const std::set<FieldType> kNone{FieldType::rows,  FieldType::person, FieldType::household,
                                         FieldType::body,  FieldType::file,   FieldType::photo,
                                         FieldType::record};
  return !field.retired && field.privacy <= define::PrivacyClass::internal && !kNone.contains(field.type);
}

/// What the rows of a grid are about.
struct Sheet {
  std::shared_ptr<const Programme> programme;
  /// Of a return.
  std::optional<Period> period;
  /// Of a programme with one record a term: its field, and which term.
  const Field* term_field = nullptr;
  std::string term;
  /// The day whose tree gives the units.
  Date day;
};

Result<Sheet> sheet_of(App& app, const Snapshot& now, std::string_view id, std::string_view period_text,
                       std::string_view term) {
  auto programme = find_programme(*now.catalogue, id);
  if (!programme) return std::move(programme).error();
  Sheet sheet{*programme, {}, nullptr, {}, app.today()};
  const Programme& file = **programme;
  bool has_unit = false;
  for (const std::string& part : file.unique) {
    const Field* field = file.field(part);
    if (part == "unit") {
      has_unit = true;
    } else if (field && field->type == FieldType::term && !sheet.term_field) {
      sheet.term_field = field;
    } else if (part != "period") {
      return Error(kNoGrid, {file.title.zh, file.title.en});
    }
  }
  if (!has_unit) return Error(kNoGrid, {file.title.zh, file.title.en});
  if (file.return_period) {
    auto period = parse_period(app, period_text);
    if (!period) return std::move(period).error();
    sheet.period = period->kind() == *file.return_period
                       ? *period
                       : Period::containing(*file.return_period, std::min(period->last(), app.today()));
    sheet.day = sheet.period->last();
  }
  if (!sheet.term_field) return sheet;
  const define::ChoiceList& terms = *sheet.term_field->choices;
  const define::Choice* chosen = term.empty() ? terms.term_on(app.today()) : terms.find(term);
  if (!chosen && term.empty() && !terms.items.empty()) chosen = &terms.items.back();
  if (!chosen) return Error(kBadField, {"term", "没有这一届。", "there is no such term."}).on("term");
  sheet.term = chosen->code;
  return sheet;
}

/// The units with a row: those that file, open on the day, whose rows the asker reads; depth first.
std::vector<UnitId> units_of(App& app, const Snapshot& now, const Call& call, const Sheet& sheet,
                             UnitId top) {
  const auto view = app.view(*now.tree, sheet.day);
  const access::Reach reach = access::rows_reach(*call.scope, *sheet.programme);
  std::vector<UnitId> out;
  const uint32_t place = view->counts_at(top);
  if (place == org::View::kNowhere) return out;
  for (uint32_t p = place; p < view->end(place); ++p) {
    const UnitId unit = view->unit(p);
    if (sheet.programme->is_filed_at(now.tree->level_of(unit)) && now.tree->is_open(unit, sheet.day) &&
        reach.holds(call.scope->today(), unit))
      out.push_back(unit);
  }
  return out;
}

/// `GridRow` of the API; no record: what the unit could begin.
json::object row_json(Reading& reading, const Snapshot& now, const Call& call, const Sheet& sheet,
                      UnitId unit, const Record* record) {
  const Programme& programme = *sheet.programme;
  const org::Tree& tree = *now.tree;
  const flow::Actor actor = actor_of(call, unit);
  json::object values, reasons;
  json::array may_edit, events;
  const bool may_create = !record && access::holds_one_of(actor.roles, programme.rights.create);
  if (record) {
    const ValueNames names{[&](UnitId of) { return json::value(unit_ref(tree, of, sheet.day)); },
                           [](const Reference&) { return json::value(nullptr); }};
    for (size_t i = 0; i < programme.fields.size(); ++i)
      if (has_column(programme.fields[i]) && !record->values[i].is_blank())
        values[programme.fields[i].id] = value_to_json(programme.fields[i], record->values[i], names);
    for (const Field* field : flow::open_fields(programme, *record, actor))
      if (has_column(*field)) may_edit.push_back(json::value(field->id));
    for (const define::Event* event : flow::open_events(programme, *record, actor))
      events.push_back(json::value(event->id));
    for (const auto& [check, reason] : record->soft_reasons) reasons[check] = reason;
  } else if (may_create) {
    for (const Field& field : programme.fields)
      if (has_column(field) && !field.computed && &field != sheet.term_field)
        may_edit.push_back(json::value(field.id));
  }
  const define::State& state = record ? *programme.state(record->state) : programme.first_state();
  const UnitId parent = tree.parent_of(unit, sheet.day);
  return {{"unit", unit_ref(tree, unit, sheet.day)},
          {"parent", parent.is_none() ? std::string() : tree.name_of(parent, sheet.day)},
          {"record", record ? json::value(record->id.to_text()) : json::value(nullptr)},
          {"version", record ? record->version : 0},
          {"state", state.id},
          {"counts", record && record::counts(programme, *record)},
          {"on_behalf", record && is_on_behalf(reading, programme, record->id)},
          {"values", std::move(values)},
          {"soft_reasons", std::move(reasons)},
          {"may_create", may_create},
          {"may_edit", std::move(may_edit)},
          {"events", std::move(events)}};
}

/// The live records of some units for the sheet's period or term, by unit.
std::map<UnitId, Record> records_of(Reading& reading, const Sheet& sheet, std::vector<UnitId> units) {
  RecordQuery query;
  query.limit = static_cast<int64_t>(units.size()) + 1;
  query.units = std::move(units);
  query.order_by = "unit";
  for (const define::State& state : sheet.programme->states)
    if (!state.is_void) query.states.push_back(state.id);
  if (sheet.period) {
    query.first = sheet.period->first();
    query.last = sheet.period->last();
    query.with_undated = false;
  }
  if (sheet.term_field) query.equal.emplace_back(sheet.term_field->id, Value(sheet.term));
  std::map<UnitId, Record> out;
  if (query.units.empty()) return out;
  for (Record& record : reading.list_records(*sheet.programme, query).records) {
    const UnitId unit = record.unit;
    out.emplace(unit, std::move(record));
  }
  return out;
}

Result<int64_t> whole_number(const Call& call, std::string_view name, int64_t fallback, int64_t most) {
  const auto text = call.parameter(name);
  if (text.empty()) return fallback;
  const auto value = Decimal::parse(text);
  const auto whole = value ? value->scaled(0) : std::nullopt;
  if (!whole || *whole < 1 || *whole > most)
    return Error(kBadField, {std::string(name), "应当是 1 到 " + std::to_string(most) + " 的整数。",
                             "it must be a whole number from 1 to " + std::to_string(most) + "."})
        .on(std::string(name));
  return *whole;
}

/// A row as it was sent, not yet judged.
struct Sent {
  std::string unit;
  RecordChange change;
};

Result<Sent> read_row(const json::value& given) {
  if (auto known =
          only_members(given, {"unit", "record", "version", "values", "soft_reasons", "events", "reason"});
      !known)
    return std::move(known).error();
  if (!given.is_object()) return Error(kBadField, {"rows", "每行应当是对象。", "a row is an object."});
  const json::object& row = given.as_object();
  Sent sent;
  auto unit = required_member(given, "unit");
  if (!unit) return std::move(unit).error();
  sent.unit = *unit;
  auto id = text_member(given, "record");
  if (!id) return std::move(id).error();
  sent.change.is_new = id->empty();
  if (!id->empty()) {
    const auto parsed = RecordId::parse(*id);
    if (!parsed) return Error(kBadKey, {*id}).on("record");
    sent.change.id = *parsed;
  }
  auto reason = text_member(given, "reason");
  if (!reason) return std::move(reason).error();
  sent.change.reason = *reason;
  for (const auto& [name, target] :
       {std::pair{"values", &sent.change.values}, {"soft_reasons", &sent.change.soft_reasons}}) {
    const json::value* member = row.if_contains(name);
    if (!member || member->is_null()) continue;
    if (!member->is_object())
      return Error(kBadField, {name, "应当是对象。", "it must be an object."}).on(name);
    *target = member->as_object();
  }
  if (const json::value* version = row.if_contains("version"); version && !version->is_null()) {
    if (!version->is_int64())
      return Error(kBadField, {"version", "应当是整数。", "it must be an integer."}).on("version");
    if (!sent.change.is_new) sent.change.version = version->as_int64();
  }
  if (const json::value* events = row.if_contains("events"); events && !events->is_null()) {
    if (!events->is_array())
      return Error(kBadField, {"events", "应当是数组。", "it must be an array."}).on("events");
    for (const json::value& event : events->as_array()) {
      if (!event.is_string())
        return Error(kBadField, {"events", "应当是操作名。", "events are named by text."}).on("events");
      sent.change.events.emplace_back(event.as_string());
    }
  }
  return sent;
}

Result<SavedRecord> save_row(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                             const Sheet& sheet, const Sent& sent, UnitId unit) {
  const Programme& programme = *sheet.programme;
  RecordChange change = sent.change;
  change.programme = sheet.programme;
  for (const auto& cell : change.values) {
    const Field* field = programme.field(std::string_view(cell.key()));
    if (field && !has_column(*field))
      return Error(kBadField, {std::string(cell.key()), "这一格请在记录页填写。",
                               "fill this one in on the record's own page."})
          .on(std::string(cell.key()));
  }
  change.may_read = [&call, unit](const Field& field) {
    return access::may_read_field(*call.scope, field, unit);
  };
  const flow::Actor actor = actor_of(call, unit);
  if (!change.is_new) {
    const auto before = writing.find_record(programme, change.id);
    if (!before || before->unit != unit || !check_may_see_record(call, programme, unit))
      return Error(kNotFound, {"这条记录", "such record"}).on("record");
    return save_record(app, writing, stamp, change, actor);
  }
  if (!access::holds_one_of(actor.roles, programme.rights.create))
    return Error(flow::kNoRight,
                 {"新增“" + programme.title.zh + "”", flow::roles_text(programme.rights.create)});
  change.unit = unit;
  change.period = sheet.period;
  if (sheet.term_field) change.values[sheet.term_field->id] = sheet.term;
  return save_record(app, writing, stamp, change, actor);
}

/// The faults of a refusal one by one.
json::array faults_of(const Error& error) {
  if (!error.detail.empty()) {
    json::value detail = json::parse(error.detail);
    if (json::object* object = detail.if_object())
      if (json::value* list = object->if_contains("faults")) return list->as_array();
  }
  return {fault_json(error)};
}

/// The record that stands in the way of a refused row, when the asker may see it.
const Record* standing(const Call& call, const Sheet& sheet, std::map<UnitId, Record>& found,
                       Reading& reading, UnitId unit) {
  if (!check_may_see_record(call, *sheet.programme, unit)) return nullptr;
  found = records_of(reading, sheet, {unit});
  return found.empty() ? nullptr : &found.begin()->second;
}

}  // namespace

Result<Answer> get_grid(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (auto may = check_may_list(call, **programme); !may) return std::move(may).error();
  auto sheet =
      sheet_of(app, now, call.parameter("programme"), call.parameter("period"), call.parameter("term"));
  if (!sheet) return std::move(sheet).error();
  const auto text = call.parameter("unit");
  auto top = find_unit(app, *now.tree, text.empty() ? app.settings().home_unit : text, app.today());
  if (!top) return std::move(top).error().on("unit");
  auto size = whole_number(call, "size", 500, kMostRead);
  if (!size) return std::move(size).error();
  auto page = whole_number(call, "page", 1, 1'000'000);
  if (!page) return std::move(page).error();
  const std::vector<UnitId> all = units_of(app, now, call, *sheet, *top);
  const size_t first = std::min(all.size(), static_cast<size_t>((*page - 1) * *size));
  const size_t end = std::min(all.size(), first + static_cast<size_t>(*size));
  const std::vector<UnitId> shown(all.begin() + static_cast<std::ptrdiff_t>(first),
                                  all.begin() + static_cast<std::ptrdiff_t>(end));
  json::array fields, rows;
  for (const Field& field : sheet->programme->fields)
    if (has_column(field) && &field != sheet->term_field) fields.push_back(json::value(field.id));
  int64_t position = 0;
  app.store().read([&](Reading& reading) {
    const auto records = records_of(reading, *sheet, shown);
    for (const UnitId unit : shown) {
      const auto found = records.find(unit);
      rows.push_back(
          row_json(reading, now, call, *sheet, unit, found == records.end() ? nullptr : &found->second));
    }
    position = reading.head().number();
  });
  return Answer(json::object{{"unit", unit_ref(*now.tree, *top, sheet->day)},
                             {"period", sheet->period ? sheet->period->to_text() : std::string()},
                             {"term", sheet->term},
                             {"fields", std::move(fields)},
                             {"rows", std::move(rows)},
                             {"total", static_cast<int64_t>(all.size())},
                             {"page", *page},
                             {"size", *size},
                             {"position", position}});
}

Result<Answer> save_grid(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"period", "term", "rows"}); !known)
    return std::move(known).error();
  auto period = text_member(call.body, "period");
  if (!period) return std::move(period).error();
  auto term = text_member(call.body, "term");
  if (!term) return std::move(term).error();
  const json::object* body = call.body.if_object();
  const json::value* list = body ? body->if_contains("rows") : nullptr;
  if (!list || !list->is_array() || list->as_array().empty())
    return Error(kBadField, {"rows", "应当是一行或几行。", "it must be a list of rows."}).on("rows");
  if (list->as_array().size() > kMostSaved)
    return Error(kTooManyRows, {std::to_string(kMostSaved)}).on("rows");
  const std::string id(call.parameter("programme"));
  if (auto sheet = sheet_of(app, app.published(), id, *period, *term); !sheet)
    return std::move(sheet).error();
  std::vector<Sent> rows;
  for (const json::value& given : list->as_array()) {
    auto row = read_row(given);
    if (!row) return std::move(row).error();
    rows.push_back(std::move(*row));
  }
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const Snapshot now = app.staged();
    auto sheet = sheet_of(app, now, id, *period, *term);
    if (!sheet) return std::move(sheet).error();
    const auto kept = std::make_shared<std::vector<SavedRecord>>();
    json::array answers;
    std::optional<Error> barred;
    size_t bars = 0;
    for (const Sent& sent : rows) {
      auto unit = find_unit(app, *now.tree, sent.unit, sheet->day);
      Result<SavedRecord> saved = unit ? save_row(app, writing, stamp, call, *sheet, sent, *unit)
                                       : Result<SavedRecord>(std::move(unit).error().on("unit"));
      json::object answer{{"unit", sent.unit}, {"saved", saved.has_value()}, {"row", nullptr}};
      if (saved) {
        answer["faults"] = json::array();
        answer["row"] = row_json(writing, now, call, *sheet, saved->record.unit, &saved->record);
        if (!saved->is_unchanged) kept->push_back(std::move(*saved));
      } else {
        answer["faults"] = faults_of(saved.error());
        if (saved.error().row().status == 403 || saved.error().row().status == 404) {
          ++bars;
          if (!barred) barred = saved.error();
        }
        std::map<UnitId, Record> found;
        const bool is_overtaken =
            saved.error().code() == flow::kConflict.code || saved.error().code() == kNotUnique.code;
        if (const Record* record = is_overtaken ? standing(call, *sheet, found, writing, *unit) : nullptr)
          answer["row"] = row_json(writing, now, call, *sheet, *unit, record);
      }
      answers.push_back(std::move(answer));
    }
    if (barred && bars == rows.size()) return *barred;
    return Done{json::object{{"rows", std::move(answers)}, {"position", 0}, {"repeated", false}},
                [&app, kept](Position position) {
                  for (const SavedRecord& saved : *kept) apply_saved(app, saved, position);
                }};
  });
}

}  // namespace jinguo::app
