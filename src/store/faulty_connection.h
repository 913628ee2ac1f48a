#pragma once
#include <atomic>
#include <memory>
#include <utility>

#include "store/sql_database.h"

namespace jinguo::store {

/// For tests: a writing connection that does what the one inside does, until it is told to fail.
class FaultyConnection : public WriteConnection {
 public:
  /// What shall go wrong; shared with the test, which runs on another thread.
  struct Plan {
    /// The next commit fails with this; `other` stands for "none".
    std::atomic<SqlFault> next_commit{SqlFault::other};
    /// Whether the commit has happened all the same when its failure is told.
    std::atomic<bool> commits_all_the_same{false};
    std::atomic<int> refused_reconnects{0};
    std::atomic<bool> has_room{true};
  };
  FaultyConnection(std::unique_ptr<WriteConnection> inside, std::shared_ptr<Plan> plan)
      : inside_(std::move(inside)), plan_(std::move(plan)) {}

  Dialect dialect() const override { return inside_->dialect(); }
  int64_t execute(const SqlText& sql, Params params = {}) override { return inside_->execute(sql, params); }
  void post(const SqlText& sql, Params params = {}) override { inside_->post(sql, params); }
  void settle() override { inside_->settle(); }
  void query(const SqlText& sql, Params params, RowVisitor visit) override {
    inside_->query(sql, params, visit);
  }
  void scan(const SqlText& sql, Params params, RowVisitor visit) override {
    inside_->scan(sql, params, visit);
  }
  int64_t bulk_insert(const Identifier& table, std::span<const Identifier> columns, RowSource next) override {
    return inside_->bulk_insert(table, columns, next);
  }
  void begin() override { inside_->begin(); }
  void commit() override {
    const SqlFault fault = plan_->next_commit.exchange(SqlFault::other);
    if (fault == SqlFault::other) return inside_->commit();
    if (plan_->commits_all_the_same) {
      inside_->commit();
    } else {
      inside_->rollback();
    }
    throw SqlFailure(fault, "a commit was made to fail");
  }
  void rollback() override { inside_->rollback(); }
  void savepoint(const Identifier& name) override { inside_->savepoint(name); }
  void release(const Identifier& name) override { inside_->release(name); }
  void rollback_to(const Identifier& name) override { inside_->rollback_to(name); }
  bool in_transaction() const override { return inside_->in_transaction(); }
  void upkeep(Upkeep when) override { inside_->upkeep(when); }
  bool has_room() override { return plan_->has_room; }
  int64_t writes() const override { return inside_->writes(); }
  void reconnect() override {
    if (plan_->refused_reconnects.fetch_sub(1) > 0) {
      throw SqlFailure(SqlFault::disconnected, "a reconnection was made to fail");
    }
  }

 private:
  std::unique_ptr<WriteConnection> inside_;
  std::shared_ptr<Plan> plan_;
};

}  // namespace jinguo::store
