#include "app/operations.h"

#include <set>

#include "access/rules.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/kept_files.h"
#include "app/moment.h"
#include "app/second_factor.h"
#include "app/units.h"
#include "org/org_error.h"
#include "org/tree_check.h"
#include "rollup/measure_plan.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kTotalDiffers{
    "app.total_differs", 500, "{0} 在 {1}（{2}，{3}）内存中为 {4}，按记录重算为 {5}；请重新启动并报告。",
    "{0} at {1} ({2}, {3}) is {4} in memory but {5} recounted; restart and report."};

/// The tree as it is stored by now, whatever was read at the start.
Diagnostics check_stored_tree(App& app) {
  org::Tree tree;
  try {
    app.store().read([&](Reading& reading) { tree = reading.load_tree(); });
  } catch (const Failure& failure) {
    return {Error(org::kBadFacts, {failure.what()})};
  }
  return org::check_tree(tree);
}

}  // namespace

Result<Answer> get_about(App& app, const Call&) {
  const Snapshot now = app.published();
  const auto counters = app.figures().cube().counters();
  define::Words banner;
  if (app.settings().is_demo)
    banner = {"演示数据 · 业务日期 " + app.today().to_text(),
              "Demo data · business date " + app.today().to_text()};
  json::value newest_at;
  app.store().read([&](Reading& reading) {
    for (const LogEntry& entry : reading.list_log_newest(1, "", "")) newest_at = moment_text(entry.at);
  });
  const std::string engine = app.store().engine();
  const size_t blank = engine.find(' ');
  return Answer(json::object{{"version", "0.1"},
                             {"engine", engine.substr(0, blank)},
                             {"engine_version", blank == std::string::npos ? "" : engine.substr(blank + 1)},
                             {"position", app.figures().reader().position().number()},
                             {"units", now.tree->size()},
                             {"records", app.record_count()},
                             {"memory_bytes", static_cast<int64_t>(counters.memory_bytes)},
                             {"cells", static_cast<int64_t>(counters.columns)},
                             {"started_at", moment_text(app.started_at())},
                             {"newest_at", newest_at},
                             {"demo", app.settings().is_demo},
                             {"business_date", app.today().to_text()},
                             {"banner", words_json(banner)}});
}

Recount recount(App& app, const std::vector<Period>& periods) {
  Recount out;
  const Snapshot now = app.published();
  std::set<Date> days{app.today()};
  for (const Period& period : periods) days.insert(period.last());
  for (const auto& [id, programme] : now.catalogue->programmes) {
    const auto plan = app.figures().plan(id);
    // (measure, bucket, rank) → unit → contributions: straight from the stored rows.
    struct Own {
      UnitId unit;
      Date day;
      int64_t amount;
    };
    std::vector<std::vector<Own>> columns;
    std::vector<size_t> offsets;
    for (const rollup::MeasurePlan& measure : plan->measures) {
      offsets.push_back(columns.size());
      columns.resize(columns.size() + measure.columns.size());
    }
    app.store().read([&](Reading& reading) {
      reading.scan_records(*programme, [&](const record::Record& record) {
        ++out.records;
        for (const rollup::Contribution& c : rollup::contributions_of(*plan, record).amounts)
          columns[offsets[c.measure] + c.bucket * static_cast<size_t>(plan->ranks) +
                  static_cast<size_t>(c.rank)]
              .push_back({record.unit, c.day, c.amount});
      });
    });
    for (const Date day : days) {
      const auto view = app.view(*now.tree, day);
      for (const Period& period : periods) {
        const bool as_then = period.last() == day;
        if (!as_then && day != app.today()) continue;
        const auto reader = app.figures().reader();
        for (size_t m = 0; m < plan->measures.size(); ++m) {
          const rollup::MeasurePlan& measure = plan->measures[m];
          for (size_t c = 0; c < measure.columns.size(); ++c) {
            // The plain walk: each contribution added to its unit and, parent by parent, to the root.
            std::vector<int64_t> totals(view->size(), 0);
            for (const Own& own : columns[offsets[m] + c]) {
              const bool counts =
                  measure.measure.is_stock ? own.day <= period.last() : period.contains(own.day);
              if (!counts) continue;
              for (uint32_t p = view->counts_at(own.unit); p != org::View::kNowhere; p = view->parent(p))
                totals[p] += own.amount;
            }
            const size_t bucket = c / static_cast<size_t>(plan->ranks);
            const auto rank = static_cast<int>(c % static_cast<size_t>(plan->ranks));
            for (uint32_t p = 0; p < view->size(); ++p) {
              const auto sum = reader.column_sum(*plan, view, m, bucket, rank, p, period);
              if (!sum) break;
              ++out.figures;
              if (*sum == totals[p] || out.faults.size() >= 100) continue;
              out.faults.push_back(
                  Error(kTotalDiffers,
                        {id + "." + measure.id, now.tree->name_of(view->unit(p), day), period.to_text(),
                         as_then ? "then" : "now", std::to_string(*sum), std::to_string(totals[p])}));
            }
          }
        }
      }
    }
  }
  return out;
}

