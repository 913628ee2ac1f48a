#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "store/postgres/postgres_connection.h"

namespace jinguo::store {

/// The writing connection. Its session holds the database's lock, so when it has the lock again after the
/// connection broke, the fate of its last commit is settled.
class PostgresWriter : public PostgresConnection {
 public:
  explicit PostgresWriter(const std::string& conninfo) : PostgresConnection(conninfo, PostgresRole::writer) {}
  /// Refuses an unsafe server, then takes the lock.
  Result<void> claim();
  void reconnect() override;

 private:
  Result<void> check_settings();
  /// The holder of the lock as its session names itself; nothing when the lock is ours.
  std::optional<std::string> take_lock();
};

}  // namespace jinguo::store
