#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace jinguo::bench {

/// One connection to PostgreSQL. Throws std::runtime_error with the server's words.
class PostgresLink {
 public:
  explicit PostgresLink(const std::string& connection);
  ~PostgresLink();
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  /// Runs one statement or several; the first row of the last as numbers (NULL as 0), and how many rows.
  std::vector<int64_t> run(const std::string& sql);
  size_t rows() const { return rows_; }
  void prepare(const std::string& name, const std::string& sql);
  std::vector<int64_t> call(const std::string& name, std::initializer_list<int64_t> values);
  /// COPY … FROM STDIN of a file.
  void copy_in(const std::string& sql, const std::string& file);

 private:
  std::vector<int64_t> take(PGresult* result, const std::string& what);
  PGconn* connection_;
  size_t rows_ = 0;
};

/// The units: table village(i, p, c, a, s), loaded once.
void load_villages(PostgresLink& link, const std::string& folder);

}  // namespace jinguo::bench
