#include "app/audit.h"

#include <algorithm>
#include <map>

#include "access/rules.h"
#include "app/account_documents.h"
#include "app/app_error.h"
#include "app/moment.h"
#include "app/office_port.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

/// Lines read at a time, going back.
constexpr int64_t kWindow = 2'000;
constexpr int64_t kMostExported = 50'000;

struct AuditQuery {
  std::string action, subject;
  std::optional<AccountId> account;
  /// Positions of the tree of today; everything when no unit is named.
  std::optional<std::pair<uint32_t, uint32_t>> places;
  std::optional<Date> first, last;
  /// Only what lies before; 0 begins with the newest.
  int64_t before = 0;
  int64_t size = 100;
};

Result<std::optional<Date>> date_of(const Call& call, const std::string& name) {
  const auto text = call.parameter(name);
  if (text.empty()) return std::optional<Date>();
  const auto day = Date::parse(std::string(text));
  if (!day) return Error(kBadField, {name, "应当是日期。", "it must be a date."}).on(name);
  return day;
}

Result<int64_t> number_of(const Call& call, const std::string& name, int64_t fallback, int64_t most) {
  const auto text = call.parameter(name);
  if (text.empty()) return fallback;
  const auto value = Decimal::parse(text);
  const auto whole = value ? value->scaled(0) : std::nullopt;
  if (!whole || *whole < 1 || *whole > most)
    return Error(kBadField, {name, "应当是 1 到 " + std::to_string(most) + " 的整数。",
                             "it must be a whole number from 1 to " + std::to_string(most) + "."})
        .on(name);
  return *whole;
}

Error no_right() {
  return Error(kNoRight, {"查看审计记录", "审计管理员", "read the audit chain", "the audit administrator"});
}

Result<AuditQuery> query_of(App& app, const Call& call, Reading& reading) {
  AuditQuery query;
  query.action = std::string(call.parameter("action"));
  query.subject = std::string(call.parameter("subject"));
  if (const auto name = call.parameter("account"); !name.empty()) {
    const auto account = load_account(reading, name);
    // "system" is what the house does by itself; nobody is called what there is not.
    query.account = account ? account->id : name == "system" ? AccountId() : AccountId(-1);
  }
  if (const auto text = call.parameter("unit"); !text.empty()) {
    auto unit = find_unit(app, *app.published().tree, text, app.today());
    if (!unit) return std::move(unit).error().on("unit");
    const org::View& today = call.scope->today();
    const uint32_t place = today.counts_at(*unit);
    query.places = place == org::View::kNowhere ? std::pair<uint32_t, uint32_t>{0, 0}
                                                : std::pair<uint32_t, uint32_t>{place, today.end(place)};
  }
  auto first = date_of(call, "first");
  auto last = date_of(call, "last");
  if (!first) return std::move(first).error();
  if (!last) return std::move(last).error();
  query.first = *first;
  query.last = *last;
  auto before = number_of(call, "before", 0, INT64_MAX);
  auto size = number_of(call, "size", 100, 500);
  if (!before) return std::move(before).error();
  if (!size) return std::move(size).error();
  query.before = *before;
  query.size = *size;
  return query;
}

/// Visits what the asker may see of it, the newest first, until the visitor has enough.
void visit_audit(const Call& call, Reading& reading, const AuditQuery& query,
                 const std::function<bool(const LogEntry&)>& visit) {
  const access::Reach reach = access::reach_of(*call.scope, access::Power::audit);
  const org::View& today = call.scope->today();
  const auto fits = [&](const LogEntry& entry) {
    // What is done at no unit is everybody's; the rest stays with its own city.
    if (!entry.unit.is_none() && !reach.holds(today, entry.unit)) return false;
    if (!query.subject.empty() && entry.subject != query.subject) return false;
    if (query.account && entry.account != *query.account) return false;
    if (query.first || query.last) {
      const auto day = Date::parse(moment_text(entry.at).substr(0, 10));
      if ((query.first && *day < *query.first) || (query.last && *day > *query.last)) return false;
    }
    if (!query.places) return true;
    const uint32_t place = entry.unit.is_none() ? org::View::kNowhere : today.counts_at(entry.unit);
    return place >= query.places->first && place < query.places->second;
  };
  int64_t end = query.before > 0 ? query.before : reading.head().number() + 1;
  while (end > 1) {
    const int64_t start = std::max<int64_t>(0, end - 1 - kWindow);
    auto entries = reading.list_log(Position(start), end - 1 - start, query.action);
    std::erase_if(entries, [&](const LogEntry& entry) { return entry.position.number() >= end; });
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
      if (fits(*entry) && !visit(*entry)) return;
    end = start + 1;
  }
}

