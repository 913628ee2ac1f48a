#include "org/unit_match.h"

#include <algorithm>

#include "org/search_text.h"

namespace jinguo::org {
namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

Fit fit_name(std::string_view word, std::string_view name, std::string_view initials) {
  const size_t at = name.find(word);
  if (at == 0) return word.size() == name.size() ? Fit::exact : Fit::prefix;
  if (at != std::string_view::npos) return Fit::part;
  if (initials.empty() || !is_letters(word)) return Fit::none;
  const size_t sound = initials.find(word);
  return sound == 0 ? Fit::initials : sound == std::string_view::npos ? Fit::none : Fit::initials_part;
}

Fit fit_code(std::string_view word, const Code& code) {
  if (code.is_none()) return Fit::none;
  const std::string_view text = code.text();
  const auto same = [](char typed, char c) {
    return typed == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  };
  const size_t n = std::min(word.size(), text.size());
  if (!std::equal(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(n), text.begin(), same))
    return Fit::none;
  if (word.size() == text.size()) return Fit::exact;
  if (word.size() < text.size()) return Fit::prefix;
  const bool is_filled = code.is_division() && is_digits(word) && word.size() <= 12 &&
                         word.find_first_not_of('0', text.size()) == std::string_view::npos;
  return is_filled ? Fit::exact : Fit::none;
}

Fit fit_unit(std::string_view word, const Unit& unit, Date day, const Initials& initials) {
  const std::string name = fold(unit.names.at(day));
  const Fit now = std::min(fit_name(word, name, initials ? initials(unit.names.at(day)) : std::string()),
                           fit_code(word, unit.codes.at(day)));
  if (now != Fit::none) return now;
  if (!former_name(word, unit, day).empty()) return Fit::former;
  const Date since = unit.codes.row_at(day).first;
  for (size_t i = 0; i < unit.codes.size() && unit.codes[i].first < since; ++i)
    if (fit_code(word, unit.codes[i].value) != Fit::none) return Fit::former;
  return Fit::none;
}

std::string former_name(std::string_view word, const Unit& unit, Date day) {
  const Dated<std::string>& now = unit.names.row_at(day);
  std::string out;
  for (size_t i = 0; i < unit.names.size() && unit.names[i].first < now.first; ++i)
    if (fold(unit.names[i].value).find(word) != std::string::npos) out = unit.names[i].value;
  return out;
}

}  // namespace jinguo::org
