#include <sys/stat.h>

#include <chrono>
#include <iostream>

#include "store/backup.h"
#include "store/record_table_conformance.h"
#include "store/schema.h"
#include "store/sql_store_conformance.h"
#include "store/sqlite/sqlite_engine.h"

namespace jinguo::store {

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, RecordTableConformance, SqliteEngine);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, SqlStoreConformance, SqliteEngine);

namespace {

/// A folder that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "jinguo-test.XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    path = name;
  }
  ~TestFolder() { std::filesystem::remove_all(path); }
  StoreOptions options(const char* data = "data") const {
    StoreOptions out;
    out.data_dir = path / data;
    return out;
  }
  std::filesystem::path path;
};

std::string code_of(const Result<std::unique_ptr<app::Store>>& opened) {
  return opened ? "opened" : std::string(opened.error().code());
}

Result<Position> note(app::Store& store, const std::string& action) {
  return store.perform([&](app::Writing& writing) -> Result<app::Committed> {
    app::LogEntry entry;
    entry.action = action;
    return app::Committed{writing.append(entry), {}};
  });
}

TEST(SqlStore, makes_its_key_beside_the_folder_and_needs_it_ever_after) {
  const TestFolder folder;
  const std::filesystem::path key = folder.path / "data.key";
  { ASSERT_EQ(code_of(open_store(folder.options())), "opened"); }
  struct stat facts {};
  ASSERT_EQ(::stat(key.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600U);
  EXPECT_EQ(facts.st_size, 32);
  { EXPECT_EQ(code_of(open_store(folder.options())), "opened"); }
  std::filesystem::rename(key, folder.path / "away");
  EXPECT_EQ(code_of(open_store(folder.options())), "store.no_master_key");
  EXPECT_FALSE(std::filesystem::exists(key));
  std::ofstream(key) << std::string(32, 'x');
  EXPECT_EQ(code_of(open_store(folder.options())), "store.wrong_master_key");
  std::ofstream(key) << "short";
  EXPECT_EQ(code_of(open_store(folder.options())), "store.wrong_master_key");
  std::filesystem::rename(folder.path / "away", key);
  EXPECT_EQ(code_of(open_store(folder.options())), "opened");
}

TEST(SqlStore, refuses_a_second_process_a_newer_schema_and_writing_when_opened_for_reading) {
  const TestFolder folder;
  StoreOptions reading = folder.options();
  reading.read_only = true;
  EXPECT_EQ(code_of(open_store(reading)), "store.none");
  EXPECT_FALSE(std::filesystem::exists(folder.options().data_dir));
  {
    const auto store = open_store(folder.options());
    ASSERT_TRUE(store);
    EXPECT_EQ((*store)->engine().substr(0, 7), "SQLite ");
    EXPECT_TRUE((*store)->is_healthy());
    EXPECT_EQ(code_of(open_store(folder.options())), "store.served");
    ASSERT_TRUE(note(**store, "session.open"));
    (*store)->stop();
    EXPECT_EQ(note(**store, "session.open").error().code(), "store.stopped");
  }
  {
    const auto store = open_store(reading);
    ASSERT_TRUE(store);
    EXPECT_EQ(note(**store, "session.open").error().code(), "store.read_only");
    (*store)->read([](app::Reading& look) { EXPECT_EQ(look.head(), Position(1)); });
  }
  {
    const auto database = open_database(folder.options()).value()->take_writer();
    put_meta(*database, "schema", std::to_string(kSchema + 1));
  }
  EXPECT_EQ(code_of(open_store(folder.options())), "store.newer_schema");
}

TEST(SqlStore, calls_for_forgetting_before_the_first_group) {
  const TestFolder folder;
  const auto store = std::move(open_store(folder.options()).value());
  int forgotten = 0;
  store->on_resync([&] { ++forgotten; });
  ASSERT_TRUE(note(*store, "a"));
  ASSERT_TRUE(note(*store, "b"));
  EXPECT_EQ(forgotten, 1);
}

TEST(SqlStore, what_is_personal_stands_in_no_file) {
  const TestFolder folder;
  const auto programme = every_type_programme();
  const std::string name = "沂蒙山区王某某", phone = "13905390000";
  {
    const auto store = std::move(open_store(folder.options()).value());
    ASSERT_TRUE(store->perform([&](app::Writing& writing) -> Result<app::Committed> {
      writing.prepare_table(*programme);
      record::Record record = test_record(*programme, 1);
      const auto put = [&](const char* field, Value value) {
        record.values[static_cast<size_t>(programme->field_index(field))] = std::move(value);
      };
      put("name", Value(name));
      put("phone", Value(phone));
      put("age", Value(Decimal(44)));
      put("women", rows_value({{Value(name), Value(std::string("chair"))}}));
      put("text", Value(std::string("看得见的字")));
      StoreBox<SqliteEngine>::save(writing, *programme, record);
      EXPECT_TRUE(writing.claim_unique("every_type", record.id, {"name=" + name + "|"}));
      writing.put_document("person", "p1", "{\"name\":\"" + name + "\"}");
      writing.keep_answer(AccountId(1), "k", {"h", 200, name + phone}, 1);
      return app::Committed{writing.head(), {}};
    }));
    store->stop();
    ASSERT_TRUE(store->backup((folder.path / "backup").string()));
    int files = 0;
    bool is_open_text_seen = false;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path)) {
      if (!file.is_regular_file()) continue;
      ++files;
      const std::string bytes = bytes_of_file(file.path());
      EXPECT_EQ(bytes.find(name), std::string::npos) << file.path();
      EXPECT_EQ(bytes.find(phone), std::string::npos) << file.path();
      is_open_text_seen |= bytes.find("看得见的字") != std::string::npos;
    }
    EXPECT_TRUE(is_open_text_seen);
    EXPECT_GE(files, 3);
    const std::string key = bytes_of_file(folder.path / "data.key");
    EXPECT_EQ(bytes_of_file(folder.path / "backup").find(key), std::string::npos);
  }
}