/// Names of accounts, each read once.
class AccountNames {
 public:
  explicit AccountNames(Reading& reading) : reading_(reading) {}
  const std::string& of(AccountId id) {
    const auto [at, is_new] = known_.try_emplace(id.number());
    if (is_new) {
      const auto account = load_account(reading_, id);
      at->second = account ? account->account : "system";
    }
    return at->second;
  }

 private:
  Reading& reading_;
  std::map<int64_t, std::string> known_;
};

}  // namespace

Result<Answer> list_audit(App& app, const Call& call) {
  if (access::reach_of(*call.scope, access::Power::audit).is_empty()) return no_right();
  const Snapshot now = app.published();
  Result<Answer> answer = Answer();
  app.store().read([&](Reading& reading) {
    const auto query = query_of(app, call, reading);
    if (!query) {
      answer = query.error();
      return;
    }
    AccountNames names(reading);
    json::array entries;
    json::value next = nullptr;
    visit_audit(call, reading, *query, [&](const LogEntry& entry) {
      if (static_cast<int64_t>(entries.size()) == query->size) {
        next = entries.back().at("position");
        return false;
      }
      entries.push_back(
          {{"position", entry.position.number()},
           {"at", moment_text(entry.at)},
           {"account", names.of(entry.account)},
           {"post", entry.post},
           {"action", entry.action},
           {"programme", entry.programme},
           {"subject", entry.subject},
           {"unit", entry.unit.is_none() ? json::value(nullptr)
                                         : json::value(unit_ref(*now.tree, entry.unit, entry.on))},
           {"reason", entry.reason},
           {"detail", entry.detail},
           {"hash", entry.hash}});
      return true;
    });
    answer = Answer(json::object{
        {"entries", std::move(entries)}, {"next", std::move(next)}, {"head", reading.head().number()}});
  });
  return answer;
}

Result<Answer> export_audit(App& app, const Call& call) {
  if (access::reach_of(*call.scope, access::Power::audit).is_empty()) return no_right();
  const Snapshot now = app.published();
  TableText table;
  table.title = "审计记录";
  for (const char* head :
       {"序号", "时间", "账号", "岗位", "操作", "项目", "对象", "单位", "理由", "详情", "哈希"})
    table.columns.push_back({head});
  Result<void> read;
  app.store().read([&](Reading& reading) {
    const auto query = query_of(app, call, reading);
    if (!query) {
      read = query.error();
      return;
    }
    AccountNames names(reading);
    visit_audit(call, reading, *query, [&](const LogEntry& entry) {
      if (static_cast<int64_t>(table.rows.size()) == kMostExported) return false;
      table.rows.push_back({std::to_string(entry.position.number()), moment_text(entry.at),
                            names.of(entry.account), entry.post, entry.action, entry.programme, entry.subject,
                            entry.unit.is_none() ? "" : now.tree->name_of(entry.unit, entry.on), entry.reason,
                            entry.detail, entry.hash});
      return true;
    });
  });
  if (!read) return std::move(read).error();
  if (call.parameter("format") == "csv")
    return Answer::file(app.office().write_csv(table), "text/csv; charset=utf-8", "审计记录.csv");
  auto bytes = app.office().write_xlsx(table, 0);
  if (!bytes) return std::move(bytes).error();
  return Answer::file(std::move(*bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      "审计记录.xlsx");
}

Result<Answer> verify_audit(App& app, const Call& call) {
  if (access::reach_of(*call.scope, access::Power::audit).is_empty()) return no_right();
  const Diagnostics faults = app.store().verify_chain();
  json::array list;
  for (const Error& fault : faults) list.push_back(fault_json(fault));
  int64_t head = 0;
  app.store().read([&](Reading& reading) { head = reading.head().number(); });
  return Answer(json::object{{"good", faults.empty()},
                             {"faults", std::move(list)},
                             {"records", 0},
                             {"figures", 0},
                             {"positions", head},
                             {"digest", ""},
                             {"file", nullptr}});
}

}  // namespace jinguo::app
