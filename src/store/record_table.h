#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "app/store_port.h"
#include "store/digest.h"
#include "store/seal_keys.h"
#include "store/sql_store_core.h"

namespace jinguo::store {

/// A record as it was stored, for its line in the log.
struct SavedRow {
  RecordId id;
  UnitId unit;
  Sha256 hash;
};

/// The records of all programmes through one connection, each in the table of its programme.
class RecordTables {
 public:
  RecordTables(Connection& connection, StoreCore& core, SealKeys& keys, KnownStamps& stamps)
      : connection_(connection), core_(core), keys_(keys), stamps_(stamps) {}

  std::optional<record::Record> find(const define::Programme& programme, RecordId id);
  /// In order of id. With `may_nest` the visitor may use the connection; then all rows are held in memory on
  /// PostgreSQL.
  void scan(const define::Programme& programme, bool may_nest,
            const std::function<void(const record::Record&)>& visit);
  app::RecordList list(const define::Programme& programme, const app::RecordQuery& query);

  SavedRow save(const define::Programme& programme, const record::Record& record, bool is_new,
                Position changed);
  std::vector<SavedRow> insert(const define::Programme& programme, const std::vector<record::Record>& records,
                               Position changed);
  /// Makes the programme's table or adds the columns it lacks. Values whose column changed with their places
  /// or privacy are moved; what that saved is answered.
  std::vector<SavedRow> prepare(const define::Programme& programme, Position changed);

 private:
  /// Nothing while the programme has no table.
  std::shared_ptr<const RecordLayout> layout_of(const define::Programme& programme);
  std::shared_ptr<const RecordLayout> require_layout(const define::Programme& programme);
  record::Record read(const define::Programme& programme, const RecordLayout& layout, const Row& row);
  /// One value for each column of the layout; null where this version writes none.
  std::vector<SqlValue> columns_of(const define::Programme& programme, const RecordLayout& layout,
                                   const record::Record& record, Position changed);
  SqlValue sealed_of(const define::Programme& programme, const RecordLayout& layout,
                     const record::Record& record);
  bool add_columns(const define::Programme& programme, RecordTable& table, bool is_new);
  std::vector<SavedRow> move_values(const define::Programme& programme, Position changed);

  Connection& connection_;
  StoreCore& core_;
  SealKeys& keys_;
  KnownStamps& stamps_;
  /// Of the record read last: a value of it still lies where an older version kept it.
  bool has_older_values_ = false;
};

/// The table as its columns say, empty.
void create_record_table(Connection& connection, const RecordTable& table);

/// "draft:15151;filed:15160" and back.
std::string path_text(const std::vector<record::Stay>& path);
std::vector<record::Stay> parse_path(std::string_view text);

}  // namespace jinguo::store
