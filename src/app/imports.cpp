#include "app/imports.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/import_row.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "flow/flow_error.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr ErrorRow kNoRows{"app.import_no_rows", 422, "表头下面没有数据行。",
                           "There are no rows under the head."};
constexpr ErrorRow kRefused{"app.import_refused", 200, "试运行或有错，未写入。",
                            "A dry run or faults; nothing was written."};

using Target = ImportTarget;
using Row = ImportRow;

/// The rows of a sheet as changes; those that cannot be read are told in `faults`.
struct Rows {
  std::vector<Row> good;
  json::array faults;
  int64_t total = 0, bad = 0;
};

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

Rows read_rows(App& app, const Call& call, const Target& target, const SheetHead& head,
               const SheetText& sheet) {
  Rows out;
  for (size_t r = head.row + 1; r < sheet.rows.size(); ++r) {
    if (!is_record_row(sheet.rows[r])) continue;
    ++out.total;
    Row row = read_import_row(target, head.columns, sheet.rows[r]);
    row.line = static_cast<int>(r) + 1;
    const auto unit_of = [&](const Row& asking) {
      return unit_of_cell(*app.published().tree, asking.said(kUnitColumn), target.home, target.day);
    };
    if (auto placed = place_import_row(app, call, target, unit_of, row); !placed) {
      add_row_faults(placed.error(), sheet.name, row, out.faults);
      ++out.bad;
      continue;
    }
    out.good.push_back(std::move(row));
  }
  return out;
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
  const Target target{*programme, *home, request.on.value_or(app.today()), request.events, request.period};
  const Rows rows = read_rows(app, call, target, *head, sheet);
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
      auto saved = write_import_row(app, writing, stamp, call, current, row);
      if (!saved) {
        add_row_faults(saved.error(), sheet.name, row, faults);
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
