#pragma once
#include <filesystem>
#include <optional>

#include "app/demo_city.h"
#include "base/result.h"

namespace jinguo {

inline constexpr ErrorRow kNoDemoSources{
    "main.no_demo_sources", 404, "找不到演示数据（{0}）；请重新安装，或在源码目录中运行。",
    "The sources of the demo are missing ({0}); install again, or run within the source folder."};

/// A file or folder that comes with the program: installed under ../share/jinguo/ of the program's folder,
/// or, in a build folder within the sources, at its place in them (`in_sources`). Nothing when there is none.
std::optional<std::filesystem::path> find_shared(const std::filesystem::path& installed,
                                                 const std::filesystem::path& in_sources);

/// The work app's built files.
std::optional<std::filesystem::path> find_web();

/// The facts and definitions the demo city is made of.
Result<app::DemoSources> read_demo_sources();

}  // namespace jinguo
