#include "store/sql_database.h"

namespace jinguo::store {

Reader::Reader(ReadPool& pool, std::unique_ptr<Connection> connection)
    : pool_(&pool), connection_(std::move(connection)) {}

Reader::~Reader() {
  if (connection_ == nullptr) return;
  bool usable = true;
  try {
    connection_->rollback();
  } catch (const std::exception&) {
    // A connection that cannot end its transaction is thrown away; the reader has its answers already.
    usable = false;
  }
  pool_->give_back(std::move(connection_), usable);
}

Reader ReadPool::take(std::chrono::milliseconds patience) {
  std::unique_ptr<Connection> connection;
  {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, patience, [this] { return lent_ < limit_; })) {
      throw Busy("all reading connections are in use");
    }
    ++lent_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  try {
    if (connection != nullptr) {
      try {
        connection->begin();
        return Reader(*this, std::move(connection));
      } catch (const SqlFailure& failure) {
        if (failure.fault() != SqlFault::disconnected) throw;
      }
    }
    connection = open_();
    connection->begin();
    return Reader(*this, std::move(connection));
  } catch (...) {
    give_back(nullptr, false);
    throw;
  }
}

void ReadPool::give_back(std::unique_ptr<Connection> connection, bool usable) {
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (usable) idle_.push_back(std::move(connection));
  }
  freed_.notify_one();
}

}  // namespace jinguo::store
