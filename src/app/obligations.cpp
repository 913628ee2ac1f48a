#include "app/obligations.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/inbox_work.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "flow/change.h"
#include "flow/flow_error.h"
#include "report/period_words.h"

namespace jinguo::app {
namespace {

using define::Programme;

struct Duty {
  std::shared_ptr<const Programme> programme;
  Standpoint at;
  std::string key;
  Date due;
};

Result<Duty> duty_of(App& app, std::string_view programme_id, std::string_view unit,
                     std::string_view period) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, programme_id);
  if (!programme) return std::move(programme).error();
  if (!(*programme)->obligation) return Error(kNoObligation, {(*programme)->title.zh});
  auto at = stand_at(app, unit, period, "then", false);
  if (!at) return std::move(at).error();
  const auto& obligation = *(*programme)->obligation;
  if (obligation.period && at->period.kind() != *obligation.period)
    at->period = Period::containing(*obligation.period, std::min(at->period.last(), app.today()));
  const Date due = flow::due_day(**programme, at->period, obligation.by);
  std::string key = flow::duty_key(**programme, at->period);
  if (key.empty()) {
    const define::Words when = report::period_words(at->period);
    return Error(kNoTerm, {(*programme)->title.zh, when.zh, when.en}).on("period");
  }
  return Duty{*programme, std::move(*at), std::move(key), due};
}

flow::Reporting reporting_of(App& app, const Duty& duty, uint32_t place) {
  flow::Reporting out;
  app.read_reported(duty.programme->id, [&](const flow::ReportedIndex& index) {
    out = flow::count_reporting(*duty.programme->obligation, index, *duty.at.view, place, duty.key, duty.due);
  });
  return out;
}

std::string return_key(const Duty& duty) {
  return duty.programme->id + "/" + duty.key + "/" + std::to_string(duty.at.unit.number());
}

/// "【未报】沂南县：某镇（某村、某村）…" as it is pasted into a chat group.
std::string chat_text(const Duty& duty, const flow::Reporting& reporting) {
  const org::Tree& tree = *duty.at.tree;
  const Date day = duty.at.day;
  std::string out = "【" + duty.programme->title.zh + "】" + tree.name_of(duty.at.unit, day) + " " +
                    report::period_words(duty.at.period).zh + "：应报 " + std::to_string(reporting.expected) +
                    "，已报 " + std::to_string(reporting.reported) + "，本期无 " +
                    std::to_string(reporting.none) + "，未报 " + std::to_string(reporting.missing.size()) +
                    "。截止 " + report::day_words(duty.due).zh + "。";
  UnitId parent;
  for (const UnitId unit : reporting.missing) {
    const UnitId up = tree.parent_of(unit, day);
    if (up != parent)
      out += "\n" + tree.name_of(up, day) + "：";
    else
      out += "、";
    parent = up;
    out += tree.name_of(unit, day);
  }
  return out;
}

json::object missing_unit(App& app, const Duty& duty, UnitId unit) {
  const org::Tree& tree = *duty.at.tree;
  const Date day = duty.at.day;
  std::optional<flow::Reported> reported;
  app.read_reported(duty.programme->id,
                    [&](const flow::ReportedIndex& index) { reported = index.find(duty.key, unit); });
  const Date until = reported ? reported->on : app.today();
  return {{"unit", unit_ref(tree, unit, day)},
          {"parent", tree.name_of(tree.parent_of(unit, day), day)},
          {"reported_on", reported ? json::value(reported->on.to_text()) : json::value(nullptr)},
          {"days_late", std::max(0, until.days() - duty.due.days())},
          {"state", reported ? (reported->how == flow::Reported::How::none ? "nil" : "late") : "missing"}};
}

json::object row_json(const Duty& duty, uint32_t place, const flow::Reporting& reporting) {
  return {{"unit", unit_ref(*duty.at.tree, duty.at.view->unit(place), duty.at.day)},
          {"expected", reporting.expected},
          {"reported", reporting.reported},
          {"nil", reporting.none},
          {"on_time", reporting.on_time},
          {"missing", static_cast<int64_t>(reporting.missing.size())}};
}

