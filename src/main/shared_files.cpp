#include "main/shared_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace jinguo {
namespace {

namespace fs = std::filesystem;

/// The folder the program lies in.
fs::path program_folder() {
  std::error_code failed;
  return fs::read_symlink("/proc/self/exe", failed).parent_path();
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) throw Failure("cannot read " + path.string());
  return text;
}

}  // namespace

std::optional<fs::path> find_shared(const fs::path& installed, const fs::path& in_sources) {
  std::error_code failed;
  const fs::path program = program_folder();
  const fs::path share = program / ".." / "share" / "jinguo" / installed;
  if (fs::exists(share, failed)) return share.lexically_normal();
  // The program is built to BUILD/bin and a test to BUILD/src/main; the sources lie above the build folder.
  fs::path above = program;
  for (int i = 0; i < 4; ++i) {
    above = above.parent_path();
    if (fs::exists(above / "cmake" / "house.cmake", failed) && fs::exists(above / in_sources, failed))
      return above / in_sources;
  }
  return std::nullopt;
}

std::optional<fs::path> find_web() {
  return find_shared("web", fs::path("web") / "dist");
}

Result<app::DemoSources> read_demo_sources() {
  const auto facts = find_shared(fs::path("demo") / "facts", fs::path("demo") / "facts");
  const auto programmes = find_shared("programmes", "programmes");
  if (!facts) return Error(kNoDemoSources, {"demo/facts"});
  if (!programmes) return Error(kNoDemoSources, {"programmes"});
  app::DemoSources sources;
  sources.linyi_2023 = read_file(*facts / "linyi_2023.tsv");
  sources.tree_2011 = read_file(*facts / "tree_2011.tsv");
  sources.elections_2011 = read_file(*facts / "elections_2011.tsv");
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(*programmes))
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const fs::path name = "programmes" / file.lexically_relative(*programmes);
    sources.definitions.emplace_back(name.generic_string(), read_file(file));
  }
  return sources;
}

}  // namespace jinguo
