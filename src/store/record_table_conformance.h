#pragma once
#include <map>

#include "store/sql_store_fixture.h"

namespace jinguo::store {

/// What the tables of records must do on every engine.
template <class Engine>
class RecordTableConformance : public StoreTest<Engine> {};

TYPED_TEST_SUITE_P(RecordTableConformance);

TYPED_TEST_P(RecordTableConformance, keeps_values_of_every_field_type) {
  const auto programme = every_type_programme();
  this->prepare(programme);
  std::mt19937 random(20110630);
  std::vector<record::Record> records;
  for (uint64_t n = 1; n <= 40; ++n) {
    record::Record record = test_record(*programme, n);
    if (n % 3 == 0) record.date = test_day("2011-03-08");
    if (n % 4 == 0) record.soft_reasons = {{"2", "确实如此"}, {"10", "\"quoted\""}};
    if (n % 5 == 0) record.path.push_back({"filed", test_day("2011-06-30")});
    for (size_t i = 0; i < record.values.size(); ++i)
      if (n == 1 || random() % 2 == 0) record.values[i] = sample_value(programme->fields[i], random);
    records.push_back(record);
  }
  records[0].values[static_cast<size_t>(programme->field_index("text"))] = Value(std::string());
  records[0].values[static_cast<size_t>(programme->field_index("choices"))] = Value(Choices());
  this->box_->must([&](app::Writing& writing) {
    for (size_t i = 0; i < 20; ++i) this->box_->save(writing, *programme, records[i]);
    writing.insert_records(*programme, {records.begin() + 20, records.end()});
    for (size_t i = 20; i < 40; ++i)
      writing.append(this->box_->entry_of(*programme, records[i], nullptr), programme.get(), nullptr,
                     &records[i]);
    EXPECT_TRUE(writing.find_record(*programme, records[3].id) == records[3]);
    EXPECT_TRUE(writing.find_record(*programme, records[30].id) == records[30]);
  });
  for (const record::Record& record : records) EXPECT_TRUE(this->find(*programme, record.id) == record);
  this->box_->reopen();
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<record::Record> scanned;
  this->box_->store->read([&](app::Reading& reading) {
    reading.scan_records(*programme, [&](const record::Record& record) { scanned.push_back(record); });
    EXPECT_EQ(reading.head(), Position(40));
  });
  EXPECT_TRUE(scanned == records);
  EXPECT_EQ(this->box_->faults(), "");
}

TYPED_TEST_P(RecordTableConformance, lists_by_unit_state_date_and_value) {
  const auto programme = loans_programme();
  this->prepare(programme);
  this->box_->must([&](app::Writing& writing) {
    for (uint64_t n = 1; n <= 60; ++n) {
      record::Record record = test_record(*programme, n, static_cast<uint32_t>(n % 6 + 1));
      record.state = n % 2 == 0 ? "draft" : "filed";
      if (n % 4 != 0) record.date = Date(static_cast<int32_t>(1000 + n));
      record.values[0] = Value(std::string("沂蒙女"));
      if (n % 5 != 0) record.values[1] = Value(Decimal(static_cast<int64_t>(n % 10)));
      record.values[3] = Value(std::string(n % 3 == 0 ? "x" : "y"));
      this->box_->save(writing, *programme, record);
    }
  });
  const auto numbers = [&](const app::RecordQuery& query, int64_t* total = nullptr) {
    std::vector<int> out;
    this->box_->store->read([&](app::Reading& reading) {
      const app::RecordList list = reading.list_records(*programme, query);
      if (total) *total = list.total;
      for (const record::Record& record : list.records) {
        EXPECT_EQ(record.values[0], Value(std::string("沂蒙女")));
        out.push_back(record.id.bytes()[15]);
      }
    });
    return out;
  };
  const auto expect = [&](app::RecordQuery query, const std::function<bool(int)>& wanted) {
    query.limit = 1000;
    query.order_by = "changed";
    query.descending = false;
    std::vector<int> expected;
    for (int n = 1; n <= 60; ++n)
      if (wanted(n)) expected.push_back(n);
    int64_t total = 0;
    EXPECT_EQ(numbers(query, &total), expected);
    EXPECT_EQ(total, static_cast<int64_t>(expected.size()));
  };
  app::RecordQuery all;
  all.all_units = true;
  expect(all, [](int) { return true; });
  expect({}, [](int) { return false; });
  app::RecordQuery query;
  query.units = {UnitId(2)};
  expect(query, [](int n) { return n % 6 == 1; });
  for (uint32_t u = 4; u < 8000; ++u) query.units.push_back(UnitId(u));
  expect(query, [](int n) { return n % 6 == 1 || n % 6 >= 3; });
  query.states = {"filed"};
  expect(query, [](int n) { return n % 2 == 1 && (n % 6 == 1 || n % 6 >= 3); });
  query = all;
  query.states = {"filed", "void"};
  query.first = Date(1010);
  query.last = Date(1020);
  expect(query, [](int n) { return n % 2 == 1 && n >= 10 && n <= 20; });
  query.states.clear();
  expect(query, [](int n) { return n % 4 == 0 || (n >= 10 && n <= 20); });
  query.with_undated = false;
  query.first.reset();
  expect(query, [](int n) { return n % 4 != 0 && n <= 20; });
  query = all;
  query.equal = {{"amount", Value(Decimal::of(70, 1))}, {"kind", Value(std::string("x"))}};
  expect(query, [](int n) { return n % 10 == 7 && n % 3 == 0; });
  query.equal = {{"amount", Value()}};
  expect(query, [](int n) { return n % 5 == 0; });
  query = all;
  query.ids = {test_id(5), test_id(9), test_id(99)};
  expect(query, [](int n) { return n == 5 || n == 9; });

  query = all;
  query.limit = 7;
  int64_t total = 0;
  EXPECT_EQ(numbers(query, &total), (std::vector<int>{60, 59, 58, 57, 56, 55, 54}));
  EXPECT_EQ(total, 60);
  query.offset = 56;
  EXPECT_EQ(numbers(query), (std::vector<int>{4, 3, 2, 1}));
  query.offset = 60;
  EXPECT_EQ(numbers(query, &total), std::vector<int>{});
  EXPECT_EQ(total, 60);
  query.offset = 0;
  query.limit = 60;
  for (const char* order : {"date", "amount", "unit", "kind"}) {
    query.order_by = order;
    query.descending = false;
    std::vector<std::pair<int64_t, RecordId>> expected;
    for (int n = 1; n <= 60; ++n) {
      const std::string by = order;
      const int64_t key = by == "date"     ? (n % 4 == 0 ? -1 : n)
                          : by == "amount" ? (n % 5 == 0 ? -1 : n % 10)
                          : by == "unit"   ? n % 6
                                           : (n % 3 == 0 ? 0 : 1);
      expected.emplace_back(key, test_id(static_cast<uint64_t>(n)));
    }
    std::sort(expected.begin(), expected.end());
    std::vector<int> ids;
    for (const auto& [key, id] : expected) ids.push_back(id.bytes()[15]);
    EXPECT_EQ(numbers(query), ids) << order;
    query.descending = true;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    ids.clear();
    for (const auto& [key, id] : expected) ids.push_back(id.bytes()[15]);
    EXPECT_EQ(numbers(query), ids) << order;
  }
}

TYPED_TEST_P(RecordTableConformance, a_next_version_adds_renames_and_moves_columns) {
  const auto v1 = loans_programme();
  this->prepare(v1);
  record::Record record = test_record(*v1, 1);
  record.values = {Value(std::string("沂蒙女")), Value(Decimal::of(1250, 2)), Value(std::string("养殖")),
                   Value(std::string("a"))};
  this->box_->must([&](app::Writing& writing) { this->box_->save(writing, *v1, record); });

  // note becomes personal, amount takes four places, kind is renamed, rate is new.
  const auto v2 = std::make_shared<define::Programme>(*v1);
  v2->version = 2;
  v2->fields[1].places = 4;
  v2->fields[2].privacy = define::PrivacyClass::personal;
  v2->fields[3].id = "sort";
  define::Migration rename;
  rename.from = "kind";
  rename.to = "sort";
  v2->migrations = {rename};
  v2->fields.push_back(test_field("rate", define::FieldType::percent));
  this->prepare(v2);
  record::Record as_v2 = record;
  as_v2.values.emplace_back();
  EXPECT_TRUE(this->find(*v2, record.id) == as_v2);
  EXPECT_TRUE(this->find(*v1, record.id) == record);
  this->box_->tamper([&](Connection& connection) {
    EXPECT_EQ(connection.query_text("SELECT f_note FROM p_loans"), std::nullopt);
    EXPECT_EQ(connection.query_integer("SELECT f_amount_2 FROM p_loans"), 125000);
  });
  EXPECT_EQ(this->box_->faults(), "");
  as_v2.version = 2;
  as_v2.values[1] = Value(Decimal::of(12345, 4));
  as_v2.values[2] = Value();
  as_v2.values[3] = Value();
  as_v2.values[4] = Value(Decimal::of(655, 2));
  this->box_->must([&](app::Writing& writing) { this->box_->save(writing, *v2, as_v2, &record); });
  EXPECT_TRUE(this->find(*v2, record.id) == as_v2);
  std::vector<record::Record> seen;
  this->box_->store->read([&](app::Reading& reading) {
    reading.scan_records(*v1, [&](const record::Record& r) { seen.push_back(r); });
  });
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].values[1], as_v2.values[1]);
  EXPECT_TRUE(seen[0].values[3].is_blank());

  // A second preparation of the same version, and the older one once more, change nothing.
  const auto head = this->box_->look([](app::Reading& reading) { return reading.head(); });
  this->prepare(v2);
  this->prepare(v1);
  EXPECT_EQ(this->box_->look([](app::Reading& reading) { return reading.head(); }), head);
  EXPECT_EQ(this->box_->faults(), "");
}