struct ReturnState {
  std::string status = "open";
  json::array notes;
  std::string by;
  std::string at;
  bool exists = false;
};

ReturnState load_return(Reading& reading, const Duty& duty) {
  ReturnState state;
  const auto body = reading.find_document(kReturnDocuments, return_key(duty));
  if (!body) return state;
  const json::value parsed = json::parse(*body);
  state.status = std::string(parsed.at("status").as_string());
  state.notes = parsed.at("notes").as_array();
  state.by = std::string(parsed.at("by").as_string());
  state.at = std::string(parsed.at("at").as_string());
  state.exists = true;
  return state;
}

/// The level of a unit in a cascade is its own; a village's part is its record.
std::vector<std::string> acts_open(const Call& call, const Duty& duty, const ReturnState& state) {
  std::vector<std::string> out;
  const auto holds_at = [&](UnitId unit) {
    return std::any_of(call.scope->holdings().begin(), call.scope->holdings().end(),
                       [&](const access::Holding& h) {
                         const access::RoleRow* row = access::find_role(h.role);
                         return h.unit == unit && row && access::has_power(*row, access::Power::returns);
                       });
  };
  const UnitId parent = duty.at.tree->parent_of(duty.at.unit, duty.at.day);
  if (holds_at(duty.at.unit) && (state.status == "open" || state.status == "returned"))
    out.push_back("submit");
  if (holds_at(duty.at.unit) && state.status == "submitted") out.push_back("withdraw");
  const bool is_top = parent.is_none() || call.scope->today().position(parent) == org::View::kNowhere;
  if (holds_at(is_top ? duty.at.unit : parent) && state.status == "submitted") {
    out.push_back("confirm");
    out.push_back("send_back");
  }
  return out;
}

Error not_above() {
  return Error(kNoRight, {"查看这个单位的报送情况", "本单位或其上级的岗位", "see how this unit reports",
                          "a post at the unit or above it"});
}

/// Units that are missing are named: figures of all of them must be the asker's to read.
Result<void> check_may_read_all(const Call& call, const Duty& duty) {
  if (access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), duty.at.unit))
    return {};
  const access::Reach reach = access::figures_reach(*call.scope, *duty.programme);
  for (uint32_t p = duty.at.place; p < duty.at.view->end(duty.at.place); ++p)
    if (!reach.holds(call.scope->today(), duty.at.view->unit(p))) return not_above();
  return {};
}

/// A return with its notes belongs to its unit and those above; siblings compare figures only.
Result<void> check_is_above(const Call& call, const Duty& duty) {
  if (access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), duty.at.unit))
    return {};
  return not_above();
}

}  // namespace

std::string definition_key(std::string_view kind, std::string_view id, int version) {
  std::string number = std::to_string(version);
  number.insert(0, number.size() < 5 ? 5 - number.size() : 0, '0');
  return std::string(kind) + "/" + std::string(id) + "/" + number;
}

std::string nil_key(std::string_view programme, std::string_view duty, UnitId unit) {
  return std::string(programme) + "/" + std::string(duty) + "/" + std::to_string(unit.number());
}

void load_nil_statements(App& app, Reading& reading) {
  reading.scan_documents(kNilDocuments, "", [&](std::string_view key, std::string_view body) {
    const size_t first = key.find('/');
    const size_t last = key.rfind('/');
    const auto on = Date::parse(body);
    ensure(first != std::string_view::npos && last > first && on,
           "a nil statement has programme, duty, unit, day");
    const UnitId unit(static_cast<uint32_t>(std::stoul(std::string(key.substr(last + 1)))));
    app.change_reported(key.substr(0, first), [&](flow::ReportedIndex& index) {
      const std::string duty(key.substr(first + 1, last - first - 1));
      if (!index.find(duty, unit)) index.set(duty, unit, {flow::Reported::How::none, *on});
    });
  });
}

