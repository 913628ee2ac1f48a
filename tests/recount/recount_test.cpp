// T12: every figure equals its recount from stored rows after any sequence of edits, voids, corrections,
// imports, undos, and changes of the tree; as then and as now.
#include <gtest/gtest.h>
#include <sodium.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <thread>

#include "app/definitions.h"
#include "app/figure_queries.h"
#include "app/imports.h"
#include "app/office_port.h"
#include "app/operations.h"
#include "app/organisation.h"
#include "app/records.h"
#include "app/sessions.h"
#include "app/units.h"
#include "fresh_database.h"
#include "org/tree_import.h"
#include "store/sql_store.h"

namespace jinguo {
namespace {

namespace json = boost::json;

class NoOffice : public app::Office {
 public:
  Result<app::SheetText> read_sheet(std::string_view, std::string_view) override { return refused(); }
  Result<std::vector<app::UploadFile>> open_upload(std::string_view, std::string_view) override {
    return refused();
  }
  Result<std::vector<app::UploadSheet>> read_workbook(std::string_view, std::string_view) override {
    return refused();
  }
  Result<std::string> comment_cells(std::string_view, const std::vector<app::CellComment>&) override {
    return refused();
  }
  Result<std::string> write_xlsx(const app::TableText&, int) override { return refused(); }
  std::string write_csv(const app::TableText&) override { return {}; }
  Result<std::string> to_docx(const std::string&, const std::string&) override { return refused(); }
  Result<std::string> to_pdf(const std::string&) override { return refused(); }
  Result<app::TakenFile> take_file(std::string_view, bool) override { return refused(); }
  std::string page_css() override { return {}; }

 private:
  static Error refused() {
    static constexpr ErrorRow kRow{"test.no_office", 500, "测试中没有办公软件", "no office in this test"};
    return Error(kRow);
  }
};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  EXPECT_FALSE(out.str().empty()) << path;
  return out.str();
}

/// A small city, three real programmes, and one officer who may do everything.
class World {
 public:
  explicit World(bool postgres, uint64_t seed) : random_(seed) {
    folder_ = std::filesystem::temp_directory_path() / ("jinguo-recount-" + std::to_string(::getpid()) + "-" +
                                                        std::to_string(seed) + (postgres ? "p" : "s"));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    store::StoreOptions options;
    options.data_dir = folder_ / "data";
    options.key_file = folder_ / "key";
    if (postgres) options.conninfo = database_.emplace(std::getenv("JINGUO_TEST_POSTGRES")).conninfo();
    auto opened = store::open_store(options);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().text(Language::en));
    store_ = std::move(*opened);
    open_app({});
    EXPECT_TRUE(app::initialise(*app_, {false, *Date::parse("2012-12-31"), "3713", "2011-H1"}));
    std::string units = "code\tname\topened\n37\t山东省\t1990-01-01\n3713\t临沂市\t1990-01-01\n";
    for (int c = 1; c <= 3; ++c) {
      const std::string county = "3713" + std::to_string(20 + c);
      units += county + "\t县" + std::to_string(c) + "\t1990-01-01\n";
      for (int t = 1; t <= 3; ++t) {
        const std::string township = county + "10" + std::to_string(t);
        units += township + "\t镇" + std::to_string(c) + std::to_string(t) + "\t1990-01-01\n";
        for (int v = 1; v <= 6; ++v) {
          const std::string village = township + "20" + std::to_string(v);
          units +=
              village + "\t村" + std::to_string(c) + std::to_string(t) + std::to_string(v) + "\t1990-01-01\n";
          villages_.push_back(village);
        }
        townships_.push_back(township);
      }
    }
    auto imported = app::import_tree(*app_, call(json::object{{"text", units}, {"date", "1990-01-01"}}));
    EXPECT_TRUE(imported) << (imported ? "" : imported.error().text_with_place(Language::en));
    json::array texts;
    for (const char* name :
         {"lists/village_round.yaml", "elections.yaml", "loans.yaml", "half_year_return.yaml"})
      texts.push_back({{"name", name}, {"text", read_file(std::string("programmes/") + name)}});
    auto applied = app::apply_definition(*app_, call(json::object{{"texts", texts}}));
    EXPECT_TRUE(applied) << (applied ? "" : applied.error().detail);
  }
  ~World() {
    store_->stop();
    app_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// A new server over the same store: everything in memory is made anew.
  void restart() {
    app_.reset();
    open_app(app::load_settings(*store_));
  }

  /// The local operator, who may organise and define.
  app::Call call(json::value body) {
    app::Call out;
    const app::Asker asker = app::local_operator(*app_);
    out.scope = asker.scope;
    out.source = "local";
    out.body = std::move(body);
    return out;
  }

  int below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[static_cast<size_t>(below(static_cast<int>(list.size())))];
  }
  Date any_day(int first_year, int years) {
    return Date::make(first_year, 1, 1)->plus_days(below(365 * years));
  }

