#include "peers/postgres_link.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace jinguo::bench {

PostgresLink::PostgresLink(const std::string& connection) : connection_(PQconnectdb(connection.c_str())) {
  if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
}

PostgresLink::~PostgresLink() {
  PQfinish(connection_);
}

std::vector<int64_t> PostgresLink::take(PGresult* result, const std::string& what) {
  const ExecStatusType status = PQresultStatus(result);
  std::vector<int64_t> first;
  rows_ = 0;
  const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  if (is_good && PQntuples(result) > 0) {
    rows_ = static_cast<size_t>(PQntuples(result));
    for (int i = 0; i < PQnfields(result); ++i) first.push_back(std::atoll(PQgetvalue(result, 0, i)));
  }
  PQclear(result);
  if (!is_good) throw std::runtime_error(std::string(PQerrorMessage(connection_)) + " in " + what);
  return first;
}

std::vector<int64_t> PostgresLink::run(const std::string& sql) {
  return take(PQexec(connection_, sql.c_str()), sql);
}

void PostgresLink::prepare(const std::string& name, const std::string& sql) {
  take(PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr), sql);
}

std::vector<int64_t> PostgresLink::call(const std::string& name, std::initializer_list<int64_t> values) {
  std::vector<std::string> texts;
  std::vector<const char*> pointers;
  for (const int64_t value : values) texts.push_back(std::to_string(value));
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return take(PQexecPrepared(connection_, name.c_str(), static_cast<int>(texts.size()), pointers.data(),
                             nullptr, nullptr, 0),
              name);
}

void PostgresLink::copy_in(const std::string& sql, const std::string& file) {
  PGresult* const begun = PQexec(connection_, sql.c_str());
  const bool is_open = PQresultStatus(begun) == PGRES_COPY_IN;
  PQclear(begun);
  if (!is_open) throw std::runtime_error(std::string(PQerrorMessage(connection_)) + " in " + sql);
  std::ifstream in(file, std::ios::binary);
  std::array<char, 65536> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0)
    PQputCopyData(connection_, block.data(), static_cast<int>(in.gcount()));
  PQputCopyEnd(connection_, nullptr);
  take(PQgetResult(connection_), sql);
  while (PGresult* const rest = PQgetResult(connection_)) PQclear(rest);
}

void load_villages(PostgresLink& link, const std::string& folder) {
  link.run("drop table if exists village");
  link.run("create table village(i int, p int, c int, a int, s int)");
  link.copy_in("copy village from stdin", folder + "/village.tsv");
  link.run("alter table village add primary key(i)");
  link.run("analyze village");
}

}  // namespace jinguo::bench
