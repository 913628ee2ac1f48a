#include "app/import_history.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/closures.h"
#include "app/documents.h"
#include "app/import_job.h"
#include "app/moment.h"
#include "app/programme_lookup.h"
#include "app/record_save.h"
#include "app/units.h"

namespace jinguo::app {

Result<Answer> list_imports(App& app, const Call& call) {
  const Snapshot now = app.published();
  std::vector<std::pair<Instant, json::object>> imports;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kImportDocuments, "id/", [&](std::string_view, std::string_view body) {
      const json::value kept = json::parse(body);
      const define::Programme* programme =
          now.catalogue->programme(std::string_view(kept.at("programme").as_string()));
      const UnitId unit(kept.at("unit").to_number<uint32_t>());
      if (!programme ||
          !access::reach_of(*call.scope, programme->rights.import).holds(call.scope->today(), unit))
        return;
      const Instant at = kept.at("at").to_number<Instant>();
      imports.emplace_back(at, json::object{{"id", kept.at("id")},
                                            {"programme", programme->id},
                                            {"file", kept.at("file")},
                                            {"unit", unit_ref(*now.tree, unit, app.today())},
                                            {"rows", kept.at("rows")},
                                            {"at", moment_text(at)},
                                            {"undone", kept.at("undone")}});
    });
  });
  std::stable_sort(imports.begin(), imports.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  json::array out;
  for (auto& [at, import] : imports) out.push_back(std::move(import));
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
    if (const auto job = load_import_job(writing, id);
        job && (job->state == ImportJob::State::running || job->state == ImportJob::State::paused))
      return Error(kBusinessRule, {"这次导入还没有写完；请先停止，再撤销。",
                                   "This import is still being written; stop it, then undo it."});
    const auto saved_rows = std::make_shared<std::vector<SavedRecord>>();
    json::array kept;
    // An import in one command has one list, a long one several.
    json::array listed;
    writing.scan_documents(kImportRowDocuments, id, [&](std::string_view, std::string_view rows) {
      const json::value list = json::parse(rows);
      for (const json::value& row : list.as_array()) listed.push_back(row);
    });
    for (const json::value& row : listed) {
      const auto record_id = RecordId::parse(std::string(row.at(0).as_string()));
      const auto before = writing.find_record(**programme, *record_id);
      // A closed period is changed by a correction with its reason, record by record.
      const bool is_closed =
          before && record::counts(**programme, *before) &&
          closed_period(writing, *app.staged().tree, **programme, before->unit, *before->date);
      if (!before || is_closed || before->version != row.at(1).as_int64() || !row.at(2).as_bool()) {
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
      saved.plan = app.staged_plan(**programme);
      if (saved.plan) saved.effect = rollup::Figures::effect_of(*saved.plan, &*saved.before, &saved.record);
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
    writing.delete_document(kImportDocuments, std::string(import["hash_key"].as_string()));
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

}  // namespace jinguo::app
