#include "store/log_table.h"

#include <algorithm>
#include <boost/json.hpp>

#include "store/log_changes.h"
#include "store/schema.h"

namespace jinguo::store {

namespace {

constexpr size_t kWorthCopying = 4;
constexpr std::string_view kEvent = "record.event.";

const std::vector<Identifier>& column_names() {
  static const std::vector<Identifier> kNames = [] {
    std::vector<Identifier> names;
    for (const Table& table : house_tables())
      if (table.name == Identifier("log"))
        for (const TableColumn& column : table.columns) names.push_back(column.name);
    return names;
  }();
  return kNames;
}

void fill(const LogLine& line, std::span<SqlValue> values) {
  const app::LogEntry& entry = line.entry;
  values[0] = entry.position;
  values[1] = entry.at;
  values[2] = entry.account;
  values[3] = entry.post;
  values[4] = entry.action;
  values[5] = entry.programme;
  values[6] = entry.subject;
  values[7] = entry.unit;
  values[8] = entry.on.days();
  values[9] = entry.reason;
  values[10] = entry.detail;
  values[11] = line.from_state;
  values[12] = line.to_state;
  values[13] = line.changes;
  values[14] = line.row_hash ? SqlValue(std::span<const uint8_t>(*line.row_hash)) : SqlValue();
  values[15] = std::span<const uint8_t>(line.hash);
}

const SqlText& select_log() {
  static const SqlText kSelect = "SELECT " + log_columns() + " FROM log";
  return kSelect;
}

}  // namespace

SqlText log_columns() {
  return SqlText::list(column_names());
}

ChainHead read_chain_head(Connection& connection) {
  ChainHead head;
  connection.query_one("SELECT position, hash FROM log ORDER BY position DESC LIMIT 1", {},
                       [&](const Row& row) {
                         head.position = Position(row.integer(0));
                         const std::span<const uint8_t> hash = row.blob(1);
                         ensure(hash.size() == head.hash.size(), "the log's head has a hash");
                         std::copy(hash.begin(), hash.end(), head.hash.begin());
                       });
  return head;
}

void insert_lines(Connection& connection, const std::vector<LogLine>& lines) {
  const std::vector<Identifier>& names = column_names();
  if (lines.size() < kWorthCopying) {
    static const SqlText kInsert = "INSERT INTO log (" + log_columns() + ") VALUES (" +
                                   SqlText::placeholders(column_names().size()) + ")";
    std::vector<SqlValue> values(names.size());
    for (const LogLine& line : lines) {
      fill(line, values);
      connection.post(kInsert, values);
    }
    return;
  }
  size_t next = 0;
  connection.bulk_insert("log", names, [&](std::span<SqlValue> values) {
    if (next == lines.size()) return false;
    fill(lines[next++], values);
    return true;
  });
}

std::vector<app::LogEntry> list_log(Connection& connection, Position after, int64_t limit,
                                    std::string_view action_prefix) {
  static const SqlText kList =
      select_log() + " WHERE position > ? AND substr(action, 1, length(?)) = ? ORDER BY position LIMIT ?";
  std::vector<app::LogEntry> entries;
  connection.query(kList, {after, action_prefix, action_prefix, limit},
                   [&](const Row& row) { entries.push_back(read_line(row).entry); });
  return entries;
}

std::vector<app::LogEntry> list_log_newest(Connection& connection, int64_t limit,
                                           std::string_view action_prefix, std::string_view subject) {
  static const SqlText kNewest =
      select_log() + " WHERE substr(action, 1, length(?)) = ? ORDER BY position DESC LIMIT ?";
  static const SqlText kNewestOf =
      select_log() + " WHERE subject = ? AND substr(action, 1, length(?)) = ? ORDER BY position DESC LIMIT ?";
  std::vector<app::LogEntry> entries;
  const auto take = [&](const Row& row) { entries.push_back(read_line(row).entry); };
  if (subject.empty()) {
    connection.query(kNewest, {action_prefix, action_prefix, limit}, take);
  } else {
    connection.query(kNewestOf, {subject, action_prefix, action_prefix, limit}, take);
  }
  return entries;
}

std::vector<app::LogEntry> list_log_by(Connection& connection, AccountId account, Position before,
                                       int64_t limit, std::string_view action_prefix) {
  static const SqlText kBy = select_log() +
                             " WHERE account = ? AND position < ? AND substr(action, 1, length(?)) = ? ORDER "
                             "BY position DESC LIMIT ?";
  const Position until = before.is_none() ? Position(INT64_MAX) : before;
  std::vector<app::LogEntry> entries;
  connection.query(kBy, {account, until, action_prefix, action_prefix, limit},
                   [&](const Row& row) { entries.push_back(read_line(row).entry); });
  return entries;
}

std::vector<app::HistoryEntry> read_history(Connection& connection, SealKeys& keys,
                                            std::string_view programme, RecordId id) {
  static const SqlText kHistory = select_log() + " WHERE subject = ? AND programme = ? ORDER BY position";
  const std::string subject = record_subject(programme, id.to_text());
  std::vector<app::HistoryEntry> history;
  connection.query(kHistory, {id.to_text(), programme}, [&](const Row& row) {
    LogLine line = read_line(row);
    app::HistoryEntry& entry = history.emplace_back();
    entry.entry = std::move(line.entry);
    entry.from_state = std::move(line.from_state);
    entry.to_state = std::move(line.to_state);
    entry.changes = parse_changes(line.changes, subject, keys);
  });
  return history;
}

std::vector<std::pair<std::string, AccountId>> read_done_by(Connection& connection,
                                                            std::string_view programme, RecordId id) {
  std::vector<std::pair<std::string, AccountId>> done;
  connection.query(
      "SELECT action, account, detail FROM log WHERE subject = ? AND programme = ?"
      " AND (action LIKE 'record.event.%' OR action = 'record.undo') ORDER BY position",
      {id.to_text(), programme}, [&](const Row& row) {
        const std::string_view action = row.text(0);
        if (action.starts_with(kEvent)) {
          done.emplace_back(action.substr(kEvent.size()), AccountId(row.integer(1)));
        } else if (const std::string_view facts = row.text(2); !facts.empty()) {
          const auto taken = boost::json::parse(facts).at("events").to_number<size_t>();
          done.resize(done.size() - std::min(done.size(), taken));
        }
      });
  return done;
}

std::vector<RecordId> read_changed_since(Connection& connection, std::string_view programme, Position after) {
  std::vector<RecordId> ids;
  connection.query(
      "SELECT subject FROM log WHERE programme = ? AND position > ? AND action LIKE 'record.%'"
      " GROUP BY subject ORDER BY max(position)",
      {programme, after}, [&](const Row& row) {
        if (const std::optional<RecordId> id = RecordId::parse(row.text(0))) ids.push_back(*id);
      });
  return ids;
}

}  // namespace jinguo::store
