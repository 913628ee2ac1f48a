#include "store/postgres/postgres_engine.h"
#include "store/sql_conformance.h"
#include "store/writer_conformance.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, SqlConformance, PostgresEngine);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, WriterConformance, PostgresEngine);

}  // namespace jinguo::store
