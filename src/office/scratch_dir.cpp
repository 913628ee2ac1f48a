#include "office/scratch_dir.h"

#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "base/error.h"

namespace jinguo::office {

ScratchDir::ScratchDir(const std::filesystem::path& within) {
  std::string name = (within / "jinguo-XXXXXX").string();
  if (!mkdtemp(name.data())) throw Failure("no scratch folder can be made in " + within.string());
  path_ = name;
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in || !out) throw Failure("cannot read " + file.string());
  return std::move(out).str();
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw Failure("cannot write " + file.string());
}

}  // namespace jinguo::office
