#include <libpq-fe.h>

#include <cstdlib>

#include "expr/random_rows.h"

namespace jinguo::expr {
namespace {

/// The database that JINGUO_TEST_POSTGRES names; only a temporary table is made in it.
class Postgres {
 public:
  explicit Postgres(const char* conninfo) : connection_(PQconnectdb(conninfo)) {}
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;
  ~Postgres() { PQfinish(connection_); }

  void create(const std::vector<Type>& types) {
    std::string columns;
    for (size_t i = 0; i < types.size(); ++i) {
      columns += (i ? ", c" : "c") + std::to_string(i) + " " + name_of_column(types[i]);
      places_ += (i ? ", $" : "$") + std::to_string(i + 1);
    }
    run("CREATE TEMPORARY TABLE r(" + columns + ")", {});
  }

  void put(const std::vector<Stored>& cells) {
    run("DELETE FROM r", {});
    run("INSERT INTO r VALUES(" + places_ + ")", cells);
  }

  Stored ask(const std::string& text, const std::vector<std::variant<int64_t, std::string>>& bound) {
    std::vector<Stored> cells;
    for (const auto& b : bound) std::visit([&](const auto& v) { cells.emplace_back(v); }, b);
    return run(text, cells);
  }

 private:
  static std::string name_of_column(Type type) {
    switch (type) {
      case Type::number:
        return "bigint";
      case Type::boolean:
      case Type::date:
      case Type::unit:
        return "integer";
      case Type::reference:
        return "bytea";
      default:
        return "text";
    }
  }

  static std::string text_of(const Stored& v) {
    if (const auto* n = std::get_if<int64_t>(&v)) return std::to_string(*n);
    if (const auto* t = std::get_if<std::string>(&v)) return *t;
    const auto* r = std::get_if<Reference>(&v);
    return r ? "\\x" + RecordId(r->bytes).to_text() : "";
  }

  Stored run(const std::string& text, const std::vector<Stored>& bound) {
    std::vector<std::string> texts;
    std::vector<const char*> values;
    for (const Stored& v : bound) texts.push_back(text_of(v));
    for (size_t i = 0; i < bound.size(); ++i)
      values.push_back(bound[i].index() == 0 ? nullptr : texts[i].c_str());
    PGresult* result = PQexecParams(connection_, text.c_str(), static_cast<int>(bound.size()), nullptr,
                                    values.data(), nullptr, nullptr, 0);
    const ExecStatusType status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) << PQerrorMessage(connection_);
    Stored out;
    if (PQntuples(result) == 1 && !PQgetisnull(result, 0, 0)) {
      constexpr Oid kText = 25;
      const char* value = PQgetvalue(result, 0, 0);
      if (PQftype(result, 0) == kText)
        out = std::string(value);
      else
        out = int64_t{std::strtoll(value, nullptr, 10)};
    }
    PQclear(result);
    return out;
  }

  PGconn* connection_;
  std::string places_;
};

TEST(Postgres, its_sql_gives_the_answers_of_the_plan) {
  const char* conninfo = std::getenv("JINGUO_TEST_POSTGRES");
  if (!conninfo) GTEST_SKIP() << "POSTGRESQL IS NOT TESTED: JINGUO_TEST_POSTGRES is not set";
  Postgres store(conninfo);
  expect_same_answers(store, Dialect::postgres);
}

TEST(Postgres, its_sql_gives_the_answers_of_the_plan_for_random_expressions) {
  const char* conninfo = std::getenv("JINGUO_TEST_POSTGRES");
  if (!conninfo) GTEST_SKIP() << "POSTGRESQL IS NOT TESTED: JINGUO_TEST_POSTGRES is not set";
  Postgres store(conninfo);
  expect_same_answers_at_random(store, Dialect::postgres, 600);
}

}  // namespace
}  // namespace jinguo::expr
