#include "store/postgres/postgres_engine.h"
#include "store/sql_store_conformance.h"
#include "store/sqlite/sqlite_engine.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, SqlStoreConformance, PostgresEngine);

}  // namespace jinguo::store
