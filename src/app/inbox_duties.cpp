#include <algorithm>
#include <set>

#include "access/rules.h"
#include "app/documents.h"
#include "app/inbox_work.h"

namespace jinguo::app {
namespace {

using define::Programme;

/// A duty is told this long before its day: a week's work ahead.
constexpr int kToldBefore = 7;

struct Due {
  Period period;
  std::string key;
  Date day;
};

/// What is owed about now: for each period just ended and the running one, or for the running term.
std::vector<Due> dues_about(const Programme& programme, Date today, org::Level level) {
  const define::Obligation& duty = *programme.obligation;
  std::vector<Due> out;
  const auto add = [&](const Period& period) {
    const std::string key = flow::duty_key(programme, period);
    const Date day = flow::due_day(programme, period, level);
    if (key.empty() || day.days() - today.days() > kToldBefore || today.days() - day.days() > kDueKeptDays)
      return;
    out.push_back({period, key, day});
  };
  if (duty.period) {
    const Period now = Period::containing(*duty.period, today);
    add(now.previous());
    add(now);
  } else if (duty.due_on) {
    const Period now = Period::containing(Period::Kind::half, today);
    // Outside the term the day lies in, the day is none of its own.
    if (flow::due_day(programme, now, level) == *duty.due_on) add(now);
  }
  return out;
}

/// The units at which she holds one of the roles, or a post with the power; each once.
template <class Holds>
std::set<UnitId> units_where(const Call& call, Holds holds) {
  std::set<UnitId> out;
  for (const access::Holding& holding : call.scope->holdings())
    if (call.scope->today().position(holding.unit) != org::View::kNowhere && holds(holding))
      out.insert(holding.unit);
  return out;
}

void add_owed(App& app, const Call& call, const std::shared_ptr<const Programme>& programme,
              std::vector<WorkItem>& work) {
  const define::Obligation& duty = *programme->obligation;
  const auto units = units_where(call, [&](const access::Holding& holding) {
    return holding.level == duty.by &&
           access::holds_one_of({{holding.level, holding.role}}, programme->rights.create);
  });
  if (units.empty()) return;
  std::set<UnitId> drafted;
  for (const WorkItem& item : work)
    if (item.programme == programme && item.kind == WorkItem::Kind::record) drafted.insert(item.unit);
  for (const Due& due : dues_about(*programme, app.today(), duty.by))
    for (const UnitId unit : units) {
      bool is_done = drafted.count(unit) > 0;
      app.read_reported(programme->id, [&](const flow::ReportedIndex& index) {
        is_done = is_done || index.find(due.key, unit).has_value();
      });
      if (is_done) continue;
      WorkItem item;
      item.kind = WorkItem::Kind::owed;
      item.programme = programme;
      item.unit = unit;
      item.period = due.period;
      item.due = due.day;
      item.since = due.period.last();
      work.push_back(std::move(item));
    }
}

void add_returns(App& app, const Call& call, const std::shared_ptr<const Programme>& programme,
                 std::vector<WorkItem>& work) {
  const org::View& today = call.scope->today();
  const auto own = units_where(call, [](const access::Holding& holding) {
    const access::RoleRow* row = access::find_role(holding.role);
    return row && access::has_power(*row, access::Power::returns);
  });
  if (own.empty()) return;
  const Period::Kind kind = *programme->return_period;
  for (const Period& period :
       {Period::containing(kind, app.today()).previous(), Period::containing(kind, app.today())}) {
    const std::string prefix = programme->id + "/" + flow::duty_key(*programme, period) + "/";
    app.store().read([&](Reading& reading) {
      reading.scan_documents(kReturnDocuments, prefix, [&](std::string_view key, std::string_view body) {
        const UnitId unit(static_cast<uint32_t>(std::stoul(std::string(key.substr(prefix.size())))));
        const uint32_t place = today.position(unit);
        if (place == org::View::kNowhere) return;
        const uint32_t above = today.parent(place);
        // At the top of the tree the unit itself confirms.
        const UnitId judge = above == org::View::kNowhere ? unit : today.unit(above);
        const bool is_own = own.count(unit) > 0, is_judge = own.count(judge) > 0;
        if (!is_own && !is_judge) return;
        const json::value kept = json::parse(body);
        const std::string status(kept.at("status").as_string());
        WorkItem item;
        if (status == "submitted" && is_judge)
          item.kind = WorkItem::Kind::to_confirm;
        else if (status == "returned" && is_own)
          item.kind = WorkItem::Kind::sent_back;
        else
          return;
        const auto level = static_cast<org::Level>(today.level(today.position(is_own ? unit : judge)));
        item.programme = programme;
        item.unit = unit;
        item.period = period;
        item.due = flow::due_day(*programme, period, level);
        item.since = Date::parse(std::string(kept.at("at").as_string())).value_or(period.last());
        item.reason = std::string(kept.at("reason").as_string());
        work.push_back(std::move(item));
      });
    });
  }
}

}  // namespace

std::optional<Upcoming> next_duty(App& app, const Call& call,
                                  const std::shared_ptr<const Programme>& programme) {
  if (!programme->obligation || !programme->obligation->period) return std::nullopt;
  const Period::Kind kind = *programme->obligation->period;
  std::optional<org::Level> level;
  for (const access::Holding& holding : call.scope->holdings()) {
    const bool is_named = programme->obligation->due_days.count(holding.level) > 0;
    if (is_named &&
        access::reach_of(*call.scope, access::Power::returns).holds(call.scope->today(), holding.unit))
      level = holding.level;
  }
  if (!level) return std::nullopt;
  for (Period period = Period::containing(kind, app.today()).previous();; period = period.next()) {
    const Date due = flow::due_day(*programme, period, *level);
    if (due >= app.today()) return Upcoming{programme, period, due};
  }
}

void add_duties(App& app, const Call& call, const std::shared_ptr<const Programme>& programme,
                std::vector<WorkItem>& work) {
  if (!programme->obligation) return;
  add_owed(app, call, programme, work);
  if (programme->return_period) add_returns(app, call, programme, work);
}

}  // namespace jinguo::app
