#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.h"
#include "base/id.h"
#include "base/result.h"
#include "define/programme.h"
#include "org/tree.h"
#include "record/record.h"

namespace jinguo::app {

/// Milliseconds since 1970-01-01 UTC.
using Instant = int64_t;

/// One line of the log: what was done, by whom, about what. Append-only; chained by hash.
struct LogEntry {
  Position position;
  Instant at = 0;
  AccountId account;
  /// Role and unit under which it was done, e.g. "township.clerk@371323101"; empty for the system.
  std::string post;
  /// "record.create", "record.edit", "record.event.finish", "org.merge", "define.activate", "session.open" …
  std::string action;
  /// Programme of a record; empty for other things.
  std::string programme;
  /// What it is about: a record's id as text, a unit's code, an account's name …
  std::string subject;
  UnitId unit;
  /// Business date.
  Date on;
  std::string reason;
  /// Facts as JSON text; never personal values. Empty for changes of records, see `before` and `after`, but
  /// of "record.undo": {"events": how many were taken back}.
  std::string detail;
  /// SHA-256 over the entry and the hash before it, 64 hexadecimal digits; given by the store.
  std::string hash;
};

/// A change of one field as it is kept in the log; texts as a person would type them.
struct LoggedChange {
  std::string field;
  std::optional<std::string> before, after;
};

struct HistoryEntry {
  LogEntry entry;
  std::string from_state, to_state;
  std::vector<LoggedChange> changes;
};

/// Which records: all conditions hold together. Empty lists and absent values ask nothing.
struct RecordQuery {
  /// Units that filed them; with `all_units` false an empty list finds nothing.
  std::vector<UnitId> units;
  bool all_units = false;
  std::vector<std::string> states;
  /// Business date of the record from first to last day.
  std::optional<Date> first, last;
  /// Records whose date is still blank are found too.
  bool with_undated = true;
  /// Field id and the exact stored value.
  std::vector<std::pair<std::string, Value>> equal;
  /// Text to find in any of `text_fields`, or nothing but that one of `text_units` filed it; Latin letters of
  /// either case. Blank: no search.
  std::string text;
  std::vector<std::string> text_fields;
  std::vector<UnitId> text_units;
  std::vector<RecordId> ids;
  /// Field id, or "date", "unit", "changed"; ties by id.
  std::string order_by = "changed";
  bool descending = true;
  int64_t offset = 0;
  int64_t limit = 50;
};

struct RecordList {
  std::vector<record::Record> records;
  int64_t total = 0;
};

/// An answer kept for a repeated request.
struct KeptAnswer {
  std::string request_hash;
  int status = 0;
  std::string body;
};

/// The totals a verification compares: made by SQL from stored rows.
struct StoreDigest {
  int64_t records = 0;
  Position head;
  std::string head_hash;
  /// SHA-256 over all records in order of programme and id.
  std::string records_digest;
};

/// A look at the store at one moment. All of it is read at the same log position.
class Reading {
 public:
  virtual ~Reading() = default;
  virtual Position head() = 0;

  virtual std::optional<record::Record> find_record(const define::Programme& programme, RecordId id) = 0;
  /// Every record, in order of id; what the visitor is given lives until it returns.
  virtual void scan_records(const define::Programme& programme,
                            const std::function<void(const record::Record&)>& visit) = 0;
  virtual RecordList list_records(const define::Programme& programme, const RecordQuery& query) = 0;
  /// The record that holds a unique key of the programme; nothing when it is free.
  virtual std::optional<RecordId> find_unique(std::string_view programme, std::string_view key) = 0;

  /// Of one record, oldest first.
  virtual std::vector<HistoryEntry> history(const define::Programme& programme, RecordId id) = 0;
  /// Log entries after a position, at most `limit`, ascending; `action_prefix` empty means all.
  virtual std::vector<LogEntry> list_log(Position after, int64_t limit, std::string_view action_prefix) = 0;
  /// The newest entries first.
  virtual std::vector<LogEntry> list_log_newest(int64_t limit, std::string_view action_prefix,
                                                std::string_view subject) = 0;
  /// What an account did, the newest first: entries before the position (none: from the head), at most
  /// `limit`.
  virtual std::vector<LogEntry> list_log_by(AccountId account, Position before, int64_t limit,
                                            std::string_view action_prefix) = 0;
  /// Who did which event of a record, oldest first; without those taken back.
  virtual std::vector<std::pair<std::string, AccountId>> done_by(std::string_view programme, RecordId id) = 0;
  /// Record ids of the programme changed after the position, oldest first.
  virtual std::vector<RecordId> changed_since(std::string_view programme, Position after) = 0;