  /// One random change of one record, as the system; refusals are part of life.
  Result<app::SavedRecord> random_change(app::Writing& writing, const app::LogEntry& stamp) {
    const app::Snapshot now = app_->staged();
    app::RecordChange change;
    flow::Actor actor;
    actor.is_system = true;
    const int kind = below(3);
    const char* names[] = {"elections", "loans", "half_year_return"};
    change.programme = now.catalogue->programmes.find(names[kind])->second;
    change.on = any_day(2010, 2);
    change.reason = "更正";
    auto& known = records_[static_cast<size_t>(kind)];
    change.is_new = known.empty() || below(3) == 0;
    if (!change.is_new) {
      change.id = any(known);
      if (kind == 0 && below(2) == 0) {
        const char* events[] = {"finish", "verify", "accept", "send_back", "void"};
        change.events = {events[below(5)]};
      } else if (kind == 1 && below(2) == 0) {
        const char* events[] = {"review", "visit", "approve", "disburse", "settle", "void", "mark_overdue"};
        change.events = {events[below(7)]};
      }
    } else {
      change.id = app_->new_record_id();
      const std::string code = kind == 1 ? any(townships_) : any(villages_);
      auto unit = now.tree->find(code, *change.on);
      if (!unit) return std::move(unit).error();
      change.unit = *unit;
      if (kind == 2) change.period = Period::parse(below(2) == 0 ? "2011-H1" : "2010-H2");
    }
    json::object& v = change.values;
    if (kind == 0) {
      v["round"] = "round_2011";
      v["party_date"] = any_day(2011, 1).to_text();
      v["committee_date"] = any_day(2011, 1).to_text();
      v["party_seats"] = 3 + below(3);
      v["party_women"] = below(3);
      v["committee_seats"] = 3 + below(5);
      v["committee_women"] = 1 + below(3);
      if (change.is_new && below(2) == 0) change.events = {"finish"};
    } else if (kind == 1) {
      v["borrower"] = "演示" + std::to_string(below(20)) + " " + id_number(below(20));
      v["household"] = "户" + std::to_string(below(9));
      v["kind"] = below(2) == 0 ? "partnership" : "enterprise";
      v["reported_as"] = below(2) == 0 ? "women" : "households";
      v["amount"] = 1000 + below(70'000'000);
      v["months"] = 24;
      v["bank"] = "农信社";
      v["disbursed_on"] = any_day(2010, 2).to_text();
      v["contract_no"] = "C" + std::to_string(below(5000));
      if (change.is_new && below(2) == 0) change.events = {"review", "visit", "approve", "disburse"};
    } else {
      for (const define::Field& field : change.programme->fields)
        if (define::row_of(field.type).is_number && !field.computed && below(4) != 0) v[field.id] = below(50);
    }
    auto saved = app::save_record(*app_, writing, stamp, change, actor);
    if (saved && !saved->before) known.push_back(saved->record.id);
    return saved;
  }

  /// A random change of the tree; refused ones leave it as it was.
  void random_tree_change() {
    const std::string day = any_day(2011, 2).to_text();
    std::string line;
    switch (below(4)) {
      case 0:
        line = "rename\t" + day + "\tunit=" + any(villages_) + "\tname=新名" + std::to_string(below(1000));
        break;
      case 1:
        line = "move\t" + day + "\tunit=" + any(townships_) + "\tparent=3713" + std::to_string(21 + below(3));
        break;
      case 2:
        line = "merge\t" + day + "\tunits=" + any(villages_) + "\tinto=" + any(villages_);
        break;
      default:
        line = "close\t" + day + "\tunit=" + any(villages_);
        break;
    }
    auto changed = app::change_tree(*app_, call(json::object{{"text", line}}));
    tree_changes += changed ? 1 : 0;
  }

