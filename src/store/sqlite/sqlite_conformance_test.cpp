#include "store/sql_conformance.h"
#include "store/sqlite/sqlite_engine.h"
#include "store/writer_conformance.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, SqlConformance, SqliteEngine);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, WriterConformance, SqliteEngine);

}  // namespace jinguo::store
