#pragma once
#include <cstdint>
#include <filesystem>

namespace jinguo::store {

/// A file that keeps room on the disk for bad times.
class Ballast {
 public:
  Ballast(std::filesystem::path path, int64_t bytes) : path_(std::move(path)), bytes_(bytes) {}
  /// Makes the file in its full size; false (and no file) when the disk has not the room.
  bool fill();
  /// Gives the room back.
  void drop();

 private:
  std::filesystem::path path_;
  int64_t bytes_;
};

}  // namespace jinguo::store
