#include "app/imports.h"

#include <algorithm>
#include <unordered_map>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/parties.h"
#include "app/records.h"
#include "app/units.h"
#include "flow/flow_error.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr ErrorRow kNoHead{
    "app.import_no_head", 422, "没有找到表头：表头里至少要有这些列中的两列：{0}。请用模板填写。",
    "No head was found: it names at least two of these columns: {0}. Start from the template."};
constexpr ErrorRow kUnknownColumn{
    "app.import_unknown_column", 422, "“{0}”不是本项目的列，可用的有：{1}。请改名或删去这一列。",
    "\"{0}\" is no column of this programme; there are: {1}. Rename or delete it."};
constexpr ErrorRow kNoUnitColumn{"app.import_no_unit", 422,
                                 "表里没有“单位”一列；请加上，填 12 位代码或单位名称。",
                                 "The sheet has no column for the unit; add one with codes or names."};
constexpr ErrorRow kOutside{"app.import_outside", 422, "{0} 不在 {1} 之下；请核对单位。",
                            "{0} does not lie under {1}; check the unit."};
constexpr ErrorRow kNoRows{"app.import_no_rows", 422, "表头下面没有数据行。",
                           "There are no rows under the head."};
constexpr ErrorRow kRefused{"app.import_refused", 200, "试运行或有错，未写入。",
                            "A dry run or faults; nothing was written."};

std::string squeezed(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\u3000")) {
      i += 2;
      continue;
    }
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r' && text[i] != '*')
      out += text[i];
  }
  return out;
}

