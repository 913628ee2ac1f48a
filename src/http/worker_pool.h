#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace jinguo::http {

/// A few threads for work that blocks: hashing, printing, big exports.
class WorkerPool {
 public:
  /// At most `queue` jobs wait.
  WorkerPool(std::size_t threads, std::size_t queue);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False when too many wait already or the pool is stopped; the job is then dropped. Jobs must not throw.
  [[nodiscard]] bool submit(std::function<void()> job);
  /// Drops what waits, lets running jobs end, joins. Repeatable.
  void stop();

 private:
  void run();

  const std::size_t queue_;
  std::mutex mutex_;
  std::condition_variable some_;
  std::deque<std::function<void()>> waiting_;
  bool is_stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace jinguo::http
