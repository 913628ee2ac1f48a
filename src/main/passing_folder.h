#pragma once
#include <filesystem>

namespace jinguo {

/// A folder of the system's temporary place that its owner alone may enter, and that is gone with this
/// object.
class PassingFolder {
 public:
  /// Throws Failure when there is no room for it.
  PassingFolder();
  ~PassingFolder();
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace jinguo