std::string column_letter(size_t column) {
  std::string out;
  for (size_t n = column + 1; n > 0; n = (n - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

struct Head {
  size_t row = 0;
  /// Column → field id, "unit", "period" or "reason"; empty: passed over.
  std::vector<std::string> fields;
};

Result<Head> find_head(const Programme& programme, const SheetText& sheet, Diagnostics& faults) {
  const auto columns = sheet_columns(programme);
  std::unordered_map<std::string, std::string> by_name;
  std::string all;
  for (const auto& [id, head] : columns) {
    by_name[squeezed(head)] = id;
    by_name[id] = id;
    if (const define::Field* field = programme.field(id)) {
      by_name.try_emplace(squeezed(field->label.zh), id);
      by_name.try_emplace(squeezed(field->label.en), id);
    }
    all += (all.empty() ? "" : "、") + head;
  }
  for (const char* name : {"单位", "村", "村居", "单位代码", "单位名称", "区划代码", "unit"})
    by_name.try_emplace(name, "unit");
  for (const char* name : {"报告期", "期别", "period"}) by_name.try_emplace(name, "period");
  for (const char* name : {"说明", "原因", "reason"}) by_name.try_emplace(name, "reason");
  for (size_t r = 0; r < sheet.rows.size() && r < 20; ++r) {
    Head head{r, {}};
    size_t known = 0;
    for (const std::string& cell : sheet.rows[r]) {
      const auto found = by_name.find(squeezed(cell));
      head.fields.push_back(found == by_name.end() ? "" : found->second);
      known += found == by_name.end() ? 0 : 1;
    }
    if (known < std::min<size_t>(2, columns.size())) continue;
    for (size_t c = 0; c < head.fields.size(); ++c)
      if (head.fields[c].empty() && !squeezed(sheet.rows[r][c]).empty())
        faults.push_back(
            Error(kUnknownColumn, {sheet.rows[r][c], all})
                .at({sheet.name, static_cast<int>(r) + 1, static_cast<int>(c) + 1, column_letter(c)}));
    if (std::find(head.fields.begin(), head.fields.end(), "unit") == head.fields.end())
      return Error(kNoUnitColumn).at({sheet.name, static_cast<int>(r) + 1, 0, ""});
    return head;
  }
  return Error(kNoHead, {all}).at({sheet.name, 1, 0, ""});
}

bool is_empty_row(const std::vector<std::string>& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& cell) { return squeezed(cell).empty(); });
}

/// 合计 and notes under the table are no records.
bool is_total_row(const std::vector<std::string>& row) {
  for (const std::string& cell : row) {
    const std::string text = squeezed(cell);
    if (text.empty()) continue;
    return text == "合计" || text == "总计" || text == "小计" || text.starts_with("来源：") ||
           text.starts_with("注：") || text.starts_with("演示数据");
  }
  return false;
}

struct Row {
  int line = 0;
  RecordChange change;
  /// Where each field's cell stands.
  std::map<std::string, int, std::less<>> columns;
};

Error placed(Error fault, const std::string& file, const Row& row) {
  Place place{file, row.line, 0, fault.place().field};
  if (const auto column = row.columns.find(place.field); column != row.columns.end())
    place.column = column->second;
  return std::move(fault).at(std::move(place));
}

/// Takes faults of a refusal apart again, so that each cell is told by itself.
void add_faults(const Error& error, const std::string& file, const Row& row, json::array& out) {
  if (!error.detail.empty()) {
    const json::value detail = json::parse(error.detail);
    if (const json::value* list = detail.as_object().if_contains("faults")) {
      for (const json::value& fault : list->as_array()) {
        json::object copy = fault.as_object();
        copy["file"] = file;
        copy["line"] = row.line;
        if (const json::value* field = copy.if_contains("field"))
          if (const auto column = row.columns.find(std::string_view(field->as_string()));
              column != row.columns.end())
            copy["column"] = column->second;
        out.push_back(std::move(copy));
      }
      return;
    }
  }
  out.push_back(fault_json(placed(error, file, row)));
}

json::object result_json(const ImportRequest& request, int64_t rows, int64_t bad, int64_t unchanged,
                         bool written, bool repeated, json::value id, json::array faults) {
  return {{"id", std::move(id)},
          {"programme", request.programme},
          {"rows", rows},
          {"good", rows - bad},
          {"bad", bad},
          {"unchanged", unchanged},
          {"written", written},
          {"repeated", repeated},
          {"faults", std::move(faults)},
          {"position", 0}};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sheet_columns(const Programme& programme) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const std::string& id, const std::string& head) {
    if (id == "unit" || id == "period") {
      out.emplace_back(id, !head.empty() ? head : id == "unit" ? "单位" : "报告期");
      return;
    }
    const define::Field* field = programme.field(id);
    if (!field || field->computed || field->type == define::FieldType::rows) return;
    std::string label = head.empty() ? field->label.zh : head;
    // Two fields may share a label ("其中女性"); a sheet needs them apart, so the one before is named too.
    const auto same =
        std::count_if(programme.fields.begin(), programme.fields.end(),
                      [&](const define::Field& other) { return other.label.zh == field->label.zh; });
    if (same > 1 && head.empty()) {
      const int index = programme.field_index(id);
      if (index > 0) label = programme.fields[static_cast<size_t>(index) - 1].label.zh + label;
    }
    if (!field->measured_in.empty() && head.empty()) label += "（" + field->measured_in + "）";
    out.emplace_back(id, label);
  };
  if (programme.sheet.empty()) {
    add("unit", "");
    if (programme.return_period) add("period", "");
    for (const define::Field& field : programme.fields)
      if (!field.retired) add(field.id, "");
  }
  for (const define::SheetColumn& column : programme.sheet) add(column.field, column.head.zh);
  return out;
}

