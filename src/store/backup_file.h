#pragma once
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/seal.h"
#include "store/sql.h"

namespace jinguo::store {

/// The format of backup files. All numbers are little-endian.
///
///   "JINGUOBK" · version u32 · head (u32 length, JSON)
///   blocks: raw length u32 · packed length u32 · zlib bytes; a block of length 0 ends them
///   foot (u32 length, JSON) · SHA-256 over everything before it
///
/// The blocks hold one stream of frames: a table's begin with its name and columns, its rows, its end.
inline constexpr std::string_view kBackupMagic = "JINGUOBK";
inline constexpr uint32_t kBackupVersion = 1;

/// What is wrong with a file, in both languages; caught where the file was opened.
struct BackupFault {
  std::string zh;
  std::string en;
};

/// A file being written under a temporary name. Throws Failure.
class BackupWriter {
 public:
  explicit BackupWriter(std::string file);
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;
  /// Removes what was not finished.
  ~BackupWriter();

  void begin(std::string_view head);
  void begin_table(std::string_view name, std::span<const Identifier> columns);
  /// The kinds are those of the columns, in their order.
  void add_row(const Row& row, std::span<const ColumnKind> kinds);
  void end_table();
  void finish(std::string_view foot);

 private:
  void write(std::string_view bytes);
  void write_number(uint32_t number);
  void write_text(std::string_view text);
  void end_block();

  std::string file_;
  std::string temporary_;
  std::FILE* out_ = nullptr;
  Sha256Stream hash_;
  std::string block_;
  std::string packed_;
};

/// A file being read; everything after `check` is known to be whole. Throws BackupFault.
class BackupReader {
 public:
  explicit BackupReader(const std::string& file);
  BackupReader(const BackupReader&) = delete;
  BackupReader& operator=(const BackupReader&) = delete;
  ~BackupReader();

  /// Compares the hash over the whole file and reads its head and foot; then stands before the first frame.
  void check();
  const std::string& head() const { return head_; }
  const std::string& foot() const { return foot_; }
  /// Of the file, once checked; greater ones than ours are not read further.
  uint32_t version() const { return version_; }

  struct TableHead {
    std::string name;
    std::vector<std::string> columns;
  };
  /// The next table; nothing at the end.
  std::optional<TableHead> next_table();
  /// The next row of the table; false at its end.
  bool next_row(std::span<SqlValue> values);

 private:
  void check_hash();
  void read_exactly(char* out, size_t count);
  uint32_t read_number();
  std::string read_text();
  bool fill_block();
  std::string_view take(size_t count);
  uint32_t take_number();

  std::FILE* in_ = nullptr;
  uint32_t version_ = 0;
  std::string head_;
  std::string foot_;
  std::string block_;
  size_t at_ = 0;
};

}  // namespace jinguo::store
