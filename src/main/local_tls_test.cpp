#include "main/local_tls.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "main/doctor.h"
#include "main/house.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
constexpr app::Instant kDay = 24LL * 3600 * 1000;

class LocalTlsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "jg-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  http::CertificateFacts leaf() const { return *http::read_certificate(local().leaf()); }
  LocalTls local() const { return LocalTls(folder_); }
  /// Whether doctor tells a finding of this kind that begins so.
  bool tells(cli::Finding::Kind kind, std::string_view start) const {
    const auto findings = examine_machine(folder_, folder_ / "no.key");
    return std::any_of(findings.begin(), findings.end(), [&](const cli::Finding& finding) {
      return finding.kind == kind && finding.en.find(start) != std::string::npos;
    });
  }

  fs::path folder_;
  app::Instant now_ = real_clock().now();
};

TEST_F(LocalTlsTest, it_is_made_once_for_this_machine_and_the_given_names) {
  EXPECT_FALSE(local().is_there());
  EXPECT_EQ(local().renew({}, now_).error().code(), "main.no_authority");
  const auto made = local().make({"jinguo.lan"}, false, now_);
  ASSERT_TRUE(made) << made.error().text(Language::en);
  for (const char* name : {"jinguo.lan", "localhost", "127.0.0.1", "::1"})
    EXPECT_TRUE(leaf().is_for(name)) << name;
  for (const std::string& address : lan_addresses()) EXPECT_TRUE(leaf().is_for(address)) << address;
  EXPECT_FALSE(leaf().is_for("example.org"));
  for (const char* file : {"ca.key", "ca.crt", "server.key", "server.crt"}) {
    struct stat facts {};
    ASSERT_EQ(stat((folder_ / "tls" / file).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 077, 0u) << file;
  }
  EXPECT_EQ(local().make({}, false, now_).error().code(), "main.authority_there");
  const auto anew = local().make({}, true, now_);
  ASSERT_TRUE(anew);
  EXPECT_NE(anew->fingerprint, made->fingerprint);
}

TEST_F(LocalTlsTest, a_certificate_is_renewed_a_month_before_its_end_by_the_same_authority) {
  const auto made = local().make({"jinguo.lan"}, false, now_);
  ASSERT_TRUE(made);
  const std::string first = leaf().fingerprint;
  ASSERT_TRUE(local().keep_fresh(now_ + 300 * kDay));
  EXPECT_EQ(leaf().fingerprint, first);
  ASSERT_TRUE(local().keep_fresh(now_ + 380 * kDay));
  EXPECT_NE(leaf().fingerprint, first);
  EXPECT_TRUE(leaf().is_for("jinguo.lan"));
  EXPECT_GT(leaf().days_left(now_ + 380 * kDay), 300);
  EXPECT_EQ(http::read_certificate(local().authority())->fingerprint, made->fingerprint);
}

TEST_F(LocalTlsTest, phones_are_shown_the_authority_and_nothing_secret) {
  ASSERT_TRUE(local().make({}, false, now_));
  const auto ask = [&](http::Method method, const std::string& path) {
    http::Request request;
    request.method = method;
    request.path = path;
    return authority_answer(local().authority(), request);
  };
  EXPECT_EQ(ask(http::Method::get, "/ca.crt")->body, local().authority());
  EXPECT_EQ(ask(http::Method::get, "/ca.crt")->body.find("PRIVATE"), std::string::npos);
  const auto facts = http::read_certificate(local().authority());
  EXPECT_NE(ask(http::Method::get, "/ca")->body.find(facts->fingerprint), std::string::npos);
  EXPECT_FALSE(ask(http::Method::get, "/ca.key"));
  EXPECT_FALSE(ask(http::Method::post, "/ca"));
  EXPECT_FALSE(ask(http::Method::get, "/"));
}

TEST_F(LocalTlsTest, doctor_judges_the_certificate) {
  using Kind = cli::Finding::Kind;
  EXPECT_TRUE(tells(Kind::warning, "no local certificate"));
  ASSERT_TRUE(local().make({}, false, now_));
  EXPECT_TRUE(tells(Kind::good, "the local certificate has 39"));
  // Issued so long ago that ten days are left, then none.
  ASSERT_TRUE(local().make({}, true, now_ - 387 * kDay));
  EXPECT_TRUE(tells(Kind::warning, "jinguo tls renew"));
  ASSERT_TRUE(local().make({}, true, now_ - 400 * kDay));
  EXPECT_TRUE(tells(Kind::bad, "expired"));
  ASSERT_TRUE(local().make({}, true, now_));
  fs::permissions(folder_ / "tls" / "ca.key", fs::perms(0644));
  EXPECT_TRUE(tells(Kind::bad, "others can read the key"));
  fs::permissions(folder_ / "tls" / "ca.key", fs::perms(0600));
  std::ofstream(folder_ / "tls" / "server.key") << "no key";
  EXPECT_TRUE(tells(Kind::bad, "server.key"));
}

}  // namespace
}  // namespace jinguo