TYPED_TEST_P(RecordTableConformance, a_field_that_becomes_text_is_read_as_a_person_would_type_it) {
  const auto v1 = std::make_shared<define::Programme>();
  v1->id = "visits";
  add_test_states(*v1);
  v1->fields = {test_field("times", define::FieldType::integer), test_field("on", define::FieldType::date),
                test_field("met", define::FieldType::yes_no)};
  this->prepare(v1);
  record::Record record = test_record(*v1, 1);
  record.values = {Value(Decimal(12)), Value(test_day("2011-03-08")), Value(true)};
  this->box_->must([&](app::Writing& writing) { this->box_->save(writing, *v1, record); });
  const auto v2 = std::make_shared<define::Programme>(*v1);
  v2->version = 2;
  for (define::Field& field : v2->fields) field.type = define::FieldType::text;
  std::vector<record::Record> moved;
  this->box_->must([&](app::Writing& writing) {
    writing.prepare_table(*v2);
    writing.scan_records(*v1, [&](const record::Record& old) { EXPECT_TRUE(old == record); });
    writing.scan_records(*v2, [&](const record::Record& now) {
      EXPECT_EQ(now.values, (std::vector<Value>{Value(std::string("12")), Value(std::string("2011-03-08")),
                                                Value(std::string("是"))}));
      moved.push_back(now);
    });
    for (record::Record& now : moved) {
      now.values[0] = Value(std::string("十二"));
      writing.save_record(*v2, now, false);
    }
  });
  EXPECT_TRUE(this->find(*v2, record.id) == moved.at(0));
  EXPECT_EQ(this->box_->faults(), "");
}

