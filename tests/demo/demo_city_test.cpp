#include "app/demo_city.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/accounts.h"
#include "app/figure_queries.h"
#include "app/issued_papers.h"
#include "app/office_port.h"
#include "app/operations.h"
#include "app/sessions.h"
#include "app/units.h"
#include "define/load_programme.h"
#include "store/sql_store.h"

namespace jinguo::app {
namespace {

class NoOffice : public Office {
 public:
  Result<SheetText> read_sheet(std::string_view, std::string_view) override { return none(); }
  Result<std::vector<UploadFile>> open_upload(std::string_view, std::string_view) override { return none(); }
  Result<std::vector<UploadSheet>> read_workbook(std::string_view, std::string_view) override {
    return none();
  }
  Result<std::string> comment_cells(std::string_view, const std::vector<CellComment>&) override {
    return none();
  }
  Result<std::string> write_xlsx(const TableText&, int) override { return none(); }
  std::string write_csv(const TableText&) override { return {}; }
  Result<std::string> to_docx(const std::string&, const std::string&) override { return none(); }
  Result<std::string> to_pdf(const std::string&) override { return none(); }
  Result<TakenFile> take_file(std::string_view, bool) override { return none(); }
  std::string page_css() override { return {}; }

 private:
  static Error none() {
    static constexpr ErrorRow kNone{"test.no_office", 500, "没有", "none"};
    return Error(kNone);
  }
};

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in.good()) << file;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

DemoSources read_sources() {
  DemoSources sources;
  sources.linyi_2023 = read_text("demo/facts/linyi_2023.tsv");
  sources.tree_2011 = read_text("demo/facts/tree_2011.tsv");
  sources.elections_2011 = read_text("demo/facts/elections_2011.tsv");
  for (const auto& entry : std::filesystem::recursive_directory_iterator("programmes"))
    if (entry.path().extension() == ".yaml")
      sources.definitions.emplace_back(entry.path().generic_string(), read_text(entry.path()));
  std::sort(sources.definitions.begin(), sources.definitions.end());
  return sources;
}

/// One city for all tests: it takes seconds to make.
class DemoCityTest : public testing::Test {
 protected:
  struct Made {
    std::filesystem::path folder;
    NoOffice office;
    std::unique_ptr<Store> store;
    std::unique_ptr<App> app;
    Made() {
      std::string pattern = (std::filesystem::temp_directory_path() / "jinguo-demo-XXXXXX").string();
      folder = mkdtemp(pattern.data());
      auto opened = store::open_store(
          {.data_dir = folder / "data", .report = [](std::string_view what) { std::cerr << what << "\n"; }});
      EXPECT_TRUE(opened) << opened.error().text(Language::en);
      store = std::move(*opened);
      app = start(*store);
    }
    ~Made() {
      store->stop();
      app.reset();
      store.reset();
      std::filesystem::remove_all(folder);
    }
    std::unique_ptr<App> start(Store& on) {
      auto out = std::make_unique<App>(
          on, office,
          Clock{[] { return Instant{1'700'000'000'000}; }, [] { return *Date::make(2026, 7, 3); }},
          [bits = DemoRandomBits{}](uint8_t* bytes, size_t n) mutable {
            for (size_t i = 0; i < n; ++i) bytes[i] = bits.next();
          },
          load_settings(on));
      out->start();
      return out;
    }
    struct DemoRandomBits {
      uint64_t state = 88172645463325252ULL;
      uint8_t next() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<uint8_t>(state >> 24);
      }
    };
  };

