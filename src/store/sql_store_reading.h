#pragma once
#include "app/store_port.h"
#include "store/log_table.h"
#include "store/record_table.h"
#include "store/sql_store_documents.h"
#include "store/sql_store_tree.h"

namespace jinguo::store {

/// app::Reading over one connection with a transaction open; with Port = app::Writing the reading half of it.
template <class Port>
class SqlReading : public Port {
 public:
  SqlReading(Connection& connection, StoreCore& core, KnownStamps& stamps, bool may_nest)
      : connection_(connection),
        keys_(connection, core.master, core.random),
        tables_(connection, core, keys_, stamps),
        documents_(connection, core, keys_),
        may_nest_(may_nest) {}

  Position head() override { return read_chain_head(connection_).position; }

  std::optional<record::Record> find_record(const define::Programme& programme, RecordId id) override {
    return tables_.find(programme, id);
  }
  void scan_records(const define::Programme& programme,
                    const std::function<void(const record::Record&)>& visit) override {
    tables_.scan(programme, may_nest_, visit);
  }
  app::RecordList list_records(const define::Programme& programme, const app::RecordQuery& query) override {
    return tables_.list(programme, query);
  }
  std::optional<RecordId> find_unique(std::string_view programme, std::string_view key) override {
    return documents_.find_unique(programme, key);
  }

  std::vector<app::HistoryEntry> history(const define::Programme& programme, RecordId id) override {
    write_waiting_lines();
    return read_history(connection_, keys_, programme.id, id);
  }
  std::vector<app::LogEntry> list_log(Position after, int64_t limit,
                                      std::string_view action_prefix) override {
    write_waiting_lines();
    return store::list_log(connection_, after, limit, action_prefix);
  }
  std::vector<app::LogEntry> list_log_newest(int64_t limit, std::string_view action_prefix,
                                             std::string_view subject) override {
    write_waiting_lines();
    return store::list_log_newest(connection_, limit, action_prefix, subject);
  }
  std::vector<app::LogEntry> list_log_by(AccountId account, Position before, int64_t limit,
                                         std::string_view action_prefix) override {
    write_waiting_lines();
    return store::list_log_by(connection_, account, before, limit, action_prefix);
  }
  std::vector<std::pair<std::string, AccountId>> done_by(std::string_view programme, RecordId id) override {
    write_waiting_lines();
    return read_done_by(connection_, programme, id);
  }
  std::vector<RecordId> changed_since(std::string_view programme, Position after) override {
    write_waiting_lines();
    return read_changed_since(connection_, programme, after);
  }

  std::optional<std::string> find_document(std::string_view kind, std::string_view key) override {
    return documents_.find(kind, key);
  }
  void scan_documents(
      std::string_view kind, std::string_view key_prefix,
      const std::function<void(std::string_view key, std::string_view body)>& visit) override {
    documents_.scan(kind, key_prefix, visit);
  }
  std::vector<std::pair<std::string, std::string>> page_documents(std::string_view kind,
                                                                  std::string_view key_prefix,
                                                                  std::string_view after,
                                                                  int64_t limit) override {
    return documents_.page(kind, key_prefix, after, limit);
  }
  int64_t count_documents(std::string_view kind, std::string_view key_prefix) override {
    return documents_.count(kind, key_prefix);
  }
  std::optional<app::KeptAnswer> find_answer(AccountId account, std::string_view key) override {
    return documents_.find_answer(account, key);
  }
  org::Tree load_tree() override { return store::load_tree(connection_); }
  app::StoreDigest digest(const std::vector<std::shared_ptr<const define::Programme>>& programmes) override {
    write_waiting_lines();
    std::vector<std::string> names;
    for (const auto& programme : programmes) names.push_back(programme->id);
    return digest_of(connection_, names);
  }

 protected:
  /// What a writing look has not put into the log yet.
  virtual void write_waiting_lines() {}

  Connection& connection_;
  SealKeys keys_;
  RecordTables tables_;
  Documents documents_;

 private:
  bool may_nest_;
};

}  // namespace jinguo::store
