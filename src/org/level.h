#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jinguo::org {

/// The levels of the organisation, from the nation down. `body` is what is attached to a unit without being
/// a place (a centre, a station, a partner agency).
enum class Level : uint8_t { nation, province, city, county, township, village, body };

struct LevelRow {
  Level level;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  /// Digits of its division code; 0 where it has none.
  int digits;
};

inline constexpr std::array<LevelRow, 7> kLevels{{
    {Level::nation, "nation", "全国", "nation", 0},
    {Level::province, "province", "省", "province", 2},
    {Level::city, "city", "市", "city", 4},
    {Level::county, "county", "县区", "county", 6},
    {Level::township, "township", "乡镇街道", "township", 9},
    {Level::village, "village", "村居", "village", 12},
    {Level::body, "body", "直属单位", "attached body", 0},
}};

constexpr const LevelRow& row_of(Level level) {
  return kLevels[static_cast<size_t>(level)];
}

constexpr std::optional<Level> parse_level(std::string_view name) {
  for (const LevelRow& row : kLevels)
    if (row.name == name) return row.level;
  return std::nullopt;
}

/// Both words, as an argument of an error: "乡镇街道 township".
inline std::string words_of(Level level) {
  return std::string(row_of(level).zh) + " " + std::string(row_of(level).en);
}

}  // namespace jinguo::org
