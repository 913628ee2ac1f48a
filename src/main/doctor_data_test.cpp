#include "main/doctor_data.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>

#include "app/moment.h"
#include "main/local_installation.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
using cli::Finding;
constexpr app::Instant kDay = 24LL * 3600 * 1000;

TEST(DoctorData, a_backup_is_missing_fresh_old_or_damaged) {
  ASSERT_GE(sodium_init(), 0);
  std::string name = (fs::temp_directory_path() / "jg-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  const fs::path data = fs::path(name) / "data", folder = backups_of(data), file = folder / "a.backup";
  EXPECT_EQ(folder.parent_path(), fs::path(name));
  const app::Instant now = real_clock().now();
  EXPECT_EQ(examine_backups(folder, now).kind, Finding::Kind::warning);

  fs::create_directories(folder);
  LocalInstallation house({data.string(), "", "", ""}, nullptr);
  ASSERT_TRUE(house.make_empty({"3713", "code\tname\tlevel\n3713\t临沂市\tcity\n", "units.tsv"}));
  cli::Ask ask{.method = "POST", .path = "/api/backup"};
  ask.body = boost::json::serialize(boost::json::object{{"file", file.string()}});
  const auto made = house.answer(ask);
  ASSERT_TRUE(made && made->is_good());
  const Finding fresh = examine_backups(folder, now);
  EXPECT_EQ(fresh.kind, Finding::Kind::good) << fresh.en;
  EXPECT_EQ(examine_backups(folder, now + kDay).kind, Finding::Kind::good);
  const Finding old = examine_backups(folder, now + 4 * kDay + kDay / 2);
  EXPECT_EQ(old.kind, Finding::Kind::warning);
  EXPECT_NE(old.en.find("4 days old"), std::string::npos) << old.en;

  // Every entry of the log is older than the clock, and a clock that went back is noticed.
  const auto about = boost::json::parse(house.answer({.path = "/api/about"})->body);
  const std::string newest(about.at("newest_at").as_string());
  EXPECT_EQ(examine_log_clock(newest, now + 60'000).kind, Finding::Kind::good) << newest;
  EXPECT_EQ(examine_log_clock(newest, now - kDay).kind, Finding::Kind::bad);

  // Another file is no backup; a later one that is damaged is told although an older one is whole.
  std::ofstream(folder / "note.txt") << "x";
  std::ofstream(folder / "b.backup") << "no backup";
  fs::last_write_time(folder / "b.backup", fs::last_write_time(file) + std::chrono::hours(1));
  const Finding damaged = examine_backups(folder, now);
  EXPECT_EQ(damaged.kind, Finding::Kind::bad);
  EXPECT_NE(damaged.en.find("b.backup"), std::string::npos) << damaged.en;
  fs::remove_all(name);
}

TEST(DoctorData, versions_of_sqlite_that_lose_data_are_known) {
  for (const char* version : {"3.40.1", "3.44.5", "3.46.0", "3.50.6", "3.51.0", "3.51.2", "3.52.0"})
    EXPECT_EQ(examine_sqlite(version).kind, Finding::Kind::bad) << version;
  for (const char* version : {"3.44.6", "3.50.7", "3.51.3", "3.53.2"})
    EXPECT_EQ(examine_sqlite(version).kind, Finding::Kind::good) << version;
}

TEST(DoctorData, a_server_that_forgets_is_named_with_its_mend) {
  const store::PostgresPromise good{"15.6", 150'006, "on", "on", "on"};
  EXPECT_EQ(examine_postgres(good).kind, Finding::Kind::good);
  auto remote = good;
  remote.synchronous_commit = "remote_apply";
  EXPECT_EQ(examine_postgres(remote).kind, Finding::Kind::good);
  for (const auto member : {&store::PostgresPromise::fsync, &store::PostgresPromise::full_page_writes,
                            &store::PostgresPromise::synchronous_commit}) {
    auto bad = good;
    bad.*member = "off";
    EXPECT_EQ(examine_postgres(bad).kind, Finding::Kind::bad);
    EXPECT_NE(examine_postgres(bad).en.find("ALTER SYSTEM SET"), std::string::npos);
  }
  auto old = good;
  old.version_number = 140'011;
  EXPECT_EQ(examine_postgres(old).kind, Finding::Kind::bad);
}

TEST(DoctorData, an_empty_log_is_ahead_of_nothing) {
  EXPECT_EQ(examine_log_clock("", 0).kind, Finding::Kind::good);
}

TEST(DoctorData, a_port_is_free_or_another_s) {
  const int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), length), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &length), 0);
  const uint16_t port = ntohs(address.sin_port);
  const Finding told = examine_port("127.0.0.1", port);
  EXPECT_EQ(told.kind, Finding::Kind::warning);
  EXPECT_NE(told.en.find("another program has it"), std::string::npos) << told.en;
  close(taken);
  EXPECT_EQ(examine_port("127.0.0.1", port).kind, Finding::Kind::good);
  EXPECT_EQ(examine_port("192.0.2.77", port).kind, Finding::Kind::warning);
  EXPECT_EQ(examine_port("not an address", port).kind, Finding::Kind::warning);
}

}  // namespace
}  // namespace jinguo
