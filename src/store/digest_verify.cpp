#include <algorithm>
#include <unordered_map>

#include "store/digest.h"
#include "store/log_table.h"
#include "store/sql_store_error.h"

namespace jinguo::store {

namespace {

using LastHashes = std::unordered_map<RecordId, Sha256>;

/// Faults beyond this many are counted by the reader of the first ones.
constexpr size_t kFaultsTold = 1000;

Error broken(Position position, std::string zh, std::string en) {
  return Error(kChainBroken, {std::to_string(position.number()), std::move(zh), std::move(en)});
}

/// Follows the chain; what it finds of records goes into `last`.
void verify_lines(Connection& connection, std::map<std::string, LastHashes>& last, Diagnostics& faults) {
  ChainHead head;
  connection.scan("SELECT " + log_columns() + " FROM log ORDER BY position", {}, [&](const Row& row) {
    const LogLine line = read_line(row);
    const Position position = line.entry.position;
    const int64_t expected = head.position.number() + 1;
    if (position.number() != expected) {
      faults.push_back(broken(position, "前面缺少第 " + std::to_string(expected) + " 条",
                              "entry " + std::to_string(expected) + " before it is missing"));
    } else if (line.hash != chain_hash(head.hash, line)) {
      faults.push_back(
          broken(position, "内容或前一条的校验值已变", "what it says, or the hash before it, is another"));
    }
    // Going on from the stored hash, one altered line is told once.
    head = {position, line.hash};
    const std::optional<RecordId> id = RecordId::parse(line.entry.subject);
    if (line.row_hash && id) last[line.entry.programme][*id] = *line.row_hash;
  });
}

void verify_rows(Connection& connection, const RecordTable& table, LastHashes& last, Diagnostics& faults) {
  scan_row_hashes(connection, table, [&](RecordId id, UnitId unit, const Sha256& hash) {
    const auto logged = last.find(id);
    const bool is_known = logged != last.end();
    if (!is_known || logged->second != hash) {
      faults.push_back(Error(is_known ? kRowAltered : kRowUnlogged,
                             {table.programme, id.to_text(), std::to_string(unit.number())}));
    }
    if (is_known) last.erase(logged);
  });
}

}  // namespace

Diagnostics verify_store(Connection& connection) {
  Diagnostics faults;
  std::map<std::string, LastHashes> last;
  verify_lines(connection, last, faults);
  for (const RecordTable& table : load_record_tables(connection))
    verify_rows(connection, table, last[table.programme], faults);
  for (const auto& [programme, missing] : last) {
    for (const auto& [id, hash] : missing) {
      if (faults.size() >= kFaultsTold) return faults;
      faults.push_back(Error(kRowMissing, {programme, id.to_text()}));
    }
  }
  if (faults.size() > kFaultsTold) faults.erase(faults.begin() + kFaultsTold, faults.end());
  return faults;
}

}  // namespace jinguo::store