  static std::string id_number(int n) {
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::string text = "99999919700101" + std::to_string(100 + n * 2);
    int sum = 0;
    for (size_t i = 0; i < 17; ++i) sum += (text[i] - '0') * kWeights[i];
    return text + "10X98765432"[sum % 11];
  }

  /// Everything a figure could be, against the stored rows.
  void check(const char* when) {
    std::vector<Period> periods;
    for (const char* text : {"2010-H2", "2011-H1", "2011-H2", "2011", "2011-Q2", "2012"})
      periods.push_back(*Period::parse(text));
    const app::Recount counted = app::recount(*app_, periods);
    for (const Error& fault : counted.faults) ADD_FAILURE() << when << ": " << fault.text(Language::en);
    figures += counted.figures;
    check_distinct(when);
    check_views_agree(when);
  }

  /// Distinct counts and the reporting index against a walk over the records.
  void check_distinct(const char* when) {
    const app::Snapshot now = app_->published();
    const auto plan = app_->figures().plan("loans");
    for (const char* text : {"2010-H2", "2011-H1", "2011"}) {
      const Period period = *Period::parse(text);
      std::set<Reference> women;
      store_->read([&](app::Reading& reading) {
        reading.scan_records(*plan->programme, [&](const record::Record& record) {
          if (!record::counts(*plan->programme, record) || !period.contains(*record.date)) return;
          const auto index = static_cast<size_t>(plan->programme->field_index("borrower"));
          if (const auto* who = record.values[index].as<Reference>()) women.insert(*who);
        });
      });
      const auto view = app_->view(*now.tree, *Date::parse("2012-12-31"));
      const auto reader = app_->figures().reader();
      const auto value = reader.ask(*plan, view, {"women", 0, period});
      ASSERT_TRUE(value);
      EXPECT_EQ(value->numerator, std::to_string(women.size())) << when << " " << text;
    }
    const auto elections = app_->figures().plan("elections")->programme;
    std::set<UnitId> filed, reported;
    store_->read([&](app::Reading& reading) {
      reading.scan_records(*elections, [&](const record::Record& record) {
        if (flow::duty_key(*elections, record) == "round_2011" && flow::filed_day(*elections, record))
          filed.insert(record.unit);
      });
    });
    app_->read_reported("elections", [&](const flow::ReportedIndex& index) {
      for (uint32_t u = 1; u <= now.tree->size(); ++u)
        if (index.find("round_2011", UnitId(u))) reported.insert(UnitId(u));
    });
    EXPECT_EQ(reported, filed) << when;
  }

  /// The whole is the same seen as then and as now.
  void check_views_agree(const char* when) {
    const app::Snapshot now = app_->published();
    const auto plan = app_->figures().plan("loans");
    const Period period = *Period::parse("2011-H1");
    const auto reader = app_->figures().reader();
    std::vector<std::string> sums;
    for (const char* day : {"2011-06-30", "2012-12-31"}) {
      const auto view = app_->view(*now.tree, *Date::parse(day));
      const auto value = reader.ask(*plan, view, {"amount", 0, period});
      ASSERT_TRUE(value);
      sums.push_back(value->numerator);
    }
    EXPECT_EQ(sums[0], sums[1]) << when;
  }

  /// `steps` changes in commands of up to eight, as the writer groups them.
  void run(int steps) {
    for (int done = 0; done < steps;) {
      const int n = 1 + below(8);
      auto saved = std::make_shared<std::vector<app::SavedRecord>>();
      const bool fails = below(20) == 0;
      auto result = store_->perform([&, saved](app::Writing& writing) -> Result<app::Committed> {
        saved->clear();
        app::LogEntry stamp;
        stamp.on = *Date::parse("2011-12-31");
        for (int i = 0; i < n; ++i) {
          auto one = random_change(writing, stamp);
          if (one) saved->push_back(std::move(*one));
        }
        static constexpr ErrorRow kFails{"test.fails", 409, "整个命令作废", "the whole command is refused"};
        if (fails) return Error(kFails);
        const Position head = writing.head();
        return app::Committed{head, [this, saved, head] {
                                for (const app::SavedRecord& one : *saved) app::apply_saved(*app_, one, head);
                              }};
      });
      if (result) changes += static_cast<int64_t>(saved->size());
      if (fails) forget_uncommitted();
      done += n;
      if (below(15) == 0) random_tree_change();
    }
  }

