#include "store/sql_text.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "store/postgres/postgres_text.h"
#include "store/sql_utf8.h"

namespace jinguo::store {

// What a user typed arrives as one of these; none of them can become SQL.
static_assert(!std::is_constructible_v<SqlText, std::string>);
static_assert(!std::is_constructible_v<SqlText, std::string_view>);
static_assert(!std::is_constructible_v<SqlText, const char*>);
static_assert(!std::is_constructible_v<SqlText, char*>);
static_assert(!std::is_constructible_v<SqlText, std::vector<char>>);
static_assert(!std::is_constructible_v<Identifier, std::string>);
static_assert(!std::is_constructible_v<Identifier, std::string_view>);
static_assert(!std::is_constructible_v<Identifier, const char*>);

template <class T>
concept AddsToSql = requires(SqlText sql, T text) {
  sql + text;
};
static_assert(AddsToSql<Identifier>);
static_assert(AddsToSql<SqlText>);
static_assert(!AddsToSql<std::string>);
static_assert(!AddsToSql<std::string_view>);
static_assert(!AddsToSql<const char*>);
static_assert(!AddsToSql<int>);

TEST(Identifier, takes_names_and_nothing_else) {
  EXPECT_TRUE(Identifier::parse("loan_2"));
  EXPECT_TRUE(Identifier::parse("order"));
  EXPECT_TRUE(Identifier::parse(std::string(63, 'a')));
  for (const std::string& bad :
       {std::string(), std::string("2a"), std::string("_a"), std::string("Loan"), std::string("a b"),
        std::string("a\"b"), std::string("a;b"), std::string("a--"), std::string("a\0", 2),
        std::string("贷款"), std::string(64, 'a')}) {
    EXPECT_FALSE(Identifier::parse(bad)) << bad;
  }
}

TEST(SqlText, grows_from_literals_names_and_numbers) {
  const Identifier table = *Identifier::parse("order");
  const Identifier columns[] = {"a", "b"};
  EXPECT_EQ(
      ("SELECT " + SqlText::list(columns) + " FROM " + table + " WHERE a > " + SqlText::number(-3)).view(),
      "SELECT \"a\", \"b\" FROM \"order\" WHERE a > -3");
  EXPECT_EQ(SqlText::placeholders(3).view(), "?, ?, ?");
  EXPECT_EQ(SqlText::placeholders(0).view(), "");
  SqlText twice = "ab";
  twice += twice;
  EXPECT_EQ(twice.view(), "abab");
}

TEST(PostgresText, numbers_parameters_outside_of_quotes) {
  size_t count = 0;
  EXPECT_EQ(number_parameters("a = ? AND b = '?''?' AND \"c?\" = ?", count),
            "a = $1 AND b = '?''?' AND \"c?\" = $2");
  EXPECT_EQ(count, 2U);
  EXPECT_EQ(number_parameters("$$ ? ' ? $$ ?", count), "$$ ? ' ? $$ $1");
  EXPECT_TRUE(is_definition("  create table t (a int)"));
  EXPECT_FALSE(is_definition("SELECT 1"));
}

TEST(StorableText, is_utf8_without_nul) {
  EXPECT_TRUE(is_storable_text(""));
  EXPECT_TRUE(is_storable_text("巾帼 𠮷 é \x7f"));
  EXPECT_TRUE(is_storable_text("\xf4\x8f\xbf\xbf"));
  EXPECT_FALSE(is_storable_text("\xf4\x90\x80\x80"));
  EXPECT_FALSE(is_storable_text("\xe0\x80\x80"));
  EXPECT_FALSE(is_storable_text("\x80"));
  EXPECT_FALSE(is_storable_text("\xe5\xa6"));
}

}  // namespace jinguo::store
