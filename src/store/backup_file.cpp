#include "store/backup_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace jinguo::store {

namespace {

constexpr size_t kBlock = 1 << 20;
constexpr uint32_t kLargestBlock = 1U << 30;
constexpr char kTable = 'T';
constexpr char kRow = 'R';
constexpr char kEnd = 'E';

void put_number(std::string& out, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

uint64_t get_number(std::string_view bytes) {
  uint64_t number = 0;
  for (size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<uint8_t>(bytes[i]);
  return number;
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size(), 4);
  out += text;
}

[[noreturn]] void fail(const std::string& file) {
  throw Failure("the backup file " + file + ": " + std::strerror(errno));
}

void sync_folder(const std::string& file) {
  const std::filesystem::path parent = std::filesystem::path(file).parent_path();
  const int folder = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(file);
  const int failed = ::fsync(folder);
  ::close(folder);
  if (failed != 0) fail(file);
}

BackupFault damaged() {
  return {"文件已损坏或不完整", "the file is damaged or incomplete"};
}

}  // namespace

BackupWriter::BackupWriter(std::string file) : file_(std::move(file)), temporary_(file_ + ".part") {
  const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) fail(temporary_);
  out_ = ::fdopen(descriptor, "wb");
  if (out_ == nullptr) fail(temporary_);
}

BackupWriter::~BackupWriter() {
  if (out_ == nullptr) return;
  std::fclose(out_);
  ::unlink(temporary_.c_str());
}

void BackupWriter::write(std::string_view bytes) {
  hash_.add(bytes);
  if (std::fwrite(bytes.data(), 1, bytes.size(), out_) != bytes.size()) fail(temporary_);
}

void BackupWriter::write_number(uint32_t number) {
  std::string bytes;
  put_number(bytes, number, 4);
  write(bytes);
}

void BackupWriter::write_text(std::string_view text) {
  write_number(static_cast<uint32_t>(text.size()));
  write(text);
}

void BackupWriter::begin(std::string_view head) {
  write(kBackupMagic);
  write_number(kBackupVersion);
  write_text(head);
}

void BackupWriter::begin_table(std::string_view name, std::span<const Identifier> columns) {
  block_ += kTable;
  put_text(block_, name);
  put_number(block_, columns.size(), 4);
  for (const Identifier& column : columns) put_text(block_, column.text());
}

