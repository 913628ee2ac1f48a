#include "app/import_row.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/units.h"

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

Error placed(Error fault, const std::string& file, const ImportRow& row) {
  Place place{file, row.line, 0, fault.place().field};
  if (const auto column = row.columns.find(place.field); column != row.columns.end())
    place.column = column->second;
  return std::move(fault).at(std::move(place));
}

bool lies_under(const org::View& today, UnitId unit, UnitId home) {
  const uint32_t place = today.counts_at(unit), top = today.counts_at(home);
  return place != org::View::kNowhere && place >= top && place < today.end(top);
}

/// What a sheet says of a record but an import never changes; empty cells say nothing.
Result<void> check_fixed(const org::Tree& tree, const ImportTarget& target, const record::Record& record,
                         const ImportRow& row, const std::function<std::string(std::string_view)>& shown) {
  const auto fixed = [&](std::string_view column, const char* zh, const char* en) {
    return Error(kFixed, {zh, shown(column), row.said(column), en}).on(std::string(column));
  };
  const std::string state = row.said(kStateColumn);
  if (!state.empty() && squeezed(state) != squeezed(shown(kStateColumn)) && state != record.state)
    return fixed(kStateColumn, "状态", "state");
  const std::string period = row.said(kPeriodColumn);
  if (!period.empty() && period != shown(kPeriodColumn)) return fixed(kPeriodColumn, "报告期", "period");
  const std::string unit = row.said(kUnitColumn);
  // A new row's unit was found already, and is the record's.
  if (row.change.is_new || unit.empty() || unit == shown(kUnitColumn)) return {};
  const auto named = unit_of_cell(tree, unit, target.home, target.day);
  if (!named || *named != record.unit) return fixed(kUnitColumn, "单位", "unit");
  return {};
}

/// The record is there: what differs from what the asker sees of it is changed, the same row again changes
/// nothing, whatever state the record is in.
Result<SavedRecord> change_record(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                                  const ImportTarget& target, const ImportRow& row,
                                  const record::Record& before) {
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

}  // namespace

// A refusal of several faults is taken apart again, so that each cell is told by itself.
void add_row_faults(const Error& error, const std::string& file, const ImportRow& row, json::array& out) {
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

Result<UnitId> unit_of_cell(const org::Tree& tree, const std::string& text, UnitId home, Date day) {
  if (text.empty()) return Error(kNoUnit);
  const bool is_code = std::all_of(text.begin(), text.end(), [](char ch) { return ch >= '0' && ch <= '9'; });
  return is_code ? tree.find(text, day) : tree.find_by_name(text, home, day);
}

ImportRow read_import_row(const ImportTarget& target, const std::vector<std::string>& columns,
                          const std::vector<std::string>& cells) {
  ImportRow row;
  row.change.programme = target.programme;
  row.change.events = target.events;
  row.change.on = target.day;
  for (size_t c = 0; c < cells.size() && c < columns.size(); ++c) {
    const std::string& id = columns[c];
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

Result<void> place_import_row(App& app, const Call& call, const ImportTarget& target,
                              const UnitOfRow& unit_of, ImportRow& row) {
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
  auto unit = unit_of(row);
  if (!unit) return std::move(unit).error().on("unit");
  if (!lies_under(call.scope->today(), *unit, target.home))
    return Error(kOutside, {text, tree.name_of(target.home, target.day)}).on("unit");
  row.change.unit = *unit;
  if (!target.programme->return_period) return {};
  const std::string period_text = row.said(kPeriodColumn).empty() ? target.period : row.said(kPeriodColumn);
  auto period = parse_period(app, period_text);
  if (!period || period_text.empty() || period->kind() != *target.programme->return_period)
    return Error(kBadField,
                 {"period", "应当是本项目的报告期，如 2011-H1。", "it must be a period such as 2011-H1."})
        .on("period");
  row.change.period = *period;
  return {};
}

Result<SavedRecord> write_import_row(App& app, Writing& writing, const LogEntry& stamp, const Call& call,
                                     const ImportTarget& target, const ImportRow& row) {
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

}  // namespace jinguo::app
