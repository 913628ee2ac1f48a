#include "store/postgres/postgres_database.h"

#include "store/postgres/postgres_writer.h"

namespace jinguo::store {

namespace {

class PostgresDatabase : public Database {
 public:
  PostgresDatabase(const PostgresOptions& options, std::unique_ptr<PostgresWriter> writer)
      : writer_(std::move(writer)), readers_(options.readers, [conninfo = options.conninfo] {
          return std::make_unique<PostgresConnection>(conninfo, PostgresRole::reader);
        }) {}
  Dialect dialect() const override { return Dialect::postgres; }
  std::unique_ptr<WriteConnection> take_writer() override {
    ensure(writer_ != nullptr, "the writing connection is taken once");
    return std::move(writer_);
  }
  Reader read(std::chrono::milliseconds patience) override { return readers_.take(patience); }

 private:
  std::unique_ptr<PostgresWriter> writer_;
  ReadPool readers_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const PostgresOptions& options) {
  auto writer = std::make_unique<PostgresWriter>(options.conninfo);
  Result<void> claimed = writer->claim();
  if (!claimed) return std::move(claimed).error();
  return std::unique_ptr<Database>(std::make_unique<PostgresDatabase>(options, std::move(writer)));
}

}  // namespace jinguo::store
