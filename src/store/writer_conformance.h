#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "store/faulty_connection.h"
#include "store/sql_error.h"
#include "store/writer.h"

namespace jinguo::store {

inline constexpr ErrorRow kTestRefused{"store.test_refused", 409, "不行", "no"};

/// What the writer must do over every driver; see SqlConformance for what an Engine is.
template <class Engine>
class WriterConformance : public testing::Test {
 protected:
  struct Number : CommandOutcome {
    explicit Number(int64_t value) : number(value) {}
    int64_t number;
  };
  /// Holds the writer's thread until it is opened.
  struct Gate {
    std::promise<void> opened;
    std::shared_future<void> wait{opened.get_future().share()};
    std::promise<void> reached;
    std::atomic<bool> is_reached{false};
  };

  void SetUp() override {
    if (!Engine::is_there()) GTEST_SKIP() << Engine::kWhyNot;
    engine_ = std::make_unique<Engine>();
    database_ = engine_->open();
    auto connection = database_->take_writer();
    connection->execute("CREATE TABLE seats (seat " +
                        column_type(connection->dialect(), ColumnKind::integer) + " PRIMARY KEY)");
    connection->execute("CREATE TABLE log (position " +
                        column_type(connection->dialect(), ColumnKind::integer) + " PRIMARY KEY)");
    plan_ = std::make_shared<FaultyConnection::Plan>();
    connection_ = std::make_unique<FaultyConnection>(std::move(connection), plan_);
  }
  void TearDown() override {
    writer_.reset();
    connection_.reset();
    database_.reset();
  }
  /// A writer whose hooks extend the log by one row for each command, as the product's do.
  void start(WriterOptions options = {}) {
    WriterHooks hooks;
    hooks.resync = [this](Connection& connection) {
      ++resyncs_;
      if (is_head_lost_) throw Failure("the head cannot be read");
      head_ = connection.query_integer("SELECT max(position) FROM log").value_or(0);
    };
    hooks.before_commit = [this](Connection& connection, std::span<const Outcome> outcomes) {
      for (size_t i = 0; i < outcomes.size(); ++i) {
        connection.execute("INSERT INTO log (position) VALUES (?)", {++head_});
      }
    };
    hooks.after_commit = [this](std::span<const Outcome> outcomes) {
      groups_.push_back(outcomes.size());
      for (const Outcome& outcome : outcomes) applied_ += static_cast<const Number&>(*outcome).number;
    };
    hooks.on_fatal = [this](std::string_view) { ++fatal_; };
    options.retry_every = std::chrono::milliseconds(10);
    options.group_time = std::chrono::seconds(60);
    writer_ = std::make_unique<Writer>(std::move(connection_), std::move(hooks), options);
  }
  static Work take_seat(int64_t seat) {
    return [seat](Connection& connection) -> Result<Outcome> {
      connection.execute("INSERT INTO seats (seat) VALUES (?)", {seat});
      return Outcome(std::make_unique<Number>(seat));
    };
  }
  Work hold(Gate& gate) {
    return [&gate](Connection&) -> Result<Outcome> {
      // A command may be run again.
      if (!gate.is_reached.exchange(true)) gate.reached.set_value();
      gate.wait.wait();
      return Outcome(std::make_unique<Number>(0));
    };
  }
  static std::string code_of(const Result<Outcome>& result) {
    return result ? "ok" : std::string(result.error().code());
  }
  Completion note(std::vector<std::string>& codes) {
    return [&codes](Result<Outcome> result) { codes.push_back(code_of(result)); };
  }
  int64_t seats() { return read("SELECT count(*) FROM seats"); }
  int64_t log() { return read("SELECT count(*) FROM log"); }
  int64_t read(const SqlText& sql) { return database_->read()->query_integer(sql).value_or(-1); }
  template <class Condition>
  static bool soon(const Condition& holds) {
    for (int i = 0; i < 400; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Database> database_;
  std::shared_ptr<FaultyConnection::Plan> plan_;
  std::unique_ptr<WriteConnection> connection_;
  std::atomic<int64_t> head_{0};
  std::atomic<int64_t> applied_{0};
  std::atomic<int> resyncs_{0};
  std::atomic<bool> is_head_lost_{false};
  std::atomic<int> fatal_{0};
  std::vector<size_t> groups_;
  std::unique_ptr<Writer> writer_;
};

TYPED_TEST_SUITE_P(WriterConformance);

TYPED_TEST_P(WriterConformance, commits_waiting_commands_together_and_leaves_refused_ones_out) {
  this->start();
  typename TestFixture::Gate gate;
  std::vector<std::string> codes;
  ASSERT_TRUE(this->writer_->submit(this->hold(gate), this->note(codes)));
  gate.reached.get_future().wait();
  for (const int64_t seat : {1, 2, 2, 3}) {
    ASSERT_TRUE(this->writer_->submit(this->take_seat(seat), this->note(codes)));
  }
  ASSERT_TRUE(this->writer_->submit(
      [](Connection& connection) -> Result<Outcome> {
        connection.execute("INSERT INTO seats (seat) VALUES (77)");
        return Error(kTestRefused);
      },
      this->note(codes)));
  ASSERT_TRUE(this->writer_->submit(
      [](Connection& connection) -> Result<Outcome> {
        EXPECT_EQ(connection.query_integer("SELECT count(*) FROM seats"), 3);
        throw Failure("this command breaks");
      },
      this->note(codes)));
  ASSERT_TRUE(this->writer_->submit(
      [](Connection& connection) -> Result<Outcome> {
        connection.query_integer("SELECT no_such_column FROM seats");
        return Error(kTestRefused);
      },
      this->note(codes)));
  ASSERT_TRUE(this->writer_->submit(this->take_seat(4), this->note(codes)));
  gate.opened.set_value();
  this->writer_->drain_and_stop();
  EXPECT_EQ(codes, (std::vector<std::string>{"ok", "ok", "ok", "store.not_unique", "ok", "store.test_refused",
                                             "store.failed", "store.failed", "ok"}));
  EXPECT_EQ(this->groups_, std::vector<size_t>{5});
  EXPECT_EQ(this->applied_, 10);
  EXPECT_EQ(this->seats(), 4);
  EXPECT_EQ(this->log(), 5);
}

TYPED_TEST_P(WriterConformance, a_posted_statement_that_fails_refuses_its_own_command) {
  this->start();
  const auto post_seat = [](int64_t seat) -> Work {
    return [seat](Connection& connection) -> Result<Outcome> {
      connection.post("INSERT INTO seats (seat) VALUES (?)", {seat});
      return Outcome(std::make_unique<typename TestFixture::Number>(seat));
    };
  };
  ASSERT_TRUE(this->writer_->perform(post_seat(1)));
  typename TestFixture::Gate gate;
  std::vector<std::string> codes;
  ASSERT_TRUE(this->writer_->submit(this->hold(gate), this->note(codes)));
  gate.reached.get_future().wait();
  for (const int64_t seat : {2, 1, 3, 3, 4}) {
    ASSERT_TRUE(this->writer_->submit(post_seat(seat), this->note(codes)));
  }
  gate.opened.set_value();
  this->writer_->drain_and_stop();
  EXPECT_EQ(codes,
            (std::vector<std::string>{"ok", "ok", "store.not_unique", "ok", "store.not_unique", "ok"}));
  EXPECT_EQ(this->seats(), 4);
}

TYPED_TEST_P(WriterConformance, a_command_that_hides_its_failure_is_not_acknowledged_unsaved) {
  this->start();
  ASSERT_TRUE(this->writer_->perform(this->take_seat(1)));
  const Result<Outcome> hidden = this->writer_->perform([](Connection& connection) -> Result<Outcome> {
    connection.execute("INSERT INTO seats (seat) VALUES (2)");
    try {
      connection.execute("INSERT INTO seats (seat) VALUES (1)");
    } catch (const UniqueViolation&) {
    }
    return Outcome(std::make_unique<typename TestFixture::Number>(2));
  });
  EXPECT_EQ(this->seats(), hidden ? 2 : 1);
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(3))), "ok");
}

