#include "main/local_installation.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <boost/json.hpp>

#include "main/serving.h"
#include "main/shared_files.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// A place in the temporary folder that goes away with its test.
class LocalInstallationTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_GE(sodium_init(), 0);
    std::string name = (fs::temp_directory_path() / "jg-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::unique_ptr<LocalInstallation> open(const std::string& account = "") const {
    const cli::Target target{(folder_ / "data").string(), "", "", account};
    return std::make_unique<LocalInstallation>(target, nullptr);
  }
  static cli::NewInstallation small_city() {
    return {"3713",
            "code\tname\tlevel\n0\t全国\tnation\n37\t山东省\tprovince\n3713\t临沂市\tcity\n371302\t兰山区\tco"
            "unty\n",
            "units.tsv"};
  }

  fs::path folder_;
};

TEST_F(LocalInstallationTest, nothing_is_made_by_asking) {
  const auto house = open();
  EXPECT_FALSE(house->has_data());
  const auto reply = house->answer({.path = "/api/about"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code(), "main.no_data");
  EXPECT_FALSE(fs::exists(folder_ / "data"));
}

TEST_F(LocalInstallationTest, an_empty_one_has_three_administrators_and_no_password) {
  auto accounts = open()->make_empty(small_city());
  ASSERT_TRUE(accounts) << accounts.error().text(Language::en);
  ASSERT_EQ(accounts->size(), 3u);
  for (const cli::FirstAccount& account : *accounts) EXPECT_TRUE(account.link.starts_with("/first/"));
  // What is there is not made again, and comes back after a restart.
  auto again = open()->make_empty({"3713", "", ""});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
  const auto reply = open()->answer({.path = "/api/units/371302"});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200) << reply->body;
}

TEST_F(LocalInstallationTest, a_command_acts_with_the_rights_of_the_named_account) {
  ASSERT_TRUE(open()->make_empty(small_city()));
  const cli::Ask list{.path = "/api/accounts"};
  const auto as_operator = open()->answer(list);
  const auto as_security = open("security")->answer(list);
  const auto as_nobody = open("nobody")->answer(list);
  ASSERT_TRUE(as_operator && as_security && as_nobody);
  EXPECT_EQ(as_operator->status, 403);
  EXPECT_EQ(as_security->status, 200);
  EXPECT_EQ(json::parse(as_security->body).at("accounts").as_array().size(), 3u);
  EXPECT_EQ(as_nobody->status, 404);
}

TEST_F(LocalInstallationTest, a_second_opening_waits_and_is_then_refused) {
  ASSERT_TRUE(open()->make_empty(small_city()));
  const auto first = open();
  ASSERT_TRUE(first->answer({.path = "/api/about"}));
  const auto second = open()->answer({.path = "/api/about"});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code(), "store.served");
  EXPECT_EQ(second.error().row().status, 409);
}

TEST_F(LocalInstallationTest, a_demo_never_goes_into_a_folder_with_other_things) {
  fs::create_directories(folder_ / "data" / "letters");
  const auto made = open()->make_demo([](std::string_view) {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "main.folder_in_use");
}

TEST(Serving, nobody_answers_where_there_is_no_socket) {
  EXPECT_FALSE(is_answering("no/such/folder/jinguo.socket"));
  EXPECT_FALSE(is_answering(std::string(200, 'x')));
}

TEST(SharedFiles, the_demos_sources_are_found_from_the_programs_place) {
  const auto sources = read_demo_sources();
  ASSERT_TRUE(sources) << sources.error().text(Language::en);
  EXPECT_FALSE(sources->linyi_2023.empty());
  EXPECT_GT(sources->definitions.size(), 8u);
  for (const auto& [name, text] : sources->definitions) EXPECT_TRUE(name.starts_with("programmes/")) << name;
}

TEST(RealClock, the_business_date_is_that_of_china) {
  const app::Clock clock = real_clock();
  const Date expected(static_cast<int32_t>((clock.now() / 1000 + 8 * 3600) / 86400));
  EXPECT_EQ(clock.today(), expected);
}

}  // namespace
}  // namespace jinguo
