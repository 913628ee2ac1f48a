#pragma once
#include <filesystem>
#include <string>

#include "rollup/measurements.h"

namespace jinguo::bench {

/// Where an installation is that nobody serves.
struct StoreAt {
  std::filesystem::path data_dir;
  std::string conninfo;
  std::filesystem::path key_file;
};

/// Opens it in this process and measures what a start does, making every figure anew from the stored records,
/// beside a plain scan of the table of the programme `wide` by the engine itself.
void measure_reload(const StoreAt& at, const std::string& wide, const std::string& prefix, Measurements& out);

}  // namespace jinguo::bench