Result<Answer> get_missing(App& app, const Call& call) {
  auto duty = duty_of(app, call.parameter("programme"), call.parameter("unit"), call.parameter("period"));
  if (!duty) return std::move(duty).error();
  if (auto may = check_may_read_all(call, *duty); !may) return std::move(may).error();
  const flow::Reporting all = reporting_of(app, *duty, duty->at.place);
  json::array late, missing, rows;
  constexpr size_t kMost = 2000;
  for (const UnitId unit : all.late)
    if (late.size() < kMost) late.push_back(missing_unit(app, *duty, unit));
  for (const UnitId unit : all.missing)
    if (missing.size() < kMost) missing.push_back(missing_unit(app, *duty, unit));
  for (uint32_t p = duty->at.place + 1; p < duty->at.view->end(duty->at.place); p = duty->at.view->end(p)) {
    const flow::Reporting part = reporting_of(app, *duty, p);
    if (part.expected > 0) rows.push_back(row_json(*duty, p, part));
  }
  return Answer(json::object{{"programme", duty->programme->id},
                             {"title", words_json(duty->programme->title)},
                             {"unit", unit_ref(*duty->at.tree, duty->at.unit, duty->at.day)},
                             {"period", duty->at.period.to_text()},
                             {"due", duty->due.to_text()},
                             {"expected", all.expected},
                             {"reported", all.reported},
                             {"nil", all.none},
                             {"on_time", all.on_time},
                             {"late", std::move(late)},
                             {"missing", std::move(missing)},
                             {"by_unit", std::move(rows)},
                             {"text", chat_text(*duty, all)},
                             {"position", app.figures().reader().position().number()}});
}

Result<Answer> say_nil(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"programme", "unit", "period", "take_back"}); !known)
    return std::move(known).error();
  auto programme = required_member(call.body, "programme");
  auto unit = required_member(call.body, "unit");
  auto period = required_member(call.body, "period");
  for (const auto* member : {&programme, &unit, &period})
    if (!*member) return member->error();
  auto duty = duty_of(app, *programme, *unit, *period);
  if (!duty) return std::move(duty).error();
  if (!duty->programme->obligation->nil_allowed) return Error(kNilNotAllowed, {duty->programme->title.zh});
  if (duty->at.tree->level_of(duty->at.unit) != duty->programme->obligation->by)
    return Error(flow::kWrongLevel,
                 {duty->programme->title.zh, std::string(org::row_of(duty->programme->obligation->by).zh),
                  duty->at.tree->name_of(duty->at.unit, duty->at.day),
                  std::string(org::row_of(duty->programme->obligation->by).name)});
  const auto roles = access::roles_over(*call.scope, duty->at.unit);
  if (!access::holds_one_of(roles, duty->programme->rights.create))
    return Error(flow::kNoRight, {"报“本期无”", flow::roles_text(duty->programme->rights.create)});
  const json::value* flag = call.body.as_object().if_contains("take_back");
  const bool take_back = flag && flag->is_bool() && flag->as_bool();
  return write(app, call, [&app, duty = *duty, take_back](Writing& writing, LogEntry stamp) -> Result<Done> {
    std::optional<flow::Reported> now;
    app.read_reported(duty.programme->id,
                      [&](const flow::ReportedIndex& index) { now = index.find(duty.key, duty.at.unit); });
    const std::string name = duty.at.tree->name_of(duty.at.unit, duty.at.day);
    if (!take_back && now && now->how == flow::Reported::How::record) {
      const define::Words when = report::period_words(duty.at.period);
      return Error(kNilButRecords, {name, when.zh, when.en});
    }
    const std::string key = nil_key(duty.programme->id, duty.key, duty.at.unit);
    stamp.action = take_back ? "nil.take_back" : "nil.say";
    stamp.programme = duty.programme->id;
    stamp.subject = duty.key;
    stamp.unit = duty.at.unit;
    const Position position = writing.append(stamp);
    if (take_back) {
      writing.delete_document(kNilDocuments, key);
    } else {
      writing.put_document(kNilDocuments, key, stamp.on.to_text());
    }
    return Done{json::object{{"nil", !take_back}, {"position", position.number()}},
                [&app, duty, take_back, on = stamp.on](Position at) {
                  app.change_reported(duty.programme->id, [&](flow::ReportedIndex& index) {
                    const auto current = index.find(duty.key, duty.at.unit);
                    const bool has_record = current && current->how == flow::Reported::How::record;
                    if (take_back && !has_record) index.clear(duty.key, duty.at.unit);
                    if (!take_back && !has_record)
                      index.set(duty.key, duty.at.unit, {flow::Reported::How::none, on});
                  });
                  app.notify({at, "nil", duty.programme->id, duty.at.unit, ""});
                }};
  });
}

