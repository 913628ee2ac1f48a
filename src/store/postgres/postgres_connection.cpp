#include "store/postgres/postgres_connection.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <charconv>
#include <map>
#include <utility>

#include "store/postgres/postgres_fault.h"
#include "store/postgres/postgres_text.h"
#include "store/sql_utf8.h"

namespace jinguo::store {

namespace {

constexpr size_t kStatementsKept = 512;
/// Their answers must fit into what the system keeps of a connection while we only send.
constexpr size_t kMostPosted = 128;
constexpr size_t kCopyBuffer = 1 << 16;
constexpr Oid kInteger = 20;
constexpr Oid kText = 25;
constexpr Oid kBytea = 17;

class PostgresRow : public Row {
 public:
  explicit PostgresRow(const PGresult* result) : result_(result) {}
  void go_to(int row) {
    row_ = row;
    blobs_.clear();
  }
  bool is_null(size_t column) const override { return PQgetisnull(result_, row_, at(column)) == 1; }
  int64_t integer(size_t column) const override {
    const std::string_view written = value(column);
    if (written.empty() && is_null(column)) return 0;
    if (written == "t" || written == "f") return written == "t" ? 1 : 0;
    int64_t number = 0;
    const auto [end, failed] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (failed != std::errc() || end != written.data() + written.size()) refuse(column);
    return number;
  }
  std::string_view text(size_t column) const override {
    const Oid type = PQftype(result_, at(column));
    const bool is_text = type == kText || type == 1043 || type == 19 || type == 18 || type == 705;
    if (!is_text && !is_null(column)) refuse(column);
    return value(column);
  }
  std::span<const uint8_t> blob(size_t column) const override {
    if (is_null(column)) return {};
    if (PQftype(result_, at(column)) != kBytea) refuse(column);
    const auto [known, is_new] = blobs_.try_emplace(column);
    if (is_new) known->second = parse_bytea(value(column));
    return known->second;
  }
  size_t size() const override { return static_cast<size_t>(PQnfields(result_)); }

