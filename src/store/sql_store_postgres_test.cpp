#include "store/backup.h"
#include "store/postgres/postgres_engine.h"
#include "store/record_table_conformance.h"
#include "store/sql_store_conformance.h"
#include "store/sqlite/sqlite_engine.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, RecordTableConformance, PostgresEngine);
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, SqlStoreConformance, PostgresEngine);

namespace {

/// The same commands with the same ids and the same random bytes.
template <class Engine>
void fill(StoreBox<Engine>& box) {
  const auto programme = every_type_programme();
  const auto loans = loans_programme();
  std::mt19937 random(5);
  box.must([&](app::Writing& writing) {
    writing.prepare_table(*programme);
    writing.prepare_table(*loans);
    writing.save_tree(org::Tree(),
                      test_tree(org::Tree(), "open 1949-10-01 code=37 level=province name=山东省\n"));
  });
  for (uint64_t n = 1; n <= 40; ++n) {
    record::Record record = test_record(n % 3 == 0 ? *loans : *programme, n);
    const auto& of = n % 3 == 0 ? loans : programme;
    for (size_t i = 0; i < record.values.size(); ++i)
      if (random() % 3 != 0) record.values[i] = sample_value(of->fields[i], random);
    box.must([&](app::Writing& writing) {
      box.save(writing, *of, record);
      writing.put_document("person", std::to_string(n), "沂蒙女");
    });
    if (n % 2 == 0) continue;
    record::Record next = record;
    ++next.version;
    next.state = "filed";
    next.values[0] = Value();
    box.must([&](app::Writing& writing) { box.save(writing, *of, next, &record); });
  }
}

void expect_equal(const app::StoreDigest& a, const app::StoreDigest& b) {
  EXPECT_EQ(a.records, b.records);
  EXPECT_EQ(a.head, b.head);
  EXPECT_EQ(a.head_hash, b.head_hash);
  EXPECT_EQ(a.records_digest, b.records_digest);
}

template <class Engine>
app::StoreDigest digest(StoreBox<Engine>& box) {
  return box.look([](app::Reading& reading) { return reading.digest({}); });
}

TEST(PostgresBesideSqlite, the_same_commands_give_the_same_digest) {
  if (!PostgresEngine::is_there()) GTEST_SKIP() << PostgresEngine::kWhyNot;
  StoreBox<SqliteEngine> sqlite(77);
  StoreBox<PostgresEngine> postgres(77);
  fill(sqlite);
  fill(postgres);
  EXPECT_EQ(digest(sqlite).records, 40);
  expect_equal(digest(sqlite), digest(postgres));
}

TEST(PostgresBesideSqlite, a_backup_of_one_restores_into_the_other_and_back) {
  if (!PostgresEngine::is_there()) GTEST_SKIP() << PostgresEngine::kWhyNot;
  StoreBox<SqliteEngine> sqlite;
  fill(sqlite);
  const app::StoreDigest first = digest(sqlite);
  const std::string file = (sqlite.folder / "backup").string();
  expect_equal(sqlite.store->backup(file).value(), first);

  StoreBox<PostgresEngine> postgres;
  StoreOptions target = postgres.options();
  target.conninfo = PostgresEngine::conninfo();
  target.key_file = sqlite.folder / "master.key";
  postgres.store.reset();
  const auto restore = [&] {
    // The server lets go of the lock of a closed connection a moment later.
    for (int i = 0;; ++i) {
      auto restored = restore_backup(file, target);
      if (restored || restored.error().code() != "store.served" || i == 200) return restored;
      ::usleep(10'000);
    }
  };
  const auto restored = restore();
  ASSERT_TRUE(restored) << restored.error().text(Language::en);
  EXPECT_EQ(restore().error().code(), "store.not_empty");
  postgres.store = std::move(open_store_on(postgres.engine.open(), target).value());
  expect_equal(digest(postgres), first);
  EXPECT_TRUE(postgres.store->verify_chain().empty());
  EXPECT_EQ(postgres.store->engine().substr(0, 11), "PostgreSQL ");

  const std::string second_file = (sqlite.folder / "second").string();
  expect_equal(postgres.store->backup(second_file).value(), first);
  StoreOptions back = sqlite.options();
  back.data_dir = sqlite.folder / "again";
  ASSERT_TRUE(restore_backup(second_file, back));
  const auto again = std::move(open_store(back).value());
  EXPECT_TRUE(again->verify_chain().empty());
  again->read([&](app::Reading& reading) {
    expect_equal(reading.digest({}), first);
    EXPECT_EQ(reading.find_document("person", "7"), "沂蒙女");
    EXPECT_EQ(reading.load_tree().size(), 1U);
  });
}

}  // namespace
}  // namespace jinguo::store
