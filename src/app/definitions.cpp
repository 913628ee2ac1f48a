#include "app/definitions.h"

#include <algorithm>
#include <set>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/programme_json.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/units.h"
#include "define/activation.h"
#include "define/load_programme.h"
#include "define/schema.h"
#include "flow/change.h"
#include "record/parse_value.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Migration;
using define::Programme;
using record::Record;

constexpr ErrorRow kDryRun{"app.dry_run", 200, "试运行，未写入。", "A dry run; nothing was written."};

bool may_see(const Call& call, const Programme& programme) {
  return !access::figures_reach(*call.scope, programme).is_empty() ||
         !access::rows_reach(*call.scope, programme).is_empty();
}

/// Over the unit the installation is for; without one, over everything.
bool is_over_home(App& app, const Call& call, access::Power power) {
  const access::Reach reach = access::reach_of(*call.scope, power);
  const org::View& today = call.scope->today();
  if (!app.settings().home_unit.empty())
    if (const auto home = find_unit(app, *app.published().tree, app.settings().home_unit, app.today()))
      return reach.holds(today, *home);
  return reach.ranges() == std::vector<access::Reach::Range>{{0, today.size()}};
}

json::array findings_json(const define::Findings& findings) {
  json::array out;
  for (const define::Finding& finding : findings)
    out.push_back(
        fault_json(finding.error, finding.severity == define::Severity::fault ? "fault" : "advice"));
  return out;
}

/// The record's values in the fields of the next version: renamed, turned to text, set by expression.
Record migrate(const Programme& old, const Programme& next, const Record& record) {
  Record out = record;
  out.values.assign(next.fields.size(), Value());
  std::map<std::string, std::string, std::less<>> came_from;
  for (const Migration& line : next.migrations)
    if (line.kind == Migration::Kind::rename) came_from[line.to] = line.from;
  for (size_t i = 0; i < next.fields.size(); ++i) {
    const Field& field = next.fields[i];
    const auto renamed = came_from.find(field.id);
    const int from = old.field_index(renamed == came_from.end() ? std::string_view(field.id)
                                                                : std::string_view(renamed->second));
    if (from < 0) continue;
    const Field& before = old.fields[static_cast<size_t>(from)];
    Value value = record.values[static_cast<size_t>(from)];
    const bool is_text = define::row_of(field.type).storage == define::Storage::text && !field.choices;
    if (before.type != field.type && is_text && !value.is_blank())
      value = Value(record::to_text(before, value));
    out.values[i] = std::move(value);
  }
  for (const Migration& line : next.migrations) {
    if (line.kind == Migration::Kind::rename_state) {
      if (out.state == line.from) out.state = line.to;
      for (record::Stay& stay : out.path)
        if (stay.state == line.from) stay.state = line.to;
    }
    const int index = next.field_index(line.field);
    if (index < 0) continue;
    Value& value = out.values[static_cast<size_t>(index)];
    if (line.kind == Migration::Kind::rename_choice && value == Value(line.from)) value = Value(line.to);
    if (line.kind == Migration::Kind::set && line.value && value.is_blank())
      value = line.value->plan.run(record::slots_of(out), record::context_of(next));
  }
  record::compute(next, out);
  return out;
}

}  // namespace