TYPED_TEST_P(WriterConformance, a_failed_commit_acknowledges_none_of_the_group) {
  for (const SqlFault fault : {SqlFault::io, SqlFault::disk_full, SqlFault::disconnected}) {
    if (!this->writer_) this->start();
    typename TestFixture::Gate gate;
    std::vector<std::string> codes;
    const int64_t before = this->seats();
    const int resyncs = this->resyncs_;
    ASSERT_TRUE(this->writer_->submit(this->hold(gate), this->note(codes)));
    gate.reached.get_future().wait();
    for (int64_t seat = 1; seat <= 3; ++seat) {
      ASSERT_TRUE(this->writer_->submit(this->take_seat(before + seat), this->note(codes)));
    }
    this->plan_->next_commit = fault;
    gate.opened.set_value();
    const std::string expected = fault == SqlFault::disk_full ? "store.disk_full" : "store.not_saved";
    ASSERT_TRUE(this->soon(
        [&] { return this->code_of(this->writer_->perform(this->take_seat(before + 1))) == "ok"; }));
    EXPECT_EQ(codes, std::vector<std::string>(4, expected));
    EXPECT_EQ(this->seats(), before + 1);
    EXPECT_GT(this->resyncs_, resyncs);
    EXPECT_EQ(this->log(), this->head_);
  }
  EXPECT_EQ(this->fatal_, 0);
}

TYPED_TEST_P(WriterConformance, a_commit_of_unknown_fate_is_read_again) {
  this->start();
  this->plan_->commits_all_the_same = true;
  this->plan_->refused_reconnects = 2;
  this->plan_->next_commit = SqlFault::disconnected;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(1))), "store.not_saved");
  ASSERT_TRUE(this->soon([&] { return this->code_of(this->writer_->perform(this->take_seat(2))) == "ok"; }));
  EXPECT_EQ(this->seats(), 2);
  EXPECT_EQ(this->head_, 2);
}

