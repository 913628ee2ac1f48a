#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "app/store_port.h"
#include "store/record_table_layout.h"
#include "store/seal.h"

namespace jinguo::store {

/// SHA-256 over a row as it is stored: each column that is not null, in order of names, as name, kind and
/// bytes, each with its length before it. A column added later changes no hash. The same on both engines.
class RowHash {
 public:
  void add(std::string_view column, const SqlValue& value);
  void add(std::string_view column, ColumnKind kind, const Row& row, size_t at);
  Sha256 finish() const { return sha256(bytes_); }

 private:
  void put(std::string_view column, char kind, std::string_view value);
  std::string bytes_;
};

/// `values` has one for each column of the layout.
Sha256 hash_of(const RecordLayout& layout, std::span<const SqlValue> values);
Sha256 hash_of(const RecordLayout& layout, const Row& row);

/// The tables of all programmes, in order of programme.
std::vector<RecordTable> load_record_tables(Connection& connection);

/// Visits each stored row of a programme's table in order of id, with its hash.
void scan_row_hashes(Connection& connection, const RecordTable& table,
                     const std::function<void(RecordId, UnitId, const Sha256&)>& visit);

/// Over the programmes named, or all when none is.
app::StoreDigest digest_of(Connection& connection, const std::vector<std::string>& programmes);

/// The chain of the log and every record against its last line in the log.
Diagnostics verify_store(Connection& connection);

}  // namespace jinguo::store
