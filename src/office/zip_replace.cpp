#include "office/zip_replace.h"

#include <zip.h>

#include <algorithm>
#include <memory>

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

struct Discarder {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discarder>;

bool add(zip_t* archive, const std::string& name, zip_source_t* source, int method) {
  if (!source) return false;
  const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_GUESS);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  // DOS date 1980-01-01, the earliest a zip can say: no clock in the bytes.
  return zip_file_set_dostime(archive, at, 0, 0x21, 0) == 0 &&
         zip_set_file_compression(archive, at, method, 0) == 0;
}

bool add_part(zip_t* archive, const std::string& name, const std::string& bytes) {
  return add(archive, name, zip_source_buffer(archive, bytes.data(), bytes.size(), 0), ZIP_CM_DEFLATE);
}

/// The compressed bytes of the entry, as they are.
bool copy_entry(zip_t* from, zip_uint64_t index, const std::string& name, zip_t* to) {
  zip_stat_t stat;
  if (zip_stat_index(from, index, 0, &stat) != 0) return false;
  return add(to, name, zip_source_zip(to, from, index, ZIP_FL_COMPRESSED, 0, -1), stat.comp_method);
}

bool copy_all(zip_t* from, const std::map<std::string, std::string>& parts, zip_t* to) {
  auto left = parts;
  const auto count = static_cast<zip_uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(from, 0), 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* raw = zip_get_name(from, i, ZIP_FL_ENC_RAW);
    if (!raw) return false;
    const std::string name(raw);
    left.erase(name);
    const auto changed = parts.find(name);
    const bool is_done =
        changed != parts.end() ? add_part(to, name, changed->second) : copy_entry(from, i, name, to);
    if (!is_done) return false;
  }
  return std::ranges::all_of(
      left, [&](const auto& part) { return add_part(to, part.first, parts.at(part.first)); });
}

Error damaged(zip_t* archive) {
  return Error(kDamaged, {zip_strerror(archive)});
}

}  // namespace

Result<std::string> replace_parts(std::string_view archive, const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  if (!source) throw Failure("no memory to change an archive");
  const Archive from(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!from) {
    zip_source_free(source);
    return Error(kDamaged, {zip_error_strerror(&error)});
  }
  // Into a new archive: libzip 1.7 frees a buffer it does not own when it changes an archive in place.
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (!target) throw Failure("no memory to change an archive");
  Archive to(zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!to) {
    zip_source_free(target);
    throw Failure(std::string("an archive cannot be written: ") + zip_error_strerror(&error));
  }
  zip_source_keep(target);
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(target, zip_source_free);
  if (!copy_all(from.get(), parts, to.get()) || zip_close(to.get()) != 0) return damaged(to.get());
  // Closed, so it is freed.
  (void)to.release();
  return bytes_of(target);
}

}  // namespace jinguo::office
