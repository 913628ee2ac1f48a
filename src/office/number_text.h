#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace jinguo::office {

/// The number of a cell as Excel would show it in full: at most 15 significant digits, plain decimal, no
/// trailing zeros. Files hold doubles ("38.799999999999997"); this gives back what was typed ("38.8").
/// Numbers of more than 34 places before or after the point keep an exponent ("1E+40"). Nothing when the text
/// is no finite number.
std::optional<std::string> number_text(std::string_view stored);

/// The same text as a double; nothing as above.
std::optional<double> number_value(std::string_view stored);

}  // namespace jinguo::office
