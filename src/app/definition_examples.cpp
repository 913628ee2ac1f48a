#include "app/definition_examples.h"

#include <algorithm>
#include <array>

#include "app/app_error.h"
#include "app/figure_queries.h"
#include "app/typed_values.h"
#include "define/yaml.h"
#include "flow/change.h"
#include "org/tree_import.h"
#include "org/view_build.h"
#include "person/identity.h"
#include "record/special_numbers.h"
#include "record/validate.h"

namespace jinguo::app {
namespace {

using define::Example;
using define::Programme;
using record::Record;

constexpr std::string_view kUnits =
    "code\tname\topened\n"
    "37\t山东省\t1949-10-01\n"
    "3713\t临沂市\t1949-10-01\n"
    "371323\t沂水县\t1949-10-01\n"
    "371323101\t许家湖镇\t1949-10-01\n"
    "371323101201\t演示村\t1949-10-01\n";

struct World {
  org::Tree tree;
  std::shared_ptr<const org::View> view;

  UnitId unit(org::Level level, Date day) const { return *tree.find(example_unit(level), day); }
};

const World& world() {
  static const World kWorld = [] {
    const Date day = *Date::make(2011, 1, 1);
    const org::ImportSheet sheet = org::parse_units(kUnits, "units");
    World made{org::plan_import(org::Tree(), sheet, day).after, {}};
    made.view = std::make_shared<const org::View>(org::build_view(made.tree, day));
    return made;
  }();
  return kWorld;
}

/// One text is one entry of the registry, everywhere in the example.
Result<Reference> party_of(const define::Field& field, std::string_view typed) {
  std::string key(typed);
  bool is_identified = true;
  if (field.type == define::FieldType::person) {
    const auto [name, number] = name_and_number(typed);
    is_identified = !number.empty();
    if (is_identified) {
      auto id_number = record::parse_id_number(number);
      if (!id_number) return std::move(id_number).error().on(field.id);
      key = id_number->text;
    }
  }
  std::array<uint8_t, 16> bytes{};
  const size_t hash = std::hash<std::string>()(key);
  for (size_t i = 0; i < sizeof hash; ++i) bytes[i + 1] = static_cast<uint8_t>(hash >> (8 * i));
  return person::make_entry_id(bytes, is_identified);
}

record::Lookups lookups_on(Date day) {
  record::Lookups lookups;
  lookups.today = day;
  lookups.unit = [day](std::string_view text) {
    const bool is_code = text.find_first_not_of("0123456789") == std::string_view::npos;
    return is_code ? world().tree.find(text, day) : world().tree.find_by_name(text, UnitId(), day);
  };
  lookups.party = party_of;
  return lookups;
}

/// Someone who holds the role at the unit of its level; each role is another person.
flow::Actor actor_as(const define::Role& role, UnitId unit, Date day) {
  flow::Actor actor;
  const std::string name = std::string(org::row_of(role.level).name) + "." + role.name;
  actor.account = AccountId(static_cast<int64_t>(std::hash<std::string>()(name) >> 2));
  const std::vector<UnitId> path = world().tree.path_of(unit, day);
  if (std::find(path.begin(), path.end(), world().unit(role.level, day)) != path.end())
    actor.roles.push_back(role);
  return actor;
}

/// What became of an example: the record as it was saved last, and why it went no further.
struct Played {
  Record record;
  Diagnostics refusal;
  /// The event that was refused; empty when it was the creation.
  std::string event;
};

/// As a record is made and an event taken by someone at a screen.
Played play(const Programme& programme, const Example& example) {
  const Date day = example_day(programme, example);
  const UnitId unit = world().unit(programme.level, day);
  Played out;
  flow::Change step;
  step.kind = flow::Change::Kind::create;
  step.on = day;
  Record blank;
  blank.unit = unit;
  record::take_from_unit(programme, blank, programme.level);
  json::object given;
  std::optional<Period> period;
  for (const auto& [field, typed] : example.given) {
    if (field == "period")
      period = Period::parse(typed);
    else if (field != "unit")
      given[field] = typed;
  }
  if (programme.return_period) {
    if (!period || period->kind() != *programme.return_period)
      out.refusal.push_back(
          Error(kBadField, {"period", "不是本项目的报告期。", "it is no period of this programme."})
              .on("period"));
    else
      blank.date = period->last();
  }
  step.values = read_values(programme, given, world().tree, lookups_on(day), out.refusal);
  if (!out.refusal.empty()) return out;

  flow::DoneBy done_by;
  const auto take = [&](const std::optional<Record>& before, const define::Role& by) {
    const flow::Actor actor = actor_as(by, unit, day);
    out.refusal = flow::can_apply(programme, before, step, actor, done_by);
    if (!out.refusal.empty()) return false;
    Record after = flow::apply(programme, before.value_or(blank), step);
    out.refusal = record::validate(programme, after);
    if (!out.refusal.empty()) return false;
    out.record = std::move(after);
    if (!step.event.empty()) done_by.emplace_back(step.event, actor.account);
    return true;
  };
  if (!take(std::nullopt, example.as)) return out;
  step.kind = flow::Change::Kind::event;
  step.values.clear();
  for (size_t i = 0; i < example.when.size(); ++i) {
    step.event = example.when[i];
    if (take(Record(out.record), example.when_as[i].value_or(example.as))) continue;
    out.event = step.event;
    break;
  }
  return out;
}

/// Where in the file a part of the example stands: "given" and a field, "when" and an event, "then" and a
/// key, "counts" and a figure; where the example begins when it has no such part.
Place place_of(const Programme& programme, const Example& example, std::string_view group,
               std::string_view key) {
  Place place = example.place;
  const define::ParsedYaml parsed = define::parse_yaml(programme.source, place.file);
  const define::Node* list = parsed.root ? parsed.root->find("examples") : nullptr;
  for (size_t i = 0; list && i < list->items.size(); ++i) {
    const define::Node& item = list->items[i];
    if (item.line != example.place.line || item.column != example.place.column) continue;
    const define::Node* then = item.find("then");
    const define::Node* part = group == "counts" && then ? then->find(group) : item.find(group);
    if (!part) break;
    for (const define::Node::Entry& entry : part->entries)
      if (entry.key == key) place.line = entry.line, place.column = entry.column;
    const auto step = std::find(example.when.begin(), example.when.end(), key) - example.when.begin();
    if (part->is_list() && static_cast<size_t>(step) < part->items.size()) {
      place.line = part->items[static_cast<size_t>(step)].line;
      place.column = part->items[static_cast<size_t>(step)].column;
    }
  }
  return place;
}

Error failed(const Programme& programme, const Example& example, std::string_view group, std::string_view key,
             std::string zh, std::string en) {
  return Error(kExampleFails, {example.title, std::move(zh), std::move(en)})
      .at(place_of(programme, example, group, key));
}

define::Words words_of(const Programme& programme, const std::string& state) {
  const define::State* known = programme.state(state);
  return {known->label.zh, known->label.in(Language::en)};
}

/// The figure as the example writes it, or nothing when it is as wanted.
std::optional<std::string> other_figure(const rollup::ProgrammePlan& plan,
                                        const rollup::Figures::Reader& reader, const Period& period,
                                        uint32_t place, const std::string& id, const std::string& wanted) {
  const auto value = reader.ask(plan, world().view, {id, place, period});
  if (!value) return value.error().text(Language::zh);
  NamedFigure figure;
  figure.plan = {std::shared_ptr<void>(), &plan};
  figure.id = id;
  figure.indicator = plan.programme->indicator(id);
  figure.measure = plan.programme->measure(id);
  const std::string text = figure_text(figure, *value);
  const bool is_quotient = wanted.find('/') != std::string::npos;
  const std::string is = is_quotient ? value->numerator + "/" + value->denominator : value->numerator;
  if (is == wanted || text == wanted) return std::nullopt;
  return is_quotient && !value->numerator.empty() ? is : text;
}

void judge_counts(const Programme& programme, const Example& example, const Record& record,
                  define::Findings& findings) {
  if (example.counts.empty()) return;
  rollup::Figures figures;
  const auto plan = figures.prepare({std::shared_ptr<void>(), &programme});
  figures.put({plan}, rollup::Figures::effect_of(*plan, nullptr, &record), Position(1));
  const auto reader = figures.reader();
  const Date day = example_day(programme, example);
  const Period period = Period::containing(Period::Kind::year, day);
  const uint32_t place = world().view->position(world().unit(programme.level, day));
  for (const auto& [id, wanted] : example.counts)
    if (const auto is = other_figure(*plan, reader, period, place, id, wanted))
      findings.push_back(
          {failed(programme, example, "counts", id, "“" + id + "”应为 " + wanted + "，实为 " + *is + "。",
                  "\"" + id + "\" should be " + wanted + ", it is " + *is + ".")});
}

void judge(const Programme& programme, const Example& example, define::Findings& findings) {
  const Played played = play(programme, example);
  const auto tell = [&](std::string_view group, std::string_view key, std::string zh, std::string en) {
    findings.push_back({failed(programme, example, group, key, std::move(zh), std::move(en))});
  };
  if (!played.refusal.empty()) {
    const Error& first = played.refusal.front();
    const bool is_meant = !example.refused.empty() &&
                          (played.event == example.refused ||
                           std::any_of(played.refusal.begin(), played.refusal.end(), [&](const Error& fault) {
                             return fault.place().field == example.refused || fault.code() == example.refused;
                           }));
    if (is_meant) return;
    const std::string zh = first.text(Language::zh), en = first.text(Language::en);
    if (!example.refused.empty())
      tell("then", "refused", "应因“" + example.refused + "”退回，实因：" + zh,
           "it should be refused for \"" + example.refused + "\", it is for this: " + en);
    else
      tell(played.event.empty() ? "given" : "when", played.event.empty() ? first.place().field : played.event,
           "被退回了，因为：" + zh, "it is refused: " + en);
    return;
  }
  const define::Words is = words_of(programme, played.record.state);
  if (!example.refused.empty()) {
    tell("then", "refused", "应被退回，实际通过，到了“" + is.zh + "”。",
         "it should be refused, it went through to \"" + is.en + "\".");
    return;
  }
  if (!example.state.empty() && example.state != played.record.state) {
    const define::Words wanted = words_of(programme, example.state);
    tell("then", "state", "应到“" + wanted.zh + "”，实到“" + is.zh + "”。",
         "it should come to \"" + wanted.en + "\", it comes to \"" + is.en + "\".");
  }
  judge_counts(programme, example, played.record, findings);
}

}  // namespace

std::string_view example_units() {
  return kUnits;
}

std::string_view example_unit(org::Level level) {
  switch (level) {
    case org::Level::city:
      return "3713";
    case org::Level::county:
      return "371323";
    case org::Level::township:
      return "371323101";
    case org::Level::village:
      return "371323101201";
    default:
      return "37";
  }
}

Date example_day(const Programme& programme, const Example& example) {
  int year = 0;
  for (const auto& [field, typed] : example.given)
    if (const auto date = Date::parse(typed)) year = std::max(year, date->year());
  // Dates that are given speak for themselves: a later version keeps the examples of the earlier one.
  return *Date::make(year > 0 ? year : std::max(programme.valid_from.year(), 2011), 12, 31);
}

define::Findings judge_examples(const Programme& programme) {
  define::Findings findings;
  for (const Example& example : programme.examples) judge(programme, example, findings);
  return findings;
}

define::LoadedCatalogue load_and_try(const std::vector<define::Source>& sources,
                                     const define::Catalogue& known) {
  define::LoadedCatalogue loaded = define::load_all(sources, known);
  for (const auto& [id, programme] : loaded.catalogue.programmes) {
    if (programme.get() == known.programme(id)) continue;
    for (define::Finding& finding : judge_examples(*programme)) loaded.findings.push_back(std::move(finding));
  }
  define::sort_findings(loaded.findings);
  return loaded;
}

}  // namespace jinguo::app
