#pragma once
#include <string>
#include <utility>
#include <vector>

#include "store/log_chain.h"
#include "store/seal_keys.h"

namespace jinguo::store {

/// Columns of `log`, in the order of the schema.
SqlText log_columns();

ChainHead read_chain_head(Connection& connection);
/// In as few statements as there are.
void insert_lines(Connection& connection, const std::vector<LogLine>& lines);

/// Reading the log through one connection. Empty prefixes and subjects ask nothing.
std::vector<app::LogEntry> list_log(Connection& connection, Position after, int64_t limit,
                                    std::string_view action_prefix);
std::vector<app::LogEntry> list_log_newest(Connection& connection, int64_t limit,
                                           std::string_view action_prefix, std::string_view subject);
std::vector<app::LogEntry> list_log_by(Connection& connection, AccountId account, Position before,
                                       int64_t limit, std::string_view action_prefix);
std::vector<app::HistoryEntry> read_history(Connection& connection, SealKeys& keys,
                                            std::string_view programme, RecordId id);
std::vector<std::pair<std::string, AccountId>> read_done_by(Connection& connection,
                                                            std::string_view programme, RecordId id);
std::vector<RecordId> read_changed_since(Connection& connection, std::string_view programme, Position after);

}  // namespace jinguo::store
