#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace jinguo::office {

/// A private folder (mode 0700) that goes away with its owner. Throws Failure when it cannot be made.
class ScratchDir {
 public:
  /// A new folder inside this one, which must exist.
  explicit ScratchDir(const std::filesystem::path& within);
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Throws Failure when the file cannot be read or written whole.
std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace jinguo::office
