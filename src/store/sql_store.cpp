#include "store/sql_store.h"

#include <future>
#include <utility>

#include "store/backup.h"
#include "store/postgres/postgres_database.h"
#include "store/schema.h"
#include "store/seal_master_key.h"
#include "store/sql_store_error.h"
#include "store/sql_store_writing.h"
#include "store/sqlite/sqlite_database.h"
#include "store/writer.h"

namespace jinguo::store {

namespace {

class StoreOutcome : public CommandOutcome {
 public:
  explicit StoreOutcome(app::Committed made) : committed(std::move(made)) {}
  app::Committed committed;
};

const app::Committed& committed_of(const Outcome& outcome) {
  return static_cast<const StoreOutcome&>(*outcome).committed;
}

class SqlStore : public app::Store {
 public:
  SqlStore(std::unique_ptr<Database> database, std::unique_ptr<WriteConnection> connection, StoreCore core,
           const StoreOptions& options, std::string engine)
      : options_(options),
        engine_(std::move(engine)),
        core_(std::move(core)),
        database_(std::move(database)) {
    WriterHooks hooks;
    hooks.after_commit = [this](std::span<const Outcome> outcomes) { run_after_commit(outcomes); };
    hooks.resync = [this](Connection& writing) { resync(writing); };
    hooks.on_fatal = options.on_fatal;
    hooks.report = options.report;
    writer_ = std::make_unique<Writer>(std::move(connection), std::move(hooks));
  }
  ~SqlStore() override { stop(); }

  void submit(Work work, Done done) override {
    if (options_.read_only) return done(Error(kReadOnly));
    const auto shared = std::make_shared<Done>(std::move(done));
    Result<void> taken = writer_->submit(command_of(std::move(work)),
                                         [shared](Result<Outcome> result) { (*shared)(answer_of(result)); });
    if (!taken) (*shared)(std::move(taken).error());
  }

  Result<Position> perform(Work work) override {
    if (options_.read_only) return Error(kReadOnly);
    return answer_of(writer_->perform(command_of(std::move(work))));
  }

  void read(const std::function<void(app::Reading&)>& look) override {
    const Reader reader = database_->read();
    KnownStamps stamps;
    SqlReading<app::Reading> reading(*reader, core_, stamps, false);
    look(reading);
  }

  void on_resync(std::function<void()> forget) override { forget_ = std::move(forget); }
  std::string engine() const override { return engine_; }

  Diagnostics verify_chain() override {
    const Reader reader = database_->read();
    return verify_store(*reader);
  }

  Result<app::StoreDigest> backup(const std::string& file) override {
    const Reader reader = database_->read();
    return write_backup(*reader, file, engine_);
  }

  bool is_healthy() const override { return writer_->is_healthy(); }
  void stop() override { writer_->drain_and_stop(); }

 private:
  static Result<Position> answer_of(const Result<Outcome>& result) {
    if (!result) return result.error();
    return committed_of(*result).position;
  }

  store::Work command_of(Work work) {
    return [this, work = std::move(work)](Connection& connection) -> Result<Outcome> {
      const ChainHead before = head_;
      SqlWriting writing(connection, core_, stamps_, head_);
      try {
        Result<app::Committed> committed = work(writing);
        if (committed) {
          writing.finish();
          return Outcome(std::make_unique<StoreOutcome>(std::move(*committed)));
        }
        undo(before, writing);
        return std::move(committed).error();
      } catch (...) {
        undo(before, writing);
        throw;
      }
    };
  }

  void undo(const ChainHead& before, const SqlWriting& writing) {
    head_ = before;
    if (writing.has_prepared()) stamps_.clear();
  }

  void resync(Connection& connection) {
    stamps_.clear();
    head_ = read_chain_head(connection);
    if (forget_) forget_();
  }

  void run_after_commit(std::span<const Outcome> outcomes) {
    for (const Outcome& outcome : outcomes) {
      const app::Committed& committed = committed_of(outcome);
      if (!committed.after_commit) continue;
      try {
        committed.after_commit();
      } catch (const std::exception& failure) {
        give_up(std::string("after a commit: ") + failure.what());
      }
    }
  }