Result<AppliedDefinitions> apply_definitions(
    App& app, Writing& writing, const LogEntry& stamp,
    const std::vector<std::pair<std::string, std::string>>& named_texts) {
  const Snapshot now = app.staged();
  std::vector<define::Source> sources;
  for (const auto& [name, text] : named_texts) sources.push_back({name, text});
  auto loaded = define::load_all(sources, *now.catalogue);
  Diagnostics faults;
  for (define::Finding& finding : loaded.findings)
    if (finding.severity == define::Severity::fault) faults.push_back(std::move(finding.error));
  if (!faults.empty()) return refusal_of(faults);

  AppliedDefinitions applied;
  applied.snapshot = now;
  applied.snapshot.catalogue = std::make_shared<const define::Catalogue>(loaded.catalogue);
  const auto log = [&](std::string_view kind, const std::string& id, int version, const std::string& text) {
    LogEntry entry = stamp;
    entry.action = "define.activate";
    entry.subject = std::string(kind) + " " + id + " " + std::to_string(version);
    writing.append(entry);
    writing.put_document(kDefinitionDocuments, definition_key(kind, id, version), text);
  };
  for (const define::Source& source : sources) {
    const auto kind = define::kind_of(source);
    if (kind != define::DefinitionKind::list) continue;
    for (const auto& [id, list] : loaded.catalogue.lists) {
      const auto old = now.catalogue->lists.find(id);
      if (old != now.catalogue->lists.end() && old->second == list) continue;
      if (source.text.find("list: " + id) == std::string::npos) continue;
      log("0list", id, 1, source.text);
      applied.plan.push_back("清单 " + id + "：生效 / list " + id + " is in force");
    }
  }
  // Several versions of one programme may come in one go; each is kept, the last is in force.
  std::map<std::string, std::vector<std::pair<int, const define::Source*>>> versions;
  for (const define::Source& source : sources) {
    if (define::kind_of(source) != define::DefinitionKind::programme) continue;
    for (const auto& [id, programme] : loaded.catalogue.programmes)
      if (programme->source == source.text) versions[id].emplace_back(programme->version, &source);
    // An older version given together with its successor.
    auto alone = define::load_programme(source, loaded.catalogue);
    if (alone.value && loaded.catalogue.programme(alone.value->id) &&
        loaded.catalogue.programme(alone.value->id)->source != source.text)
      log("1programme", alone.value->id, alone.value->version, source.text);
  }
  for (const auto& [id, programme] : loaded.catalogue.programmes) {
    const auto before = now.catalogue->programmes.find(id);
    if (before != now.catalogue->programmes.end() && before->second == programme) continue;
    log("1programme", id, programme->version, programme->source);
    writing.prepare_table(*programme);
    define::ActivationCount count;
    if (before != now.catalogue->programmes.end()) {
      std::vector<Record> moved;
      writing.scan_records(*before->second, [&](const Record& record) {
        ++count.records;
        Record next = migrate(*before->second, *programme, record);
        if (!record::validate(*programme, next).empty()) ++count.need_value;
        const bool same_shape =
            before->second->fields.size() == programme->fields.size() && next.values == record.values;
        if (!same_shape || next.state != record.state) moved.push_back(std::move(next));
      });
      for (const Record& record : moved) writing.save_record(*programme, record, false);
      count.rewritten = static_cast<int64_t>(moved.size());
    }
    const Programme* old = before == now.catalogue->programmes.end() ? nullptr : before->second.get();
    for (const define::Words& line :
         define::describe_activation(define::plan_activation(old, *programme), *programme, count))
      applied.plan.push_back(line.zh + " / " + line.en);
    applied.programmes.push_back(programme);
  }
  for (const auto& [id, report] : loaded.catalogue.reports) {
    const auto old = now.catalogue->reports.find(id);
    if (old != now.catalogue->reports.end() && old->second == report) continue;
    log("2report", id, report->version, report->source);
    applied.plan.push_back("报告 " + id + " 第 " + std::to_string(report->version) + " 版：生效 / report " +
                           id);
  }
  app.stage(applied.snapshot);
  return applied;
}

Result<void> check_may_see_programme(const Call& call, const Programme& programme) {
  if (may_see(call, programme) || !access::reach_of(*call.scope, access::Power::define).is_empty()) return {};
  return Error(kNoRight, {"查看这个项目", "有关岗位", "see this programme", "a post it names"});
}

std::vector<std::shared_ptr<const Programme>> in_order(const define::Catalogue& catalogue) {
  std::vector<std::shared_ptr<const Programme>> out;
  for (const auto& [id, programme] : catalogue.programmes) out.push_back(programme);
  const auto number = [](const Programme& programme) {
    const bool has_system = programme.system.size() > 1 && programme.system[0] == 'S';
    return has_system ? std::atoi(programme.system.c_str() + 1) : 1000;
  };
  std::stable_sort(out.begin(), out.end(),
                   [&](const auto& a, const auto& b) { return number(*a) < number(*b); });
  return out;
}