 private:
  int at(size_t column) const {
    ensure(column < size(), "a column is asked that the answer has not");
    return static_cast<int>(column);
  }
  std::string_view value(size_t column) const {
    return {PQgetvalue(result_, row_, at(column)),
            static_cast<size_t>(PQgetlength(result_, row_, at(column)))};
  }
  [[noreturn]] static void refuse(size_t column) {
    throw SqlFailure(SqlFault::other, "column " + std::to_string(column) + " holds another kind of value");
  }
  const PGresult* result_;
  int row_ = 0;
  mutable std::map<size_t, std::vector<uint8_t>> blobs_;
};

}  // namespace

void PostgresConnection::Free::operator()(pg_conn* connection) const {
  PQfinish(connection);
}
void PostgresConnection::Free::operator()(pg_result* result) const {
  PQclear(result);
}

/// Parameters as libpq wants them. Integers and texts travel as text, blobs as they are.
struct PostgresConnection::Bound {
  std::vector<Oid> types;
  std::vector<std::string> numbers;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
  int count() const { return static_cast<int>(values.size()); }
};

PostgresConnection::PostgresConnection(std::string conninfo, PostgresRole role)
    : conninfo_(std::move(conninfo)), role_(role) {
  connect();
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::connect() {
  prepared_.clear();
  queued_.clear();
  posted_ = 0;
  in_transaction_ = false;
  has_begun_ = false;
  is_scanning_ = false;
  connection_.reset(PQconnectdb(conninfo_.c_str()));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw SqlFailure(SqlFault::disconnected,
                     "PostgreSQL cannot be reached: " + std::string(PQerrorMessage(connection_.get())));
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  if (PQsetClientEncoding(connection_.get(), "UTF8") != 0) fail(nullptr, "setting the encoding");
  flush(
      "SET bytea_output = 'hex'; SET datestyle = 'ISO'; SET timezone = 'UTC'; "
      "SET standard_conforming_strings = on; SET statement_timeout = 0; "
      "SET idle_in_transaction_session_timeout = 0");
  flush("SET application_name = 'jinguo " + std::to_string(::getpid()) + "'");
  if (role_ == PostgresRole::reader) {
    flush("SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read'");
  }
}

void PostgresConnection::reconnect() {
  connect();
}

void PostgresConnection::fail(const pg_result* result, std::string_view doing) {
  if (PQstatus(connection_.get()) == CONNECTION_BAD) {
    in_transaction_ = false;
    has_begun_ = false;
    queued_.clear();
  }
  throw_postgres(connection_.get(), result, doing);
}

void PostgresConnection::queue(std::string_view statement) {
  refuse_while_scanning();
  if (!queued_.empty()) queued_ += "; ";
  queued_ += statement;
}

std::string PostgresConnection::flush(std::string_view last) {
  if (!last.empty()) queue(last);
  if (queued_.empty()) return {};
  settle();
  const std::string statements = std::exchange(queued_, {});
  if (in_transaction_) has_begun_ = true;
  const ResultPtr result(PQexec(connection_.get(), statements.c_str()));
  if (result == nullptr || PQresultStatus(result.get()) == PGRES_FATAL_ERROR) fail(result.get(), statements);
  return PQcmdStatus(result.get());
}

PostgresConnection::Bound PostgresConnection::bind(std::string_view, Params params) const {
  require_storable(params.values());
  Bound bound;
  const size_t count = params.size();
  bound.types.resize(count);
  bound.numbers.resize(count);
  bound.values.resize(count);
  bound.lengths.resize(count);
  bound.formats.resize(count);
  for (size_t i = 0; i < count; ++i) {
    const SqlValue& value = params.values()[i];
    switch (value.kind()) {
      case SqlKind::null:
        break;
      case SqlKind::integer:
        bound.types[i] = kInteger;
        bound.numbers[i] = std::to_string(value.integer());
        bound.values[i] = bound.numbers[i].c_str();
        break;
      case SqlKind::text:
        bound.types[i] = kText;
        bound.values[i] = value.bytes().data();
        break;
      case SqlKind::blob:
        bound.types[i] = kBytea;
        bound.values[i] = value.bytes().data();
        bound.formats[i] = 1;
        break;
    }
    bound.lengths[i] = static_cast<int>(value.bytes().size());
  }
  return bound;
}

const PostgresConnection::Prepared& PostgresConnection::prepare(std::string_view sql, const Bound& bound) {
  const auto known = prepared_.find(sql);
  if (known != prepared_.end()) return known->second;
  if (prepared_.size() >= kStatementsKept) {
    flush("DEALLOCATE ALL");
    prepared_.clear();
  }
  Prepared made;
  made.name = "s" + std::to_string(++next_name_);
  made.sql = number_parameters(sql, made.parameters);
  const ResultPtr result(
      PQprepare(connection_.get(), made.name.c_str(), made.sql.c_str(), bound.count(), bound.types.data()));
  if (result == nullptr || PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(result.get(), sql);
  return prepared_.emplace(std::string(sql), std::move(made)).first->second;
}

void PostgresConnection::send(const Prepared& prepared, const Bound& bound, std::string_view sql) {
  if (prepared.parameters != static_cast<size_t>(bound.count())) {
    throw SqlFailure(SqlFault::other,
                     "the number of parameters is wrong: " + std::string(sql.substr(0, 300)));
  }
  if (PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF && PQenterPipelineMode(connection_.get()) == 0)
    fail(nullptr, sql);
  if (PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), bound.count(), bound.values.data(),
                          bound.lengths.data(), bound.formats.data(), 0) == 0) {
    fail(nullptr, sql);
  }
  ++posted_;
}

void PostgresConnection::post(const SqlText& sql, Params params) {
  refuse_while_scanning();
  const auto known = prepared_.find(sql.view());
  if (!in_transaction_ || known == prepared_.end()) {
    execute(sql, params);
    return;
  }
  flush();
  ++writes_;
  send(known->second, bind(sql.view(), params), sql.view());
  if (posted_ >= kMostPosted) settle();
}

void PostgresConnection::settle() {
  if (posted_ > 0) end_pipeline(false);
}

PostgresConnection::ResultPtr PostgresConnection::end_pipeline(bool wants_last) {
  size_t left = std::exchange(posted_, 0);
  if (PQpipelineSync(connection_.get()) == 0) fail(nullptr, "a pipeline");
  ResultPtr failure, last;
  for (; left > 0; --left) {
    ResultPtr result(PQgetResult(connection_.get()));
    if (result == nullptr) fail(nullptr, "a pipeline");
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_FATAL_ERROR && !failure) failure = std::move(result);
    if (left == 1 && wants_last) last = std::move(result);
    while (const ResultPtr more{PQgetResult(connection_.get())}) {
    }
  }
  const ResultPtr sync(PQgetResult(connection_.get()));
  PQexitPipelineMode(connection_.get());
  if (failure) fail(failure.get(), "a posted statement");
  return last;
}