Result<Answer> import_rows(App& app, const Call& call, const ImportRequest& request, const SheetText& sheet) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, request.programme);
  if (!programme) return std::move(programme).error();
  auto home =
      find_unit(app, *now.tree, request.unit.empty() ? app.settings().home_unit : request.unit, app.today());
  if (!home) return std::move(home).error().on("unit");
  const auto importers = access::reach_of(*call.scope, (*programme)->rights.import);
  if (!importers.holds(call.scope->today(), *home))
    return Error(kNoRight,
                 {"导入“" + (*programme)->title.zh + "”", flow::roles_text((*programme)->rights.import),
                  "import this programme", "a post its file names"});
  Diagnostics head_faults;
  auto head = find_head(**programme, sheet, head_faults);
  if (!head) return std::move(head).error();
  if (!head_faults.empty()) return refusal_of(head_faults);

  const Date day = request.on.value_or(app.today());
  std::vector<Row> rows;
  json::array faults;
  int64_t bad = 0, total = 0;
  for (size_t r = head->row + 1; r < sheet.rows.size(); ++r) {
    const auto& cells = sheet.rows[r];
    if (is_empty_row(cells) || is_total_row(cells)) continue;
    ++total;
    Row row;
    row.line = static_cast<int>(r) + 1;
    row.change.programme = *programme;
    row.change.is_new = true;
    row.change.events = request.events;
    row.change.on = day;
    std::string unit_text, period_text = request.period, reason;
    for (size_t c = 0; c < cells.size() && c < head->fields.size(); ++c) {
      const std::string& id = head->fields[c];
      if (id.empty() || squeezed(cells[c]).empty()) continue;
      row.columns[id] = static_cast<int>(c) + 1;
      if (id == "unit") {
        unit_text = cells[c];
      } else if (id == "period") {
        period_text = cells[c];
      } else if (id == "reason") {
        reason = cells[c];
      } else {
        row.change.values[id] = cells[c];
      }
    }
    row.change.reason = reason;
    if (!reason.empty())
      for (size_t i = 0; i < (*programme)->checks.size(); ++i)
        if (!(*programme)->checks[i].is_hard) row.change.soft_reasons[std::to_string(i)] = reason;
    // The name of a closed village is looked up on the day of the rows.
    Result<UnitId> unit = unit_text.empty() ? Result<UnitId>(Error(kNoUnitColumn)) : [&]() -> Result<UnitId> {
      const bool is_code =
          std::all_of(unit_text.begin(), unit_text.end(), [](char ch) { return ch >= '0' && ch <= '9'; });
      return is_code ? now.tree->find(unit_text, day) : now.tree->find_by_name(unit_text, *home, day);
    }();
    const auto refuse = [&](Error error) {
      faults.push_back(fault_json(placed(std::move(error), sheet.name, row)));
      ++bad;
    };
    if (!unit) {
      refuse(std::move(unit).error().on("unit"));
      continue;
    }
    const uint32_t place = call.scope->today().counts_at(*unit);
    const uint32_t top = call.scope->today().counts_at(*home);
    if (place == org::View::kNowhere || place < top || place >= call.scope->today().end(top)) {
      refuse(Error(kOutside, {unit_text, now.tree->name_of(*home, day)}).on("unit"));
      continue;
    }
    row.change.unit = *unit;
    if ((*programme)->return_period) {
      auto period = parse_period(app, period_text);
      if (!period || period_text.empty() || period->kind() != *(*programme)->return_period) {
        refuse(Error(kBadField,
                     {"period", "应当是本项目的报告期，如 2011-H1。", "it must be a period such as 2011-H1."})
                   .on("period"));
        continue;
      }
      row.change.period = *period;
    }
    rows.push_back(std::move(row));
  }
  if (total == 0) return Error(kNoRows).at({sheet.name, static_cast<int>(head->row) + 1, 0, ""});

  const auto shown = std::make_shared<json::object>();
  const auto saved_rows = std::make_shared<std::vector<SavedRecord>>();
  Call unkeyed = call;
  auto result = write(app, unkeyed, [&, shown, saved_rows](Writing& writing, LogEntry stamp) -> Result<Done> {
    json::array all = faults;
    int64_t wrong = bad, unchanged = 0;
    saved_rows->clear();
    const std::string hash_key = "hash/" + request.programme + "/" + request.file_hash;
    if (!request.dry_run && writing.find_document(kImportDocuments, hash_key)) {
      // Undone imports may come again; else the same file changes nothing.
      const auto id = writing.find_document(kImportDocuments, hash_key);
      *shown = result_json(request, total, 0, total, false, true, json::value(*id), {});
      return Done{*shown, {}};
    }
    auto current = find_programme(*app.staged().catalogue, request.programme);
    if (!current) return std::move(current).error();
    const RecordId import_id = app.new_record_id();
    for (const Row& row : rows) {
      RecordChange change = row.change;
      change.programme = *current;
      flow::Actor actor = actor_of(call, change.unit);
      actor.is_importing = true;
      auto saved = save_record(app, writing, stamp, change, actor);
      if (!saved && saved.error().code() == kNotUnique.code && !saved.error().detail.empty()) {
        // The record is there: what differs is changed, the same row again changes nothing.
        const json::value detail = json::parse(saved.error().detail);
        const auto id = RecordId::parse(std::string(detail.at("record").as_string()));
        change.is_new = false;
        change.id = *id;
        change.events.clear();
        // The row must speak of the unit that filed the record: a number used elsewhere opens nothing.
        const auto before = writing.find_record(**current, *id);
        const bool is_same_unit = before && before->unit == change.unit;
        if (is_same_unit) saved = save_record(app, writing, stamp, change, actor);
      }
      if (!saved) {
        add_faults(saved.error(), sheet.name, row, all);
        ++wrong;
        continue;
      }
      if (saved->is_unchanged) {
        ++unchanged;
        continue;
      }
      saved_rows->push_back(std::move(*saved));
    }
    const bool refused = request.dry_run || (wrong > 0 && !request.good_rows_only) || saved_rows->empty();
    *shown = result_json(request, total, wrong, unchanged, !refused, false,
                         refused ? json::value(nullptr) : json::value(import_id.to_text()), std::move(all));
    if (refused) return Error(kRefused);
    json::array ids;
    for (const SavedRecord& saved : *saved_rows)
      ids.push_back(json::array{saved.record.id.to_text(), saved.record.version, !saved.before.has_value()});
    writing.put_document(kImportRowDocuments, import_id.to_text(), json::serialize(ids));
    writing.put_document(kImportDocuments, "id/" + import_id.to_text(),
                         json::serialize(json::object{{"id", import_id.to_text()},
                                                      {"programme", request.programme},
                                                      {"file", request.file_name},
                                                      {"hash", request.file_hash},
                                                      {"rows", static_cast<int64_t>(saved_rows->size())},
                                                      {"at", stamp.at},
                                                      {"account", stamp.account.number()},
                                                      {"unit", home->number()},
                                                      {"undone", false}}));
    writing.put_document(kImportDocuments, hash_key, import_id.to_text());
    LogEntry entry = stamp;
    entry.action = "import";
    entry.programme = request.programme;
    entry.subject = import_id.to_text();
    entry.unit = *home;
    writing.append(entry);
    return Done{*shown, [&app, saved_rows](Position position) {
                  for (const SavedRecord& saved : *saved_rows) apply_saved(app, saved, position);
                }};
  });
  if (!result && result.error().code() == kRefused.code) return Answer(*shown);
  return result;
}