Result<Answer> get_return(App& app, const Call& call) {
  auto duty = duty_of(app, call.parameter("programme"), call.parameter("unit"), call.parameter("period"));
  if (!duty) return std::move(duty).error();
  if (auto may = check_is_above(call, *duty); !may) return std::move(may).error();
  json::object out;
  app.store().read([&](Reading& reading) {
    const ReturnState state = load_return(reading, *duty);
    json::array children;
    const org::View& view = *duty->at.view;
    for (uint32_t p = duty->at.place + 1; p < view.end(duty->at.place); p = view.end(p)) {
      const flow::Reporting part = reporting_of(app, *duty, p);
      if (part.expected == 0) continue;
      Duty child = *duty;
      child.at.unit = view.unit(p);
      child.at.place = p;
      const bool is_leaf = view.level(p) == static_cast<uint8_t>(duty->programme->obligation->by);
      const std::string status =
          is_leaf ? (part.missing.empty() ? (part.none > 0 ? "nil" : "reported") : "missing")
                  : load_return(reading, child).status;
      children.push_back({{"unit", unit_ref(*duty->at.tree, child.at.unit, duty->at.day)},
                          {"status", status},
                          {"missing", static_cast<int64_t>(part.missing.size())},
                          {"expected", part.expected}});
    }
    json::array may;
    for (const std::string& act : acts_open(call, *duty, state)) may.push_back(json::value(act));
    const auto level = duty->at.tree->level_of(duty->at.unit);
    out = {{"programme", duty->programme->id},
           {"unit", unit_ref(*duty->at.tree, duty->at.unit, duty->at.day)},
           {"period", duty->at.period.to_text()},
           {"status", state.status},
           {"due", flow::due_day(*duty->programme, duty->at.period, level).to_text()},
           {"children", std::move(children)},
           {"notes", state.notes},
           {"confirmed_by", state.status == "confirmed" ? json::value(state.by) : json::value(nullptr)},
           {"confirmed_at", state.status == "confirmed" ? json::value(state.at) : json::value(nullptr)},
           {"may", std::move(may)},
           {"position", reading.head().number()}};
  });
  return Answer(std::move(out));
}

