#include "store/postgres/postgres_database.h"

#include <gtest/gtest.h>

#include <thread>

#include "store/postgres/postgres_engine.h"
#include "store/postgres/postgres_promise.h"
#include "store/sql_error.h"
#include "store/writer.h"

namespace jinguo::store {

namespace {

class PostgresServer : public testing::Test {
 protected:
  void SetUp() override {
    if (!PostgresEngine::is_there()) GTEST_SKIP() << PostgresEngine::kWhyNot;
    engine_ = std::make_unique<PostgresEngine>();
  }
  /// Ends every other session of this database, as a server's restart would.
  static void end_sessions() {
    PostgresConnection other(PostgresEngine::conninfo(), PostgresRole::writer);
    other.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()",
        {}, [](const Row&) {});
  }
  std::unique_ptr<PostgresEngine> engine_;
};

}  // namespace

TEST_F(PostgresServer, is_refused_while_it_would_lose_commits) {
  PostgresConnection admin(PostgresEngine::conninfo(), PostgresRole::writer);
  admin.execute("ALTER DATABASE postgres SET synchronous_commit = off");
  const auto refused = engine_->try_open();
  admin.execute("ALTER DATABASE postgres RESET synchronous_commit");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), "store.unsafe");
  EXPECT_NE(refused.error().text(Language::en).find("ALTER SYSTEM SET synchronous_commit = on"),
            std::string::npos);

  const auto set = [&](const SqlText& statement, const char* expected) {
    admin.execute(statement);
    admin.query("SELECT pg_reload_conf()", {}, [](const Row&) {});
    for (int i = 0; i < 200; ++i) {
      PostgresConnection look(PostgresEngine::conninfo(), PostgresRole::writer);
      if (look.query_text("SELECT current_setting('fsync')") == expected) return;
      ::usleep(5000);
    }
  };
  set("ALTER SYSTEM SET fsync = off", "off");
  // The command line of the server wins over its file, so the setting may not take.
  const bool took = admin.query_text("SELECT current_setting('fsync')") == "off";
  const auto second = engine_->try_open();
  set("ALTER SYSTEM RESET fsync", "on");
  EXPECT_EQ(second.has_value(), !took);
}

TEST_F(PostgresServer, tells_what_it_promises_also_while_the_store_is_open) {
  const auto database = engine_->open();
  const PostgresPromise told = ask_postgres(PostgresEngine::conninfo());
  EXPECT_EQ(told.fsync, "on");
  EXPECT_EQ(told.full_page_writes, "on");
  EXPECT_EQ(told.synchronous_commit, "on");
  EXPECT_GE(told.version_number, 150'000);
  EXPECT_TRUE(told.version.starts_with(std::to_string(told.version_number / 10'000)));
}

TEST_F(PostgresServer, readers_come_back_after_their_connections_broke) {
  const auto database = engine_->open();
  EXPECT_EQ(database->read()->query_integer("SELECT 1"), 1);
  end_sessions();
  EXPECT_EQ(database->read()->query_integer("SELECT 1"), 1);
}

TEST_F(PostgresServer, the_writer_comes_back_and_acknowledges_nothing_that_was_in_flight) {
  const auto database = engine_->open();
  auto connection = database->take_writer();
  connection->execute("CREATE TABLE notes (number BIGINT PRIMARY KEY)");
  std::atomic<int> resyncs{0};
  WriterHooks hooks;
  hooks.resync = [&](Connection&) { ++resyncs; };
  Writer writer(std::move(connection), std::move(hooks), {.retry_every = std::chrono::milliseconds(20)});
  const auto add = [&](int64_t number, bool is_cut) {
    const Result<Outcome> result = writer.perform([number, is_cut](Connection& c) -> Result<Outcome> {
      c.execute("INSERT INTO notes (number) VALUES (?)", {number});
      if (is_cut) end_sessions();
      return Outcome(std::make_unique<CommandOutcome>());
    });
    return result ? "ok" : std::string(result.error().code());
  };
  EXPECT_EQ(add(1, false), "ok");
  EXPECT_EQ(add(2, true), "store.not_saved");
  std::string code;
  for (int i = 0; i < 200 && code != "ok"; ++i) {
    code = add(3, false);
    ::usleep(10'000);
  }
  EXPECT_EQ(code, "ok");
  EXPECT_EQ(resyncs, 2);
  EXPECT_EQ(database->read()->query_integer("SELECT sum(number) FROM notes"), 4);
  EXPECT_TRUE(writer.is_healthy());
  const auto second = engine_->try_open();
  EXPECT_FALSE(second.has_value());
}

TEST_F(PostgresServer, a_failure_tells_no_value) {
  PostgresConnection connection(PostgresEngine::conninfo(), PostgresRole::writer);
  connection.execute("CREATE TABLE notes (number BIGINT CHECK (number < 5), name TEXT UNIQUE)");
  const auto text_of = [&](const SqlText& sql, Params params) -> std::string {
    try {
      connection.execute(sql, params);
    } catch (const SqlFailure& failure) {
      return failure.what();
    }
    return "13900001111 was taken";
  };
  for (const std::string& text :
       {text_of("INSERT INTO notes (number) VALUES (?)", {int64_t{13900001111}}),
        text_of("INSERT INTO notes (number) SELECT CAST(? AS BIGINT)", {"x13900001111"})}) {
    EXPECT_EQ(text.find("13900001111"), std::string::npos) << text;
  }
}

}  // namespace jinguo::store
