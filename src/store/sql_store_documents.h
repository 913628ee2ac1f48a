#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/store_port.h"
#include "store/seal_keys.h"
#include "store/sql_store_core.h"

namespace jinguo::store {

/// Whether documents of the kind are kept sealed, each under a key of its own: those about one person,
/// uploads, which may be about many, names of files, and files of personal fields.
bool is_sealed_kind(std::string_view kind);

/// The small things of the house: documents, unique keys of records, answers kept for repeats.
class Documents {
 public:
  Documents(Connection& connection, StoreCore& core, SealKeys& keys)
      : connection_(connection), core_(core), keys_(keys) {}

  /// Nothing also when its key was destroyed.
  std::optional<std::string> find(std::string_view kind, std::string_view key);
  /// Not of sealed kinds.
  std::vector<std::pair<std::string, std::string>> page(std::string_view kind, std::string_view key_prefix,
                                                        std::string_view after, int64_t limit);
  int64_t count(std::string_view kind, std::string_view key_prefix);
  void scan(std::string_view kind, std::string_view key_prefix,
            const std::function<void(std::string_view key, std::string_view body)>& visit);
  void put(std::string_view kind, std::string_view key, std::string_view body, Position position);
  void remove(std::string_view kind, std::string_view key);

  /// Unique keys may hold personal values: only their keyed hash is stored.
  std::optional<RecordId> find_unique(std::string_view programme, std::string_view key);
  Result<void> claim_unique(std::string_view programme, RecordId id, const std::vector<std::string>& keys,
                            bool is_new);

  std::optional<app::KeptAnswer> find_answer(AccountId account, std::string_view key);
  void keep_answer(AccountId account, std::string_view key, const app::KeptAnswer& answer, app::Instant at);
  /// Drops some of the answers kept longer than they must be.
  void drop_old_answers(app::Instant now);

 private:
  Connection& connection_;
  StoreCore& core_;
  SealKeys& keys_;
};

}  // namespace jinguo::store
