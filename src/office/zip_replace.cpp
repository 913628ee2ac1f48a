#include "office/zip_replace.h"

#include <zip.h>

#include "office/office_error.h"

namespace jinguo::office {
namespace {

std::string bytes_of(zip_source_t* source) {
  zip_stat_t stat;
  std::string out;
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    throw Failure("a changed archive cannot be read back");
  out.resize(stat.size);
  const auto read = zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  if (read < 0 || static_cast<size_t>(read) != out.size())
    throw Failure("a changed archive cannot be read back");
  return out;
}

bool put(zip_t* archive, const std::string& name, const std::string& bytes) {
  zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (!source) return false;
  auto index = zip_name_locate(archive, name.c_str(), ZIP_FL_ENC_GUESS);
  const bool is_new = index < 0;
  if (is_new) index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0 || (!is_new && zip_file_replace(archive, static_cast<zip_uint64_t>(index), source, 0) != 0)) {
    zip_source_free(source);
    return false;
  }
  // DOS date 1980-01-01, the earliest a zip can say: no clock in the bytes.
  zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, 0x21, 0);
  return true;
}

}  // namespace

Result<std::string> replace_parts(std::string_view archive, const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  if (!source) throw Failure("no memory to change an archive");
  zip_t* open = zip_open_from_source(source, 0, &error);
  if (!open) {
    zip_source_free(source);
    return Error(kDamaged, {zip_error_strerror(&error)});
  }
  zip_source_keep(source);
  bool is_good = true;
  for (const auto& [name, bytes] : parts) is_good = is_good && put(open, name, bytes);
  if (!is_good || zip_close(open) != 0) {
    const std::string reason = zip_strerror(open);
    zip_discard(open);
    zip_source_free(source);
    return Error(kDamaged, {reason});
  }
  std::string out = bytes_of(source);
  zip_source_free(source);
  return out;
}

}  // namespace jinguo::office
