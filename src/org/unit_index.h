#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "org/unit_match.h"

namespace jinguo::org {

/// Which units may fit a word: every name and code each unit of one tree ever had, by character and by code.
/// Immutable. About 60 bytes a unit: 40 MB for a nation of 690,000, under 1 MB for a city.
class UnitIndex {
 public:
  /// Reads the whole tree once: about a second for a nation. Without `initials` none are found by.
  UnitIndex(std::shared_ptr<const Tree> tree, Initials initials);

  const std::shared_ptr<const Tree>& tree() const { return tree_; }
  const Initials& initials() const { return initials_; }

  /// Every unit that fits the folded word on some day is among these, ascending and once; most do.
  std::vector<UnitId> candidates(std::string_view word) const;
  /// Units one of whose names shares all but `limit` characters with the word, and others; ascending. At most
  /// `most` are looked for per character, so that a common one costs no more.
  std::vector<UnitId> near_candidates(std::u32string_view word, size_t limit, size_t most) const;

  /// As `fit_unit`, quicker for the many units whose name and code never changed.
  Fit fit(std::string_view word, UnitId id, Date day) const;

 private:
  struct CodeEntry {
    /// Digits of a division code, filled up to twelve by zeros.
    uint64_t digits;
    UnitId unit;
    auto operator<=>(const CodeEntry&) const = default;
  };
  struct Range {
    uint32_t first = 0, end = 0;
  };

  void add_codes(const Unit& unit);
  void fill_postings();
  std::string_view name(UnitId id) const;
  std::string_view sound(UnitId id) const;
  void add_by_code(std::string_view word, std::vector<UnitId>& out) const;
  void add_by_name(std::string_view word, std::vector<UnitId>& out) const;
  void add_by_initials(std::string_view word, std::vector<UnitId>& out) const;

  std::shared_ptr<const Tree> tree_;
  Initials initials_;
  /// By unit number: where its folded names, parted by line ends, and their initials begin.
  std::vector<uint32_t> name_at_, sound_at_;
  std::string names_, sounds_;
  /// Which letters its initials have, bit by letter.
  std::vector<uint32_t> letters_;
  /// Names and codes changed in its life, so that the texts here do not tell which it has on a day.
  std::vector<bool> is_changed_;
  std::vector<CodeEntry> codes_;
  std::vector<std::pair<std::string, UnitId>> text_codes_;
  std::unordered_map<char32_t, Range> by_character_;
  std::vector<UnitId> postings_;
};

}  // namespace jinguo::org
