#include "app/imports.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/units.h"
#include "flow/flow_error.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr ErrorRow kNoUnit{"app.import_no_unit_cell", 422, "这一行没有写单位；请填 12 位代码或单位名称。",
                           "The row names no unit; write its code or name."};
constexpr ErrorRow kOutside{"app.import_outside", 422, "{0} 不在 {1} 之下；请核对单位。",
                            "{0} does not lie under {1}; check the unit."};
constexpr ErrorRow kFixed{
    "app.import_fixed", 422, "这条记录的{0}是“{1}”，表里写的是“{2}”；导入不能改，请改回或删去这一格。",
    "The record's {3} is \"{1}\", the sheet says \"{2}\"; an import does not change it."};
constexpr ErrorRow kNoRows{"app.import_no_rows", 422, "表头下面没有数据行。",
                           "There are no rows under the head."};
constexpr ErrorRow kRefused{"app.import_refused", 200, "试运行或有错，未写入。",
                            "A dry run or faults; nothing was written."};

struct Row {
  int line = 0;
  RecordChange change;
  /// Cells that are no values of fields, by column: unit, period, state.
  std::map<std::string, std::string, std::less<>> about;
  /// Where each column's cell stands.
  std::map<std::string, int, std::less<>> columns;

  std::string said(std::string_view column) const {
    const auto found = about.find(column);
    return found == about.end() ? std::string() : found->second;
  }
};

