#pragma once
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "store/sqlite/sqlite_database.h"
#include "store/writer.h"

namespace jinguo::store {

/// A folder of the test's own, in memory where the machine has such a place; removed at the end.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Small changes to a few records through the writer, each with a row of the log; and the memory of what the
/// store must hold after each of them.
class Workload {
 public:
  explicit Workload(uint64_t seed) : random_(seed) {}

  /// Makes the tables and puts the writer over the store. Throws what opening throws.
  void open(const SqliteOptions& options, bool syncs = true);
  /// Submits commands in small groups, waiting for each group, until the rounds are done or the writer has
  /// stopped for good.
  void run(int rounds);
  void close();

  /// The log position up to which everything was acknowledged.
  int64_t acknowledged() const { return acknowledged_; }
  /// Acknowledgements given after `mark_fault`.
  int64_t acknowledged_after_fault() const { return after_fault_; }
  /// Called from each acknowledgement, on the writer's thread.
  std::function<void()> at_acknowledgement;
  std::function<bool()> has_faulted;

  /// Opens a copy of the files with the driver and compares: intact, nothing acknowledged lost, no group
  /// half there. Empty when all is well, else what is wrong.
  std::string check(const std::filesystem::path& folder, int64_t acknowledged) const;

 private:
  struct Change;
  using Versions = std::map<int64_t, int64_t>;
  Work change(int64_t record, bool is_refused);
  void note_group(Connection& connection, std::span<const Outcome> outcomes);
  void forget_after(int64_t position);

  std::mt19937_64 random_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Writer> writer_;
  std::atomic<int64_t> acknowledged_{0};
  std::atomic<int64_t> after_fault_{0};
  int64_t head_ = 0;
  mutable std::mutex mutex_;
  /// By position: the version of each record. Position 0 is the empty store.
  std::vector<Versions> states_{Versions{}};
  /// Positions at which a group ended.
  std::set<int64_t> group_ends_{0};
};

}  // namespace jinguo::store
