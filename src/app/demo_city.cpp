#include "app/demo_city.h"

#include "app/activation.h"
#include "app/demo_city_parts.h"
#include "app/documents.h"
#include "app/issued_papers.h"
#include "app/obligations.h"
#include "app/operations.h"
#include "app/sessions.h"

namespace jinguo::app {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

LogEntry stamp_on(Date day, std::string action) {
  LogEntry stamp;
  stamp.at = demo_moment(day, 0);
  stamp.on = day;
  stamp.action = std::move(action);
  return stamp;
}

bool is_of_2026(const std::string& name) {
  return name.find("2026/") != std::string::npos;
}

Result<void> take_definitions(App& app, const Texts& texts, Date day) {
  auto done = app.store().perform([&](Writing& writing) -> Result<Committed> {
    auto made = apply_definitions(app, writing, stamp_on(day, "define.activate"), texts, nullptr);
    if (!made) return std::move(made).error();
    const Position position = writing.head();
    return Committed{position, [&app, applied = std::make_shared<AppliedDefinitions>(std::move(*made)),
                                position] { put_in_force(app, *applied, position); }};
  });
  if (!done) return std::move(done).error();
  return {};
}

Result<void> plant_tree(App& app, const DemoSources& sources, Date day) {
  auto made = make_demo_tree(sources.tree_2011);
  if (!made) return std::move(made).error();
  if (auto fits = check_demo_tree(*made, sources.linyi_2023, app.today()); !fits)
    return std::move(fits).error();
  const auto tree = std::make_shared<const org::Tree>(std::move(*made));
  auto done = app.store().perform([&app, tree, day](Writing& writing) -> Result<Committed> {
    Snapshot next = app.staged();
    writing.save_tree(*next.tree, *tree);
    next.tree = tree;
    LogEntry stamp = stamp_on(day, "org.import");
    stamp.detail = R"(["units )" + std::to_string(tree->size()) + R"("])";
    const Position position = writing.append(stamp);
    app.stage(next);
    return Committed{position, [&app, next, position] {
                       app.publish(next);
                       app.notify({position, "org", "", UnitId(), ""});
                     }};
  });
  if (!done) return std::move(done).error();
  return {};
}

/// The demo's village is the first of the smallest township of 沂水 that has a dozen villages, so that one
/// record of hers shows in every total above it.
Result<DemoCast> choose_cast(const org::Tree& tree, Date today) {
  const auto named = [&](const char* code) { return tree.find(code, today); };
  auto nation = named("0"), city = named("3713"), county = named("371323");
  for (const auto* unit : {&nation, &city, &county})
    if (!*unit) return unit->error();
  DemoCast cast{*nation, *city, *county, {}, {}};
  size_t fewest = SIZE_MAX;
  for (const UnitId township : children_at(tree, *county, today, org::Level::township)) {
    const auto villages = villages_under(tree, township, today);
    if (villages.size() < 12 || villages.size() >= fewest) continue;
    fewest = villages.size();
    cast.township = township;
    cast.village = villages.front();
  }
  if (cast.village.is_none()) return Error(kBadDemoFacts, {"没有合适的村", "there is no village to show"});
  return cast;
}

/// The bulletin of the last full week as the office head issued it, so that there is a paper to look at.
Result<void> issue_bulletin(App& app) {
  if (!app.published().catalogue->report("weekly_bulletin")) return {};
  auto head = asker_of_account(app, "demo.head");
  if (!head) return std::move(head).error();
  Call call;
  call.scope = head->scope;
  call.post = head->post;
  call.parameters = {{"report", "weekly_bulletin"}};
  call.body = json::object{{"unit", "3713"}, {"period", "2026-W26"}};
  if (auto issued = issue_report(app, call); !issued) return std::move(issued).error();
  return {};
}

struct Part {
  std::string_view zh;
  Result<void> (*make)(DemoCity&);
};

Result<void> make_parts(DemoCity& city, const std::function<void(std::string_view)>& say,
                        const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    say(part.zh);
    if (auto made = part.make(city); !made) return made;
  }
  return {};
}

}  // namespace

Date demo_business_date() {
  return *Date::make(2026, 7, 3);
}

Result<void> make_demo_city(App& app, const DemoSources& sources,
                            const std::function<void(std::string_view zh_progress)>& say) {
  Settings settings = app.settings();
  settings.is_demo = true;
  settings.business_date = demo_business_date();
  settings.home_unit = "3713";
  settings.home_period = "2011-H1";
  if (auto done = initialise(app, settings); !done) return done;

  Texts first, later;
  for (const auto& [name, text] : sources.definitions)
    (is_of_2026(name) ? later : first).emplace_back(name, text);
  auto rounds = parse_rounds(sources.elections_2011);
  if (!rounds) return std::move(rounds).error();
  const Date founded = *Date::make(2010, 12, 1);
  say("建立组织树：7,264 个村并为 4,186 个");
  if (auto done = plant_tree(app, sources, founded); !done) return done;
  say("启用项目文件");
  if (auto done = take_definitions(app, first, founded); !done) return done;

  const auto tree = app.published().tree;
  auto cast = choose_cast(*tree, app.today());
  if (!cast) return std::move(cast).error();
  DemoCity city{app, tree, std::move(*rounds), *cast, {}, *Date::make(2011, 6, 30), {}, {}};
  const std::vector<Part> parts_2011{{"演示账号", make_demo_accounts},
                                     {"2011年届换届：每村一条记录", make_elections_2011},
                                     {"2011年贷款", make_loans_2011},
                                     {"村妇代会换届", make_congress_renewals},
                                     {"妇女组织台账", make_organisations},
                                     {"周情况", make_weekly_notes},
                                     {"半年报", make_returns}};
  if (auto done = make_parts(city, say, parts_2011); !done) return done;
  if (later.empty()) return {};
  say("启用2026年的项目文件");
  if (auto done = take_definitions(app, later, *Date::make(2026, 1, 4)); !done) return done;
  const std::vector<Part> parts_2026{{"2026年届换届", make_elections_2026}, {"2026年贷款", make_loans_2026}};
  if (auto done = make_parts(city, say, parts_2026); !done) return done;
  say("签发上周通报");
  return issue_bulletin(app);
}

}  // namespace jinguo::app
