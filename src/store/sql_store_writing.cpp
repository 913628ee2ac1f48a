#include "store/sql_store_writing.h"

#include "store/log_changes.h"

namespace jinguo::store {

namespace {

constexpr size_t kLinesWaiting = 4096;
/// One in so many answers kept is followed by a look for old ones.
constexpr int64_t kPurgeEvery = 32;

}  // namespace

Position SqlWriting::head() {
  log_unlogged();
  return head_.position;
}

void SqlWriting::note(const std::string& programme, const SavedRow& row) {
  const auto [known, is_new] = stored_[programme].try_emplace(row.id, Stored{row, false});
  if (!is_new && !known->second.is_logged) --unlogged_;
  known->second = {row, false};
  ++unlogged_;
}

void SqlWriting::save_record(const define::Programme& programme, const record::Record& record, bool is_new) {
  note(programme.id, tables_.save(programme, record, is_new, next()));
}

Result<void> SqlWriting::claim_unique(std::string_view programme, RecordId id,
                                      const std::vector<std::string>& keys, bool is_new) {
  return documents_.claim_unique(programme, id, keys, is_new);
}

Position SqlWriting::append(app::LogEntry entry, const define::Programme* programme,
                            const record::Record* before, const record::Record* after) {
  LogLine line;
  line.entry = std::move(entry);
  if (programme && after) {
    line.from_state = before ? before->state : std::string();
    line.to_state = after->state;
    line.changes = changes_text(*programme, before, *after, keys_);
    const auto rows = stored_.find(programme->id);
    if (rows != stored_.end()) {
      if (const auto stored = rows->second.find(after->id); stored != rows->second.end()) {
        line.row_hash = stored->second.row.hash;
        if (!stored->second.is_logged) --unlogged_;
        stored->second.is_logged = true;
      }
    }
  }
  stamp_.at = line.entry.at;
  stamp_.account = line.entry.account;
  stamp_.post = line.entry.post;
  stamp_.on = line.entry.on;
  link_line(head_, line);
  waiting_.push_back(std::move(line));
  if (waiting_.size() >= kLinesWaiting) write_waiting_lines();
  return head_.position;
}

void SqlWriting::log_unlogged() {
  if (unlogged_ == 0) return;
  for (auto& [programme, rows] : stored_) {
    for (auto& [id, stored] : rows) {
      if (stored.is_logged) continue;
      LogLine line;
      line.entry = stamp_;
      line.entry.action = "record.restate";
      line.entry.programme = programme;
      line.entry.subject = id.to_text();
      line.entry.unit = stored.row.unit;
      line.row_hash = stored.row.hash;
      link_line(head_, line);
      waiting_.push_back(std::move(line));
      stored.is_logged = true;
    }
  }
  unlogged_ = 0;
}

void SqlWriting::write_waiting_lines() {
  if (waiting_.empty()) return;
  insert_lines(connection_, waiting_);
  waiting_.clear();
}

void SqlWriting::put_document(std::string_view kind, std::string_view key, std::string_view body) {
  documents_.put(kind, key, body, next());
}

void SqlWriting::delete_document(std::string_view kind, std::string_view key) {
  documents_.remove(kind, key);
}

void SqlWriting::keep_answer(AccountId account, std::string_view key, const app::KeptAnswer& answer,
                             app::Instant at) {
  documents_.keep_answer(account, key, answer, at);
  if (head_.position.number() % kPurgeEvery == 0) documents_.drop_old_answers(at);
}

void SqlWriting::save_tree(const org::Tree& before, const org::Tree& after) {
  store::save_tree(connection_, before, after);
}

void SqlWriting::prepare_table(const define::Programme& programme) {
  has_prepared_ = true;
  for (const SavedRow& row : tables_.prepare(programme, next())) note(programme.id, row);
}

void SqlWriting::insert_records(const define::Programme& programme,
                                const std::vector<record::Record>& records) {
  for (const SavedRow& row : tables_.insert(programme, records, next())) note(programme.id, row);
}

void SqlWriting::finish() {
  log_unlogged();
  write_waiting_lines();
}

}  // namespace jinguo::store
