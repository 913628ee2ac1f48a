#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "org/tree.h"

namespace jinguo::org {

/// How many code points must be put in, taken out, replaced or swapped with a neighbour to make one text of
/// the other; `limit` + 1 when it is more than `limit`.
size_t edit_distance(std::u32string_view a, std::u32string_view b, size_t limit);

/// Code points of UTF-8 text; a broken byte becomes U+FFFD.
std::u32string code_points(std::string_view text);

/// Up to `most` open units whose code differs from this one in a digit or by two swapped ones, those of the
/// same parent first.
std::vector<UnitId> near_codes(const Tree& tree, const Code& code, Date date, size_t most);

/// Up to `most` open units at or below `below` (none: anywhere) with a like name, the likest first.
std::vector<UnitId> near_names(const Tree& tree, std::string_view name, UnitId below, Date date, size_t most);

/// "临沭县 371329; 蒙阴县 371328", or "—" when there are none.
std::string list_labels(const Tree& tree, const std::vector<UnitId>& units, Date date, size_t most);

}  // namespace jinguo::org
