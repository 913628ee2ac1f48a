#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/sql.h"

namespace jinguo::store {

class ReadPool;

/// A reading connection on loan, with one transaction open: everything read through it is of one moment,
/// the moment of its first statement. Give it back soon (let it go out of scope): an old one keeps the
/// engine from tidying up.
class Reader {
 public:
  Reader(ReadPool& pool, std::unique_ptr<Connection> connection);
  Reader(Reader&& other) noexcept = default;
  Reader& operator=(Reader&&) = delete;
  ~Reader();
  Connection& operator*() const { return *connection_; }
  Connection* operator->() const { return connection_.get(); }

 private:
  ReadPool* pool_;
  std::unique_ptr<Connection> connection_;
};

/// Reading connections, opened when first needed, at most `limit` at once.
class ReadPool {
 public:
  using Open = std::function<std::unique_ptr<Connection>()>;
  ReadPool(size_t limit, Open open) : limit_(limit), open_(std::move(open)) {}
  /// Waits for a free one; throws Busy when none comes free within `patience`.
  Reader take(std::chrono::milliseconds patience);

 private:
  friend class Reader;
  void give_back(std::unique_ptr<Connection> connection, bool usable);
  size_t limit_;
  Open open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  size_t lent_ = 0;
};

/// When a writing connection gets time to look after its files.
enum class Upkeep { after_commit, idle, stopping };

/// The one connection that writes; Writer owns it.
class WriteConnection : public Connection {
 public:
  /// Checkpoints and the like. Throws only when nothing more may be written (storage_broken) or when the
  /// disk is full.
  virtual void upkeep(Upkeep when) = 0;
  /// Whether there is room on the disk again after a statement failed of it.
  virtual bool has_room() = 0;
  /// How many statements it has run so far that may have changed something.
  virtual int64_t writes() const = 0;
  /// Makes the connection usable after `disconnected`; throws `disconnected` while the server stays away, and
  /// `storage_broken` when another process serves the store by now.
  virtual void reconnect() = 0;
};

/// An open store of one engine: one writing connection and a pool of reading ones. The same process opens a
/// store once; another process is refused while it is open. It must outlive its connections.
class Database {
 public:
  virtual ~Database() = default;
  virtual Dialect dialect() const = 0;
  /// Called once.
  virtual std::unique_ptr<WriteConnection> take_writer() = 0;
  virtual Reader read(std::chrono::milliseconds patience = std::chrono::seconds(10)) = 0;
};

}  // namespace jinguo::store