Result<Answer> move_return(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"unit", "period", "act", "reason", "notes"}); !known)
    return std::move(known).error();
  auto unit = required_member(call.body, "unit");
  auto period = required_member(call.body, "period");
  auto act = required_member(call.body, "act");
  auto reason = text_member(call.body, "reason");
  for (const auto* member : {&unit, &period, &act, &reason})
    if (!*member) return member->error();
  auto duty = duty_of(app, call.parameter("programme"), *unit, *period);
  if (!duty) return std::move(duty).error();
  if (auto may = check_is_above(call, *duty); !may) return std::move(may).error();
  json::array notes;
  if (const json::value* given = call.body.as_object().if_contains("notes"); given && given->is_array()) {
    for (const json::value& note : given->as_array()) {
      auto field = required_member(note, "field");
      auto text = required_member(note, "text");
      if (!field) return std::move(field).error();
      if (!text) return std::move(text).error();
      if (!duty->programme->field(*field))
        return Error(kUnknownField, {duty->programme->title.zh, *field, ""}).on("notes");
      auto child = text_member(note, "unit");
      notes.push_back({{"field", *field},
                       {"text", *text},
                       {"unit", child ? *child : ""},
                       {"by", call.scope->name()},
                       {"at", app.today().to_text()}});
    }
  }
  return write(
      app, call,
      [&app, &call, duty = *duty, act = *act, reason = *reason, notes](Writing& writing,
                                                                       LogEntry stamp) -> Result<Done> {
        const ReturnState state = load_return(writing, duty);
        const auto open = acts_open(call, duty, state);
        if (std::find(open.begin(), open.end(), act) == open.end())
          return Error(kNoRight,
                       {"对这张报表做“" + act + "”（现在的状态：" + state.status + "）",
                        "本级或上一级的填报岗位", "\"" + act + "\" this return while it is " + state.status,
                        "the unit's own post or that of the unit above"});
        if (act == "submit") {
          const flow::Reporting reporting = reporting_of(app, duty, duty.at.place);
          if (!reporting.missing.empty() && reason.empty()) {
            Error error(kBusinessRule, {"还有 " + std::to_string(reporting.missing.size()) + " 个单位未报：" +
                                            duty.at.tree->name_of(reporting.missing.front(), duty.at.day) +
                                            " 等；催报后再上报，或写明原因。",
                                        std::to_string(reporting.missing.size()) +
                                            " units have not reported; wait for them or give a reason."});
            json::array list;
            for (const UnitId missing : reporting.missing)
              list.push_back(unit_ref(*duty.at.tree, missing, duty.at.day));
            error.detail = json::serialize(json::object{{"missing", std::move(list)}});
            return error;
          }
        }
        if (act == "send_back" && reason.empty() && notes.empty())
          return Error(flow::kReasonNeeded, {"退回"}).on("reason");
        stamp.action = "return." + act;
        stamp.programme = duty.programme->id;
        stamp.subject = duty.key;
        stamp.unit = duty.at.unit;
        stamp.reason = reason;
        const Position position = writing.append(stamp);
        const std::string status = act == "submit"      ? "submitted"
                                   : act == "confirm"   ? "confirmed"
                                   : act == "send_back" ? "returned"
                                                        : "open";
        writing.put_document(
            kReturnDocuments, return_key(duty),
            json::serialize(json::object{{"status", status},
                                         {"notes", act == "send_back" ? notes : json::array()},
                                         {"by", call.scope->name()},
                                         {"at", stamp.on.to_text()},
                                         {"reason", reason}}));
        // Confirmed is locked: what comes later goes to the correction sheet.
        if (act == "confirm")
          writing.put_document(
              kClosureDocuments,
              duty.programme->id + "/" + std::to_string(duty.at.unit.number()) + "/" +
                  duty.at.period.to_text(),
              json::serialize(json::object{
                  {"position", position.number()}, {"at", stamp.at}, {"account", stamp.account.number()}}));
        return Done{json::object{{"status", status}, {"position", position.number()}},
                    [&app, duty](Position at) {
                      app.notify({at, "return", duty.programme->id, duty.at.unit, ""});
                    }};
      });
}

json::array late_items(App& app, const Call& call, const Standpoint& at) {
  json::array out;
  std::vector<std::pair<int64_t, json::object>> items;
  for (const auto& [id, programme] : app.published().catalogue->programmes) {
    if (!programme->obligation || !check_may_read_figures(call, *programme, at.unit)) continue;
    auto duty = duty_of(app, id, at.tree->code_of(at.unit, at.day).text(), at.period.to_text());
    if (!duty || duty->due >= app.today()) continue;
    // What has been due for longer is told on the page of its period; it is no work of today.
    if (app.today().days() - duty->due.days() > kDueKeptDays) continue;
    const flow::Reporting reporting = reporting_of(app, *duty, duty->at.place);
    if (reporting.missing.empty()) continue;
    const auto missing = static_cast<int64_t>(reporting.missing.size());
    items.emplace_back(
        missing,
        json::object{{"programme", id},
                     {"title", words_json(programme->title)},
                     {"unit", unit_ref(*at.tree, at.unit, at.day)},
                     {"period", duty->at.period.to_text()},
                     {"due", duty->due.to_text()},
                     {"days_late", app.today().days() - duty->due.days()},
                     {"missing", missing},
                     {"url", "/missing/" + id + "?unit=" + at.tree->code_of(at.unit, at.day).to_text() +
                                 "&period=" + duty->at.period.to_text()}});
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [missing, item] : items) out.push_back(std::move(item));
  return out;
}

}  // namespace jinguo::app