void BackupWriter::add_row(const Row& row, std::span<const ColumnKind> kinds) {
  block_ += kRow;
  for (size_t i = 0; i < kinds.size(); ++i) {
    if (row.is_null(i)) {
      block_ += static_cast<char>(SqlKind::null);
    } else if (kinds[i] == ColumnKind::integer) {
      block_ += static_cast<char>(SqlKind::integer);
      put_number(block_, static_cast<uint64_t>(row.integer(i)), 8);
    } else if (kinds[i] == ColumnKind::text) {
      block_ += static_cast<char>(SqlKind::text);
      put_text(block_, row.text(i));
    } else {
      block_ += static_cast<char>(SqlKind::blob);
      const std::span<const uint8_t> bytes = row.blob(i);
      put_text(block_, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
  }
  if (block_.size() >= kBlock) end_block();
}

void BackupWriter::end_table() {
  block_ += kEnd;
}

void BackupWriter::end_block() {
  if (block_.empty()) return;
  uLongf size = compressBound(block_.size());
  packed_.resize(size);
  const int failed = compress2(reinterpret_cast<Bytef*>(packed_.data()), &size,
                               reinterpret_cast<const Bytef*>(block_.data()), block_.size(), 3);
  ensure(failed == Z_OK && block_.size() <= kLargestBlock, "a block of a backup is packed");
  write_number(static_cast<uint32_t>(block_.size()));
  write_number(static_cast<uint32_t>(size));
  write(std::string_view(packed_).substr(0, size));
  block_.clear();
}

void BackupWriter::finish(std::string_view foot) {
  end_block();
  write_number(0);
  write_number(0);
  write_text(foot);
  const Sha256 hash = hash_.finish();
  if (std::fwrite(hash.data(), 1, hash.size(), out_) != hash.size() || std::fflush(out_) != 0 ||
      ::fsync(::fileno(out_)) != 0) {
    fail(temporary_);
  }
  std::FILE* out = std::exchange(out_, nullptr);
  if (std::fclose(out) != 0) fail(temporary_);
  if (::rename(temporary_.c_str(), file_.c_str()) != 0) fail(file_);
  sync_folder(file_);
}

BackupReader::BackupReader(const std::string& file) : in_(std::fopen(file.c_str(), "rbe")) {
  if (in_ == nullptr) {
    throw BackupFault{"文件打不开（" + std::string(std::strerror(errno)) + "）",
                      "the file cannot be opened (" + std::string(std::strerror(errno)) + ")"};
  }
}

BackupReader::~BackupReader() {
  if (in_ != nullptr) std::fclose(in_);
}

void BackupReader::read_exactly(char* out, size_t count) {
  if (std::fread(out, 1, count, in_) != count) throw damaged();
}

uint32_t BackupReader::read_number() {
  std::array<char, 4> bytes;
  read_exactly(bytes.data(), bytes.size());
  return static_cast<uint32_t>(get_number({bytes.data(), bytes.size()}));
}

std::string BackupReader::read_text() {
  const uint32_t size = read_number();
  if (size > kLargestBlock) throw damaged();
  std::string text(size, '\0');
  read_exactly(text.data(), text.size());
  return text;
}

void BackupReader::check_hash() {
  Sha256Stream hash;
  Sha256 stored;
  if (std::fseek(in_, 0, SEEK_END) != 0) throw damaged();
  long left = std::ftell(in_) - static_cast<long>(stored.size());
  if (left < 0) throw damaged();
  std::rewind(in_);
  std::string buffer(kBlock, '\0');
  while (left > 0) {
    const size_t count = std::min(buffer.size(), static_cast<size_t>(left));
    read_exactly(buffer.data(), count);
    hash.add(std::string_view(buffer).substr(0, count));
    left -= static_cast<long>(count);
  }
  read_exactly(reinterpret_cast<char*>(stored.data()), stored.size());
  if (hash.finish() != stored) throw damaged();
  std::rewind(in_);
}

void BackupReader::check() {
  std::string magic(kBackupMagic.size(), '\0');
  if (std::fread(magic.data(), 1, magic.size(), in_) != magic.size() || magic != kBackupMagic) {
    throw BackupFault{"不是本系统的备份文件", "it is no backup file of this program"};
  }
  check_hash();
  read_exactly(magic.data(), magic.size());
  version_ = read_number();
  if (version_ != kBackupVersion) return;
  head_ = read_text();
  const long first = std::ftell(in_);
  for (;;) {
    const uint32_t raw = read_number();
    const uint32_t packed = read_number();
    if (raw == 0) break;
    if (std::fseek(in_, static_cast<long>(packed), SEEK_CUR) != 0) throw damaged();
  }
  foot_ = read_text();
  if (std::fseek(in_, first, SEEK_SET) != 0) throw damaged();
}

bool BackupReader::fill_block() {
  const uint32_t raw = read_number();
  const uint32_t packed = read_number();
  if (raw == 0) return false;
  if (raw > kLargestBlock || packed > kLargestBlock) throw damaged();
  std::string bytes(packed, '\0');
  read_exactly(bytes.data(), bytes.size());
  block_.assign(raw, '\0');
  uLongf size = raw;
  const int failed = uncompress(reinterpret_cast<Bytef*>(block_.data()), &size,
                                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (failed != Z_OK || size != raw) throw damaged();
  at_ = 0;
  return true;
}

std::string_view BackupReader::take(size_t count) {
  if (block_.size() - at_ < count) throw damaged();
  const std::string_view bytes = std::string_view(block_).substr(at_, count);
  at_ += count;
  return bytes;
}

uint32_t BackupReader::take_number() {
  return static_cast<uint32_t>(get_number(take(4)));
}

std::optional<BackupReader::TableHead> BackupReader::next_table() {
  if (at_ == block_.size() && !fill_block()) return std::nullopt;
  if (take(1)[0] != kTable) throw damaged();
  TableHead table;
  table.name = take(take_number());
  const uint32_t columns = take_number();
  for (uint32_t i = 0; i < columns; ++i) table.columns.emplace_back(take(take_number()));
  return table;
}

bool BackupReader::next_row(std::span<SqlValue> values) {
  if (at_ == block_.size() && !fill_block()) throw damaged();
  const char tag = take(1)[0];
  if (tag == kEnd) return false;
  if (tag != kRow) throw damaged();
  for (SqlValue& value : values) {
    switch (static_cast<SqlKind>(take(1)[0])) {
      case SqlKind::null:
        value = nullptr;
        break;
      case SqlKind::integer:
        value = static_cast<int64_t>(get_number(take(8)));
        break;
      case SqlKind::text:
        value = take(take_number());
        break;
      case SqlKind::blob: {
        const std::string_view bytes = take(take_number());
        value = std::span(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
        break;
      }
      default:
        throw damaged();
    }
  }
  return true;
}

}  // namespace jinguo::store
