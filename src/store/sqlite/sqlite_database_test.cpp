#include "store/sqlite/sqlite_database.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "store/sql_error.h"
#include "store/sqlite/ballast.h"
#include "store/sqlite/folder_lock.h"
#include "store/sqlite/sqlite_engine.h"
#include "store/writer.h"

namespace jinguo::store {

namespace {

SqlFault fault_of(Connection& connection, const SqlText& sql) {
  try {
    connection.query(sql, {}, [](const Row&) {});
  } catch (const SqlFailure& failure) {
    return failure.fault();
  }
  ADD_FAILURE() << "nothing failed";
  return SqlFault::other;
}

Work add_note(int64_t number, size_t size) {
  return [number, size](Connection& connection) -> Result<Outcome> {
    connection.execute("INSERT INTO notes (number, note) VALUES (?, ?)", {number, std::string(size, 'x')});
    return Outcome(std::make_unique<CommandOutcome>());
  };
}

std::string code_of(const Result<Outcome>& result) {
  return result ? "ok" : std::string(result.error().code());
}

/// Fills a small disk under the writer, looks whether reading goes on, frees it and looks whether writing
/// comes back. The exit status tells the first thing that went wrong.
int live_through_a_full_disk(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "data");
  auto database = open_sqlite({.folder = folder / "data", .ballast = 4 << 20, .vfs = {}}).value();
  auto connection = database->take_writer();
  connection->execute("CREATE TABLE notes (number INTEGER PRIMARY KEY, note TEXT) STRICT");
  Writer writer(std::move(connection), {}, {.retry_every = std::chrono::milliseconds(100)});
  {
    std::ofstream other(folder / "other", std::ios::binary);
    const std::string block(1 << 20, 'y');
    for (int i = 0; i < 20; ++i) other << block;
  }
  int64_t saved = 0;
  std::string code = "ok";
  for (int64_t number = 1; number <= 2000 && code == "ok"; ++number) {
    code = code_of(writer.perform(add_note(number, 60'000)));
    if (code == "ok") saved = number;
  }
  if (code != "store.disk_full") return 11;
  const auto count = [&] {
    return database->read()->query_integer("SELECT count(*) FROM notes").value_or(-1);
  };
  if (saved == 0 || count() != saved) return 12;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    code = code_of(writer.perform(add_note(5000 + i, 3'000'000)));
    if (std::chrono::steady_clock::now() - start > std::chrono::seconds(1)) return 13;
    if (code == "ok") ++saved;
    if (count() != saved) return 14;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::filesystem::remove(folder / "other");
  for (int i = 0; i < 100; ++i) {
    code = code_of(writer.perform(add_note(6000 + i, 100)));
    if (code == "ok") break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (code != "ok" || count() != saved + 1) return 15;
  return std::filesystem::exists(folder / "data" / "jinguo.ballast") ? 0 : 16;
}

}  // namespace

TEST(Sqlite, is_the_brought_version_with_full_text_search) {
  EXPECT_GE(sqlite3_libversion_number(), 3051003);
  SqliteEngine engine;
  const auto database = engine.open();
  const auto writer = database->take_writer();
  writer->execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize = 'unicode61')");
  writer->execute("INSERT INTO names (name) VALUES ('hope village')");
  EXPECT_EQ(database->read()->query_integer("SELECT count(*) FROM names WHERE names MATCH ?", {"hope"}), 1);
  EXPECT_EQ(writer->query_text("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(writer->query_integer("PRAGMA synchronous"), 2);
  EXPECT_EQ(fault_of(*writer, "SELECT \"no such column\""), SqlFault::other);
}

TEST(Sqlite, a_reader_may_neither_attach_nor_set_anything) {
  SqliteEngine engine;
  const auto database = engine.open();
  const auto writer = database->take_writer();
  writer->execute("CREATE TABLE notes (number INTEGER PRIMARY KEY, note TEXT) STRICT");
  const Reader reader = database->read();
  EXPECT_EQ(fault_of(*reader, "ATTACH 'other.db' AS other"), SqlFault::not_allowed);
  EXPECT_EQ(fault_of(*reader, "PRAGMA query_only = OFF"), SqlFault::not_allowed);
  EXPECT_EQ(fault_of(*reader, "PRAGMA journal_mode = DELETE"), SqlFault::not_allowed);
  EXPECT_EQ(fault_of(*reader, "CREATE TEMP TABLE t (a INTEGER)"), SqlFault::not_allowed);
  EXPECT_EQ(fault_of(*reader, "INSERT INTO notes (number) VALUES (1)"), SqlFault::not_allowed);
  EXPECT_EQ(reader->query_integer("SELECT count(*) FROM notes"), 0);
}

TEST(Sqlite, the_log_is_moved_into_the_database_and_emptied_at_the_end) {
  SqliteEngine engine;
  SqliteOptions options = engine.options();
  options.checkpoint_at = 256 << 10;
  auto database = open_sqlite(options).value();
  auto connection = database->take_writer();
  connection->execute("CREATE TABLE notes (number INTEGER PRIMARY KEY, note TEXT) STRICT");
  const std::filesystem::path log = engine.folder() / "jinguo.db-wal";
  {
    Writer writer(std::move(connection), {});
    for (int64_t number = 0; number < 300; ++number) {
      ASSERT_EQ(code_of(writer.perform(add_note(number, 8000))), "ok");
    }
    EXPECT_LT(std::filesystem::file_size(log), 1U << 20);
  }
  EXPECT_EQ(std::filesystem::file_size(log), 0U);
  EXPECT_GT(std::filesystem::file_size(engine.folder() / "jinguo.db"), 300U * 8000U);
}

TEST(Sqlite, a_failure_tells_no_value) {
  SqliteEngine engine;
  const auto database = engine.open();
  const auto writer = database->take_writer();
  writer->execute("CREATE VIRTUAL TABLE names USING fts5(name)");
  try {
    writer->query_integer("SELECT count(*) FROM names WHERE names MATCH ?", {"\"13900001111"});
    ADD_FAILURE() << "an unfinished quotation was taken";
  } catch (const SqlFailure& failure) {
    EXPECT_EQ(std::string(failure.what()).find("1390000"), std::string::npos) << failure.what();
  }
}

TEST(FolderLock, names_the_process_that_holds_it) {
  SqliteEngine engine;
  int ready[2];
  int done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<FolderLock> lock = FolderLock::take(engine.folder());
    char byte = lock ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) != 1 || ::read(done[0], &byte, 1) != 1) ::_exit(1);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = engine.try_open();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().args().at(0), std::to_string(child));
  ASSERT_EQ(::write(done[1], &byte, 1), 1);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(engine.try_open().has_value());
  for (const int end : {ready[0], ready[1], done[0], done[1]}) ::close(end);
}

TEST(Ballast, takes_its_room_and_gives_it_back) {
  SqliteEngine engine;
  const std::filesystem::path path = engine.folder() / "ballast";
  Ballast ballast(path, 1 << 20);
  EXPECT_TRUE(ballast.fill());
  EXPECT_EQ(std::filesystem::file_size(path), 1U << 20);
  ballast.drop();
  EXPECT_FALSE(std::filesystem::exists(path));
  Ballast too_big(path, int64_t{1} << 60);
  EXPECT_FALSE(too_big.fill());
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Sqlite, lives_through_a_full_disk) {
  SqliteEngine engine;
  const pid_t child = ::fork();
  if (child == 0) {
    const uid_t user = ::getuid();
    const bool is_apart = ::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (!is_apart || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", engine.folder().c_str(), "tmpfs", 0, "size=32m") != 0) {
      ::_exit(77);
    }
    int status = 1;
    try {
      status = live_through_a_full_disk(engine.folder());
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "%s\n", failure.what());
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77)
    GTEST_SKIP() << "A FULL DISK IS NOT TESTED: no small disk may be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace jinguo::store
