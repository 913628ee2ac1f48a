#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "recording_disk.h"
#include "workload.h"

namespace jinguo::store {

namespace {

uint64_t chosen_seed() {
  const char* given = std::getenv("JINGUO_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::cout << "JINGUO_SEED=" << seed << "\n";
  return seed;
}

/// Cuts the power again and again while a workload runs, and looks at what each cut left.
class PowerCut {
 public:
  PowerCut(uint64_t seed, bool syncs) : random_(seed), workload_(seed), syncs_(syncs) {}

  void run(int rounds) {
    workload_.open(
        {.folder = live_.path(), .readers = 1, .ballast = 0, .checkpoint_at = 48 << 10, .vfs = disk_.name()},
        syncs_);
    disk_.at_sync = [this] { cut(); };
    workload_.at_acknowledgement = [this] {
      if (!syncs_ || ++acknowledgements_ % 8 == 0) cut();
    };
    workload_.run(rounds);
    workload_.close();
    cut();
  }
  int images() const { return images_; }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void cut() {
    for (const Kept kept : {Kept::none, Kept::all, Kept::torn_last_write, Kept::random_sectors,
                            Kept::random_sectors, Kept::random_sectors, Kept::random_sectors}) {
      const std::filesystem::path folder = images_folder_.path() / "image";
      std::filesystem::remove_all(folder);
      disk_.make_image(folder, kept, random_);
      const std::string fault = workload_.check(folder, workload_.acknowledged());
      if (!fault.empty()) faults_.push_back("image " + std::to_string(images_) + ": " + fault);
      ++images_;
    }
  }

  std::mt19937_64 random_;
  TestFolder live_;
  TestFolder images_folder_;
  RecordingDisk disk_;
  Workload workload_;
  bool syncs_;
  int acknowledgements_ = 0;
  int images_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace

TEST(PowerCut, loses_nothing_acknowledged) {
  const char* more = std::getenv("JINGUO_POWER_ROUNDS");
  PowerCut power(chosen_seed(), true);
  power.run(more != nullptr ? std::atoi(more) : 130);
  std::cout << power.images() << " images\n";
  EXPECT_GE(power.images(), more != nullptr ? 1 : 2000);
  EXPECT_TRUE(power.faults().empty())
      << power.faults().size() << " images are bad; " << power.faults().front();
}

TEST(PowerCut, is_noticed_where_nothing_is_synced) {
  PowerCut power(chosen_seed(), false);
  power.run(20);
  size_t lost = 0;
  for (const std::string& fault : power.faults()) lost += fault.find("lost:") != std::string::npos ? 1 : 0;
  std::cout << lost << " of " << power.images() << " images lost acknowledged changes\n";
  EXPECT_GT(lost, 0U);
}

}  // namespace jinguo::store