  static void SetUpTestSuite() {
    made_ = new Made;
    const DemoSources sources = read_sources();
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    auto last = begun;
    const auto since = [](Clock::time_point then) {
      return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - then).count();
    };
    auto done = make_demo_city(*made_->app, sources, [&](std::string_view what) {
      std::cout << "  +" << since(last) << " ms\n" << what << std::endl;
      last = Clock::now();
    });
    std::cout << "  +" << since(last) << " ms\nin all " << since(begun) << " ms, "
              << made_->app->figures().reader().position().number() << " log entries" << std::endl;
    ASSERT_TRUE(done) << done.error().text_with_place(Language::zh) << " " << done.error().detail;
  }
  static void TearDownTestSuite() {
    delete made_;
    made_ = nullptr;
  }

  static App& app() { return *made_->app; }

  static rollup::FigureValue value(const char* name, const char* unit, const char* period,
                                   const char* as = "then") {
    auto figure = find_figure(app(), name);
    auto at = stand_at(app(), unit, period, as, false);
    if (!figure || !at) {
      ADD_FAILURE() << (figure ? at.error() : figure.error()).text(Language::en);
      return {};
    }
    const auto reader = app().figures().reader();
    auto asked = ask_figure(app(), reader, *figure, *at, at->place);
    EXPECT_TRUE(asked);
    return asked ? *asked : rollup::FigureValue();
  }
  static std::string text(const char* name, const char* unit = "3713", const char* period = "2011-H1",
                          const char* as = "then") {
    return figure_text(*find_figure(app(), name), value(name, unit, period, as));
  }
  static LeagueTable league(const char* name, const char* complete) {
    const auto reader = app().figures().reader();
    const auto under = *find_figure(app(), complete);
    auto table = make_league(app(), reader, *find_figure(app(), name),
                             *stand_at(app(), "3713", "2011-H1", "then", false), &under);
    EXPECT_TRUE(table);
    return *table;
  }
  static std::string code_at(uint32_t place) {
    const auto at = stand_at(app(), "3713", "2011-H1", "then", false);
    return at->tree->code_of(at->view->unit(place), at->view->day()).to_text();
  }

  static Made* made_;
};

DemoCityTest::Made* DemoCityTest::made_ = nullptr;

TEST_F(DemoCityTest, the_elections_of_the_document_come_out_of_records) {
  EXPECT_EQ(text("elections.completed"), "7080");
  const auto party = value("elections.party_coverage", "3713", "2011-H1");
  EXPECT_EQ(party.numerator, "2747");
  EXPECT_EQ(party.denominator, "7080");
  EXPECT_EQ(text("elections.party_coverage"), "38.8%");
  EXPECT_EQ(text("elections.committee_coverage"), "100.0%");
  EXPECT_EQ(text("elections.party_coverage", "371323"), "57.3%");
  EXPECT_EQ(text("elections.party_coverage", "371321"), "55.2%");
  EXPECT_EQ(text("elections.villages"), "7264");
  EXPECT_EQ(text("elections.expected"), "7264");
  EXPECT_EQ(text("elections.missing"), "184");
  // The nation and the province see the same.
  EXPECT_EQ(text("elections.completed", "37"), "7080");
  EXPECT_EQ(text("elections.completed", "0"), "7080");
}

TEST_F(DemoCityTest, some_villages_are_not_checked_yet) {
  const auto done = value("elections.completed", "3713", "2011-H1");
  EXPECT_EQ(done.records, 7080);
  EXPECT_GT(done.unchecked, 7080 * 3 / 100);
  EXPECT_LT(done.unchecked, 7080 * 10 / 100);
}

TEST_F(DemoCityTest, yishui_and_yinan_lead_and_running_counties_stand_apart) {
  const LeagueTable table = league("elections.party_coverage", "elections.progress");
  ASSERT_EQ(table.ranked.size(), 9U);
  EXPECT_EQ(code_at(table.ranked[0].place), "371323");
  EXPECT_EQ(code_at(table.ranked[1].place), "371321");
  std::vector<std::string> running;
  for (const LeagueRow& row : table.running) {
    ASSERT_TRUE(row.done_of);
    running.push_back(code_at(row.place) + " " + std::to_string(row.done_of->first) + "/" +
                      std::to_string(row.done_of->second));
  }
  std::sort(running.begin(), running.end());
  EXPECT_EQ(running,
            (std::vector<std::string>{"371302 565/623", "371322 176/217", "371326 946/998", "371371 35/68"}));
}