Result<Answer> list_imports(App& app, const Call& call) {
  json::array out;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kImportDocuments, "id/", [&](std::string_view, std::string_view body) {
      json::value parsed = json::parse(body);
      const Snapshot now = app.published();
      const define::Programme* programme =
          now.catalogue->programme(std::string_view(parsed.at("programme").as_string()));
      const UnitId unit(parsed.at("unit").to_number<uint32_t>());
      if (programme &&
          access::reach_of(*call.scope, programme->rights.import).holds(call.scope->today(), unit))
        out.push_back(std::move(parsed));
    });
  });
  return Answer(std::move(out));
}

Result<Answer> undo_import(App& app, const Call& call) {
  const std::string id(call.parameter("id"));
  return write(app, call, [&app, &call, id](Writing& writing, LogEntry stamp) -> Result<Done> {
    const auto body = writing.find_document(kImportDocuments, "id/" + id);
    if (!body) return Error(kNotFound, {"这次导入", "such import"});
    json::object import = json::parse(*body).as_object();
    auto programme =
        find_programme(*app.staged().catalogue, std::string_view(import["programme"].as_string()));
    if (!programme) return std::move(programme).error();
    const UnitId home(import["unit"].to_number<uint32_t>());
    if (!access::reach_of(*call.scope, (*programme)->rights.import).holds(call.scope->today(), home))
      return Error(kNotFound, {"这次导入", "such import"});
    if (import["undone"].as_bool())
      return Error(kBusinessRule, {"这次导入已经撤销过。", "This import was undone already."});
    const define::State* void_state = nullptr;
    for (const define::State& state : (*programme)->states)
      if (state.is_void) void_state = &state;
    if (!void_state)
      return Error(kBusinessRule, {"这个项目没有“作废”状态，不能整批撤销。",
                                   "This programme has no void state, so an import cannot be undone."});
    const auto rows = writing.find_document(kImportRowDocuments, id);
    const auto saved_rows = std::make_shared<std::vector<SavedRecord>>();
    json::array kept;
    const json::value listed = json::parse(*rows);
    for (const json::value& row : listed.as_array()) {
      const auto record_id = RecordId::parse(std::string(row.at(0).as_string()));
      const auto before = writing.find_record(**programme, *record_id);
      // What somebody changed since, or what the import itself only changed, is not voided but listed.
      if (!before || before->version != row.at(1).as_int64() || !row.at(2).as_bool()) {
        kept.push_back(json::value(record_id->to_text()));
        continue;
      }
      SavedRecord saved;
      saved.programme = *programme;
      saved.before = before;
      saved.record = *before;
      saved.record.state = void_state->id;
      saved.record.path.push_back({void_state->id, stamp.on});
      ++saved.record.version;
      if (auto freed = writing.claim_unique((*programme)->id, *record_id, {}); !freed)
        return std::move(freed).error();
      saved.plan = app.figures().plan((*programme)->id);
      if (saved.plan && saved.plan->programme == *programme)
        saved.effect = rollup::Figures::effect_of(*saved.plan, &*saved.before, &saved.record);
      writing.save_record(**programme, saved.record, false);
      LogEntry entry = stamp;
      entry.action = "record.event.undo_import";
      entry.programme = (*programme)->id;
      entry.subject = record_id->to_text();
      entry.unit = saved.record.unit;
      writing.append(entry, programme->get(), &*saved.before, &saved.record);
      saved_rows->push_back(std::move(saved));
    }
    import["undone"] = true;
    writing.put_document(kImportDocuments, "id/" + id, json::serialize(import));
    writing.delete_document(kImportDocuments,
                            "hash/" + (*programme)->id + "/" + std::string(import["hash"].as_string()));
    stamp.action = "import.undo";
    stamp.programme = (*programme)->id;
    stamp.subject = id;
    const Position position = writing.append(stamp);
    return Done{json::object{{"voided", static_cast<int64_t>(saved_rows->size())},
                             {"kept", std::move(kept)},
                             {"position", position.number()}},
                [&app, saved_rows](Position at) {
                  for (const SavedRecord& saved : *saved_rows) apply_saved(app, saved, at);
                }};
  });
}

