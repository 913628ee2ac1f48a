#include "store/log_chain.h"

#include <algorithm>

namespace jinguo::store {

namespace {

std::string_view text_of(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void put(std::string& out, std::string_view part) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(part.size() >> shift & 0xff);
  out += part;
}

Sha256 hash_from(std::span<const uint8_t> bytes) {
  Sha256 out{};
  if (bytes.size() == out.size()) std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

Sha256 chain_hash(const Sha256& before, const LogLine& line) {
  const app::LogEntry& entry = line.entry;
  std::string bytes;
  bytes.reserve(512 + line.changes.size() + entry.detail.size());
  put(bytes, text_of(before));
  put(bytes, std::to_string(entry.position.number()));
  put(bytes, std::to_string(entry.at));
  put(bytes, std::to_string(entry.account.number()));
  put(bytes, entry.post);
  put(bytes, entry.action);
  put(bytes, entry.programme);
  put(bytes, entry.subject);
  put(bytes, std::to_string(entry.unit.number()));
  put(bytes, std::to_string(entry.on.days()));
  put(bytes, entry.reason);
  put(bytes, entry.detail);
  put(bytes, line.from_state);
  put(bytes, line.to_state);
  put(bytes, line.changes);
  put(bytes, line.row_hash ? text_of(*line.row_hash) : std::string_view());
  return sha256(bytes);
}

void link_line(ChainHead& head, LogLine& line) {
  line.entry.position = Position(head.position.number() + 1);
  line.hash = chain_hash(head.hash, line);
  line.entry.hash = hex_text(line.hash);
  head = {line.entry.position, line.hash};
}

LogLine read_line(const Row& row) {
  LogLine line;
  app::LogEntry& entry = line.entry;
  entry.position = Position(row.integer(0));
  entry.at = row.integer(1);
  entry.account = AccountId(row.integer(2));
  entry.post = row.text(3);
  entry.action = row.text(4);
  entry.programme = row.text(5);
  entry.subject = row.text(6);
  entry.unit = UnitId(static_cast<uint32_t>(row.integer(7)));
  entry.on = Date(static_cast<int32_t>(row.integer(8)));
  entry.reason = row.text(9);
  entry.detail = row.text(10);
  line.from_state = row.text(11);
  line.to_state = row.text(12);
  line.changes = row.text(13);
  if (!row.is_null(14)) line.row_hash = hash_from(row.blob(14));
  line.hash = hash_from(row.blob(15));
  entry.hash = hex_text(line.hash);
  return line;
}

}  // namespace jinguo::store
