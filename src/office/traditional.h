#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace jinguo::office {

/// Simplified to Traditional Chinese with the words used in Taiwan (软件 → 軟體). Loads its dictionaries once
/// (some 30 ms); made at the start by its owner. May be used by several threads.
class TraditionalConverter {
 public:
  /// Throws Failure when the dictionaries (apt: libopencc-data) are missing.
  TraditionalConverter();
  ~TraditionalConverter();
  TraditionalConverter(TraditionalConverter&&) noexcept;
  TraditionalConverter& operator=(TraditionalConverter&&) noexcept;

  /// Text that is no Chinese stays as it is; broken UTF-8 is replaced by U+FFFD.
  std::string to_traditional(std::string_view text) const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace jinguo::office
