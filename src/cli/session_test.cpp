#include "cli/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "cli/refusal.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;

/// Answers what the test says and keeps what was asked.
class FakeInstallation : public Installation {
 public:
  Result<Reply> answer(const Ask& ask) override {
    asked.push_back(ask);
    return reply;
  }
  bool has_data() override { return true; }
  Result<void> make_demo(const std::function<void(std::string_view)>&) override { return {}; }
  Result<std::vector<FirstAccount>> make_empty(const NewInstallation&) override {
    return std::vector<FirstAccount>();
  }
  Result<void> serve(const ServeOrder&) override { return {}; }
  void be_passing() override {}
  Result<TlsMade> init_tls(const std::vector<std::string>&, bool) override { return TlsMade{}; }
  Result<TlsMade> renew_tls(const std::vector<std::string>&) override { return TlsMade{}; }
  Result<std::string> restore(const std::string&, bool) override { return std::string("{}"); }
  std::vector<Finding> examine(const ServeOrder&) override { return {}; }
  std::string openapi() override { return "{}"; }
  std::string typescript() override { return ""; }

  std::vector<Ask> asked;
  Reply reply;
};

struct Ran {
  Exit exit;
  std::string out, err;
  std::vector<Ask> asked;
  Target target;
};

Ran run_with(const std::vector<std::string>& words, const Reply& reply) {
  Ran ran{};
  std::istringstream in;
  std::ostringstream out, err;
  // The installation goes with the run, so what was asked is fetched as it goes.
  struct Kept : FakeInstallation {
    explicit Kept(std::vector<Ask>& to) : kept(to) {}
    ~Kept() override { kept = asked; }
    std::vector<Ask>& kept;
  };
  const OpenInstallation open = [&](const Target& target) {
    auto made = std::make_unique<Kept>(ran.asked);
    made->reply = reply;
    ran.target = target;
    return made;
  };
  ran.exit = run(words, open, in, out, err);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

const char* const kFigure =
    R"({"figure":"elections.party_coverage","title":{"zh":"进村党组织比例","en":"Coverage"},)"
    R"("unit":{"code":"3713","name":"临沂市","level":"city","id":3},"period":"2011-H1","as":"then",)"
    R"("value":0.388,"text":"38.8%","numerator":"2747","denominator":"7080","percent":true,"measured_in":"",)"
    R"("records":7080,"unchecked":35,"position":9})";

TEST(Session, a_figure_is_told_in_one_line) {
  const Ran ran = run_with({"figure", "elections.party_coverage", "--unit", "3713", "--period", "2011-H1"},
                           {200, "application/json", kFigure});
  EXPECT_EQ(ran.exit, Exit::ok);
  EXPECT_EQ(ran.out, "进村党组织比例 38.8%（2747/7080）临沂市 2011-H1 当时口径；其中未审核 35\n");
  ASSERT_EQ(ran.asked.size(), 1u);
  EXPECT_EQ(ran.asked[0].path, "/api/figures/elections.party_coverage");
}

TEST(Session, figure_json_has_the_units_code_and_numbers) {
  const Ran ran =
      run_with({"figure", "elections.party_coverage", "--json"}, {200, "application/json", kFigure});
  const json::value told = json::parse(ran.out);
  EXPECT_EQ(told.at("unit"), "3713");
  EXPECT_EQ(told.at("numerator"), 2747);
  EXPECT_EQ(told.at("denominator"), 7080);
  EXPECT_EQ(told.at("text"), "38.8%");
}

TEST(Session, as_then_is_a_view_and_as_anything_else_an_account) {
  const Ran ran = run_with({"figure", "x.y", "--as", "now", "--as", "demo.head"}, {200, "", kFigure});
  EXPECT_EQ(ran.target.account, "demo.head");
  const auto& query = ran.asked.at(0).query;
  EXPECT_NE(std::find(query.begin(), query.end(), std::pair<std::string, std::string>("as", "now")),
            query.end());
}

TEST(Session, the_exit_code_follows_the_status) {
  const std::vector<std::pair<int, Exit>> rows{
      {200, Exit::ok},        {400, Exit::usage},     {401, Exit::no_right},
      {403, Exit::no_right},  {404, Exit::not_found}, {409, Exit::conflict},
      {410, Exit::not_found}, {412, Exit::conflict},  {422, Exit::checks_failed},
      {429, Exit::failed},    {500, Exit::failed},    {503, Exit::failed}};
  for (const auto& [status, exit] : rows) EXPECT_EQ(exit_of(status), exit) << status;
}

TEST(Session, a_refusal_is_told_in_chinese_first_and_its_faults_by_place) {
  const Ran ran = run_with(
      {"define", "apply", "README.md"},
      {422, "application/json",
       R"({"code":"app.invalid","message":"有 2 处需要改正","message_en":"2 things must be mended","faults":[)"
       R"({"code":"a","message":"名字不对","message_en":"bad name","file":"x.yaml","line":3,"column":7},)"
       R"({"code":"b","message":"缺少标签","message_en":"no label","file":"x.yaml","line":9,"column":1}]})"});
  EXPECT_EQ(ran.exit, Exit::checks_failed);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "有 2 处需要改正\n2 things must be mended\nx.yaml:3:7: 名字不对\nx.yaml:9:1: 缺少标签\n");
}

TEST(Session, a_dry_run_of_a_write_sends_nothing) {
  const Ran ran =
      run_with({"nil", "weekly_note", "--unit", "371323", "--period", "2026-W26", "--dry-run"}, {});
  EXPECT_EQ(ran.exit, Exit::ok);
  EXPECT_TRUE(ran.asked.empty());
  EXPECT_NE(ran.out.find("POST /api/nil"), std::string::npos);
}

