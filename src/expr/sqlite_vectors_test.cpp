#include <sqlite3.h>

#include "expr/random_rows.h"

namespace jinguo::expr {
namespace {

class Sqlite {
 public:
  Sqlite() { sqlite3_open(":memory:", &db_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() { sqlite3_close(db_); }

  void create(const std::vector<Type>& types) {
    std::string columns;
    for (size_t i = 0; i < types.size(); ++i) {
      columns += (i ? ", c" : "c") + std::to_string(i);
      places_ += i ? ", ?" : "?";
    }
    ask("CREATE TABLE r(" + columns + ")", {});
  }

  void put(const std::vector<Stored>& cells) {
    ask("DELETE FROM r", {});
    run("INSERT INTO r VALUES(" + places_ + ")", cells);
  }

  Stored ask(const std::string& text, const std::vector<std::variant<int64_t, std::string>>& bound) {
    std::vector<Stored> cells;
    for (const auto& b : bound) std::visit([&](const auto& v) { cells.emplace_back(v); }, b);
    return run(text, cells);
  }

 private:
  Stored run(const std::string& text, const std::vector<Stored>& bound) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db_);
    for (size_t i = 0; i < bound.size(); ++i) bind(statement, static_cast<int>(i) + 1, bound[i]);
    const int step = sqlite3_step(statement);
    EXPECT_TRUE(step == SQLITE_ROW || step == SQLITE_DONE) << sqlite3_errmsg(db_);
    Stored out;
    if (step == SQLITE_ROW) {
      const int kind = sqlite3_column_type(statement, 0);
      EXPECT_NE(kind, SQLITE_FLOAT);
      if (kind == SQLITE_INTEGER) out = int64_t{sqlite3_column_int64(statement, 0)};
      if (kind == SQLITE_TEXT)
        out = std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    return out;
  }

  static void bind(sqlite3_stmt* statement, int at, const Stored& v) {
    if (const auto* n = std::get_if<int64_t>(&v)) sqlite3_bind_int64(statement, at, *n);
    if (const auto* t = std::get_if<std::string>(&v))
      sqlite3_bind_text(statement, at, t->data(), static_cast<int>(t->size()), SQLITE_TRANSIENT);
    if (const auto* r = std::get_if<Reference>(&v))
      sqlite3_bind_blob(statement, at, r->bytes.data(), 16, SQLITE_TRANSIENT);
  }

  sqlite3* db_ = nullptr;
  std::string places_;
};

TEST(Sqlite, its_sql_gives_the_answers_of_the_plan) {
  Sqlite store;
  expect_same_answers(store, Dialect::sqlite);
}

TEST(Sqlite, its_sql_gives_the_answers_of_the_plan_for_random_expressions) {
  Sqlite store;
  expect_same_answers_at_random(store, Dialect::sqlite, 4000);
}

}  // namespace
}  // namespace jinguo::expr
