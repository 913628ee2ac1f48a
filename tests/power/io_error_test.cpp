#include <gtest/gtest.h>

#include <iostream>

#include "recording_disk.h"
#include "workload.h"

namespace jinguo::store {

namespace {

struct Case {
  const char* name;
  FaultPlan plan;
};

/// Runs the workload with one planned fault. Nothing acknowledged may be missing, neither after the process
/// ended nor after the power went at the end. Answers whether the fault happened at all.
bool run_with(const Case& fault_case, uint64_t seed) {
  const TestFolder live;
  const TestFolder image;
  RecordingDisk disk;
  Workload workload(seed);
  workload.open(
      {.folder = live.path(), .readers = 1, .ballast = 0, .checkpoint_at = 24 << 10, .vfs = disk.name()});
  disk.plan_fault(fault_case.plan);
  const bool is_sync = fault_case.plan.call == FaultPlan::Call::sync;
  workload.has_faulted = [&] { return disk.faults() > 0; };
  workload.run(14);
  workload.close();
  const bool has_faulted = disk.faults() > 0;
  const std::string where = std::string(fault_case.name) + " at call " + std::to_string(fault_case.plan.from);
  EXPECT_EQ(workload.check(live.path(), workload.acknowledged()), "") << where;
  std::mt19937_64 random(seed);
  for (const Kept kept : {Kept::none, Kept::random_sectors}) {
    std::filesystem::remove_all(image.path() / "image");
    disk.make_image(image.path() / "image", kept, random);
    EXPECT_EQ(workload.check(image.path() / "image", workload.acknowledged()), "") << where << ", power cut";
  }
  if (is_sync) {
    EXPECT_EQ(workload.acknowledged_after_fault(), 0) << where << ": acknowledged after a failed sync";
  } else if (!has_faulted) {
    EXPECT_GT(workload.acknowledged(), 10);
  }
  return has_faulted;
}

void fail_each_call_once(Case fault_case) {
  constexpr uint64_t kSeed = 20110308;
  int64_t n = 0;
  do {
    fault_case.plan.from = ++n;
  } while (run_with(fault_case, kSeed) && !testing::Test::HasFailure());
  std::cout << fault_case.name << ": " << n - 1 << " calls failed one by one\n";
  EXPECT_GT(n, 2);
}

}  // namespace

TEST(IoError, a_failed_sync_ends_all_acknowledging) {
  fail_each_call_once({"sync", {.call = FaultPlan::Call::sync, .code = SQLITE_IOERR_FSYNC}});
}

TEST(IoError, a_failed_write_loses_nothing_acknowledged) {
  fail_each_call_once({"write", {.call = FaultPlan::Call::write, .code = SQLITE_IOERR_WRITE}});
}

TEST(IoError, a_short_write_loses_nothing_acknowledged) {
  fail_each_call_once(
      {"short write", {.call = FaultPlan::Call::write, .code = SQLITE_IOERR_WRITE, .writes_half = true}});
}

TEST(IoError, a_full_disk_loses_nothing_acknowledged) {
  fail_each_call_once(
      {"full disk", {.call = FaultPlan::Call::write, .count = 9, .code = SQLITE_FULL, .writes_half = true}});
}

TEST(IoError, a_failed_read_loses_nothing_acknowledged) {
  fail_each_call_once({"read", {.call = FaultPlan::Call::read, .code = SQLITE_IOERR_READ}});
}

TEST(IoError, a_failed_truncation_loses_nothing_acknowledged) {
  fail_each_call_once({"truncate", {.call = FaultPlan::Call::truncate, .code = SQLITE_IOERR_TRUNCATE}});
}

}  // namespace jinguo::store
