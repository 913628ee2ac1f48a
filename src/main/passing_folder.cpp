#include "main/passing_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include "base/error.h"

namespace jinguo {

PassingFolder::PassingFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "jinguo-XXXXXX").string();
  if (!mkdtemp(name.data())) throw Failure("cannot make the folder " + name);
  path_ = name;
}

PassingFolder::~PassingFolder() {
  std::error_code failed;
  std::filesystem::remove_all(path_, failed);
}

}  // namespace jinguo
