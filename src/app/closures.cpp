#include "app/closures.h"

#include <map>

#include "access/rules.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/programme_lookup.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

/// Period texts a day lies in, from the longest; a closure names one of them.
std::vector<std::string> periods_holding(const define::Programme& programme, Date day) {
  if (programme.return_period) return {Period::containing(*programme.return_period, day).to_text()};
  std::vector<std::string> out;
  for (const Period::Kind kind :
       {Period::Kind::year, Period::Kind::half, Period::Kind::quarter, Period::Kind::month})
    out.push_back(Period::containing(kind, day).to_text());
  return out;
}

std::string closure_key(std::string_view programme, UnitId unit, std::string_view period) {
  return std::string(programme) + "/" + std::to_string(unit.number()) + "/" + std::string(period);
}

/// Where the period is closed, and at which position of the log.
std::map<UnitId, int64_t> closures_of(Reading& reading, const define::Programme& programme,
                                      const Period& period) {
  std::map<UnitId, int64_t> out;
  const std::string prefix = programme.id + "/";
  reading.scan_documents(kClosureDocuments, prefix, [&](std::string_view key, std::string_view body) {
    key.remove_prefix(prefix.size());
    const size_t slash = key.find('/');
    ensure(slash != std::string_view::npos, "a closure names its unit and period");
    if (key.substr(slash + 1) != period.to_text()) return;
    const UnitId unit(static_cast<uint32_t>(std::stoul(std::string(key.substr(0, slash)))));
    out[unit] = json::parse(body).at("position").to_number<int64_t>();
  });
  return out;
}

/// Whether a record lay in the period until it was moved out of it after the position.
bool has_left(const define::Programme& programme, const std::vector<HistoryEntry>& history, int64_t position,
              const Period& period) {
  for (const HistoryEntry& line : history) {
    if (line.entry.position.number() <= position) continue;
    for (const LoggedChange& change : line.changes) {
      const auto before =
          change.field == programme.date_field && change.before ? Date::parse(*change.before) : std::nullopt;
      if (before && period.contains(*before)) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::string> closed_period(Reading& reading, const org::Tree& tree,
                                         const define::Programme& programme, UnitId unit, Date day) {
  // Most installations have no closure of a programme at all; one look tells.
  bool any = false;
  reading.scan_documents(kClosureDocuments, programme.id + "/",
                         [&](std::string_view, std::string_view) { any = true; });
  if (!any) return std::nullopt;
  const auto periods = periods_holding(programme, day);
  for (const UnitId at : tree.path_of(unit, day))
    for (const std::string& period : periods)
      if (reading.find_document(kClosureDocuments, closure_key(programme.id, at, period))) return period;
  return std::nullopt;
}

Result<Answer> close_period(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"programme", "unit", "period", "reopen", "reason"}); !known)
    return std::move(known).error();
  const Snapshot now = app.published();
  auto id = required_member(call.body, "programme");
  if (!id) return std::move(id).error();
  auto programme = find_programme(*now.catalogue, *id);
  if (!programme) return std::move(programme).error();
  auto unit_text = required_member(call.body, "unit");
  if (!unit_text) return std::move(unit_text).error();
  auto unit = find_unit(app, *now.tree, *unit_text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  auto period_text = required_member(call.body, "period");
  if (!period_text) return std::move(period_text).error();
  auto period = parse_period(app, *period_text);
  if (!period) return std::move(period).error();
  auto reason = text_member(call.body, "reason");
  if (!reason) return std::move(reason).error();
  const json::value* flag = call.body.as_object().if_contains("reopen");
  const bool reopen = flag && flag->is_bool() && flag->as_bool();
  if (!access::reach_of(*call.scope, access::Power::issue).holds(call.scope->today(), *unit))
    return Error(kNoRight, {"结账", "本级办公室主任", "close periods", "the office head of the unit"});
  return write(
      app, call,
      [&app, programme = *programme, unit = *unit, period = *period, reopen, reason = *reason](
          Writing& writing, LogEntry stamp) -> Result<Done> {
        const std::string key = closure_key(programme->id, unit, period.to_text());
        stamp.action = reopen ? "period.reopen" : "period.close";
        stamp.programme = programme->id;
        stamp.subject = period.to_text();
        stamp.unit = unit;
        stamp.reason = reason;
        const Position position = writing.append(stamp);
        if (reopen) {
          writing.delete_document(kClosureDocuments, key);
        } else {
          writing.put_document(
              kClosureDocuments, key,
              json::serialize(json::object{
                  {"position", position.number()}, {"at", stamp.at}, {"account", stamp.account.number()}}));
        }
        (void)app;
        return Done{
            json::object{{"closed", !reopen}, {"period", period.to_text()}, {"position", position.number()}},
            {}};
      });
}

Result<Answer> list_corrections(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  auto unit = find_unit(app, *now.tree, call.parameter("unit"), app.today());
  if (!unit) return std::move(unit).error().on("unit");
  auto period = parse_period(app, call.parameter("period"));
  if (!period) return std::move(period).error();
  const access::Reach reach = access::rows_reach(*call.scope, **programme);
  if (!reach.holds(call.scope->today(), *unit))
    return Error(kNotFound, {"这个单位的记录", "such unit's records"});
  json::array out;
  app.store().read([&](Reading& reading) {
    const auto closed = closures_of(reading, **programme, *period);
    if (closed.empty()) return;
    int64_t first = INT64_MAX;
    for (const auto& [at, position] : closed) first = std::min(first, position);
    const org::View& today = call.scope->today();
    const uint32_t place = today.counts_at(*unit);
    for (const RecordId id : reading.changed_since((*programme)->id, Position(first))) {
      const auto record = reading.find_record(**programme, id);
      if (!record) continue;
      const uint32_t at = today.counts_at(record->unit);
      if (place == org::View::kNowhere || at < place || at >= today.end(place)) continue;
      // Closed at the unit itself or above it, whichever came first.
      int64_t closed_at = INT64_MAX;
      for (const UnitId up : now.tree->path_of(record->unit, record->date.value_or(period->last())))
        if (const auto found = closed.find(up); found != closed.end())
          closed_at = std::min(closed_at, found->second);
      if (closed_at == INT64_MAX) continue;
      const auto history = reading.history(**programme, id);
      const bool is_within = record->date && period->contains(*record->date);
      if (!is_within && !has_left(**programme, history, closed_at, *period)) continue;
      for (const HistoryEntry& line : history) {
        if (line.entry.position.number() <= closed_at) continue;
        json::array changes;
        for (const LoggedChange& change : line.changes) {
          const define::Field* field = (*programme)->field(change.field);
          if (!field || !access::may_read_field(*call.scope, *field, record->unit)) continue;
          changes.push_back({{"field", change.field},
                             {"label", words_json(field->label)},
                             {"before", change.before ? json::value(*change.before) : json::value(nullptr)},
                             {"after", change.after ? json::value(*change.after) : json::value(nullptr)}});
        }
        const auto account = load_account(reading, line.entry.account);
        out.push_back({{"record", id.to_text()},
                       {"unit", unit_ref(*now.tree, record->unit, period->last())},
                       {"at", moment_text(line.entry.at)},
                       {"account", account ? account->name : "系统"},
                       {"reason", line.entry.reason},
                       {"changes", std::move(changes)},
                       {"period", period->to_text()}});
      }
    }
  });
  return Answer(std::move(out));
}

}  // namespace jinguo::app