  /// A next version of the loans, with one more field and one more measure, comes into force while records
  /// are changed.
  void activate_beside(int steps) {
    ++versions_;
    std::string text = read_file("programmes/loans.yaml");
    const auto replace = [&text](const std::string& was, const std::string& is) {
      ASSERT_NE(text.find(was), std::string::npos) << was;
      text.replace(text.find(was), was.size(), is);
    };
    replace("version: 1", "version: " + std::to_string(1 + versions_));
    const size_t from = text.find("valid_from: ");
    ASSERT_NE(from, std::string::npos);
    text.replace(from, text.find('\n', from) - from, "valid_from: 2012-01-" + std::to_string(9 + versions_));
    std::string fields = "fields:\n", measures = "measures:\n";
    for (int i = 1; i <= versions_; ++i) {
      const std::string id = "extra_" + std::to_string(i);
      fields += "  " + id + ": {type: integer, label: {zh: 附加, en: Extra}, measured_in: 个}\n";
      measures += "  " + id + ": {title: {zh: 附加" + std::to_string(i) + ", en: Extra " + std::to_string(i) +
                  "}, count: records, where: " + id + " > 0 or amount > 20000000, measured_in: 笔}\n";
    }
    replace("fields:\n", fields);
    replace("\nmeasures:\n", "\n" + measures);
    std::string refused;
    std::thread officer([&] {
      const auto applied =
          app::apply_definition(*app_, call(json::object{{"text", text}, {"name", "loans.yaml"}}));
      if (!applied) refused = applied.error().text_with_place(Language::en) + applied.error().detail;
    });
    run(steps);
    officer.join();
    EXPECT_EQ(refused, "");
    EXPECT_EQ(app_->published().catalogue->programme("loans")->version, 1 + versions_);
  }

  int64_t changes = 0, figures = 0, tree_changes = 0;

 private:
  void open_app(const app::Settings& settings) {
    app_ = std::make_unique<app::App>(
        *store_, office_,
        app::Clock{[] { return app::Instant{1'300'000'000'000}; }, [] { return *Date::parse("2012-12-31"); }},
        [](uint8_t* out, size_t n) { randombytes_buf(out, n); }, settings);
    app_->start();
  }

  /// Ids of records that a refused command had made are no records.
  void forget_uncommitted() {
    store_->read([&](app::Reading& reading) {
      const char* names[] = {"elections", "loans", "half_year_return"};
      for (size_t k = 0; k < 3; ++k) {
        const auto& programme = *app_->published().catalogue->programmes.find(names[k])->second;
        std::erase_if(records_[k], [&](RecordId id) { return !reading.find_record(programme, id); });
      }
    });
  }

  std::mt19937_64 random_;
  std::filesystem::path folder_;
  std::optional<support::FreshDatabase> database_;
  NoOffice office_;
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<app::App> app_;
  std::vector<std::string> villages_, townships_;
  std::array<std::vector<RecordId>, 3> records_;
  int versions_ = 0;
};

uint64_t seed_of_run() {
  const char* given = std::getenv("JINGUO_SEED");
  return given ? std::strtoull(given, nullptr, 10) : 20110630;
}

void run_world(bool postgres, int rounds, int steps) {
  const uint64_t seed = seed_of_run();
  std::cout << "JINGUO_SEED=" << seed << "\n";
  World world(postgres, seed);
  for (int i = 0; i < rounds && !testing::Test::HasFailure(); ++i) {
    world.run(steps);
    world.check(("round " + std::to_string(i)).c_str());
    if (i % 8 != 7) continue;
    world.activate_beside(steps);
    world.check(("after the activation in round " + std::to_string(i)).c_str());
  }
  // A restart rebuilds everything from stored rows; the answer is the same.
  world.restart();
  world.check("after a restart");
  std::cout << world.changes << " changes of records, " << world.tree_changes << " of the tree, "
            << world.figures << " figures recounted\n";
  EXPECT_GT(world.changes, rounds * steps / 20);
  EXPECT_GT(world.tree_changes, 0);
}

TEST(Recount, equals_every_figure_after_any_changes_Sqlite) {
  run_world(false, 40, 250);
}

TEST(Recount, equals_every_figure_after_any_changes_Postgres) {
  if (!std::getenv("JINGUO_TEST_POSTGRES"))
    GTEST_SKIP() << "JINGUO_TEST_POSTGRES is not set: PostgreSQL is not tested";
  run_world(true, 10, 100);
}

}  // namespace
}  // namespace jinguo