void PostgresConnection::drop_pipeline() noexcept {
  if (posted_ == 0) return;
  try {
    end_pipeline(false);
  } catch (const SqlFailure&) {
    // What was posted is undone by what the caller does next.
  }
}

PostgresConnection::ResultPtr PostgresConnection::run(const SqlText& sql, Params params) {
  refuse_while_scanning();
  flush();
  const Bound bound = bind(sql.view(), params);
  ResultPtr result;
  const auto known = posted_ > 0 ? prepared_.find(sql.view()) : prepared_.end();
  if (known == prepared_.end()) settle();
  if (known != prepared_.end()) {
    send(known->second, bound, sql.view());
    result = end_pipeline(true);
  } else if (is_definition(sql.view())) {
    size_t count = 0;
    const std::string text = number_parameters(sql.view(), count);
    result.reset(PQexecParams(connection_.get(), text.c_str(), bound.count(), bound.types.data(),
                              bound.values.data(), bound.lengths.data(), bound.formats.data(), 0));
  } else {
    const Prepared& prepared = prepare(sql.view(), bound);
    if (prepared.parameters != params.size()) {
      throw SqlFailure(SqlFault::other,
                       "the number of parameters is wrong: " + std::string(sql.view().substr(0, 300)));
    }
    result.reset(PQexecPrepared(connection_.get(), prepared.name.c_str(), bound.count(), bound.values.data(),
                                bound.lengths.data(), bound.formats.data(), 0));
  }
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get(), sql.view());
  if (!std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) ++writes_;
  return result;
}

int64_t PostgresConnection::execute(const SqlText& sql, Params params) {
  const ResultPtr result = run(sql, params);
  const std::string_view rows = PQcmdTuples(result.get());
  int64_t count = 0;
  const bool is_select = PQresultStatus(result.get()) == PGRES_TUPLES_OK &&
                         std::string_view(PQcmdStatus(result.get())).starts_with("SELECT");
  if (!is_select) std::from_chars(rows.data(), rows.data() + rows.size(), count);
  return count;
}

void PostgresConnection::query(const SqlText& sql, Params params, RowVisitor visit) {
  const ResultPtr result = run(sql, params);
  PostgresRow row(result.get());
  const int rows = PQntuples(result.get());
  for (int i = 0; i < rows; ++i) {
    row.go_to(i);
    visit(row);
  }
}

void PostgresConnection::scan(const SqlText& sql, Params params, RowVisitor visit) {
  refuse_while_scanning();
  flush();
  settle();
  const Bound bound = bind(sql.view(), params);
  const Prepared& prepared = prepare(sql.view(), bound);
  if (prepared.parameters != params.size()) {
    throw SqlFailure(SqlFault::other,
                     "the number of parameters is wrong: " + std::string(sql.view().substr(0, 300)));
  }
  if (PQsendQueryPrepared(connection_.get(), prepared.name.c_str(), bound.count(), bound.values.data(),
                          bound.lengths.data(), bound.formats.data(), 0) == 0) {
    fail(nullptr, sql.view());
  }
  is_scanning_ = true;
  struct End {
    PostgresConnection& self;
    ~End() { self.end_scan(); }
  } end{*this};
  PQsetSingleRowMode(connection_.get());
  while (const ResultPtr result{PQgetResult(connection_.get())}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_SINGLE_TUPLE) {
      const PostgresRow row(result.get());
      visit(row);
    } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      fail(result.get(), sql.view());
    }
  }
}