TEST(SqlStore, a_backup_with_one_bit_changed_or_missing_is_refused) {
  const TestFolder folder;
  const auto programme = loans_programme();
  const std::string file = (folder.path / "backup").string();
  {
    const auto store = std::move(open_store(folder.options()).value());
    ASSERT_TRUE(store->perform([&](app::Writing& writing) -> Result<app::Committed> {
      writing.prepare_table(*programme);
      for (uint64_t n = 1; n <= 20; ++n)
        StoreBox<SqliteEngine>::save(writing, *programme, test_record(*programme, n));
      return app::Committed{writing.head(), {}};
    }));
    ASSERT_TRUE(store->backup(file));
  }
  const std::string whole = bytes_of_file(file);
  const std::string copy = (folder.path / "copy").string();
  const auto refusal = [&](const std::string& bytes) {
    std::ofstream(copy, std::ios::binary) << bytes;
    const auto facts = check_backup(copy);
    return facts ? "taken" : std::string(facts.error().code());
  };
  EXPECT_EQ(refusal(whole), "taken");
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (size_t i = 0; i < 160; ++i) {
    std::string flipped = whole;
    const size_t at = i < 40 ? i : i < 80 ? whole.size() - 1 - (i - 40) : random() % whole.size();
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
    ASSERT_EQ(refusal(flipped), "store.bad_backup") << "byte " << at;
    ASSERT_EQ(refusal(whole.substr(0, random() % whole.size())), "store.bad_backup");
  }
  EXPECT_EQ(refusal(whole + "x"), "store.bad_backup");
  EXPECT_EQ(refusal("PK\x03\x04 no backup"), "store.bad_backup");
  EXPECT_EQ(check_backup((folder.path / "nowhere").string()).error().code(), "store.bad_backup");
  // A later format is told from damage: its hash is right.
  std::string newer = whole.substr(0, whole.size() - 32);
  newer[8] = 2;
  const Sha256 hash = sha256(newer);
  newer.append(reinterpret_cast<const char*>(hash.data()), hash.size());
  EXPECT_EQ(refusal(newer), "store.newer_backup");
  EXPECT_EQ(restore_backup(copy, folder.options("other")).error().code(), "store.newer_backup");
  EXPECT_FALSE(std::filesystem::exists(folder.path / "other"));
}

