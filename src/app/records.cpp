#include "app/records.h"

#include "access/rules.h"
#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/undo.h"
#include "app/units.h"
#include "flow/flow_error.h"

namespace jinguo::app {

using define::Programme;

flow::Actor actor_of(const Call& call, UnitId unit) {
  flow::Actor actor;
  actor.account = call.scope->account();
  actor.roles = access::roles_over(*call.scope, unit);
  return actor;
}

namespace {

Result<RecordChange> change_from(App& app, const Call& call, bool is_new) {
  if (auto known = only_members(
          call.body, {"id", "unit", "period", "version", "values", "soft_reasons", "events", "reason", "on"});
      !known)
    return std::move(known).error();
  const Snapshot now = app.published();
  RecordChange change;
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  change.programme = *programme;
  change.is_new = is_new;
  auto id = text_member(call.body, "id");
  if (!id) return std::move(id).error();
  const std::string id_text = is_new ? *id : std::string(call.parameter("id"));
  if (!id_text.empty()) {
    const auto parsed = RecordId::parse(id_text);
    if (!parsed) return Error(kBadKey, {id_text}).on("id");
    change.id = *parsed;
  }
  const json::object* body = call.body.if_object();
  static const json::object kEmpty;
  if (!body) body = &kEmpty;
  for (const auto& [name, target] :
       {std::pair{"values", &change.values}, {"soft_reasons", &change.soft_reasons}}) {
    const json::value* given = body->if_contains(name);
    if (!given || given->is_null()) continue;
    if (!given->is_object())
      return Error(kBadField, {name, "应当是对象。", "it must be an object."}).on(name);
    *target = given->as_object();
  }
  if (const json::value* events = body->if_contains("events"); events && !events->is_null()) {
    if (!events->is_array())
      return Error(kBadField, {"events", "应当是数组。", "it must be an array."}).on("events");
    for (const json::value& event : events->as_array()) {
      if (!event.is_string())
        return Error(kBadField, {"events", "应当是操作名。", "events are named by text."}).on("events");
      change.events.emplace_back(event.as_string());
    }
  }
  if (const json::value* version = body->if_contains("version"); version && !version->is_null()) {
    if (!version->is_int64())
      return Error(kBadField, {"version", "应当是整数。", "it must be an integer."}).on("version");
    change.version = version->as_int64();
  }
  auto reason = text_member(call.body, "reason");
  if (!reason) return std::move(reason).error();
  change.reason = *reason;
  auto on = text_member(call.body, "on");
  if (!on) return std::move(on).error();
  if (!on->empty()) {
    const auto day = Date::parse(*on);
    if (!day) return Error(kBadField, {"on", "应当是日期。", "it must be a date."}).on("on");
    if (*day > app.today())
      return Error(kBadField, {"on", "不能晚于今天。", "it cannot lie ahead."}).on("on");
    change.on = *day;
  }
  if (!is_new) return change;
  auto unit = required_member(call.body, "unit");
  if (!unit) return std::move(unit).error();
  auto found = find_unit(app, *now.tree, *unit, app.today());
  if (!found) return std::move(found).error().on("unit");
  change.unit = *found;
  auto period = text_member(call.body, "period");
  if (!period) return std::move(period).error();
  if (change.programme->return_period && period->empty())
    return Error(kBadField,
                 {"period", "报表必须写明报告期，如 2011-H1。", "a return names its period, e.g. 2011-H1."})
        .on("period");
  if (!period->empty()) {
    auto parsed = parse_period(app, *period);
    if (!parsed) return std::move(parsed).error();
    if (!change.programme->return_period || parsed->kind() != *change.programme->return_period)
      return Error(kBadField, {"period", "不是本项目的报告期。", "it is no period of this programme."})
          .on("period");
    change.period = *parsed;
  }
  return change;
}

/// A change is dated today; to date one back, so that late looks on time, takes the right to correct and a
/// reason.
Result<void> check_business_date(const Programme& programme, const RecordChange& change, Date today,
                                 const flow::Actor& actor) {
  if (!change.on || *change.on == today) return {};
  if (!access::holds_one_of(actor.roles, programme.rights.correct))
    return Error(flow::kNoRight, {"把业务日期写在今天以前", flow::roles_text(programme.rights.correct)})
        .on("on");
  if (change.reason.empty()) return Error(flow::kReasonNeeded, {"补记以前的日期"}).on("reason");
  return {};
}

Result<Answer> write_record(App& app, const Call& call, RecordChange change) {
  return write(
      app, call, [&app, &call, change = std::move(change)](Writing& writing, LogEntry stamp) -> Result<Done> {
        // The definition in force where this command stands in the log, not where the request began.
        RecordChange current = change;
        auto programme = find_programme(*app.staged().catalogue, change.programme->id);
        if (!programme) return std::move(programme).error();
        current.programme = *programme;
        UnitId unit = change.unit;
        if (!change.is_new) {
          const auto record = writing.find_record(**programme, change.id);
          if (!record) return Error(kNotFound, {"这条记录", "such record"});
          unit = record->unit;
          if (auto seen = check_may_see_record(call, **programme, unit); !seen)
            return std::move(seen).error();
        }
        const flow::Actor actor = actor_of(call, unit);
        if (auto dated = check_business_date(**programme, current, stamp.on, actor); !dated)
          return std::move(dated).error();
        current.may_read = [&call, unit](const define::Field& field) {
          return access::may_read_field(*call.scope, field, unit);
        };
        auto saved = save_record(app, writing, stamp, current, actor);
        if (!saved) return std::move(saved).error();
        json::object answer{{"record", record_json(app, writing, call, **programme, saved->record)},
                            {"position", 0},
                            {"repeated", false},
                            {"undo", 0}};
        const int seconds = undo_seconds(app, writing, *saved);
        answer["undo"] = seconds;
        return Done{std::move(answer), [&app, &call, seconds, saved = std::move(*saved)](Position position) {
                      remember_act(app, call, saved, seconds);
                      apply_saved(app, saved, position);
                    }};
      });
}

}  // namespace

Result<Answer> create_record(App& app, const Call& call) {
  auto change = change_from(app, call, true);
  if (!change) return std::move(change).error();
  const auto roles = access::roles_over(*call.scope, change->unit);
  if (!access::holds_one_of(roles, change->programme->rights.create))
    return Error(flow::kNoRight, {"新增“" + change->programme->title.zh + "”",
                                  flow::roles_text(change->programme->rights.create)});
  return write_record(app, call, std::move(*change));
}

Result<Answer> edit_record(App& app, const Call& call) {
  auto change = change_from(app, call, false);
  if (!change) return std::move(change).error();
  if (!change->events.empty())
    return Error(kBadField, {"events", "请用操作的地址。", "use the event's address."});
  return write_record(app, call, std::move(*change));
}

Result<Answer> take_event(App& app, const Call& call) {
  auto change = change_from(app, call, false);
  if (!change) return std::move(change).error();
  change->events = {std::string(call.parameter("event"))};
  return write_record(app, call, std::move(*change));
}

}  // namespace jinguo::app
