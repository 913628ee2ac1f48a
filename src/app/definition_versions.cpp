#include "app/definition_versions.h"

#include <algorithm>

#include "app/accounts.h"
#include "app/app_error.h"
#include "app/definitions.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "define/activation.h"
#include "define/load_programme.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr std::string_view kProgrammeKind = "1programme";

/// Every version as it was checked against the one before, in ascending order.
std::vector<std::shared_ptr<const Programme>> load_versions(Reading& reading,
                                                            const define::Catalogue& in_force,
                                                            const std::string& id) {
  std::vector<std::shared_ptr<const Programme>> out;
  define::Catalogue known = in_force;
  known.programmes.erase(id);
  reading.scan_documents(kDefinitionDocuments, std::string(kProgrammeKind) + "/" + id + "/",
                         [&](std::string_view key, std::string_view body) {
                           auto loaded = define::load_programme({std::string(key), std::string(body)}, known);
                           ensure(loaded.value != nullptr, "a version that was in force can be read");
                           known.programmes[id] = loaded.value;
                           out.push_back(std::move(loaded.value));
                         });
  return out;
}

/// What the version changed, without how many records there were then.
json::array changes_of(const Programme* before, const Programme& version) {
  const define::ActivationPlan plan = define::plan_activation(before, version);
  std::vector<define::Words> told = define::describe_activation(plan, version, {});
  if (!plan.is_first) told.erase(told.begin());
  json::array out;
  for (const define::Words& line : told) out.push_back(words_json(line));
  return out;
}

json::object version_json(Reading& reading, const Programme* before, const Programme& version,
                          bool is_in_force) {
  const std::string subject =
      std::string(kProgrammeKind) + " " + version.id + " " + std::to_string(version.version);
  const auto logged = reading.list_log_newest(1, "define.activate", subject);
  json::value at = nullptr;
  std::string account;
  if (!logged.empty()) {
    at = json::value(moment_text(logged.front().at));
    const auto who = load_account(reading, logged.front().account);
    account = who ? who->name : "系统";
  }
  return {{"programme", version.id},
          {"version", version.version},
          {"valid_from", version.valid_from.to_text()},
          {"at", std::move(at)},
          {"account", account},
          {"in_force", is_in_force},
          {"fields", version.fields.size()},
          {"changes", changes_of(before, version)}};
}

/// The programme asked for, if the asker may know its definition.
Result<std::shared_ptr<const Programme>> find_asked(const Snapshot& now, const Call& call) {
  auto found = find_programme(*now.catalogue, call.parameter("programme"));
  if (!found) return std::move(found).error();
  if (auto may = check_may_see_programme(call, **found); !may) return std::move(may).error();
  return *found;
}

}  // namespace

Result<Answer> list_versions(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto found = find_asked(now, call);
  if (!found) return std::move(found).error();
  json::array out;
  app.store().read([&](Reading& reading) {
    const auto versions = load_versions(reading, *now.catalogue, (*found)->id);
    for (size_t i = versions.size(); i-- > 0;)
      out.push_back(version_json(reading, i == 0 ? nullptr : versions[i - 1].get(), *versions[i],
                                 versions[i]->version == (*found)->version));
  });
  return Answer(std::move(out));
}

Result<Answer> get_version(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto found = find_asked(now, call);
  if (!found) return std::move(found).error();
  const std::string asked(call.parameter("version"));
  Result<Answer> out = Error(kNotFound, {"第 " + asked + " 版", "version " + asked});
  app.store().read([&](Reading& reading) {
    const auto versions = load_versions(reading, *now.catalogue, (*found)->id);
    for (size_t i = 0; i < versions.size(); ++i) {
      if (std::to_string(versions[i]->version) != asked) continue;
      json::object told = version_json(reading, i == 0 ? nullptr : versions[i - 1].get(), *versions[i],
                                       versions[i]->version == (*found)->version);
      told["text"] = versions[i]->source;
      out = Answer(std::move(told));
    }
  });
  return out;
}

}  // namespace jinguo::app