TEST_F(DemoCityTest, loans_add_up_as_women_and_households_apart) {
  EXPECT_EQ(text("loans.women"), "115");
  EXPECT_EQ(text("loans.amount"), "6090000");
  EXPECT_EQ(text("loans.women", "371311"), "32");
  EXPECT_EQ(text("loans.amount", "371311"), "3180000");
  EXPECT_EQ(text("loans.women", "371329"), "57");
  EXPECT_EQ(text("loans.households", "371329"), "57");
  EXPECT_EQ(text("loans.households"), "57");
  EXPECT_EQ(text("loans.amount", "371329"), "2460000");
  EXPECT_NE(text("loans.women", "3713", "2010-H2"), "0");
  EXPECT_EQ(value("loans.women", "3713", "2011-H1").unidentified, 0);
}

TEST_F(DemoCityTest, as_then_and_as_now_give_the_city_the_same) {
  for (const char* name : {"elections.completed", "loans.women", "loans.amount", "congress_renewal.renewed",
                           "half_year_return.attendance"})
    EXPECT_EQ(text(name, "3713", "2011-H1", "then"), text(name, "3713", "2011-H1", "now")) << name;
}

TEST_F(DemoCityTest, a_county_has_the_name_of_its_day) {
  const auto tree = app().published().tree;
  const auto then = tree->find("371324", *Date::make(2011, 6, 30));
  ASSERT_TRUE(then);
  EXPECT_EQ(tree->name_of(*then, *Date::make(2011, 6, 30)), "苍山县");
  EXPECT_EQ(tree->name_of(*then, app().today()), "兰陵县");
  EXPECT_EQ(text("elections.villages", "3713", "2026-H1"), "4186");
}

TEST_F(DemoCityTest, the_year_2026_is_under_way) {
  const auto done = value("elections.completed", "3713", "2026-H1");
  EXPECT_GT(done.records, 800);
  EXPECT_LT(done.records, 1500);
  EXPECT_GT(value("loans.women", "3713", "2026-H1").value.numerator, 50);
  EXPECT_EQ(app().published().catalogue->programme("elections")->version, 2);
  const auto returns = value("half_year_return.returns", "3713", "2026-H1");
  EXPECT_GT(returns.records, 1000);
  EXPECT_LT(returns.records, 4186);
}

TEST_F(DemoCityTest, congresses_and_organisations_are_there) {
  const auto left = value("congress_renewal.unrenewed", "3713", "2011-H1").value.numerator;
  EXPECT_GT(left, 200);
  EXPECT_LT(left, 1000);
  const auto coverage = value("organisations.coverage", "3713", "2011-H1").value;
  EXPECT_LE(coverage.numerator, coverage.denominator);
  EXPECT_GT(coverage.numerator * 100, coverage.denominator * 97);
  const auto today = value("organisations.coverage", "3713", "2026-H1").value;
  EXPECT_LE(today.numerator, today.denominator);
  EXPECT_GT(today.numerator * 100, today.denominator * 97);
}

TEST_F(DemoCityTest, late_none_and_missing_differ) {
  EXPECT_EQ(text("weekly_note.expected", "3713", "2011-W24"), "13");
  EXPECT_EQ(text("weekly_note.reported", "3713", "2011-W24"), "13");
  EXPECT_EQ(text("weekly_note.on_time", "3713", "2011-W24"), "12");
  EXPECT_EQ(text("weekly_note.missing", "3713", "2011-W22"), "1");
  EXPECT_EQ(text("weekly_note.missing", "3713", "2011-W24"), "0");
}

TEST_F(DemoCityTest, each_role_has_its_account_and_nobody_a_password) {
  for (const char* role :
       {"chair", "clerk", "officer", "head", "leader", "operator", "security", "auditor"}) {
    app().store().read([&](Reading& reading) {
      const auto account = load_account(reading, "demo." + std::string(role));
      ASSERT_TRUE(account) << role;
      EXPECT_TRUE(account->is_demo);
      EXPECT_FALSE(load_holdings(reading, account->id, app().today()).empty());
    });
    Call call;
    call.source = "test";
    call.body = json::object{{"account", "demo." + std::string(role)}, {"password", "!"}};
    EXPECT_FALSE(sign_in(app(), call)) << role;
  }
  Call enter;
  enter.body = json::object{{"role", "chair"}};
  const auto session = enter_demo_role(app(), enter);
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->session);
}

