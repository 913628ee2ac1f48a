#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::org {

/// Text as it is compared when units are looked for: full-width letters, digits and blanks taken as plain
/// ones, Latin letters lowered.
std::string fold(std::string_view text);

/// The words of what a person typed, folded: parted by blanks, "/", "／", ">" and "›". At most six; what
/// follows is passed over.
std::vector<std::string> search_words(std::string_view typed);

}  // namespace jinguo::org