  /// Small things of the house itself (accounts, closures, issued papers …), each a JSON text under kind and
  /// key. Nothing when there is none.
  virtual std::optional<std::string> find_document(std::string_view kind, std::string_view key) = 0;
  /// In order of key.
  virtual void scan_documents(
      std::string_view kind, std::string_view key_prefix,
      const std::function<void(std::string_view key, std::string_view body)>& visit) = 0;
  /// A page of them: keys that begin with the prefix and follow `after` (empty: from the first), in order.
  virtual std::vector<std::pair<std::string, std::string>> page_documents(std::string_view kind,
                                                                          std::string_view key_prefix,
                                                                          std::string_view after,
                                                                          int64_t limit) = 0;
  virtual int64_t count_documents(std::string_view kind, std::string_view key_prefix) = 0;
  virtual std::optional<KeptAnswer> find_answer(AccountId account, std::string_view key) = 0;
  /// The tree as stored; an empty tree when there is none.
  virtual org::Tree load_tree() = 0;
  virtual StoreDigest digest(const std::vector<std::shared_ptr<const define::Programme>>& programmes) = 0;
};

/// The same inside a write, where earlier commands of the group are already seen. What is written here is on
/// disk when the command is answered, or never happened.
class Writing : public Reading {
 public:
  /// Inserts (version 1) or replaces the record, and its unique keys.
  virtual void save_record(const define::Programme& programme, const record::Record& record, bool is_new) = 0;
  /// Replaces the unique keys the record holds; Error app.not_unique names the first that another record has.
  /// A new record holds none yet.
  virtual Result<void> claim_unique(std::string_view programme, RecordId id,
                                    const std::vector<std::string>& keys, bool is_new = false) = 0;
  /// Appends to the log and gives the position. For a change of a record, `before` (nothing for a creation)
  /// and `after` are kept field by field; personal values are sealed.
  virtual Position append(LogEntry entry, const define::Programme* programme = nullptr,
                          const record::Record* before = nullptr, const record::Record* after = nullptr) = 0;
  virtual void put_document(std::string_view kind, std::string_view key, std::string_view body) = 0;
  virtual void delete_document(std::string_view kind, std::string_view key) = 0;
  virtual void keep_answer(AccountId account, std::string_view key, const KeptAnswer& answer, Instant at) = 0;
  /// Saves the rows by which the two trees differ.
  virtual void save_tree(const org::Tree& before, const org::Tree& after) = 0;
  /// Makes the programme's table, or brings the one of the older version up: columns are added and retired,
  /// never dropped or retyped.
  virtual void prepare_table(const define::Programme& programme) = 0;
  /// Many new records at once, the fastest way in; unique keys are claimed by the caller.
  virtual void insert_records(const define::Programme& programme,
                              const std::vector<record::Record>& records) = 0;
};

/// What a command leaves: its answer, and what is to be done in memory once it is on disk (in log order, on
/// the writer's thread, never failing).
struct Committed {
  Position position;
  std::function<void()> after_commit;
};

inline constexpr ErrorRow kNotUnique{"app.not_unique", 409, "已有相同的记录（{0}），请打开已有的那一条修改。",
                                     "There is such a record already ({0}); open and change that one."};

/// Where everything is kept. Both engines pass one suite.
class Store {
 public:
  using Work = std::function<Result<Committed>(Writing&)>;
  /// Called once, on the writer's thread, after `after_commit`. An Error: nothing happened, or
  /// (store.not_saved) it is not known.
  using Done = std::function<void(Result<Position>)>;

  virtual ~Store() = default;
  /// From any thread. Work may be run more than once; only what it does through Writing lasts.
  virtual void submit(Work work, Done done) = 0;
  /// Submits and waits.
  virtual Result<Position> perform(Work work) = 0;
  virtual void read(const std::function<void(Reading&)>& look) = 0;
  /// Called on the writer's thread before the first group and after a group that failed: whatever was staged
  /// in memory for it is to be forgotten. Set before the first command.
  virtual void on_resync(std::function<void()> forget) = 0;
  /// "SQLite 3.53.2", "PostgreSQL 15.18".
  virtual std::string engine() const = 0;
  /// Checks the hash chain from the first entry; every fault by position.
  virtual Diagnostics verify_chain() = 0;
  /// A copy of everything at one moment, with its digest, as one file; while serving.
  virtual Result<StoreDigest> backup(const std::string& file) = 0;
  /// False when nothing more may be written and the process should restart.
  virtual bool is_healthy() const = 0;
  virtual void stop() = 0;
};

}  // namespace jinguo::app