TYPED_TEST_P(WriterConformance, a_group_that_clashed_with_another_transaction_runs_again) {
  this->start();
  this->plan_->next_commit = SqlFault::serialization;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(1))), "ok");
  EXPECT_EQ(this->seats(), 1);
  EXPECT_EQ(this->log(), 1);
}

TYPED_TEST_P(WriterConformance, a_head_that_cannot_be_read_is_told_to_those_who_wait) {
  this->is_head_lost_ = true;
  this->start();
  std::vector<std::string> codes;
  std::atomic<int> told{0};
  ASSERT_TRUE(this->writer_->submit(this->take_seat(1), [&](Result<Outcome> result) {
    codes.push_back(this->code_of(result));
    ++told;
  }));
  EXPECT_TRUE(this->soon([&] { return told == 1; }));
  EXPECT_LT(this->resyncs_, 10);
  this->is_head_lost_ = false;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(2))), "ok");
  EXPECT_EQ(codes, std::vector<std::string>{"store.not_saved"});
  // Also while it comes back from a lost connection.
  this->plan_->next_commit = SqlFault::disconnected;
  this->is_head_lost_ = true;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(3))), "store.not_saved");
  const int before = this->resyncs_;
  EXPECT_TRUE(this->soon([&] { return this->resyncs_ > before; }));
  this->is_head_lost_ = false;
  EXPECT_TRUE(this->soon([&] { return this->code_of(this->writer_->perform(this->take_seat(3))) == "ok"; }));
}

TYPED_TEST_P(WriterConformance, nothing_is_acknowledged_after_a_broken_sync) {
  this->start();
  ASSERT_TRUE(this->writer_->perform(this->take_seat(1)));
  this->plan_->next_commit = SqlFault::storage_broken;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(2))), "store.not_saved");
  ASSERT_TRUE(this->soon([&] { return this->fatal_ == 1; }));
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(3))), "store.stopped");
  EXPECT_FALSE(this->writer_->is_healthy());
  EXPECT_EQ(this->seats(), 1);
  this->writer_->drain_and_stop();
  EXPECT_EQ(this->fatal_, 1);
}

TYPED_TEST_P(WriterConformance, a_full_disk_refuses_at_once_and_mends_by_itself) {
  this->start();
  this->plan_->has_room = false;
  this->plan_->next_commit = SqlFault::disk_full;
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(1))), "store.disk_full");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(1))), "store.disk_full");
    EXPECT_EQ(this->seats(), 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(15));
  }
  this->plan_->has_room = true;
  EXPECT_TRUE(this->soon([&] { return this->code_of(this->writer_->perform(this->take_seat(1))) == "ok"; }));
}

TYPED_TEST_P(WriterConformance, refuses_more_commands_than_it_can_hold) {
  this->start({.queue_limit = 3});
  typename TestFixture::Gate gate;
  std::vector<std::string> codes;
  ASSERT_TRUE(this->writer_->submit(this->hold(gate), this->note(codes)));
  gate.reached.get_future().wait();
  for (int64_t seat = 1; seat <= 3; ++seat) {
    ASSERT_TRUE(this->writer_->submit(this->take_seat(seat), this->note(codes)));
  }
  const Result<void> refused = this->writer_->submit(this->take_seat(4), this->note(codes));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), "store.busy");
  gate.opened.set_value();
  this->writer_->drain_and_stop();
  EXPECT_EQ(codes, std::vector<std::string>(4, "ok"));
  EXPECT_EQ(this->code_of(this->writer_->perform(this->take_seat(5))), "store.stopped");
  EXPECT_EQ(this->seats(), 3);
}

TYPED_TEST_P(WriterConformance, a_full_house_is_never_oversold) {
  this->start();
  std::atomic<int> sold{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const Result<Outcome> result = this->writer_->perform([](Connection& connection) -> Result<Outcome> {
          const int64_t taken = connection.query_integer("SELECT count(*) FROM seats").value_or(0);
          if (taken >= 30) return Error(kTestRefused);
          connection.execute("INSERT INTO seats (seat) VALUES (?)", {taken + 1});
          return Outcome(std::make_unique<typename TestFixture::Number>(1));
        });
        if (result) ++sold;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(sold, 30);
  EXPECT_EQ(this->seats(), 30);
  EXPECT_EQ(this->applied_, 30);
}

REGISTER_TYPED_TEST_SUITE_P(WriterConformance, commits_waiting_commands_together_and_leaves_refused_ones_out,
                            a_posted_statement_that_fails_refuses_its_own_command,
                            a_command_that_hides_its_failure_is_not_acknowledged_unsaved,
                            a_failed_commit_acknowledges_none_of_the_group,
                            a_commit_of_unknown_fate_is_read_again,
                            a_group_that_clashed_with_another_transaction_runs_again,
                            a_head_that_cannot_be_read_is_told_to_those_who_wait,
                            nothing_is_acknowledged_after_a_broken_sync,
                            a_full_disk_refuses_at_once_and_mends_by_itself,
                            refuses_more_commands_than_it_can_hold, a_full_house_is_never_oversold);

}  // namespace jinguo::store
