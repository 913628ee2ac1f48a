#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "org/tree_apply.h"
#include "org/tree_text.h"
#include "store/sql_store.h"

namespace jinguo::store {

/// For tests: programmes, records and trees to put into a store.
inline constexpr ErrorRow kRefusedByTest{"test.refused", 422, "不行", "no"};

inline Date test_day(const char* text) {
  return *Date::parse(text);
}

inline RecordId test_id(uint64_t number) {
  RecordId::Bytes bytes{};
  for (size_t i = 0; i < 8; ++i) bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  bytes[0] = static_cast<uint8_t>(number * 37);
  return RecordId(bytes);
}

inline Reference test_reference(uint64_t number) {
  return {test_id(number + 1'000'000).bytes()};
}

/// The same bytes for the same seed.
inline RandomSource seeded_random(uint32_t seed) {
  const auto engine = std::make_shared<std::mt19937>(seed);
  return [engine](uint8_t* out, size_t count) {
    for (size_t i = 0; i < count; ++i) out[i] = static_cast<uint8_t>((*engine)());
  };
}

inline define::Field test_field(std::string id, define::FieldType type,
                                define::PrivacyClass privacy = define::PrivacyClass::internal) {
  define::Field field;
  field.id = std::move(id);
  field.type = type;
  field.places = define::row_of(type).places;
  field.privacy = privacy;
  return field;
}

inline void add_test_states(define::Programme& programme) {
  for (const char* id : {"draft", "filed", "void"}) {
    define::State state;
    state.id = id;
    state.is_draft = state.id == "draft";
    state.is_void = state.id == "void";
    programme.states.push_back(state);
  }
}

/// One field of each type, named after it, and personal ones.
inline std::shared_ptr<define::Programme> every_type_programme() {
  auto programme = std::make_shared<define::Programme>();
  programme->id = "every_type";
  add_test_states(*programme);
  for (const define::FieldTypeRow& row : define::kFieldTypes) {
    define::Field field = test_field(std::string(row.name), row.type);
    if (row.type == define::FieldType::rows) {
      field.columns = {
          test_field("what", define::FieldType::text),  test_field("sum", define::FieldType::money),
          test_field("on", define::FieldType::date),    test_field("done", define::FieldType::yes_no),
          test_field("place", define::FieldType::unit), test_field("kinds", define::FieldType::choices)};
    }
    programme->fields.push_back(field);
  }
  programme->fields.push_back(test_field("name", define::FieldType::text, define::PrivacyClass::personal));
  programme->fields.push_back(
      test_field("phone", define::FieldType::mobile, define::PrivacyClass::sensitive));
  programme->fields.push_back(test_field("age", define::FieldType::integer, define::PrivacyClass::personal));
  define::Field women = test_field("women", define::FieldType::rows);
  women.columns = {test_field("name", define::FieldType::text, define::PrivacyClass::personal),
                   test_field("post", define::FieldType::choice)};
  programme->fields.push_back(women);
  return programme;
}

/// name (personal text), amount (money), note (text), kind (choice).
inline std::shared_ptr<define::Programme> loans_programme() {
  auto programme = std::make_shared<define::Programme>();
  programme->id = "loans";
  add_test_states(*programme);
  programme->fields = {test_field("name", define::FieldType::text, define::PrivacyClass::personal),
                       test_field("amount", define::FieldType::money),
                       test_field("note", define::FieldType::text),
                       test_field("kind", define::FieldType::choice)};
  return programme;
}

inline record::Record test_record(const define::Programme& programme, uint64_t number, uint32_t unit = 7) {
  record::Record record;
  record.id = test_id(number);
  record.unit = UnitId(unit);
  record.state = "draft";
  record.filed_on = test_day("2011-06-01");
  record.version = 1;
  record.rule_version = programme.version;
  record.path = {{"draft", record.filed_on}};
  record.values.resize(programme.fields.size());
  return record;
}

inline Value rows_value(Rows rows) {
  return std::shared_ptr<const Rows>(std::make_shared<Rows>(std::move(rows)));
}

inline Value sample_value(const define::Field& field, std::mt19937& random) {
  using define::FieldType;
  switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
    case FieldType::percent:
    case FieldType::months:
      return Decimal::of(static_cast<int>(random() % 2'000'000) - 1'000'000, field.places);
    case FieldType::date:
      return Date(static_cast<int32_t>(random() % 30'000));
    case FieldType::yes_no:
      return random() % 2 == 0;
    case FieldType::choices:
      return Choices{"one", "two"};
    case FieldType::file:
    case FieldType::photo:
      return Choices{"0195f0c2a1b40000000000000000000a"};
    case FieldType::unit:
      return UnitId(static_cast<uint32_t>(random() % 1000 + 1));
    case FieldType::person:
    case FieldType::household:
    case FieldType::body:
    case FieldType::record:
      return test_reference(random());
    case FieldType::rows: {
      std::vector<Value> row;
      for (const define::Field& column : field.columns) row.push_back(sample_value(column, random));
      return rows_value({row, std::vector<Value>(field.columns.size())});
    }
    default:
      return "文“" + std::to_string(random()) + "”\n\"\\;|' ?";
  }
}

inline org::Tree test_tree(const org::Tree& before, const std::string& text) {
  std::string tabbed = text;
  std::replace(tabbed.begin(), tabbed.end(), ' ', '\t');
  const auto read = org::parse_changes(tabbed, "test");
  EXPECT_TRUE(read.faults.empty());
  return org::apply_all(before, read.changes).value();
}

inline std::string bytes_of_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// A store over an engine, with its key in a folder of its own.
template <class Engine>
class StoreBox {
 public:
  explicit StoreBox(uint32_t seed = 1) : seed_(seed) {
    std::string name = (std::filesystem::temp_directory_path() / "jinguo-key.XXXXXX").string();
    ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
    folder = name;
    open();
  }
  ~StoreBox() {
    store.reset();
    std::filesystem::remove_all(folder);
  }
  StoreBox(const StoreBox&) = delete;
  StoreBox& operator=(const StoreBox&) = delete;

  StoreOptions options() {
    StoreOptions out;
    out.key_file = folder / "master.key";
    out.random = seeded_random(seed_++);
    out.report = [this](std::string_view what) { reports.emplace_back(what); };
    return out;
  }
  void open() { store = std::move(open_store_on(engine.open(), options()).value()); }
  void reopen() {
    store.reset();
    open();
  }
  /// Runs SQL beside the store, as somebody with the database's password may.
  void tamper(const std::function<void(Connection&)>& act) {
    store.reset();
    {
      const auto database = engine.open();
      const auto connection = database->take_writer();
      act(*connection);
    }
    open();
  }
  /// The position after the work, or the refusal's code.
  std::string run(const std::function<Result<void>(app::Writing&)>& work) {
    const Result<Position> done = store->perform([&](app::Writing& writing) -> Result<app::Committed> {
      if (auto result = work(writing); !result) return std::move(result).error();
      return app::Committed{writing.head(), {}};
    });
    return done ? std::to_string(done->number()) : std::string(done.error().code());
  }
  void must(const std::function<void(app::Writing&)>& work) {
    const std::string code = run([&](app::Writing& writing) -> Result<void> {
      work(writing);
      return {};
    });
    EXPECT_TRUE(code[0] >= '0' && code[0] <= '9') << code << " " << (reports.empty() ? "" : reports.back());
  }
  template <class Look>
  auto look(const Look& look) {
    decltype(look(std::declval<app::Reading&>())) out;
    store->read([&](app::Reading& reading) { out = look(reading); });
    return out;
  }
  /// Saves and logs, as a use case does.
  static void save(app::Writing& writing, const define::Programme& programme, const record::Record& record,
                   const record::Record* before = nullptr, const std::string& action = "") {
    writing.save_record(programme, record, before == nullptr);
    writing.append(entry_of(programme, record, before, action), &programme, before, &record);
  }
  static app::LogEntry entry_of(const define::Programme& programme, const record::Record& record,
                                const record::Record* before, const std::string& action = "") {
    app::LogEntry entry;
    entry.at = 1'307'000'000'000;
    entry.account = AccountId(3);
    entry.post = "township.clerk@371302101";
    entry.action = !action.empty() ? action : before ? "record.edit" : "record.create";
    entry.programme = programme.id;
    entry.subject = record.id.to_text();
    entry.unit = record.unit;
    entry.on = test_day("2011-06-01");
    return entry;
  }
  std::string faults() {
    std::string out;
    for (const Error& fault : store->verify_chain())
      out += std::string(fault.code()) + " " + fault.args()[0] + ";";
    return out;
  }

  std::filesystem::path folder;
  Engine engine;
  std::vector<std::string> reports;
  std::unique_ptr<app::Store> store;

 private:
  uint32_t seed_;
};

/// A test of a fresh store on one engine; skipped where the engine is not there.
template <class Engine>
class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!Engine::is_there()) GTEST_SKIP() << Engine::kWhyNot;
    box_ = std::make_unique<StoreBox<Engine>>();
  }
  void prepare(const std::shared_ptr<define::Programme>& programme) {
    box_->must([&](app::Writing& writing) { writing.prepare_table(*programme); });
  }
  std::optional<record::Record> find(const define::Programme& programme, RecordId id) {
    return box_->look([&](app::Reading& reading) { return reading.find_record(programme, id); });
  }
  std::unique_ptr<StoreBox<Engine>> box_;
};

}  // namespace jinguo::store
