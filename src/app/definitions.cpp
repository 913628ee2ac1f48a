#include "app/definitions.h"

#include "access/rules.h"
#include "app/activation.h"
#include "app/app_error.h"
#include "app/burden.h"
#include "app/definition_examples.h"
#include "app/programme_json.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/units.h"
#include "define/activation.h"
#include "define/load_programme.h"
#include "define/schema.h"
#include "org/pinyin.h"

namespace jinguo::app {
namespace {

using define::Programme;

/// So often an activation begins anew that others have overtaken.
constexpr int kAttempts = 3;

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

/// The lists that fields may name.
json::array lists_json(const define::Catalogue& catalogue) {
  json::array out;
  for (const auto& [id, list] : catalogue.lists)
    out.push_back({{"code", id}, {"label", words_json(list->title)}, {"retired", false}});
  return out;
}

/// Empty when the text is no definition yet.
std::string_view kind_name(const std::optional<define::DefinitionKind>& kind) {
  if (!kind) return "";
  return *kind == define::DefinitionKind::programme ? "programme"
         : *kind == define::DefinitionKind::list    ? "list"
                                                    : "report";
}

}  // namespace

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
      const auto asked =
          std::count_if(programme->fields.begin(), programme->fields.end(),
                        [](const define::Field& f) { return !f.retired && !f.computed && !f.is_from_unit; });
      json::array states;
      for (const define::State& state : programme->states)
        if (!state.is_void) states.push_back(words_json(state.label));
      out.push_back({{"id", id},
                     {"system", programme->system},
                     {"title", words_json(programme->title)},
                     {"initials", org::pinyin_initials(programme->title.zh)},
                     {"version", programme->version},
                     {"level", org::row_of(programme->level).name},
                     {"records", records},
                     {"is_return", programme->return_period.has_value()},
                     {"about", words_json(programme->about)},
                     {"fields", asked},
                     {"states", std::move(states)},
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
  const define::Source source{name->empty() ? "definition.yaml" : *name, *text};
  const auto loaded = load_and_try({source}, *now.catalogue);
  std::shared_ptr<const Programme> draft;
  for (const auto& [id, programme] : loaded.catalogue.programmes)
    if (programme->source == *text) draft = programme;
  const Programme* old = draft ? now.catalogue->programme(draft->id) : nullptr;
  json::array plan;
  if (draft)
    if (const std::string line = burden_line(old, *draft); !line.empty()) plan.push_back(json::value(line));
  json::array paragraphs;
  if (draft)
    for (const define::Paragraph& paragraph : draft->report)
      for (const define::Paragraph::Wording& wording : paragraph.wordings)
        paragraphs.push_back({{"when", wording.when ? json::value(*wording.when) : json::value(nullptr)},
                              {"text", words_json(wording.text)}});
  return Answer(json::object{
      {"good", !define::has_faults(loaded.findings)},
      {"faults", findings_json(loaded.findings)},
      {"programme", draft ? draft->id : ""},
      {"version", draft ? draft->version : 0},
      {"plan", std::move(plan)},
      {"position", app.figures().reader().position().number()},
      {"kind", kind_name(define::kind_of(source))},
      {"in_force", old ? old->version : 0},
      {"preview", draft ? json::value(programme_json(*draft, *call.scope, app.today())) : json::value()},
      {"paragraphs", std::move(paragraphs)},
      {"create", draft ? roles_json(draft->rights.create) : json::array()},
      {"read", draft ? roles_json(draft->rights.read) : json::array()},
      {"lists", lists_json(loaded.catalogue)}});
}

namespace {

json::object applied_json(const AppliedDefinitions& applied) {
  std::string id;
  int version = 0;
  for (const auto& programme : applied.programmes) id = programme->id, version = programme->version;
  return {{"good", true},
          {"faults", json::array()},
          {"programme", id},
          {"version", version},
          {"plan", json::value_from(applied.plan)},
          {"position", 0}};
}

/// Whether the programmes are still in force in the version the texts were begun from; nothing asks nothing.
Result<void> check_base(const define::Catalogue& catalogue, const DefinitionTexts& texts,
                        const std::optional<int64_t>& base) {
  if (!base) return {};
  for (const auto& [name, text] : texts) {
    const std::string id = define::programme_id_of({name, text});
    const Programme* now = catalogue.programme(id);
    const int64_t version = now ? now->version : 0;
    if (version == *base || (now && now->source == text)) continue;
    Error moved(kDefinitionMoved, {id, std::to_string(*base), std::to_string(version)});
    moved.detail = json::serialize(json::object{{"programme", id}, {"base", *base}, {"in_force", version}});
    return moved;
  }
  return {};
}

/// What takes long is done beside the writer, from one look at the store; writes go on meanwhile.
Result<Answer> activate(App& app, const Call& call, const DefinitionTexts& texts,
                        const std::optional<int64_t>& begun_from) {
  PreparedActivation prepared(app, texts);
  if (auto made = prepared.make_room(); !made) return std::move(made).error();
  Result<Answer> result = Answer();
  app.store().read([&](Reading& base) {
    prepared.count_from(base);
    result = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
      if (auto same = check_base(*app.staged().catalogue, texts, begun_from); !same)
        return std::move(same).error();
      auto made = apply_definitions(app, writing, stamp, texts, &prepared);
      if (!made) return std::move(made).error();
      return Done{applied_json(*made),
                  [&app, applied = std::make_shared<AppliedDefinitions>(std::move(*made))](
                      Position position) { put_in_force(app, *applied, position); }};
    });
  });
  return result;
}

}  // namespace

Result<Answer> apply_definition(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text", "name", "texts", "dry_run", "base"}); !known)
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
  std::optional<int64_t> base;
  if (const json::value* given = call.body.as_object().if_contains("base"); given && !given->is_null()) {
    if (!given->is_int64())
      return Error(kBadField, {"base", "应当是版本号。", "it must be a version."}).on("base");
    base = given->as_int64();
  }
  if (dry_run) {
    if (auto same = check_base(*app.published().catalogue, texts, base); !same)
      return std::move(same).error();
    Result<Answer> shown = Answer();
    app.store().read([&](Reading& reading) {
      auto tried = try_definitions(app, reading, texts);
      shown = tried ? Result<Answer>(Answer(applied_json(*tried))) : std::move(tried).error();
    });
    return shown;
  }
  for (int attempt = 1;; ++attempt) {
    auto applied = activate(app, call, texts, base);
    if (applied || applied.error().code() != kDefinitionsMoved.code || attempt == kAttempts) return applied;
  }
}

Result<Answer> definition_schema(App&, const Call&) {
  return Answer::file(define::schema_json(), "application/schema+json", "");
}

}  // namespace jinguo::app