Result<ExportRows> export_rows(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (access::rows_reach(*call.scope, **programme).is_empty())
    return Error(kNoRight,
                 {"导出“" + (*programme)->title.zh + "”", flow::roles_text((*programme)->rights.read),
                  "export this programme", "a post its file names"});
  auto query = scoped_query(app, call, **programme);
  if (!query) return std::move(query).error();
  query->limit = 1'000'000;
  query->offset = 0;
  query->order_by = "unit";
  query->descending = false;
  ExportRows out{*programme, {}};
  const auto columns = sheet_columns(**programme);
  std::vector<std::string> head;
  for (const auto& [id, label] : columns) head.push_back(label);
  head.push_back("状态");
  out.rows.push_back(std::move(head));
  app.store().read([&](Reading& reading) {
    for (const record::Record& record : reading.list_records(**programme, *query).records) {
      const Date day = record.date.value_or(record.filed_on);
      std::vector<std::string> row;
      for (const auto& [id, label] : columns) {
        if (id == "unit") {
          row.push_back(now.tree->code_of(record.unit, day).to_text());
          continue;
        }
        if (id == "period") {
          row.push_back(record.date && (*programme)->return_period
                            ? Period::containing(*(*programme)->return_period, *record.date).to_text()
                            : "");
          continue;
        }
        const auto index = static_cast<size_t>((*programme)->field_index(id));
        const define::Field& field = (*programme)->fields[index];
        const bool is_party =
            field.type == define::FieldType::person || field.type == define::FieldType::household;
        const bool readable = access::may_read_field(*call.scope, field, record.unit);
        const bool is_shown = readable || (is_party && field.privacy <= define::PrivacyClass::personal);
        if (is_party && is_shown && record.values[index].as<Reference>()) {
          const json::object party = party_json(reading, *record.values[index].as<Reference>(), readable);
          row.emplace_back(party.at("name").as_string());
        } else {
          row.push_back(
              readable ? record::to_text(field, record.values[index],
                                         [&](UnitId unit) { return now.tree->code_of(unit, day).to_text(); })
                       : "（不可见）");
        }
      }
      row.push_back((*programme)->state(record.state)->label.zh);
      out.rows.push_back(std::move(row));
    }
  });
  return out;
}

}  // namespace jinguo::app
