#pragma once
#include <string>
#include <string_view>

namespace jinguo::org {

/// First letters of the readings, lower case: "马站镇" is "mzz". Latin letters and digits stand for
/// themselves; what has no reading is passed over. A character with several readings has its most frequent
/// one. Readings: CLDR's pinyin order, U+4E00–U+9FA5 (see tools/pinyin_table.mjs).
std::string pinyin_initials(std::string_view name);

/// Whether the typed letters (either case) begin the name's initials, under any reading that is usual in
/// names: 长 c or z, 单 d or s. False for no letters.
bool begins_with_initials(std::string_view name, std::string_view letters);

}  // namespace jinguo::org
