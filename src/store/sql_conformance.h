#pragma once
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "store/sql.h"
#include "store/sql_database.h"

namespace jinguo::store {

/// What every driver must do. A driver's test gives an Engine: `static bool is_there()`, and an instance
/// with `std::unique_ptr<Database> open()` that opens the same, at first empty, store each time.
template <class Engine>
class SqlConformance : public testing::Test {
 protected:
  void SetUp() override {
    if (!Engine::is_there()) GTEST_SKIP() << Engine::kWhyNot;
    engine_ = std::make_unique<Engine>();
    database_ = engine_->open();
    writer_ = database_->take_writer();
  }
  void TearDown() override {
    writer_.reset();
    database_.reset();
  }
  SqlText type(ColumnKind kind) { return column_type(writer_->dialect(), kind); }
  /// visits(id blob key, unit, period, note, photo) with (unit, period) unique and period positive.
  void create_visits() {
    writer_->execute("CREATE TABLE visits (id " + type(ColumnKind::blob) + " PRIMARY KEY, unit " +
                     type(ColumnKind::integer) + " NOT NULL, period " + type(ColumnKind::integer) +
                     " CHECK (period > 0), note " + type(ColumnKind::text) + ", photo " +
                     type(ColumnKind::blob) + ", UNIQUE (unit, period))" + table_options(writer_->dialect()));
  }
  int64_t add_visit(uint8_t id, int64_t unit, int64_t period, const SqlValue& note = {},
                    const SqlValue& photo = {}) {
    return writer_->execute("INSERT INTO visits (id, unit, period, note, photo) VALUES (?, ?, ?, ?, ?)",
                            {visit_id(id), unit, period, note, photo});
  }
  static RecordId visit_id(uint8_t id) {
    RecordId::Bytes bytes{};
    bytes[15] = id;
    return RecordId(bytes);
  }
  int64_t count() { return writer_->query_integer("SELECT count(*) FROM visits").value_or(-1); }
  template <class Act>
  static SqlFault fault_of(const Act& act) {
    try {
      act();
    } catch (const SqlFailure& failure) {
      return failure.fault();
    }
    ADD_FAILURE() << "nothing failed";
    return SqlFault::other;
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<WriteConnection> writer_;
};

TYPED_TEST_SUITE_P(SqlConformance);

TYPED_TEST_P(SqlConformance, keeps_values_of_every_kind_as_they_were) {
  this->create_visits();
  const std::vector<uint8_t> photo{0, 1, 0, 255, '\\', '\n', '?', 0};
  const std::string note = "妇联“巾帼”\t\\N 𠮷 ' \" ? $1\n—";
  EXPECT_EQ(this->add_visit(1, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max(), note,
                            photo),
            1);
  EXPECT_EQ(this->add_visit(2, 7, 1, "", std::vector<uint8_t>()), 1);
  EXPECT_EQ(this->add_visit(3, 8, 1), 1);
  int rows = 0;
  this->writer_->query("SELECT id, unit, period, note, photo FROM visits ORDER BY id", {},
                       [&](const Row& row) {
                         ++rows;
                         ASSERT_EQ(row.size(), 5U);
                         EXPECT_EQ(row.id<RecordId>(0), this->visit_id(static_cast<uint8_t>(rows)));
                         const std::span<const uint8_t> bytes = row.blob(4);
                         if (rows == 1) {
                           EXPECT_EQ(row.integer(1), std::numeric_limits<int64_t>::min());
                           EXPECT_EQ(row.integer(2), std::numeric_limits<int64_t>::max());
                           EXPECT_EQ(row.text(3), note);
                           EXPECT_EQ(std::vector<uint8_t>(bytes.begin(), bytes.end()), photo);
                         } else if (rows == 2) {
                           EXPECT_FALSE(row.is_null(3));
                           EXPECT_FALSE(row.is_null(4));
                           EXPECT_EQ(row.text(3), "");
                           EXPECT_TRUE(bytes.empty());
                         } else {
                           EXPECT_TRUE(row.is_null(3));
                           EXPECT_TRUE(row.is_null(4));
                           EXPECT_EQ(row.integer_or_null(1), 8);
                         }
                       });
  EXPECT_EQ(rows, 3);
}

TYPED_TEST_P(SqlConformance, binds_by_question_marks_outside_of_quotes_only) {
  EXPECT_EQ(this->writer_->query_text("SELECT 'a?''b?' || ?", {"c?"}), "a?'b?c?");
  int64_t seen = 0;
  this->writer_->query("SELECT 5 AS \"a?b\" WHERE ? = 'x'", {"x"},
                       [&](const Row& row) { seen = row.integer(0); });
  EXPECT_EQ(seen, 5);
  EXPECT_EQ(this->fault_of([&] { this->writer_->query_text("SELECT 'a' || ?", {}); }), SqlFault::other);
  EXPECT_EQ(this->fault_of([&] {
    this->writer_->query_text("SELECT 'a' || ?", {"b", "c"});
  }),
            SqlFault::other);
}

TYPED_TEST_P(SqlConformance, takes_a_null_first_and_a_value_later_in_one_statement) {
  this->create_visits();
  for (uint8_t id = 1; id <= 4; ++id) {
    const SqlValue note = id % 2 == 0 ? SqlValue("文") : SqlValue();
    const SqlValue photo = id % 2 == 0 ? SqlValue(std::vector<uint8_t>{0, 9}) : SqlValue();
    EXPECT_EQ(this->add_visit(id, id, 1, note, photo), 1);
  }
  EXPECT_EQ(this->writer_->query_integer("SELECT count(*) FROM visits WHERE note = ? AND photo = ?",
                                         {"文", std::vector<uint8_t>{0, 9}}),
            2);
}

TYPED_TEST_P(SqlConformance, counts_the_rows_it_changed) {
  this->create_visits();
  for (uint8_t id = 1; id <= 5; ++id) this->add_visit(id, id, 1);
  EXPECT_EQ(this->writer_->execute("UPDATE visits SET period = 2 WHERE unit > ?", {3}), 2);
  EXPECT_EQ(this->writer_->execute("DELETE FROM visits WHERE unit = ?", {99}), 0);
  EXPECT_EQ(this->writer_->execute("CREATE TABLE other (a " + this->type(ColumnKind::integer) + ")"), 0);
  EXPECT_EQ(this->writer_->execute("INSERT INTO visits (id, unit, period) VALUES (?, 1, 1) "
                                   "ON CONFLICT (unit, period) DO NOTHING",
                                   {this->visit_id(9)}),
            0);
  int64_t unit = 0;
  EXPECT_TRUE(this->writer_->query_one("UPDATE visits SET period = 3 WHERE unit = ? RETURNING unit", {5},
                                       [&](const Row& row) { unit = row.integer(0); }));
  EXPECT_EQ(unit, 5);
  EXPECT_EQ(this->writer_->query_integer("SELECT sum(period) FROM visits"), 1 + 1 + 1 + 2 + 3);
}

TYPED_TEST_P(SqlConformance, orders_texts_by_their_bytes) {
  this->writer_->execute("CREATE TABLE names (name " + this->type(ColumnKind::text) + ")");
  for (const char* name : {"b", "B", "a", "乙", "甲", "Z", "_"}) {
    this->writer_->execute("INSERT INTO names (name) VALUES (?)", {name});
  }
  std::string order;
  this->writer_->query("SELECT name FROM names ORDER BY name", {},
                       [&](const Row& row) { order += row.text(0); });
  EXPECT_EQ(order, "BZ_ab乙甲");
}

TYPED_TEST_P(SqlConformance, tells_a_unique_key_from_other_refusals) {
  this->create_visits();
  this->add_visit(1, 7, 1);
  this->writer_->begin();
  this->writer_->savepoint("before");
  try {
    this->add_visit(2, 7, 1, "13900001111");
    ADD_FAILURE() << "the second row was taken";
  } catch (const UniqueViolation& clash) {
    EXPECT_EQ(clash.table(), "visits");
    EXPECT_EQ(clash.columns(), "unit, period");
    EXPECT_EQ(std::string(clash.what()).find("13900001111"), std::string::npos);
    EXPECT_FALSE(clash.loses_transaction());
  }
  this->writer_->rollback_to("before");
  EXPECT_EQ(this->fault_of([&] { this->add_visit(1, 8, 1); }), SqlFault::unique);
  this->writer_->rollback_to("before");
  EXPECT_EQ(this->fault_of([&] { this->add_visit(3, 8, -5); }), SqlFault::check);
  this->writer_->rollback_to("before");
  EXPECT_EQ(this->fault_of([&] {
    this->writer_->execute("INSERT INTO visits (id, unit, period) VALUES (?, ?, 1)",
                           {this->visit_id(4), nullptr});
  }),
            SqlFault::check);
  this->writer_->rollback_to("before");
  EXPECT_EQ(this->fault_of([&] { this->writer_->query_integer("SELECT nothing FROM visits"); }),
            SqlFault::other);
  this->writer_->rollback_to("before");
  EXPECT_EQ(this->add_visit(5, 9, 1), 1);
  this->writer_->commit();
  EXPECT_EQ(this->count(), 2);
}

TYPED_TEST_P(SqlConformance, refuses_a_child_without_its_parent) {
  this->create_visits();
  this->writer_->execute("CREATE TABLE files (visit " + this->type(ColumnKind::blob) +
                         " REFERENCES visits (id))");
  EXPECT_EQ(this->fault_of(
                [&] { this->writer_->execute("INSERT INTO files (visit) VALUES (?)", {this->visit_id(1)}); }),
            SqlFault::foreign_key);
}

TYPED_TEST_P(SqlConformance, refuses_text_that_is_not_utf8_without_nul) {
  this->create_visits();
  for (const std::string& bad : {std::string("a\0b", 3), std::string("\xff"), std::string("\xc0\x80"),
                                 std::string("\xed\xa0\x80"), std::string("\xe5\xa6")}) {
    EXPECT_EQ(this->fault_of([&] { this->add_visit(1, 1, 1, bad); }), SqlFault::check);
  }
  EXPECT_EQ(this->count(), 0);
}

TYPED_TEST_P(SqlConformance, goes_back_to_savepoints) {
  this->create_visits();
  this->writer_->begin();
  EXPECT_TRUE(this->writer_->in_transaction());
  this->add_visit(1, 1, 1);
  this->writer_->savepoint("outer");
  this->add_visit(2, 2, 1);
  this->writer_->savepoint("inner");
  this->add_visit(3, 3, 1);
  this->writer_->rollback_to("inner");
  this->writer_->release("inner");
  EXPECT_EQ(this->count(), 2);
  this->add_visit(4, 4, 1);
  this->writer_->rollback_to("outer");
  this->add_visit(5, 5, 1);
  this->writer_->release("outer");
  this->writer_->commit();
  EXPECT_FALSE(this->writer_->in_transaction());
  EXPECT_EQ(this->writer_->query_integer("SELECT sum(unit) FROM visits"), 6);
  this->writer_->begin();
  this->add_visit(6, 6, 1);
  this->writer_->rollback();
  this->writer_->rollback();
  EXPECT_EQ(this->count(), 2);
}

TYPED_TEST_P(SqlConformance, a_failed_transaction_cannot_be_taken_for_committed) {
  this->create_visits();
  this->add_visit(1, 1, 1);
  this->writer_->begin();
  this->writer_->savepoint("work");
  EXPECT_EQ(this->fault_of([&] { this->add_visit(2, 1, 1); }), SqlFault::unique);
  bool is_told = false;
  try {
    this->writer_->release("work");
    this->writer_->commit();
  } catch (const SqlFailure&) {
    is_told = true;
  }
  this->writer_->rollback();
  EXPECT_TRUE(is_told || this->writer_->dialect() == Dialect::sqlite);
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(SqlConformance, inserts_many_rows_at_once) {
  this->create_visits();
  const Identifier columns[] = {"id", "unit", "period", "note", "photo"};
  constexpr int64_t kRows = 100'000;
  int64_t made = 0;
  const auto next = [&](std::span<SqlValue> values) {
    if (made == kRows) return false;
    ++made;
    RecordId::Bytes id{};
    for (size_t i = 0; i < 8; ++i) id[i] = static_cast<uint8_t>(made >> (8 * i));
    values[0] = RecordId(id);
    values[1] = made;
    values[2] = 1;
    values[3] = made % 3 == 0 ? SqlValue() : SqlValue("第\t" + std::to_string(made) + "\\户\n");
    values[4] = std::span<const uint8_t>(id);
    return true;
  };
  this->writer_->begin();
  EXPECT_EQ(this->writer_->bulk_insert("visits", columns, next), kRows);
  this->writer_->commit();
  EXPECT_EQ(this->count(), kRows);
  EXPECT_EQ(this->writer_->query_integer("SELECT sum(unit) FROM visits"), kRows * (kRows + 1) / 2);
  EXPECT_EQ(this->writer_->query_integer("SELECT count(*) FROM visits WHERE note IS NULL"), kRows / 3);
  EXPECT_EQ(this->writer_->query_text("SELECT note FROM visits WHERE unit = ?", {100}), "第\t100\\户\n");
  EXPECT_EQ(this->writer_->query_integer("SELECT count(*) FROM visits WHERE photo = id"), kRows);
}

TYPED_TEST_P(SqlConformance, a_bulk_insert_is_all_or_nothing) {
  this->create_visits();
  this->add_visit(1, 50, 1);
  const Identifier columns[] = {"id", "unit", "period"};
  for (const bool source_throws : {false, true}) {
    uint8_t made = 1;
    this->writer_->begin();
    this->writer_->savepoint("bulk");
    EXPECT_THROW(this->writer_->bulk_insert("visits", columns,
                                            [&](std::span<SqlValue> values) {
                                              if (source_throws && made == 40) throw Failure("no more");
                                              values[0] = this->visit_id(++made);
                                              values[1] = made;
                                              values[2] = 1;
                                              return made < 200;
                                            }),
                 Failure);
    this->writer_->rollback_to("bulk");
    this->writer_->commit();
    EXPECT_EQ(this->count(), 1);
  }
}

TYPED_TEST_P(SqlConformance, streams_long_answers) {
  this->create_visits();
  for (uint8_t id = 1; id <= 100; ++id) this->add_visit(id, id, 1);
  int64_t sum = 0;
  this->writer_->scan("SELECT unit FROM visits WHERE unit > ? ORDER BY unit", {50},
                      [&](const Row& row) { sum += row.integer(0); });
  EXPECT_EQ(sum, (51 + 100) * 50 / 2);
  EXPECT_EQ(this->fault_of([&] {
    this->writer_->scan("SELECT unit FROM visits", {}, [&](const Row&) { this->count(); });
  }),
            SqlFault::other);
  EXPECT_EQ(this->count(), 100);
  EXPECT_THROW(
      this->writer_->scan("SELECT unit FROM visits", {}, [](const Row&) { throw Failure("enough"); }),
      Failure);
  EXPECT_EQ(this->count(), 100);
}

TYPED_TEST_P(SqlConformance, runs_statements_inside_of_a_query) {
  this->create_visits();
  for (uint8_t id = 1; id <= 3; ++id) this->add_visit(id, id, 1);
  int64_t sum = 0;
  this->writer_->query("SELECT unit FROM visits", {}, [&](const Row& outer) {
    this->writer_->query("SELECT unit FROM visits", {},
                         [&](const Row& inner) { sum += outer.integer(0) * inner.integer(0); });
  });
  EXPECT_EQ(sum, 36);
}

TYPED_TEST_P(SqlConformance, a_reader_sees_one_moment_while_the_writer_commits) {
  this->create_visits();
  this->add_visit(1, 1, 1);
  const auto seen = [](const Reader& reader) { return reader->query_integer("SELECT count(*) FROM visits"); };
  {
    const Reader early = this->database_->read();
    EXPECT_EQ(seen(early), 1);
    this->writer_->begin();
    this->add_visit(2, 2, 1);
    EXPECT_EQ(seen(early), 1);
    this->writer_->commit();
    EXPECT_EQ(seen(early), 1);
    const Reader late = this->database_->read();
    EXPECT_EQ(seen(late), 2);
    EXPECT_EQ(seen(early), 1);
  }
  EXPECT_EQ(seen(this->database_->read()), 2);
}

TYPED_TEST_P(SqlConformance, a_reader_writes_and_defines_nothing) {
  this->create_visits();
  this->add_visit(1, 1, 1);
  const auto refused = [&](const SqlText& sql) {
    const Reader reader = this->database_->read();
    return this->fault_of([&] { reader->execute(sql); });
  };
  EXPECT_EQ(refused("DELETE FROM visits"), SqlFault::not_allowed);
  EXPECT_EQ(refused("UPDATE visits SET unit = 9"), SqlFault::not_allowed);
  EXPECT_EQ(refused("DROP TABLE visits"), SqlFault::not_allowed);
  EXPECT_EQ(refused("CREATE TABLE more (a INTEGER)"), SqlFault::not_allowed);
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(SqlConformance, readers_are_lent_up_to_a_limit) {
  std::vector<Reader> lent;
  for (size_t i = 0; i < TypeParam::kReaders; ++i) lent.push_back(this->database_->read());
  EXPECT_THROW(this->database_->read(std::chrono::milliseconds(20)), Busy);
  lent.pop_back();
  EXPECT_EQ(this->database_->read(std::chrono::milliseconds(20))->query_integer("SELECT 1"), 1);
}

TYPED_TEST_P(SqlConformance, a_trigger_keeps_a_table_append_only) {
  this->create_visits();
  for (const SqlText& sql : this->engine_->append_only_visits()) this->writer_->execute(sql);
  EXPECT_EQ(this->add_visit(1, 1, 1), 1);
  EXPECT_EQ(this->fault_of([&] { this->writer_->execute("UPDATE visits SET unit = 2"); }), SqlFault::check);
  EXPECT_EQ(this->fault_of([&] { this->writer_->execute("DELETE FROM visits"); }), SqlFault::check);
  EXPECT_EQ(this->writer_->query_integer("SELECT unit FROM visits"), 1);
}

TYPED_TEST_P(SqlConformance, refuses_a_second_opening_and_keeps_what_was_committed) {
  this->create_visits();
  this->add_visit(1, 1, 1);
  const auto second = this->engine_->try_open();
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code(), "store.served");
  EXPECT_EQ(second.error().args().at(0), std::to_string(::getpid()));
  this->writer_.reset();
  this->database_.reset();
  this->database_ = this->engine_->open();
  this->writer_ = this->database_->take_writer();
  EXPECT_EQ(this->count(), 1);
}

TYPED_TEST_P(SqlConformance, random_rows_come_back_the_same_by_either_way_in) {
  this->create_visits();
  const uint64_t seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937_64 random(seed);
  const Identifier columns[] = {"id", "unit", "period", "note", "photo"};
  std::vector<std::vector<SqlValue>> rows;
  static constexpr std::string_view kPieces[] = {"妇", "\\", "\\N", "\t", "\n", "\r",
                                                 "'",  "\"", "?",   "a",  "𠮷", "\\."};
  for (int64_t i = 0; i < 400; ++i) {
    RecordId::Bytes id{};
    for (uint8_t& byte : id) byte = static_cast<uint8_t>(random());
    std::string note;
    for (uint64_t n = random() % 6; n > 0; --n) note += kPieces[random() % std::size(kPieces)];
    std::vector<uint8_t> photo(random() % 40);
    for (uint8_t& byte : photo) byte = static_cast<uint8_t>(random());
    rows.push_back({RecordId(id), static_cast<int64_t>(random()), i + 1,
                    random() % 5 == 0 ? SqlValue() : SqlValue(note),
                    random() % 5 == 0 ? SqlValue() : SqlValue(photo)});
  }
  size_t at = 0;
  this->writer_->bulk_insert("visits", columns, [&](std::span<SqlValue> values) {
    if (at == rows.size() / 2) return false;
    std::copy(rows[at].begin(), rows[at].end(), values.begin());
    ++at;
    return true;
  });
  for (; at < rows.size(); ++at) {
    this->writer_->execute("INSERT INTO visits (id, unit, period, note, photo) VALUES (?, ?, ?, ?, ?)",
                           rows[at]);
  }
  at = 0;
  this->writer_->query(
      "SELECT id, unit, period, note, photo FROM visits ORDER BY period", {}, [&](const Row& row) {
        const std::vector<SqlValue> found{row.id<RecordId>(0), row.integer(1), row.integer(2),
                                          row.is_null(3) ? SqlValue() : SqlValue(row.text(3)),
                                          row.is_null(4) ? SqlValue() : SqlValue(row.blob(4))};
        EXPECT_EQ(found, rows[at++]);
      });
  EXPECT_EQ(at, rows.size());
}

REGISTER_TYPED_TEST_SUITE_P(
    SqlConformance, keeps_values_of_every_kind_as_they_were, binds_by_question_marks_outside_of_quotes_only,
    takes_a_null_first_and_a_value_later_in_one_statement, counts_the_rows_it_changed,
    orders_texts_by_their_bytes, tells_a_unique_key_from_other_refusals, refuses_a_child_without_its_parent,
    refuses_text_that_is_not_utf8_without_nul, goes_back_to_savepoints,
    a_failed_transaction_cannot_be_taken_for_committed, inserts_many_rows_at_once,
    a_bulk_insert_is_all_or_nothing, streams_long_answers, runs_statements_inside_of_a_query,
    a_reader_sees_one_moment_while_the_writer_commits, a_reader_writes_and_defines_nothing,
    readers_are_lent_up_to_a_limit, a_trigger_keeps_a_table_append_only,
    refuses_a_second_opening_and_keeps_what_was_committed, random_rows_come_back_the_same_by_either_way_in);

}  // namespace jinguo::store