  /// What is kept in memory does not follow the store any more: only a start anew makes its answers right.
  void give_up(const std::string& why) {
    if (options_.report) options_.report(why);
    if (options_.on_fatal && !std::exchange(has_given_up_, true)) options_.on_fatal(why);
  }

  StoreOptions options_;
  std::string engine_;
  StoreCore core_;
  std::function<void()> forget_;
  /// These belong to the writer's thread.
  ChainHead head_;
  KnownStamps stamps_;
  bool has_given_up_ = false;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Writer> writer_;
};

std::string engine_name(Connection& connection) {
  const bool is_sqlite = connection.dialect() == Dialect::sqlite;
  const std::string version = connection
                                  .query_text(is_sqlite ? SqlText("SELECT sqlite_version()")
                                                        : SqlText("SELECT current_setting('server_version')"))
                                  .value_or("");
  return (is_sqlite ? "SQLite " : "PostgreSQL ") + version.substr(0, version.find(' '));
}

Result<void> make_or_check(Connection& connection, const StoreOptions& options) {
  if (options.read_only) {
    const std::optional<int64_t> schema = stored_schema(connection);
    if (!schema) return Error(kNoStore);
    if (*schema == kSchema) return {};
  }
  return upgrade_schema(connection);
}

/// The store's own key, by which a wrong master key is noticed at once.
Result<StoreCore> make_core(Connection& connection, const StoreOptions& options) {
  Result<std::filesystem::path> file = master_key_file(options);
  if (!file) return std::move(file).error();
  const bool has_key = connection.query_integer("SELECT 1 FROM seal_key LIMIT 1").has_value();
  RandomSource random = secure_random();
  if (options.random) random = options.random;
  Result<SealKey> master = load_master_key(*file, !has_key && !options.read_only, random);
  if (!master) return std::move(master).error();
  SealKeys keys(connection, *master, random);
  std::optional<SealKey> own = keys.find(kStoreSubject);
  if (!own && has_key) return Error(kWrongMasterKey, {file->string()});
  if (!own) own = keys.find_or_make(kStoreSubject);
  return StoreCore{connection.dialect(), *master, *own, random};
}

}  // namespace

Result<std::filesystem::path> master_key_file(const StoreOptions& options) {
  if (!options.key_file.empty()) return options.key_file;
  if (!options.conninfo.empty()) return Error(kNoKeyPlace);
  std::filesystem::path folder = std::filesystem::absolute(options.data_dir).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  folder += ".key";
  return folder;
}

Result<std::unique_ptr<Database>> open_database(const StoreOptions& options) {
  if (options.conninfo.empty()) {
    SqliteOptions sqlite;
    sqlite.folder = options.data_dir;
    if (options.readers > 0) sqlite.readers = options.readers;
    return open_sqlite(sqlite);
  }
  PostgresOptions postgres;
  postgres.conninfo = options.conninfo;
  if (options.readers > 0) postgres.readers = options.readers;
  return open_postgres(postgres);
}

Result<std::unique_ptr<app::Store>> open_store_on(std::unique_ptr<Database> database,
                                                  const StoreOptions& options) {
  std::unique_ptr<WriteConnection> connection = database->take_writer();
  connection->begin();
  if (Result<void> made = make_or_check(*connection, options); !made) {
    connection->rollback();
    return std::move(made).error();
  }
  Result<StoreCore> core = make_core(*connection, options);
  if (!core) {
    connection->rollback();
    return std::move(core).error();
  }
  std::string engine = engine_name(*connection);
  connection->commit();
  return std::unique_ptr<app::Store>(std::make_unique<SqlStore>(
      std::move(database), std::move(connection), std::move(*core), options, std::move(engine)));
}

Result<std::unique_ptr<app::Store>> open_store(const StoreOptions& options) {
  if (options.read_only && options.conninfo.empty() &&
      !std::filesystem::exists(options.data_dir / "jinguo.db")) {
    return Error(kNoStore);
  }
  Result<std::unique_ptr<Database>> database = open_database(options);
  if (!database) return std::move(database).error();
  return open_store_on(std::move(*database), options);
}

}  // namespace jinguo::store