Result<Answer> verify(App& app, const Call& call) {
  if (access::reach_of(*call.scope, access::Power::operate).is_empty())
    return Error(kNoRight, {"校验", "系统管理员", "verify", "the system administrator"});
  Diagnostics faults = app.store().verify_chain();
  std::vector<Period> periods{Period::containing(Period::Kind::half, app.today())};
  if (const auto home = Period::parse(app.settings().home_period)) periods.push_back(*home);
  const Diagnostics of_tree = check_stored_tree(app);
  faults.insert(faults.end(), of_tree.begin(), of_tree.end());
  const Diagnostics of_files = check_files(app);
  faults.insert(faults.end(), of_files.begin(), of_files.end());
  // Over a faulty tree no total can be told right or wrong.
  Recount counted;
  if (of_tree.empty()) counted = recount(app, periods);
  faults.insert(faults.end(), counted.faults.begin(), counted.faults.end());
  const Snapshot now = app.published();
  std::vector<std::shared_ptr<const define::Programme>> programmes;
  for (const auto& [id, programme] : now.catalogue->programmes) programmes.push_back(programme);
  StoreDigest digest;
  app.store().read([&](Reading& reading) { digest = reading.digest(programmes); });
  json::array list;
  for (const Error& fault : faults) list.push_back(fault_json(fault));
  return Answer(json::object{{"good", faults.empty()},
                             {"faults", std::move(list)},
                             {"records", digest.records},
                             {"figures", counted.figures},
                             {"positions", digest.head.number()},
                             {"digest", digest.records_digest},
                             {"file", nullptr}});
}

Result<Answer> make_backup(App& app, const Call& call) {
  if (call.source != "local" || access::reach_of(*call.scope, access::Power::operate).is_empty())
    return Error(kNoRight, {"备份", "系统管理员在本机", "make a backup",
                            "the system administrator on the server itself"});
  auto file = required_member(call.body, "file");
  if (!file) return std::move(file).error();
  auto digest = app.store().backup(*file);
  if (!digest) return std::move(digest).error();
  return Answer(json::object{{"good", true},
                             {"faults", json::array()},
                             {"records", digest->records},
                             {"figures", 0},
                             {"positions", digest->head.number()},
                             {"digest", digest->records_digest},
                             {"file", *file}});
}

Result<void> initialise(App& app, const Settings& settings) {
  auto done = app.store().perform([&](Writing& writing) -> Result<Committed> {
    if (!writing.find_document(kSettingDocuments, "lookup_key"))
      writing.put_document(kSettingDocuments, "lookup_key", app.random_text(32));
    writing.put_document(
        kSettingDocuments, "installation",
        json::serialize(json::object{
            {"demo", settings.is_demo},
            {"business_date",
             settings.business_date ? json::value(settings.business_date->to_text()) : json::value(nullptr)},
            {"home_unit", settings.home_unit},
            {"home_period", settings.home_period}}));
    constexpr int kDaysOfGrace = 30;
    if (!settings.is_demo && !has_sign_in_rules(writing))
      save_second_factor_from(writing, app.today().plus_days(kDaysOfGrace));
    LogEntry entry;
    entry.at = app.clock().now();
    entry.action = "initialise";
    entry.on = app.today();
    return Committed{writing.append(entry), {}};
  });
  if (!done) return std::move(done).error();
  app.set_settings(settings);
  return {};
}

Settings load_settings(Store& store) {
  Settings settings;
  store.read([&](Reading& reading) {
    const auto body = reading.find_document(kSettingDocuments, "installation");
    if (!body) return;
    const json::value parsed = json::parse(*body);
    settings.is_demo = parsed.at("demo").as_bool();
    if (parsed.at("business_date").is_string())
      settings.business_date = Date::parse(std::string(parsed.at("business_date").as_string()));
    settings.home_unit = std::string(parsed.at("home_unit").as_string());
    settings.home_period = std::string(parsed.at("home_period").as_string());
  });
  return settings;
}

}  // namespace jinguo::app
