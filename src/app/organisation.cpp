#include "app/organisation.h"

#include "access/rules.h"
#include "app/app_error.h"
#include "app/organisation_preview.h"
#include "app/units.h"
#include "org/tree_apply.h"
#include "org/tree_import.h"
#include "org/tree_text.h"

namespace jinguo::app {
namespace {

std::string count_sentence(std::string_view what, int64_t n) {
  return std::string(what) + " " + std::to_string(n);
}

using MakeTree = std::function<Result<org::Tree>(const org::Tree&, json::array& sentences)>;

json::object answer_of(const json::array& sentences, bool is_applied) {
  return {{"applied", is_applied},   {"changes", static_cast<int64_t>(sentences.size())},
          {"faults", json::array()}, {"sentences", sentences},
          {"effect", nullptr},       {"position", 0}};
}

/// Only shows what the next tree would do, beside the running work.
Result<Answer> show_tree(App& app, const Call& call, Date day, const MakeTree& make) {
  const auto before = app.published().tree;
  json::array sentences;
  auto made = make(*before, sentences);
  if (!made) return std::move(made).error();
  const auto after = std::make_shared<const org::Tree>(std::move(*made));
  json::object shown = answer_of(sentences, false);
  app.store().read(
      [&](Reading& reading) { shown["effect"] = preview_of(app, reading, *call.scope, before, after, day); });
  return Answer(std::move(shown));
}

Result<Answer> put_tree(App& app, const Call& call, const MakeTree& make) {
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    Snapshot next = app.staged();
    json::array sentences;
    auto after = make(*next.tree, sentences);
    if (!after) return std::move(after).error();
    const auto before = next.tree;
    next.tree = std::make_shared<const org::Tree>(std::move(*after));
    writing.save_tree(*before, *next.tree);
    stamp.action = "org.change";
    std::string detail = json::serialize(sentences);
    if (detail.size() > 20'000)
      detail =
          json::serialize(json::array{count_sentence("changes", static_cast<int64_t>(sentences.size()))});
    stamp.detail = detail;
    auto reason = text_member(call.body, "reason");
    if (!reason) return std::move(reason).error();
    stamp.reason = *reason;
    writing.append(stamp);
    app.stage(next);
    return Done{answer_of(sentences, true), [&app, next](Position position) {
                  app.publish(next);
                  app.unit_finder().prepare(next.tree);
                  app.notify({position, "org", "", UnitId(), ""});
                }};
  });
}

/// The day from which all changes hold.
Date first_day_of(const std::vector<org::Change>& changes, Date none) {
  Date day = none;
  for (size_t i = 0; i < changes.size(); ++i) {
    const bool is_close = std::holds_alternative<org::Close>(changes[i]);
    const Date first = is_close ? org::date_of(changes[i]).plus_days(1) : org::date_of(changes[i]);
    day = i == 0 ? first : std::max(day, first);
  }
  return day;
}

bool is_dry_run(const json::value& body) {
  const json::value* flag = body.as_object().if_contains("dry_run");
  return flag && flag->is_bool() && flag->as_bool();
}

/// The units a change names that are there already; those it brings forth lie under its parent.
void collect(const org::UnitRef& ref, std::vector<org::UnitRef>& out) {
  if (!ref.is_none()) out.push_back(ref);
}
void collect(const org::NewUnit& unit, std::vector<org::UnitRef>& out) {
  collect(unit.parent, out);
  collect(unit.within, out);
}
std::vector<org::UnitRef> units_named(const org::Change& change) {
  std::vector<org::UnitRef> out;
  if (const auto* open = std::get_if<org::Open>(&change)) collect(open->unit, out);
  if (const auto* rename = std::get_if<org::Rename>(&change)) collect(rename->unit, out);
  if (const auto* recode = std::get_if<org::Recode>(&change)) collect(recode->unit, out);
  if (const auto* move = std::get_if<org::Move>(&change))
    collect(move->unit, out), collect(move->parent, out);
  if (const auto* split = std::get_if<org::Split>(&change)) {
    collect(split->unit, out);
    for (const org::SplitPart& part : split->parts) {
      collect(part.unit, out);
      for (const org::UnitRef& child : part.children) collect(child, out);
    }
  }
  if (const auto* close = std::get_if<org::Close>(&change))
    collect(close->unit, out), collect(close->heir, out);
  if (const auto* merge = std::get_if<org::Merge>(&change)) {
    for (const org::UnitRef& unit : merge->units) collect(unit, out);
    std::visit([&](const auto& into) { collect(into, out); }, merge->into);
  }
  return out;
}

Result<void> check_may_organise(App& app, const Call& call, const std::vector<org::Change>& changes) {
  const access::Reach reach = access::reach_of(*call.scope, access::Power::organise);
  const Error refused(kNoRight, {"改动这些单位", "管辖它们的办公室主任或系统管理员", "change these units",
                                 "the office head above them or the system administrator"});
  if (reach.is_empty()) return refused;
  const Snapshot now = app.published();
  for (const org::Change& change : changes) {
    const auto named = units_named(change);
    if (named.empty() && reach.ranges() != std::vector<access::Reach::Range>{{0, call.scope->today().size()}})
      return refused;
    for (const org::UnitRef& ref : named) {
      UnitId id = ref.id;
      if (id.is_none()) {
        auto found = now.tree->find(ref.code, org::date_of(change));
        // A unit opened by an earlier line lies under a parent that was judged with that line.
        if (!found) continue;
        id = *found;
      }
      if (!reach.holds(call.scope->today(), id)) return refused;
    }
  }
  return {};
}

}  // namespace

