#include "store/sql_store_conformance.h"
#include "store/sqlite/sqlite_engine.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, SqlStoreConformance, SqliteEngine);

}  // namespace jinguo::store