void PostgresConnection::end_scan() noexcept {
  is_scanning_ = false;
  ResultPtr rest(PQgetResult(connection_.get()));
  if (rest == nullptr) return;
  if (PGcancel* cancel = PQgetCancel(connection_.get())) {
    char ignored[256];
    PQcancel(cancel, ignored, sizeof ignored);
    PQfreeCancel(cancel);
  }
  while (rest != nullptr) rest.reset(PQgetResult(connection_.get()));
}

void PostgresConnection::refuse_while_scanning() const {
  if (is_scanning_) throw SqlFailure(SqlFault::other, "a statement is run inside a scan");
}

int64_t PostgresConnection::bulk_insert(const Identifier& table, std::span<const Identifier> columns,
                                        RowSource next) {
  refuse_while_scanning();
  flush();
  settle();
  ++writes_;
  const SqlText sql = "COPY " + SqlText(table) + " (" + SqlText::list(columns) + ") FROM STDIN";
  const ResultPtr started(PQexec(connection_.get(), std::string(sql.view()).c_str()));
  if (PQresultStatus(started.get()) != PGRES_COPY_IN) fail(started.get(), sql.view());
  const auto end_copy = [&](const char* why_not) {
    PQputCopyEnd(connection_.get(), why_not);
    ResultPtr last(PQgetResult(connection_.get()));
    while (const ResultPtr more{PQgetResult(connection_.get())}) {
    }
    return last;
  };
  std::vector<SqlValue> values(columns.size());
  std::string buffer;
  int64_t count = 0;
  try {
    while (next(values)) {
      require_storable(values);
      for (size_t i = 0; i < values.size(); ++i) {
        if (i > 0) buffer += '\t';
        append_copy_field(buffer, values[i]);
      }
      buffer += '\n';
      ++count;
      if (buffer.size() < kCopyBuffer) continue;
      if (PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size())) != 1) break;
      buffer.clear();
    }
  } catch (...) {
    end_copy("the rows ended early");
    throw;
  }
  PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size()));
  const ResultPtr ended = end_copy(nullptr);
  if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) fail(ended.get(), sql.view());
  return count;
}

void PostgresConnection::begin() {
  if (in_transaction_) throw SqlFailure(SqlFault::other, "a transaction is open already");
  if (role_ == PostgresRole::reader) {
    // Sent at once: a connection that broke while idle must be noticed before it is lent.
    flush("BEGIN");
    has_begun_ = true;
  } else {
    queue("BEGIN");
  }
  in_transaction_ = true;
}

void PostgresConnection::commit() {
  if (!in_transaction_) throw SqlFailure(SqlFault::other, "no transaction is open");
  if (!has_begun_ && queued_ == "BEGIN") {
    queued_.clear();
    in_transaction_ = false;
    return;
  }
  settle();
  // A transaction that failed earlier answers COMMIT with ROLLBACK and calls it a success.
  const bool is_committed = flush("COMMIT") == "COMMIT";
  in_transaction_ = false;
  has_begun_ = false;
  if (!is_committed) throw SqlFailure(SqlFault::other, "the transaction had failed and was rolled back");
}

void PostgresConnection::rollback() {
  queued_.clear();
  drop_pipeline();
  if (!in_transaction_) return;
  in_transaction_ = false;
  if (!std::exchange(has_begun_, false)) return;
  flush("ROLLBACK");
}

void PostgresConnection::savepoint(const Identifier& name) {
  settle();
  refuse_when_failed();
  queue(("SAVEPOINT " + name).view());
}

void PostgresConnection::release(const Identifier& name) {
  settle();
  refuse_when_failed();
  queue(("RELEASE " + name).view());
}

void PostgresConnection::refuse_when_failed() const {
  // What is queued on a failed transaction begins with going back.
  if (queued_.empty() && PQtransactionStatus(connection_.get()) == PQTRANS_INERROR) {
    throw SqlFailure(SqlFault::other, "the transaction has failed and must go back to a savepoint");
  }
}

void PostgresConnection::rollback_to(const Identifier& name) {
  drop_pipeline();
  queue(("ROLLBACK TO " + name).view());
}

}  // namespace jinguo::store