Result<Answer> list_programmes(App& app, const Call& call) {
  const Snapshot now = app.published();
  json::array out;
  app.store().read([&](Reading& reading) {
    for (const auto& programme : in_order(*now.catalogue)) {
      const std::string& id = programme->id;
      if (!may_see(call, *programme)) continue;
      int64_t records = 0;
      if (auto query = scoped_query(app, call, *programme)) {
        query->limit = 1;
        records = reading.list_records(*programme, *query).total;
      }
      out.push_back({{"id", id},
                     {"system", programme->system},
                     {"title", words_json(programme->title)},
                     {"version", programme->version},
                     {"level", org::row_of(programme->level).name},
                     {"records", records},
                     {"is_return", programme->return_period.has_value()},
                     {"may_create", !access::reach_of(*call.scope, programme->rights.create).is_empty()}});
    }
  });
  return Answer(std::move(out));
}

Result<Answer> get_programme(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto found = find_programme(*now.catalogue, call.parameter("programme"));
  if (!found) return std::move(found).error();
  const Programme& programme = **found;
  if (auto may = check_may_see_programme(call, programme); !may) return std::move(may).error();
  return Answer(programme_json(programme, *call.scope, app.today()));
}

Result<Answer> check_definition(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text", "name"}); !known) return std::move(known).error();
  auto text = required_member(call.body, "text");
  auto name = text_member(call.body, "name");
  if (!text) return std::move(text).error();
  if (!name) return std::move(name).error();
  const Snapshot now = app.published();
  const auto loaded = define::load_all({{name->empty() ? "definition.yaml" : *name, *text}}, *now.catalogue);
  const bool good = !define::has_faults(loaded.findings);
  std::string id;
  int version = 0;
  for (const auto& [known, programme] : loaded.catalogue.programmes)
    if (programme->source == *text) id = known, version = programme->version;
  return Answer(json::object{{"good", good},
                             {"faults", findings_json(loaded.findings)},
                             {"programme", id},
                             {"version", version},
                             {"plan", json::array()},
                             {"position", app.figures().reader().position().number()}});
}

Result<Answer> apply_definition(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text", "name", "texts", "dry_run"}); !known)
    return std::move(known).error();
  // A programme binds every unit of the installation, rights included.
  if (!is_over_home(app, call, access::Power::define))
    return Error(kNoRight, {"启用项目文件", "全市的办公室主任或系统管理员", "activate programme files",
                            "the city's office head or the system administrator"});
  std::vector<std::pair<std::string, std::string>> texts;
  if (const json::value* many = call.body.as_object().if_contains("texts"); many && many->is_array()) {
    for (const json::value& item : many->as_array()) {
      auto name = required_member(item, "name");
      auto text = required_member(item, "text");
      if (!name) return std::move(name).error();
      if (!text) return std::move(text).error();
      texts.emplace_back(*name, *text);
    }
  } else {
    auto text = required_member(call.body, "text");
    auto name = text_member(call.body, "name");
    if (!text) return std::move(text).error();
    if (!name) return std::move(name).error();
    texts.emplace_back(name->empty() ? "definition.yaml" : *name, *text);
  }
  const json::value* flag = call.body.as_object().if_contains("dry_run");
  const bool dry_run = flag && flag->is_bool() && flag->as_bool();
  const auto shown = std::make_shared<json::object>();
  auto result =
      write(app, call, [&app, texts, dry_run, shown](Writing& writing, LogEntry stamp) -> Result<Done> {
        const Snapshot before = app.staged();
        auto applied = apply_definitions(app, writing, stamp, texts);
        if (!applied) return std::move(applied).error();
        std::string id;
        int version = 0;
        for (const auto& programme : applied->programmes) id = programme->id, version = programme->version;
        *shown = {{"good", true},
                  {"faults", json::array()},
                  {"programme", id},
                  {"version", version},
                  {"plan", json::value_from(applied->plan)},
                  {"position", 0}};
        if (dry_run) {
          app.stage(before);
          return Error(kDryRun);
        }
        return Done{*shown, [&app, applied = std::move(*applied)](Position position) {
                      app.publish(applied.snapshot);
                      app.store().read([&](Reading& reading) {
                        for (const auto& programme : applied.programmes)
                          app.load_programme(reading, programme);
                        load_nil_statements(app, reading);
                      });
                      app.notify({position, "definition", "", UnitId(), ""});
                    }};
      });
  if (!result && result.error().code() == kDryRun.code) return Answer(*shown);
  return result;
}

Result<Answer> definition_schema(App&, const Call&) {
  return Answer::file(define::schema_json(), "application/schema+json", "");
}

}  // namespace jinguo::app
