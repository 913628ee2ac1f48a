#pragma once
#include <optional>
#include <string>

#include "app/store_port.h"
#include "store/seal.h"
#include "store/sql.h"

namespace jinguo::store {

/// One line of the log as it is stored.
struct LogLine {
  app::LogEntry entry;
  std::string from_state;
  std::string to_state;
  /// See log_changes.h.
  std::string changes;
  /// How the record was stored after the change; nothing for lines of other things.
  std::optional<Sha256> row_hash;
  Sha256 hash{};
};

/// The end of the chain: the last position and its hash; zeros for an empty log.
struct ChainHead {
  Position position;
  Sha256 hash{};
};

/// SHA-256 over the hash before it and everything the line says, each part with its length before it.
Sha256 chain_hash(const Sha256& before, const LogLine& line);

/// Puts the line at the end: gives it its position and hash.
void link_line(ChainHead& head, LogLine& line);

/// A line from a row of `log` with all its columns in the order of the schema.
LogLine read_line(const Row& row);

}  // namespace jinguo::store