/// The rows of a sheet as changes; those that cannot be read are told in `faults`.
struct Rows {
  std::vector<Row> good;
  json::array faults;
  int64_t total = 0, bad = 0;
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

/// The unit a cell names, by code or by its name below the sheet's unit.
Result<UnitId> unit_of_cell(const org::Tree& tree, const std::string& text, UnitId home, Date day) {
  if (text.empty()) return Error(kNoUnit);
  const bool is_code = std::all_of(text.begin(), text.end(), [](char ch) { return ch >= '0' && ch <= '9'; });
  return is_code ? tree.find(text, day) : tree.find_by_name(text, home, day);
}

bool lies_under(const org::View& today, UnitId unit, UnitId home) {
  const uint32_t place = today.counts_at(unit), top = today.counts_at(home);
  return place != org::View::kNowhere && place >= top && place < today.end(top);
}

/// Where the rows of a sheet go.
struct Target {
  std::shared_ptr<const Programme> programme;
  UnitId home;
  /// Business date of the rows.
  Date day;
};

Row read_row(const Target& target, const ImportRequest& request, const SheetHead& head,
             const std::vector<std::string>& cells) {
  Row row;
  row.change.programme = target.programme;
  row.change.events = request.events;
  row.change.on = target.day;
  for (size_t c = 0; c < cells.size() && c < head.columns.size(); ++c) {
    const std::string& id = head.columns[c];
    if (id.empty() || squeezed(cells[c]).empty() || cells[c] == kHiddenCell) continue;
    row.columns[id] = static_cast<int>(c) + 1;
    if (target.programme->field_index(id) >= 0) {
      row.change.values[id] = cells[c];
    } else {
      row.about[id] = cells[c];
    }
  }
  row.change.reason = row.said(kReasonColumn);
  if (!row.change.reason.empty())
    for (size_t i = 0; i < target.programme->checks.size(); ++i)
      if (!target.programme->checks[i].is_hard)
        row.change.soft_reasons[std::to_string(i)] = row.change.reason;
  return row;
}

/// Which record the row is: that of its id, else a new one of its unit and period.
Result<void> place_row(App& app, const Call& call, const Target& target, const ImportRequest& request,
                       Row& row) {
  const org::Tree& tree = *app.published().tree;
  if (const std::string id = row.said(kIdColumn); !id.empty()) {
    const auto parsed = RecordId::parse(id);
    if (!parsed) return Error(kBadKey, {id}).on(std::string(kIdColumn));
    row.change.id = *parsed;
    return {};
  }
  row.change.is_new = true;
  const std::string text = row.said(kUnitColumn);
  // The name of a closed village is looked up on the day of the rows.
  auto unit = unit_of_cell(tree, text, target.home, target.day);
  if (!unit) return std::move(unit).error().on("unit");
  if (!lies_under(call.scope->today(), *unit, target.home))
    return Error(kOutside, {text, tree.name_of(target.home, target.day)}).on("unit");
  row.change.unit = *unit;
  if (!target.programme->return_period) return {};
  const std::string period_text = row.said(kPeriodColumn).empty() ? request.period : row.said(kPeriodColumn);
  auto period = parse_period(app, period_text);
  if (!period || period_text.empty() || period->kind() != *target.programme->return_period)
    return Error(kBadField,
                 {"period", "应当是本项目的报告期，如 2011-H1。", "it must be a period such as 2011-H1."})
        .on("period");
  row.change.period = *period;
  return {};
}

Rows read_rows(App& app, const Call& call, const Target& target, const ImportRequest& request,
               const SheetHead& head, const SheetText& sheet) {
  Rows out;
  for (size_t r = head.row + 1; r < sheet.rows.size(); ++r) {
    if (!is_record_row(sheet.rows[r])) continue;
    ++out.total;
    Row row = read_row(target, request, head, sheet.rows[r]);
    row.line = static_cast<int>(r) + 1;
    if (auto placed_well = place_row(app, call, target, request, row); !placed_well) {
      out.faults.push_back(fault_json(placed(std::move(placed_well).error(), sheet.name, row)));
      ++out.bad;
      continue;
    }
    out.good.push_back(std::move(row));
  }
  return out;
}

/// What a sheet says of a record but an import never changes; empty cells say nothing.
Result<void> check_fixed(const org::Tree& tree, const Target& target, const record::Record& record,
                         const Row& row, const std::function<std::string(std::string_view)>& shown) {
  const auto fixed = [&](std::string_view column, const char* zh, const char* en) {
    return Error(kFixed, {zh, shown(column), row.said(column), en}).on(std::string(column));
  };
  const std::string state = row.said(kStateColumn);
  if (!state.empty() && squeezed(state) != squeezed(shown(kStateColumn)) && state != record.state)
    return fixed(kStateColumn, "状态", "state");
  const std::string period = row.said(kPeriodColumn);
  if (!period.empty() && period != shown(kPeriodColumn)) return fixed(kPeriodColumn, "报告期", "period");
  const std::string unit = row.said(kUnitColumn);
  if (unit.empty() || unit == shown(kUnitColumn)) return {};
  const auto named = unit_of_cell(tree, unit, target.home, target.day);
  if (!named || *named != record.unit) return fixed(kUnitColumn, "单位", "unit");
  return {};
}

/// The record is there: what differs from what the asker sees of it is changed, the same row again changes
/// nothing, whatever state the record is in.
Result<SavedRecord> change_record(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                                  const Target& target, const Row& row, const record::Record& before) {
  const Programme& programme = *target.programme;
  const org::Tree& tree = *app.staged().tree;
  const auto shown = [&](std::string_view column) {
    return shown_cell(writing, call, tree, programme, before, column);
  };
  if (auto fixed = check_fixed(tree, target, before, row, shown); !fixed) return std::move(fixed).error();
  RecordChange change = row.change;
  change.programme = target.programme;
  change.id = before.id;
  change.is_new = false;
  change.events.clear();
  change.is_sheet_row = true;
  change.may_read = [&](const define::Field& field) {
    return access::may_read_field(*call.scope, field, before.unit);
  };
  change.values.clear();
  for (const auto& cell : row.change.values)
    if (cell.value() != json::value(shown(cell.key()))) change.values[cell.key()] = cell.value();
  flow::Actor actor = actor_of(call, before.unit);
  actor.is_importing = true;
  return save_record(app, writing, stamp, change, actor);
}

Result<SavedRecord> write_row(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                              const Target& target, const Row& row) {
  if (!row.change.is_new) {
    const auto before = writing.find_record(*target.programme, row.change.id);
    if (!before || !check_may_see_record(call, *target.programme, before->unit) ||
        !lies_under(call.scope->today(), before->unit, target.home))
      return Error(kNotFound, {"记录 " + row.change.id.to_text(), "such record"}).on(std::string(kIdColumn));
    return change_record(app, writing, stamp, call, target, row, *before);
  }
  RecordChange change = row.change;
  change.programme = target.programme;
  flow::Actor actor = actor_of(call, change.unit);
  actor.is_importing = true;
  auto saved = save_record(app, writing, stamp, change, actor);
  if (saved || saved.error().code() != kNotUnique.code || saved.error().detail.empty()) return saved;
  const json::value detail = json::parse(saved.error().detail);
  const auto before =
      writing.find_record(*target.programme, *RecordId::parse(std::string(detail.at("record").as_string())));
  // The row must speak of the unit that filed the record: a number used elsewhere opens nothing.
  if (!before || before->unit != change.unit) return saved;
  return change_record(app, writing, stamp, call, target, row, *before);
}

/// The same file for the same unit, period, day and events is the same import.
std::string hash_key(const ImportRequest& request, const Target& target) {
  std::string out = "hash/" + request.programme + "/" + request.file_hash + "/" +
                    std::to_string(target.home.number()) + "/" + request.period + "/" +
                    (request.on ? request.on->to_text() : "");
  for (const std::string& event : request.events) out += "/" + event;
  return out;
}

void keep_import(Writing& writing, const LogEntry& stamp, const ImportRequest& request, const Target& target,
                 const std::string& id, const std::vector<SavedRecord>& saved) {
  json::array ids;
  for (const SavedRecord& row : saved)
    ids.push_back(json::array{row.record.id.to_text(), row.record.version, !row.before.has_value()});
  writing.put_document(kImportRowDocuments, id, json::serialize(ids));
  writing.put_document(kImportDocuments, "id/" + id,
                       json::serialize(json::object{{"id", id},
                                                    {"programme", request.programme},
                                                    {"file", request.file_name},
                                                    {"hash_key", hash_key(request, target)},
                                                    {"rows", static_cast<int64_t>(saved.size())},
                                                    {"at", stamp.at},
                                                    {"account", stamp.account.number()},
                                                    {"unit", target.home.number()},
                                                    {"undone", false}}));
  writing.put_document(kImportDocuments, hash_key(request, target), id);
  LogEntry entry = stamp;
  entry.action = "import";
  entry.programme = request.programme;
  entry.subject = id;
  entry.unit = target.home;
  writing.append(entry);
}

}  // namespace

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
  if (request.on && *request.on != app.today() &&
      !access::reach_of(*call.scope, (*programme)->rights.correct).holds(call.scope->today(), *home))
    return Error(flow::kNoRight, {"把业务日期写在今天以前", flow::roles_text((*programme)->rights.correct)})
        .on("on");
  Diagnostics head_faults;
  auto head = find_head(**programme, sheet, head_faults);
  if (!head) return std::move(head).error();
  if (!head_faults.empty()) return refusal_of(head_faults);
  const Target target{*programme, *home, request.on.value_or(app.today())};
  const Rows rows = read_rows(app, call, target, request, *head, sheet);
  if (rows.total == 0) return Error(kNoRows).at({sheet.name, static_cast<int>(head->row) + 1, 0, ""});

  const auto shown = std::make_shared<json::object>();
  const auto saved_rows = std::make_shared<std::vector<SavedRecord>>();
  auto result = write(app, call, [&, shown, saved_rows](Writing& writing, LogEntry stamp) -> Result<Done> {
    saved_rows->clear();
    // Undone imports may come again; else the same file changes nothing.
    if (const auto id = request.dry_run
                            ? std::nullopt
                            : writing.find_document(kImportDocuments, hash_key(request, target))) {
      *shown = result_json(request, rows.total, 0, rows.total, false, true, json::value(*id), {});
      return Done{*shown, {}};
    }
    Target current = target;
    auto in_force = find_programme(*app.staged().catalogue, request.programme);
    if (!in_force) return std::move(in_force).error();
    current.programme = *in_force;
    json::array faults = rows.faults;
    int64_t bad = rows.bad, unchanged = 0;
    for (const Row& row : rows.good) {
      auto saved = write_row(app, writing, stamp, call, current, row);
      if (!saved) {
        add_faults(saved.error(), sheet.name, row, faults);
        ++bad;
      } else if (saved->is_unchanged) {
        ++unchanged;
      } else {
        saved_rows->push_back(std::move(*saved));
      }
    }
    const std::string id = app.new_record_id().to_text();
    const bool refused = request.dry_run || (bad > 0 && !request.good_rows_only) || saved_rows->empty();
    *shown = result_json(request, rows.total, bad, unchanged, !refused, false,
                         refused ? json::value(nullptr) : json::value(id), std::move(faults));
    if (refused) return Error(kRefused);
    keep_import(writing, stamp, request, target, id, *saved_rows);
    return Done{*shown, [&app, saved_rows](Position position) {
                  for (const SavedRecord& saved : *saved_rows) apply_saved(app, saved, position);
                }};
  });
  if (!result && result.error().code() == kRefused.code) return Answer(*shown);
  return result;
}

}  // namespace jinguo::app
