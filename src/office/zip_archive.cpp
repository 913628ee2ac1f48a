#include "office/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <array>

#include "office/foreign_file.h"
#include "office/office_error.h"
#include "office/text_encoding.h"

namespace jinguo::office {
namespace {

constexpr size_t kSmall = size_t{1} << 20;

struct FileCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

/// What a file that is no zip most likely is, so that the sentence can say the mend.
Error not_zip(std::string_view bytes) {
  if (auto foreign = foreign_file(bytes)) return *std::move(foreign);
  if (bytes.starts_with("PK")) return Error(kDamaged, {"zip"});
  return Error(kNotWorkbook, {"文本文件", "a text file"});
}

Result<size_t> check_sizes(zip_t* archive, size_t packed_bytes, const SheetLimits& limits) {
  const auto count = zip_get_num_entries(archive, 0);
  if (count < 0 || static_cast<size_t>(count) > limits.parts) {
    return Error(kTooManyParts, {std::to_string(limits.parts)});
  }
  size_t total = 0;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive, i, 0, &stat) != 0) return Error(kDamaged, {"zip"});
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
      return Error(kEncrypted);
    if (stat.size > limits.unpacked_bytes || (total += stat.size) > limits.unpacked_bytes) {
      return Error(kTooLarge, {std::to_string(limits.unpacked_bytes >> 20)});
    }
    // The packed size is what the archive says; a lie is caught while reading.
    const size_t packed = std::max<size_t>(stat.comp_size, 1);
    if (stat.size > kSmall && stat.size / packed > limits.unpack_ratio) {
      return Error(kBomb, {std::to_string(stat.size / packed), std::to_string(limits.unpack_ratio)});
    }
  }
  if (total > kSmall && total / packed_bytes > limits.unpack_ratio) {
    return Error(kBomb, {std::to_string(total / packed_bytes), std::to_string(limits.unpack_ratio)});
  }
  return total;
}

zip_int64_t locate(zip_t* archive, std::string_view part) {
  std::string name(part);
  if (const auto exact = zip_name_locate(archive, name.c_str(), ZIP_FL_ENC_GUESS); exact >= 0) return exact;
  const auto other_case = zip_name_locate(archive, name.c_str(), ZIP_FL_ENC_GUESS | ZIP_FL_NOCASE);
  if (other_case >= 0) return other_case;
  std::ranges::replace(name, '/', '\\');
  return zip_name_locate(archive, name.c_str(), ZIP_FL_ENC_GUESS | ZIP_FL_NOCASE);
}

std::string decoded_name(std::string_view raw) {
  const auto decoded = decode_text(raw);
  return decoded ? decoded->utf8 : clean_utf8(raw);
}

}  // namespace

void ZipArchive::Closer::operator()(zip* archive) const {
  zip_discard(archive);
}

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const SheetLimits& limits) {
  if (!bytes.starts_with("PK")) return not_zip(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) throw Failure("no memory to open an archive");
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (!archive) {
    zip_source_free(source);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return Error(kDamaged, {reason});
  }
  ZipArchive out(archive, limits.unpacked_bytes);
  const auto sizes = check_sizes(archive, bytes.size(), limits);
  if (!sizes) return sizes.error();
  return out;
}

bool ZipArchive::has(std::string_view part) const {
  return locate(archive_.get(), part) >= 0;
}

std::string ZipArchive::stored_name(std::string_view part) const {
  const auto index = locate(archive_.get(), part);
  if (index < 0) return {};
  return zip_get_name(archive_.get(), static_cast<zip_uint64_t>(index), ZIP_FL_ENC_RAW);
}

Result<void> ZipArchive::read(std::string_view part,
                              const std::function<bool(std::string_view, bool)>& take) const {
  const auto index = locate(archive_.get(), part);
  if (index < 0) return Error(kMissingPart, {std::string(part)});
  return read_index(static_cast<uint64_t>(index), part, take);
}

Result<void> ZipArchive::read_index(uint64_t index, std::string_view part,
                                    const std::function<bool(std::string_view, bool)>& take) const {
  const std::string name(part);
  const std::unique_ptr<zip_file_t, FileCloser> file(zip_fopen_index(archive_.get(), index, 0));
  if (!file) return Error(kDamaged, {zip_error_strerror(zip_get_error(archive_.get()))});
  std::array<char, 65536> piece;
  while (true) {
    const auto n = zip_fread(file.get(), piece.data(), piece.size());
    if (n < 0) return Error(kDamaged, {name + ": " + zip_error_strerror(zip_file_get_error(file.get()))});
    if (n == 0) break;
    unpacked_ += static_cast<size_t>(n);
    if (unpacked_ > limit_) return Error(kTooLarge, {std::to_string(limit_ >> 20)});
    if (!take(std::string_view(piece.data(), static_cast<size_t>(n)), false)) return {};
  }
  take({}, true);
  return {};
}

Result<std::string> ZipArchive::read_all(std::string_view part) const {
  std::string out;
  auto done = read(part, [&](std::string_view piece, bool) {
    out += piece;
    return true;
  });
  if (!done) return done.error();
  return out;
}

std::vector<ZipArchive::Entry> ZipArchive::entries() const {
  std::vector<Entry> out;
  const auto count =
      static_cast<zip_uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(archive_.get(), 0), 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* raw = zip_get_name(archive_.get(), i, ZIP_FL_ENC_RAW);
    zip_stat_t stat;
    if (!raw || zip_stat_index(archive_.get(), i, 0, &stat) != 0) continue;
    std::string name = decoded_name(raw);
    std::ranges::replace(name, '\\', '/');
    if (!name.ends_with('/')) out.push_back({i, std::move(name), stat.size});
  }
  return out;
}

Result<std::string> ZipArchive::read_entry(const Entry& entry) const {
  std::string out;
  auto done = read_index(entry.index, entry.name, [&](std::string_view piece, bool) {
    out += piece;
    return true;
  });
  if (!done) return done.error();
  return out;
}

std::string pack_zip(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (!target) throw Failure("no memory to write an archive");
  zip_t* archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (!archive) {
    zip_source_free(target);
    throw Failure(std::string("an archive cannot be written: ") + zip_error_strerror(&error));
  }
  zip_source_keep(target);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    // DOS date 1980-01-01, the earliest a zip can say: no clock in the bytes.
    if (index >= 0) zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, 0x21, 0);
  }
  if (zip_close(archive) != 0) {
    const std::string reason = zip_strerror(archive);
    zip_discard(archive);
    zip_source_free(target);
    throw Failure("an archive cannot be written: " + reason);
  }
  zip_stat_t stat;
  std::string out;
  if (zip_source_stat(target, &stat) == 0 && zip_source_open(target) == 0) {
    out.resize(stat.size);
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
  }
  zip_source_free(target);
  return out;
}

Result<std::map<std::string, std::string>> unpack_zip(std::string_view bytes, const SheetLimits& limits) {
  if (!bytes.starts_with("PK")) return Error(kDamaged, {"zip"});
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!archive) {
    zip_source_free(source);
    return Error(kDamaged, {"zip"});
  }
  std::map<std::string, std::string> names;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(archive, 0)); ++i) {
    names.emplace(zip_get_name(archive, i, 0), "");
  }
  zip_discard(archive);
  auto opened = ZipArchive::open(bytes, limits);
  if (!opened) return opened.error();
  for (auto& [name, content] : names) {
    if (name.ends_with('/')) continue;
    auto part = opened->read_all(name);
    if (!part) return part.error();
    content = std::move(*part);
  }
  return names;
}

}  // namespace jinguo::office
