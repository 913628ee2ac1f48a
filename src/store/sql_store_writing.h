#pragma once
#include <map>
#include <string>
#include <vector>

#include "store/sql_store_reading.h"

namespace jinguo::store {

/// app::Writing for one command. Lines of the log wait in memory until somebody looks at the log or the
/// command ends, so that thousands go in with one statement.
class SqlWriting : public SqlReading<app::Writing> {
 public:
  /// `head` is the end of the chain, moved on by this command; the caller puts it back when the command is
  /// refused.
  SqlWriting(Connection& connection, StoreCore& core, KnownStamps& stamps, ChainHead& head)
      : SqlReading(connection, core, stamps, true), head_(head) {}

  /// What the command wrote without a line of its own gets one.
  Position head() override;
  void save_record(const define::Programme& programme, const record::Record& record, bool is_new) override;
  Result<void> claim_unique(std::string_view programme, RecordId id, const std::vector<std::string>& keys,
                            bool is_new) override;
  Position append(app::LogEntry entry, const define::Programme* programme, const record::Record* before,
                  const record::Record* after) override;
  void put_document(std::string_view kind, std::string_view key, std::string_view body) override;
  void delete_document(std::string_view kind, std::string_view key) override;
  void keep_answer(AccountId account, std::string_view key, const app::KeptAnswer& answer,
                   app::Instant at) override;
  void save_tree(const org::Tree& before, const org::Tree& after) override;
  void prepare_table(const define::Programme& programme) override;
  void insert_records(const define::Programme& programme,
                      const std::vector<record::Record>& records) override;

  /// At the end of a command that is accepted.
  void finish();
  /// Whether a table was made or changed: its stamp is to be asked again when the command is undone.
  bool has_prepared() const { return has_prepared_; }

 private:
  /// A record as it was last stored by this command.
  struct Stored {
    SavedRow row;
    bool is_logged = false;
  };
  using StoredRows = std::map<RecordId, Stored>;

  Position next() const { return Position(head_.position.number() + 1); }
  void note(const std::string& programme, const SavedRow& row);
  void log_unlogged();
  void write_waiting_lines() override;

  ChainHead& head_;
  std::vector<LogLine> waiting_;
  std::map<std::string, StoredRows> stored_;
  size_t unlogged_ = 0;
  /// Who and when, for lines the store adds itself.
  app::LogEntry stamp_;
  bool has_prepared_ = false;
};

}  // namespace jinguo::store
