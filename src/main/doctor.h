#pragma once
#include <filesystem>
#include <vector>

#include "cli/installation.h"

namespace jinguo {

/// What an operator should know of the machine before she trusts it: programs for papers, fonts, disk, clock,
/// who may read the data and the master key.
std::vector<cli::Finding> examine_machine(const std::filesystem::path& data_dir,
                                          const std::filesystem::path& key_file);

}  // namespace jinguo
