#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "store/sql.h"
#include "store/sql_database.h"

struct pg_conn;
struct pg_result;

namespace jinguo::store {

enum class PostgresRole { reader, writer };

/// One connection to a PostgreSQL database. BEGIN, SAVEPOINT and RELEASE are sent together with what
/// follows them, to save round trips; their failures are told then. Posted statements go through libpq's
/// pipeline and are answered together with the next question.
class PostgresConnection : public WriteConnection {
 public:
  /// Throws SqlFailure, `disconnected` when the server cannot be reached.
  PostgresConnection(std::string conninfo, PostgresRole role);
  ~PostgresConnection() override;
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  Dialect dialect() const override { return Dialect::postgres; }
  int64_t execute(const SqlText& sql, Params params = {}) override;
  void post(const SqlText& sql, Params params = {}) override;
  void settle() override;
  void query(const SqlText& sql, Params params, RowVisitor visit) override;
  void scan(const SqlText& sql, Params params, RowVisitor visit) override;
  int64_t bulk_insert(const Identifier& table, std::span<const Identifier> columns, RowSource next) override;
  void begin() override;
  void commit() override;
  void rollback() override;
  void savepoint(const Identifier& name) override;
  void release(const Identifier& name) override;
  void rollback_to(const Identifier& name) override;
  bool in_transaction() const override { return in_transaction_; }

  void upkeep(Upkeep) override {}
  bool has_room() override { return true; }
  int64_t writes() const override { return writes_; }
  void reconnect() override;

 protected:
  void connect();

 private:
  struct Free {
    void operator()(pg_conn* connection) const;
    void operator()(pg_result* result) const;
  };
  using ResultPtr = std::unique_ptr<pg_result, Free>;
  struct Prepared {
    std::string name;
    std::string sql;
    size_t parameters = 0;
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  struct Bound;

  void queue(std::string_view statement);
  /// Sends what is queued, and `last` behind it in the same round trip; answers the last command's tag.
  std::string flush(std::string_view last = {});
  ResultPtr run(const SqlText& sql, Params params);
  /// Puts a prepared statement into the pipeline.
  void send(const Prepared& prepared, const Bound& bound, std::string_view sql);
  /// Ends the pipeline and reads its answers; gives the last one when it was asked for. Throws the first
  /// failure.
  ResultPtr end_pipeline(bool wants_last);
  /// Ends the pipeline whatever it holds.
  void drop_pipeline() noexcept;
  const Prepared& prepare(std::string_view sql, const Bound& bound);
  Bound bind(std::string_view sql, Params params) const;
  void end_scan() noexcept;
  void refuse_while_scanning() const;
  void refuse_when_failed() const;
  [[noreturn]] void fail(const pg_result* result, std::string_view doing);

  std::string conninfo_;
  PostgresRole role_;
  std::unique_ptr<pg_conn, Free> connection_;
  std::string queued_;
  bool in_transaction_ = false;
  bool has_begun_ = false;
  bool is_scanning_ = false;
  int64_t writes_ = 0;
  /// Statements in the pipeline whose answers are not read yet.
  size_t posted_ = 0;
  int64_t next_name_ = 0;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
};

}  // namespace jinguo::store
