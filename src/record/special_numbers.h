#pragma once
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace jinguo::record {

/// What an id number says. GB 11643-1999.
struct IdNumber {
  /// 18 characters, X in capitals.
  std::string text;
  Date born;
  bool is_female = false;
};

/// 18 digits with weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2 and check characters 1 0 X 9 8 7 6 5 4 3 2; the
/// birth date must exist. Numbers of 15 digits are refused with the 18-digit form to ask for.
Result<IdNumber> parse_id_number(std::string_view text);
/// 11 digits beginning with 1; spaces and hyphens are passed over.
Result<std::string> parse_mobile(std::string_view text);
/// 12 digits, see domain.md 2.10.
Result<std::string> parse_division_code(std::string_view text);
/// 18 characters of GB 32100-2015 with its check character.
Result<std::string> parse_credit_code(std::string_view text);

}  // namespace jinguo::record
