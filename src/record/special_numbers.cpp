#include "record/special_numbers.h"

#include <array>

#include "record/record_error.h"

namespace jinguo::record {
namespace {

bool all_digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return !text.empty();
}

std::string without(std::string_view text, std::string_view passed_over) {
  std::string out;
  for (const char c : text)
    if (passed_over.find(c) == std::string_view::npos) out += c;
  return out;
}

}  // namespace

Result<IdNumber> parse_id_number(std::string_view text) {
  constexpr std::array kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kCheck = "10X98765432";
  IdNumber id;
  id.text = without(text, " ");
  if (id.text.size() == 18 && id.text[17] == 'x') id.text[17] = 'X';
  if (id.text.size() == 15 && all_digits(id.text))
    return Error(kBadIdNumber, {"这是 15 位旧号，请填 18 位新号。",
                                "this is an old number of 15 digits; give the one of 18."});
  if (id.text.size() != 18 || !all_digits(std::string_view(id.text).substr(0, 17)))
    return Error(kBadIdNumber, {"应当有 18 位。", "it must have 18 characters."});
  const std::string day = id.text.substr(6, 4) + "-" + id.text.substr(10, 2) + "-" + id.text.substr(12, 2);
  const auto born = Date::parse(day);
  if (!born) return Error(kBadIdNumber, {"出生日期 " + day + " 不存在。", "there is no day " + day + "."});
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (id.text[i] - '0') * kWeights[i];
  const char check = kCheck[static_cast<size_t>(sum % 11)];
  if (id.text[17] != check)
    return Error(kBadIdNumber,
                 {std::string("第 18 位应为 ") + check + "，请核对。",
                  std::string("the last character should be ") + check + "; compare it with the card."});
  id.born = *born;
  id.is_female = (id.text[16] - '0') % 2 == 0;
  return id;
}

Result<std::string> parse_mobile(std::string_view text) {
  std::string number = without(text, " -");
  if (number.size() != 11 || number[0] != '1' || !all_digits(number))
    return Error(kBadMobile, {std::string(text)});
  return number;
}

Result<std::string> parse_division_code(std::string_view text) {
  if (text.size() != 12 || !all_digits(text)) return Error(kBadDivisionCode, {std::string(text)});
  return std::string(text);
}

Result<std::string> parse_credit_code(std::string_view text) {
  constexpr std::string_view kLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr std::array kWeights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  if (text.size() != 18) return Error(kBadCreditCode, {"应当有 18 位。", "it must have 18 characters."});
  int sum = 0;
  for (size_t i = 0; i < 18; ++i) {
    const size_t value = kLetters.find(text[i]);
    if (value == std::string_view::npos)
      return Error(kBadCreditCode, {"只用数字和除 I、O、S、V、Z 外的大写字母。",
                                    "only digits and capitals other than I, O, S, V, Z."});
    if (i < 17) sum += static_cast<int>(value) * kWeights[i];
  }
  const char check = kLetters[static_cast<size_t>((31 - sum % 31) % 31)];
  if (text[17] != check)
    return Error(kBadCreditCode, {std::string("末位应为 ") + check + "，请核对。",
                                  std::string("the last character should be ") + check + "."});
  return std::string(text);
}

}  // namespace jinguo::record
