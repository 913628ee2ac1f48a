#include "app/import_job.h"

#include <array>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/programme_lookup.h"
#include "flow/change.h"
#include "flow/flow_error.h"

namespace jinguo::app {
namespace {

constexpr std::array<std::string_view, 5> kStates{"draft", "running", "paused", "stopped", "done"};

}  // namespace

std::string_view to_text(ImportJob::State state) {
  return kStates[static_cast<size_t>(state)];
}

std::string import_file_key(const ImportJob& job, size_t n) {
  return job.id + "/" + std::to_string(n);
}

std::string refused_key(const ImportJob& job, int64_t first) {
  std::string number = std::to_string(first);
  number.insert(0, number.size() < 8 ? 8 - number.size() : 0, '0');
  return job.id + "/" + number;
}

std::optional<ImportJob> load_import_job(Reading& reading, std::string_view id) {
  const auto body = reading.find_document(kImportJobDocuments, id);
  if (!body) return std::nullopt;
  const json::value kept = json::parse(*body);
  ImportJob job;
  job.id = id;
  job.account = AccountId(kept.at("account").to_number<uint32_t>());
  job.post = kept.at("post").as_string();
  job.programme = kept.at("programme").as_string();
  job.home = UnitId(kept.at("unit").to_number<uint32_t>());
  job.period = kept.at("period").as_string();
  for (const json::value& event : kept.at("then").as_array()) job.events.emplace_back(event.as_string());
  if (const json::string* on = kept.at("on").if_string()) job.on = Date::parse(std::string_view(*on));
  const std::string_view state(kept.at("state").as_string());
  for (size_t i = 0; i < kStates.size(); ++i)
    if (kStates[i] == state) job.state = static_cast<ImportJob::State>(i);
  job.why = kept.at("why");
  job.at = kept.at("at").to_number<Instant>();
  job.touched = kept.at("touched").to_number<Instant>();
  for (const json::value& file : kept.at("files").as_array())
    job.files.push_back({std::string(file.at("name").as_string()), file.at("size").to_number<int64_t>(),
                         std::string(file.at("hash").as_string())});
  job.sheets = kept.at("sheets").as_object();
  for (const auto& [name, member] : {std::pair{"next", &ImportJob::next},
                                     {"total", &ImportJob::total},
                                     {"written", &ImportJob::written},
                                     {"unchanged", &ImportJob::unchanged},
                                     {"bad", &ImportJob::bad},
                                     {"worked", &ImportJob::worked},
                                     {"lists", &ImportJob::lists}})
    job.*member = kept.at(name).to_number<int64_t>();
  return job;
}

void save_import_job(Writing& writing, const ImportJob& job) {
  json::array files, events;
  for (const ImportJob::File& file : job.files)
    files.push_back({{"name", file.name}, {"size", file.size}, {"hash", file.hash}});
  for (const std::string& event : job.events) events.push_back(json::value(event));
  writing.put_document(
      kImportJobDocuments, job.id,
      json::serialize(json::object{{"account", job.account.number()},
                                   {"post", job.post},
                                   {"programme", job.programme},
                                   {"unit", job.home.number()},
                                   {"period", job.period},
                                   {"then", std::move(events)},
                                   {"on", job.on ? json::value(job.on->to_text()) : json::value(nullptr)},
                                   {"state", to_text(job.state)},
                                   {"why", job.why},
                                   {"at", job.at},
                                   {"touched", job.touched},
                                   {"files", std::move(files)},
                                   {"sheets", job.sheets},
                                   {"next", job.next},
                                   {"total", job.total},
                                   {"written", job.written},
                                   {"unchanged", job.unchanged},
                                   {"bad", job.bad},
                                   {"worked", job.worked},
                                   {"lists", job.lists}}));
}

void drop_import_job(Writing& writing, const ImportJob& job) {
  for (size_t n = 0; n < job.files.size(); ++n)
    writing.delete_document(kImportFileDocuments, import_file_key(job, n));
  std::vector<std::string> keys;
  writing.scan_documents(kImportCellDocuments, job.id,
                         [&](std::string_view key, std::string_view) { keys.emplace_back(key); });
  for (const std::string& key : keys) writing.delete_document(kImportCellDocuments, key);
  writing.delete_document(kImportJobDocuments, job.id);
}

std::string import_hash_key(const ImportJob& job) {
  std::string out = "hash/" + job.programme + "/";
  for (const ImportJob::File& file : job.files) out += file.hash;
  out += "/" + std::to_string(job.home.number()) + "/" + job.period + "/" + (job.on ? job.on->to_text() : "");
  for (const std::string& event : job.events) out += "/" + event;
  return out;
}

Result<void> check_may_import(const Call& call, const define::Programme& programme, UnitId home) {
  if (access::reach_of(*call.scope, programme.rights.import).holds(call.scope->today(), home)) return {};
  return Error(kNoRight, {"导入“" + programme.title.zh + "”", flow::roles_text(programme.rights.import),
                          "import this programme", "a post its file names"});
}

Result<ImportJob> find_import_job(App& app, Reading& reading, const Call& call) {
  auto job = load_import_job(reading, call.parameter("id"));
  if (job && job->account == call.scope->account()) {
    const auto programme = find_programme(*app.published().catalogue, job->programme);
    if (programme && check_may_import(call, **programme, job->home)) return std::move(*job);
  }
  return Error(kNotFound, {"这次导入", "such import"});
}

}  // namespace jinguo::app