TYPED_TEST_P(RecordTableConformance, a_refused_preparation_is_forgotten) {
  const auto v1 = loans_programme();
  EXPECT_EQ(this->box_->run([&](app::Writing& writing) -> Result<void> {
    writing.prepare_table(*v1);
    return Error(kRefusedByTest);
  }),
            "test.refused");
  this->prepare(v1);
  const auto v2 = std::make_shared<define::Programme>(*v1);
  v2->fields.push_back(test_field("rate", define::FieldType::percent));
  record::Record record = test_record(*v2, 1);
  record.values[4] = Value(Decimal(3));
  EXPECT_EQ(this->box_->run([&](app::Writing& writing) -> Result<void> {
    writing.prepare_table(*v2);
    this->box_->save(writing, *v2, record);
    return Error(kRefusedByTest);
  }),
            "test.refused");
  this->box_->must([&](app::Writing& writing) {
    writing.prepare_table(*v2);
    this->box_->save(writing, *v2, record);
  });
  EXPECT_TRUE(this->find(*v2, record.id) == record);
}

TYPED_TEST_P(RecordTableConformance, values_move_once_and_are_not_restated_by_later_versions) {
  const auto v1 = loans_programme();
  this->prepare(v1);
  record::Record record = test_record(*v1, 1);
  record.values[1] = Value(Decimal::of(1250, 2));
  this->box_->must([&](app::Writing& writing) { this->box_->save(writing, *v1, record); });
  const auto restated = [&] {
    const auto lines = this->box_->look(
        [](app::Reading& reading) { return reading.list_log(Position(), 100, "record.restate"); });
    return lines.size();
  };
  const auto v2 = std::make_shared<define::Programme>(*v1);
  v2->fields[1].places = 4;
  this->prepare(v2);
  EXPECT_EQ(restated(), 1U);
  const auto v3 = std::make_shared<define::Programme>(*v2);
  v3->fields.push_back(test_field("rate", define::FieldType::percent));
  this->prepare(v3);
  EXPECT_EQ(restated(), 1U);
  EXPECT_EQ(this->find(*v3, record.id)->values[1], record.values[1]);
  EXPECT_EQ(this->box_->faults(), "");
}

REGISTER_TYPED_TEST_SUITE_P(RecordTableConformance, keeps_values_of_every_field_type,
                            lists_by_unit_state_date_and_value, a_next_version_adds_renames_and_moves_columns,
                            a_field_that_becomes_text_is_read_as_a_person_would_type_it,
                            a_refused_preparation_is_forgotten,
                            values_move_once_and_are_not_restated_by_later_versions);

}  // namespace jinguo::store
