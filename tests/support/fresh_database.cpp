#include "fresh_database.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <memory>

#include "base/error.h"

namespace jinguo::support {

FreshDatabase::FreshDatabase(std::string server) : server_(std::move(server)) {
  static std::atomic<int> next{0};
  name_ = "jinguo_test_" + std::to_string(::getpid()) + "_" + std::to_string(next++);
  run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  run("CREATE DATABASE " + name_);
}

FreshDatabase::~FreshDatabase() {
  try {
    run("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception&) {
    // The server may be gone; its databases go with it.
  }
}

void FreshDatabase::run(const std::string& sql) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(server_.c_str()), PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw Failure(std::string("PostgreSQL: ") + PQerrorMessage(connection.get()));
}

}  // namespace jinguo::support
