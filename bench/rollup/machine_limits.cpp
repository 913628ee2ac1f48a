#include "machine_limits.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <numeric>

#include "base/error.h"

namespace jinguo::bench {
namespace {

constexpr size_t kBytes = size_t{1} << 30;
constexpr size_t kLine = 64;

char* huge_pages() {
  void* memory = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw Failure("no memory for the probe");
  (void)::madvise(memory, kBytes, MADV_HUGEPAGE);
  std::memset(memory, 1, kBytes);
  return static_cast<char*>(memory);
}

using Vector = int64_t __attribute__((vector_size(32)));

}  // namespace

MachineLimits::MachineLimits() : from_(huge_pages()), to_(huge_pages()) {}
MachineLimits::~MachineLimits() {
  ::munmap(from_, kBytes);
  ::munmap(to_, kBytes);
}

double MachineLimits::sequential_read() {
  std::array<Vector, 8> sums{};
  const double start = busy();
  for (const char* at = from_; at < from_ + kBytes; at += sizeof sums) {
    __builtin_prefetch(at + 1024);
    for (size_t i = 0; i < sums.size(); ++i) {
      Vector value;
      std::memcpy(&value, at + i * sizeof value, sizeof value);
      sums[i] += value;
    }
  }
  const double seconds = busy() - start;
  for (size_t i = 1; i < sums.size(); ++i) sums[0] += sums[i];
  ensure(sums[0][0] != 0, "the probe has read what it wrote");
  return kBytes / seconds;
}

double MachineLimits::copy() {
  const double start = busy();
  std::memcpy(to_, from_, kBytes);
  return 2 * kBytes / (busy() - start);
}

double MachineLimits::random_read() {
  constexpr uint32_t kSteps = 1'000'000;
  constexpr uint32_t kLines = kBytes / kLine;
  std::vector<uint32_t> order(kLines);
  std::iota(order.begin(), order.end(), 0);
  uint64_t random = 88172645463325252;
  for (uint32_t i = kLines - 1; i > 0; --i) {
    random ^= random << 13, random ^= random >> 7, random ^= random << 17;
    std::swap(order[i], order[random % i]);
  }
  for (uint32_t i = 0; i < kLines; ++i) std::memcpy(to_ + size_t{i} * kLine, &order[i], sizeof order[i]);
  uint32_t at = 0;
  const double start = now();
  for (uint32_t i = 0; i < kSteps; ++i) std::memcpy(&at, to_ + size_t{at} * kLine, sizeof at);
  const double seconds = now() - start;
  ensure(at < kLines, "the probe follows its own chain");
  return seconds / kSteps;
}

std::vector<double> synced_appends(const std::string& folder, LogFile kind, int count) {
  const std::string file = folder + "/bench_rollup.scratch";
  const int fd = ::open(file.c_str(), O_CREAT | O_RDWR | O_TRUNC, 0600);
  if (fd < 0) throw Failure("cannot write " + file);
  const std::vector<char> zeros(size_t{1} << 20);
  if (kind == LogFile::preallocated && ::write(fd, zeros.data(), zeros.size()) < 0)
    throw Failure("cannot write " + file);
  ::fsync(fd);
  std::vector<double> seconds;
  for (int i = 0; i < count; ++i) {
    const double start = now();
    if (::pwrite(fd, zeros.data(), 64, off_t{i} * 64) != 64 || ::fdatasync(fd) != 0)
      throw Failure("cannot write " + file);
    seconds.push_back(now() - start);
  }
  ::close(fd);
  ::unlink(file.c_str());
  return seconds;
}

}  // namespace jinguo::bench