Result<Answer> change_tree(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text", "dry_run", "reason"}); !known)
    return std::move(known).error();
  auto text = required_member(call.body, "text");
  if (!text) return std::move(text).error();
  org::ChangeText parsed = org::parse_changes(*text, "changes");
  if (!parsed.faults.empty()) return refusal_of(parsed.faults);
  if (auto may = check_may_organise(app, call, parsed.changes); !may) return std::move(may).error();
  const MakeTree make = [&](const org::Tree& tree, json::array& sentences) -> Result<org::Tree> {
    auto after = org::apply_all(tree, parsed.changes);
    if (!after) return after;
    for (const org::Change& change : parsed.changes) sentences.push_back(json::value(org::to_text(change)));
    return after;
  };
  return is_dry_run(call.body) ? show_tree(app, call, first_day_of(parsed.changes, app.today()), make)
                               : put_tree(app, call, make);
}

Result<Answer> import_tree(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text", "file", "date", "dry_run", "close_missing", "reason"});
      !known)
    return std::move(known).error();
  auto text = required_member(call.body, "text");
  auto file = text_member(call.body, "file");
  auto date_text = text_member(call.body, "date");
  for (const auto* member : {&text, &file, &date_text})
    if (!*member) return member->error();
  const auto reach = access::reach_of(*call.scope, access::Power::organise);
  const bool over_all = app.published().tree->size() == 0 ||
                        reach.ranges() == std::vector<access::Reach::Range>{{0, call.scope->today().size()}};
  if (!over_all)
    return Error(kNoRight, {"导入单位", "全市的办公室主任或系统管理员", "import units",
                            "the city's office head or the system administrator"});
  Date date = app.today();
  if (!date_text->empty()) {
    const auto parsed = Date::parse(*date_text);
    if (!parsed) return Error(kBadField, {"date", "应当是日期。", "it must be a date."}).on("date");
    date = *parsed;
  }
  const org::ImportSheet sheet = org::parse_units(*text, file->empty() ? "units.tsv" : *file);
  if (!sheet.faults.empty()) return refusal_of(sheet.faults);
  const json::value* flag = call.body.as_object().if_contains("close_missing");
  const auto missing = flag && flag->is_bool() && flag->as_bool() ? org::Missing::close : org::Missing::keep;
  const MakeTree make = [&](const org::Tree& tree, json::array& sentences) -> Result<org::Tree> {
    org::ImportPlan plan = org::plan_import(tree, sheet, date, missing);
    if (!plan.faults.empty()) return refusal_of(plan.faults);
    const org::ImportSummary& s = plan.summary;
    for (const auto& [what, n] : {std::pair<std::string_view, uint32_t>{"新设 / opened", s.opened},
                                  {"更名 / renamed", s.renamed},
                                  {"划转 / moved", s.moved},
                                  {"撤销 / closed", s.closed},
                                  {"不变 / unchanged", s.unchanged},
                                  {"表中没有 / not in the table", s.missing}})
      sentences.push_back(json::value(count_sentence(what, n)));
    return std::move(plan.after);
  };
  return is_dry_run(call.body) ? show_tree(app, call, date, make) : put_tree(app, call, make);
}

}  // namespace jinguo::app
