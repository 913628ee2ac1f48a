#pragma once
#include <string>

namespace jinguo::support {

/// An empty PostgreSQL database of the test's own, dropped when it goes; tests side by side share the server.
class FreshDatabase {
 public:
  /// `server` is a libpq connection string that may create databases. Throws Failure when it cannot.
  explicit FreshDatabase(std::string server);
  ~FreshDatabase();
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;
  std::string conninfo() const { return server_ + " dbname=" + name_; }

 private:
  void run(const std::string& sql) const;
  std::string server_, name_;
};

}  // namespace jinguo::support