TEST_F(DemoCityTest, every_person_is_marked_as_made_up) {
  int64_t persons = 0, marked = 0;
  app().store().read([&](Reading& reading) {
    reading.scan_documents("person", "", [&](std::string_view, std::string_view body) {
      ++persons;
      marked += json::parse(body).at("fictional").as_bool() ? 1 : 0;
      const json::value parsed = json::parse(body);
      const auto* number = parsed.as_object().if_contains("id_number");
      EXPECT_TRUE(!number || number->as_string().starts_with("999999"));
    });
  });
  EXPECT_GT(persons, 200);
  EXPECT_EQ(persons, marked);
}

TEST_F(DemoCityTest, the_chain_holds_and_totals_equal_a_recount) {
  EXPECT_TRUE(app().store().verify_chain().empty());
  const Recount counted = recount(app(), {*Period::parse("2011-H1"), *Period::parse("2026-H1")});
  for (const Error& fault : counted.faults) ADD_FAILURE() << fault.text(Language::en);
  EXPECT_GT(counted.figures, 100'000);
}

TEST_F(DemoCityTest, nothing_is_dated_after_the_business_date) {
  const Date today = app().today();
  app().store().read([&](Reading& reading) {
    for (const auto& [id, programme] : app().published().catalogue->programmes)
      reading.scan_records(*programme, [&](const record::Record& record) {
        EXPECT_LE(record.filed_on, today);
        EXPECT_LE(record.path.back().since, today);
        for (size_t i = 1; i < record.path.size(); ++i)
          EXPECT_LE(record.path[i - 1].since, record.path[i].since) << id;
      });
  });
}

TEST_F(DemoCityTest, a_restart_shows_the_same_figures) {
  const std::string before = text("elections.party_coverage") + text("loans.amount");
  auto again = made_->start(*made_->store);
  made_->app.swap(again);
  EXPECT_EQ(text("elections.party_coverage") + text("loans.amount"), before);
}

TEST_F(DemoCityTest, the_chair_has_something_to_do_that_shows) {
  const auto chair = asker_of_account(app(), "demo.chair");
  ASSERT_TRUE(chair);
  const UnitId village = chair->scope->holdings().front().unit;
  const define::Programme& programme = *app().published().catalogue->programme("elections");
  const auto women = static_cast<size_t>(programme.field_index("party_women"));
  std::vector<std::string> states;
  app().store().read([&](Reading& reading) {
    RecordQuery query;
    query.units = {village};
    for (const record::Record& record : reading.list_records(programme, query).records) {
      states.push_back(record.state);
      EXPECT_EQ(record.values[women], Value(Decimal(1)));
    }
  });
  std::sort(states.begin(), states.end());
  ASSERT_EQ(states.size(), 2U);
  EXPECT_EQ(states[1] == "running" || states[0] == "running", true);
  EXPECT_NE(states[0], states[1]);
}

TEST_F(DemoCityTest, a_bulletin_was_issued) {
  Call call;
  call.scope = asker_of_account(app(), "demo.head")->scope;
  const auto issued = list_issued(app(), call);
  ASSERT_TRUE(issued);
  EXPECT_NE(json::serialize(issued->body).find("2026-W26"), std::string::npos);
}

TEST_F(DemoCityTest, the_same_city_comes_out_each_time) {
  Made second;
  ASSERT_TRUE(make_demo_city(*second.app, read_sources(), [](std::string_view) {}));
  const auto all_of = [](App& of) {
    std::vector<record::Record> out;
    of.store().read([&](Reading& reading) {
      for (const auto& [id, programme] : of.published().catalogue->programmes)
        reading.scan_records(*programme, [&](const record::Record& record) { out.push_back(record); });
    });
    return out;
  };
  const auto first = all_of(app());
  EXPECT_GT(first.size(), 30'000U);
  EXPECT_TRUE(first == all_of(*second.app));
}

}  // namespace
}  // namespace jinguo::app
