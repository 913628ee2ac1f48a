#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "office/sheet.h"

struct zip;

namespace jinguo::office {

/// A zip file in memory, read by the names of its parts only; nothing is ever unpacked onto the disk, so a
/// part's name can lead nowhere. The bytes must outlive it.
class ZipArchive {
 public:
  /// Refuses what is no zip (saying what it seems to be), is damaged or encrypted, or unpacks beyond the
  /// limits.
  static Result<ZipArchive> open(std::string_view bytes, const SheetLimits& limits);

  /// Part names are equal whatever their case, and some writers divide folders by a backslash: both are
  /// found.
  bool has(std::string_view part) const;
  /// The name the archive itself has for the part; empty when it lacks it.
  std::string stored_name(std::string_view part) const;
  /// Hands the part over in pieces; `is_last` comes with an empty piece at the end. Stops when `take` returns
  /// false. Refuses a missing part, bad data (checksums included), and more bytes than the limits allow,
  /// those of earlier reads counted in: neither a size told too small nor a part named often gets around
  /// them.
  Result<void> read(std::string_view part,
                    const std::function<bool(std::string_view piece, bool is_last)>& take) const;
  /// The whole part.
  Result<std::string> read_all(std::string_view part) const;

  /// What the archive holds, folders left out; `index` is what `read_entry` takes. Names that are no UTF-8
  /// are taken for GB18030, which Windows in Chinese writes.
  struct Entry {
    uint64_t index = 0;
    std::string name;
    size_t size = 0;
  };
  std::vector<Entry> entries() const;
  Result<std::string> read_entry(const Entry& entry) const;

 private:
  struct Closer {
    void operator()(zip* archive) const;
  };
  ZipArchive(zip* archive, size_t limit) : archive_(archive), limit_(limit) {}
  Result<void> read_index(uint64_t index, std::string_view name,
                          const std::function<bool(std::string_view, bool)>& take) const;
  std::unique_ptr<zip, Closer> archive_;
  size_t limit_;
  /// Bytes unpacked so far.
  mutable size_t unpacked_ = 0;
};

/// Packs parts into a zip; the same parts give the same bytes.
std::string pack_zip(const std::map<std::string, std::string>& parts);

/// All parts of a zip that is trusted to be small, e.g. one a tool of ours has just made.
Result<std::map<std::string, std::string>> unpack_zip(std::string_view bytes, const SheetLimits& limits = {});

}  // namespace jinguo::office
