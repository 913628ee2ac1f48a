#pragma once
#include <map>
#include <memory>
#include <string>

#include "store/record_table_layout.h"
#include "store/seal.h"
#include "store/sql_database.h"

namespace jinguo::store {

/// What all looks at one open store share.
struct StoreCore {
  Dialect dialect;
  SealKey master;
  /// Under which the store seals what is of no one subject: kept answers and unique keys.
  SealKey own_key;
  RandomSource random;
  std::shared_ptr<LayoutCache> layouts = std::make_shared<LayoutCache>();
};

/// Stamps of the programmes' tables as one look knows them; absent: not asked yet.
using KnownStamps = std::map<std::string, int64_t, std::less<>>;

}  // namespace jinguo::store