TEST(Session, what_cannot_be_taken_back_needs_a_yes) {
  const std::vector<std::string> words{"issue", "half_year", "--unit", "3713", "--period", "2011-H1"};
  const Reply issued{200, "application/json", R"({"title":"总结","number":"1","id":"a"})"};
  // The test has no terminal to answer at.
  const Ran without = run_with(words, issued);
  EXPECT_EQ(without.exit, Exit::usage);
  EXPECT_TRUE(without.asked.empty());
  std::vector<std::string> with_yes = words;
  with_yes.push_back("--yes");
  const Ran with = run_with(with_yes, issued);
  EXPECT_EQ(with.exit, Exit::ok);
  EXPECT_EQ(with.asked.size(), 1u);
}

TEST(Session, a_demo_is_served_to_this_machine_alone) {
  const Reply report{200, "text/plain", "report"};
  for (const char* open : {"0.0.0.0:8711", "[::]:8711", "192.0.2.7:8711", "1127.0.0.1:8711"}) {
    const Ran ran = run_with({"demo", "--listen", open}, report);
    EXPECT_EQ(ran.exit, Exit::usage) << open;
    EXPECT_TRUE(ran.asked.empty());
    EXPECT_NE(ran.err.find("127.0.0.1:8711"), std::string::npos);
  }
  for (const char* closed : {"127.0.0.1:8711", "[::1]:8711", "8711"})
    EXPECT_EQ(run_with({"demo", "--listen", closed}, report).exit, Exit::ok) << closed;
}

TEST(Session, a_sheet_to_fill_in_is_asked_for_as_its_file_is_named) {
  const auto format_of = [](const std::string& file) {
    const Ran ran = run_with({"record", "template", "elections", "-o", file, "--data", "d"}, {404, "", ""});
    EXPECT_EQ(ran.asked.size(), 1u);
    return ran.asked.front().query.front().second;
  };
  EXPECT_EQ(format_of("sheet.csv"), "csv");
  EXPECT_EQ(format_of("sheet.xlsx"), "xlsx");
  EXPECT_EQ(format_of("-"), "xlsx");
  const Ran other = run_with({"record", "template", "elections", "-o", "sheet.ods"}, {});
  EXPECT_EQ(other.exit, Exit::usage);
  EXPECT_TRUE(other.asked.empty());
}

TEST(Session, a_verdict_with_faults_exits_with_six) {
  const Ran ran =
      run_with({"verify"}, {200, "application/json",
                            R"({"good":false,"faults":[{"message":"被改动","message_en":"altered"}],)"
                            R"("records":1,"figures":2,"positions":3,"digest":"d"})"});
  EXPECT_EQ(ran.exit, Exit::checks_failed);
  EXPECT_NE(ran.err.find("被改动"), std::string::npos);
}

TEST(Session, wrong_usage_exits_with_two) {
  EXPECT_EQ(run_with({"figure"}, {}).exit, Exit::usage);
  EXPECT_EQ(run_with({}, {}).exit, Exit::usage);
  EXPECT_EQ(run_with({"--help"}, {}).exit, Exit::ok);
}

TEST(DefineVersions, are_told_with_what_each_changed) {
  const Ran ran = run_with(
      {"define", "versions", "elections"},
      {200, "application/json",
       R"([{"version":2,"valid_from":"2026-01-01","at":"2026-01-04T09:00:00+08:00","account":"operator",)"
       R"("changes":[{"zh":"新增字段：a","en":"Fields added: a"},{"zh":"停用：b","en":"Retired: b"}]}])"});
  EXPECT_EQ(ran.exit, Exit::ok) << ran.err;
  EXPECT_EQ(ran.asked.at(0).path, "/api/programmes/elections/versions");
  EXPECT_NE(ran.out.find("新增字段：a；停用：b"), std::string::npos) << ran.out;
}

TEST(DefineShow, prints_the_text_of_a_version_byte_for_byte) {
  const Ran ran = run_with({"define", "show", "elections", "--version", "1"},
                           {200, "application/json", R"({"version":1,"text":"programme: elections\n# 完"})"});
  EXPECT_EQ(ran.exit, Exit::ok) << ran.err;
  EXPECT_EQ(ran.asked.at(0).path, "/api/programmes/elections/versions/1");
  EXPECT_EQ(ran.out, "programme: elections\n# 完");
}

TEST(DefineCheck, runs_the_examples) {
  const std::string path = testing::TempDir() + "jinguo_examples.yaml";
  std::ifstream in("programmes/weekly_note.yaml");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  text +=
      "  - title: 写错的\n    as: county.officer\n    given: {period: 2011-W23, problem_kind: none}\n    "
      "when: [submit]\n"
      "    then: {counts: {notes: 2}}\n";
  std::ofstream(path) << text;
  const Ran ran = run_with({"define", "check", path}, {});
  EXPECT_EQ(ran.exit, Exit::checks_failed) << ran.out;
  EXPECT_NE(ran.err.find("例子“写错的”不成立：“notes”应为 2，实为 1。"), std::string::npos) << ran.err;
  std::remove(path.c_str());
}

TEST(DefineCheck, tells_each_fault_with_its_place_and_needs_no_data) {
  const Ran good = run_with({"define", "check", "programmes"}, {});
  EXPECT_EQ(good.exit, Exit::ok) << good.err;
  EXPECT_TRUE(good.asked.empty());
  const Ran none = run_with({"define", "check", "no/such.yaml"}, {});
  EXPECT_EQ(none.exit, Exit::not_found);
}

}  // namespace
}  // namespace jinguo::cli