TEST(SqlStore, a_backup_waits_for_its_key_and_refuses_another) {
  const TestFolder folder;
  const std::string file = (folder.path / "backup").string();
  {
    const auto store = std::move(open_store(folder.options()).value());
    ASSERT_TRUE(store->perform([&](app::Writing& writing) -> Result<app::Committed> {
      writing.put_document("person", "p1", "沂蒙女");
      return app::Committed{writing.head(), {}};
    }));
    ASSERT_TRUE(store->backup(file));
  }
  StoreOptions target = folder.options("second");
  std::ofstream(folder.path / "second.key") << std::string(32, 'x');
  EXPECT_EQ(restore_backup(file, target).error().code(), "store.wrong_master_key");
  std::filesystem::remove(folder.path / "second.key");
  std::vector<std::string> reports;
  target.report = [&](std::string_view what) { reports.emplace_back(what); };
  ASSERT_TRUE(restore_backup(file, target));
  EXPECT_EQ(reports.size(), 1U);
  EXPECT_EQ(code_of(open_store(target)), "store.no_master_key");
  std::filesystem::copy_file(folder.path / "data.key", folder.path / "second.key");
  const auto store = std::move(open_store(target).value());
  store->read([](app::Reading& look) { EXPECT_EQ(look.find_document("person", "p1"), "沂蒙女"); });
}

TEST(SqlStore, seven_thousand_records_go_in_at_once) {
  const TestFolder folder;
  const auto programme = loans_programme();
  std::vector<record::Record> records;
  for (uint64_t n = 1; n <= 7080; ++n) {
    record::Record record = test_record(*programme, n, static_cast<uint32_t>(n));
    record.values = {Value("女" + std::to_string(n)), Value(Decimal(static_cast<int64_t>(n))), Value(),
                     Value(std::string("a"))};
    records.push_back(record);
  }
  const auto store = std::move(open_store(folder.options()).value());
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(store->perform([&](app::Writing& writing) -> Result<app::Committed> {
    writing.prepare_table(*programme);
    writing.insert_records(*programme, records);
    for (const record::Record& record : records)
      writing.append(StoreBox<SqliteEngine>::entry_of(*programme, record, nullptr), programme.get(), nullptr,
                     &record);
    return app::Committed{writing.head(), {}};
  }));
  const auto spent = std::chrono::steady_clock::now() - begin;
  RecordProperty("milliseconds",
                 static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(spent).count()));
  // Generous, for a machine that is busy with other things.
  EXPECT_LT(spent, std::chrono::seconds(10));
  EXPECT_TRUE(store->verify_chain().empty());
  store->read([&](app::Reading& look) {
    EXPECT_EQ(look.head(), Position(7080));
    EXPECT_TRUE(look.find_record(*programme, records[7000].id) == records[7000]);
    EXPECT_EQ(look.digest({}).records, 7080);
  });
}

TEST(SqlStore, memory_that_cannot_follow_a_commit_ends_the_process) {
  const TestFolder folder;
  StoreOptions options = folder.options();
  int fatal = 0;
  options.on_fatal = [&](std::string_view) { ++fatal; };
  const auto store = open_store(options);
  ASSERT_TRUE(store);
  for (int i = 0; i < 2; ++i) {
    const auto done = (*store)->perform([](app::Writing& writing) -> Result<app::Committed> {
      app::LogEntry entry;
      entry.action = "session.open";
      return app::Committed{writing.append(entry), [] { throw Failure("no reader came free"); }};
    });
    EXPECT_TRUE(done) << "it is saved all the same";
  }
  EXPECT_EQ(fatal, 1);
}

}  // namespace
}  // namespace jinguo::store
