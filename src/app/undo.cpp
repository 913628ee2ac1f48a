#include "app/undo.h"

#include <algorithm>

#include "app/app_error.h"
#include "app/closures.h"
#include "app/kept_files.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "flow/flow_error.h"
#include "report/period_words.h"

namespace jinguo::app {
namespace {

using define::Programme;
using record::Record;

const define::State* void_state_of(const Programme& programme) {
  const auto found = std::find_if(programme.states.begin(), programme.states.end(),
                                  [](const define::State& state) { return state.is_void; });
  return found == programme.states.end() ? nullptr : &*found;
}

std::vector<PostId> posts_of(const Call& call) {
  std::vector<PostId> posts;
  for (const access::Holding& holding : call.scope->holdings()) posts.push_back(holding.post);
  return posts;
}

/// The closed period one of the two stands in; a change there is a correction, which is corrected in turn.
std::optional<std::string> closed_around(Writing& writing, const org::Tree& tree, const Programme& programme,
                                         const Record* before, const Record& after) {
  for (const Record* side : {before, &after}) {
    if (!side || !record::counts(programme, *side)) continue;
    if (auto closed = closed_period(writing, tree, programme, side->unit, *side->date)) return closed;
  }
  return std::nullopt;
}

/// The record as it shall stand again.
Record taken_back(const Programme& programme, const LastAct& act, const Record& now, Date on) {
  Record record = act.before ? *act.before : now;
  if (!act.before) {
    record.state = void_state_of(programme)->id;
    record.path.push_back({record.state, on});
  }
  record.version = now.version + 1;
  record.rule_version = now.rule_version;
  return record;
}

Result<SavedRecord> take_back(App& app, Writing& writing, LogEntry stamp, const LastAct& act,
                              const Record& now) {
  const Programme& programme = *act.programme;
  const org::Tree& tree = *app.staged().tree;
  SavedRecord saved;
  saved.programme = act.programme;
  saved.before = now;
  saved.record = taken_back(programme, act, now, stamp.on);
  if (const auto closed = closed_around(writing, tree, programme, &now, saved.record)) {
    const auto period = Period::parse(*closed);
    const define::Words when = period ? report::period_words(*period) : define::Words{*closed, *closed};
    return Error(flow::kPeriodClosed,
                 {programme.title.zh, when.zh, flow::roles_text(programme.rights.correct), when.en});
  }
  if (auto claimed = writing.claim_unique(programme.id, now.id, unique_keys(programme, tree, saved.record));
      !claimed)
    return std::move(claimed).error();
  if (auto held = hold_files(writing, programme, &now, saved.record, stamp); !held)
    return std::move(held).error();
  saved.plan = app.staged_plan(programme);
  if (saved.plan) saved.effect = rollup::Figures::effect_of(*saved.plan, &*saved.before, &saved.record);
  writing.save_record(programme, saved.record, false);
  stamp.action = "record.undo";
  stamp.programme = programme.id;
  stamp.subject = now.id.to_text();
  stamp.unit = now.unit;
  stamp.detail = json::serialize(json::object{{"events", act.events}});
  writing.append(stamp, &programme, &*saved.before, &saved.record);
  return saved;
}

}  // namespace

int undo_seconds(App& app, Writing& writing, const SavedRecord& saved) {
  if (saved.is_unchanged || (!saved.before && !void_state_of(*saved.programme))) return 0;
  const Record* before = saved.before ? &*saved.before : nullptr;
  return closed_around(writing, *app.staged().tree, *saved.programme, before, saved.record) ? 0
                                                                                            : kUndoSeconds;
}

void remember_act(App& app, const Call& call, const SavedRecord& saved, int seconds) {
  if (seconds == 0) return;
  app.last_acts().remember({saved.programme, saved.record.id, saved.before, saved.record.version,
                            saved.events, call.scope->account(), posts_of(call), app.clock().now()});
}

Result<Answer> undo_act(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"version"}); !known) return std::move(known).error();
  const json::object* body = call.body.if_object();
  const json::value* version = body ? body->if_contains("version") : nullptr;
  if (!version || !version->is_int64())
    return Error(kBadField, {"version", "应当是整数。", "it must be an integer."}).on("version");
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  return write(
      app, call,
      [&app, &call, id = *id, asked = version->as_int64()](Writing& writing, LogEntry stamp) -> Result<Done> {
        auto programme = find_programme(*app.staged().catalogue, call.parameter("programme"));
        if (!programme) return std::move(programme).error();
        const auto now = writing.find_record(**programme, id);
        if (!now) return Error(kNotFound, {"这条记录", "such record"});
        if (auto seen = check_may_see_record(call, **programme, now->unit); !seen)
          return std::move(seen).error();
        const auto act = app.last_acts().find((*programme)->id, id, app.clock().now());
        if (!act) return Error(kUndoLate);
        if (act->account != call.scope->account() || act->posts != posts_of(call))
          return Error(kUndoNotYours);
        if (act->version != asked || now->version != asked || act->programme != *programme)
          return Error(kUndoChanged);
        auto saved = take_back(app, writing, stamp, *act, *now);
        if (!saved) return std::move(saved).error();
        json::object answer{{"record", record_json(app, writing, call, **programme, saved->record)},
                            {"position", 0},
                            {"repeated", false},
                            {"undo", 0}};
        return Done{std::move(answer), [&app, saved = std::move(*saved)](Position position) {
                      app.last_acts().forget(saved.programme->id, saved.record.id);
                      apply_saved(app, saved, position);
                    }};
      });
}

}  // namespace jinguo::app
