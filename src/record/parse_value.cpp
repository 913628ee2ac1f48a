#include "record/parse_value.h"

#include <algorithm>
#include <array>

#include "record/record_error.h"
#include "record/special_numbers.h"

namespace jinguo::record {
namespace {

using define::Field;
using define::FieldType;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  while (!text.empty()) {
    if (kBlanks.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    } else if (text.starts_with("\u3000")) {
      text.remove_prefix(3);
    } else {
      break;
    }
  }
  while (!text.empty()) {
    if (kBlanks.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    } else if (text.ends_with("\u3000")) {
      text.remove_suffix(3);
    } else {
      break;
    }
  }
  return text;
}

/// Number of characters, or nothing when the text is not UTF-8 or holds control characters.
std::optional<int> count_characters(std::string_view text, bool may_break) {
  int n = 0;
  for (size_t i = 0; i < text.size(); ++n) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\t' && !(may_break && (c == '\n' || c == '\r'))) return std::nullopt;
    const size_t length = c < 0x80                ? 1
                          : c >= 0xc2 && c < 0xe0 ? 2
                          : c >= 0xe0 && c < 0xf0 ? 3
                          : c >= 0xf0 && c < 0xf5 ? 4
                                                  : 0;
    if (length == 0 || i + length > text.size()) return std::nullopt;
    for (size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return std::nullopt;
    // Longer than need be, halves of a surrogate pair, beyond U+10FFFF: PostgreSQL keeps none of them.
    const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second >= 0xa0) || (c == 0xf0 && second < 0x90) ||
        (c == 0xf4 && second >= 0x90))
      return std::nullopt;
    i += length;
  }
  return n;
}

std::string choices_text(const Field& field) {
  std::string out;
  for (const define::Choice& choice : field.choices->items)
    out += (out.empty() ? "" : "、") + choice.label.zh;
  return out;
}

Result<std::string> parse_choice(const Field& field, std::string_view text, Date today) {
  ensure(field.choices != nullptr, "a choice field has a list");
  for (const define::Choice& choice : field.choices->items) {
    if (text != choice.code && text != choice.label.zh && text != choice.label.en) continue;
    if (choice.retired && *choice.retired <= today)
      return Error(kRetiredChoice, {field.label.zh, choice.label.zh, choices_text(field)}).on(field.id);
    return choice.code;
  }
  return Error(kNotChoice, {field.label.zh, std::string(text), choices_text(field)}).on(field.id);
}

/// Digits, signs and points as an input method leaves them (１２．５) made plain.
std::string half_width(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto byte = [&](size_t k) { return static_cast<unsigned char>(text[i + k]); };
    // U+FF01 to U+FF5E stand in the order of ASCII.
    if (i + 2 < text.size() && byte(0) == 0xef && (byte(1) == 0xbc || byte(1) == 0xbd)) {
      const int code = (byte(1) == 0xbc ? byte(2) - 0x80 : byte(2) - 0x80 + 0x40) + 0x20;
      if (code > 0x20 && code < 0x7f) {
        out += static_cast<char>(code);
        i += 3;
        continue;
      }
    }
    out += text[i];
    ++i;
  }
  return out;
}

/// Without its thousands separators; nothing when one stands where none belongs, so that 12,5 is never 125.
std::optional<std::string> without_separators(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return std::string(text);
  const size_t point = std::min(text.find('.'), text.size());
  const size_t first = text.find_first_of("0123456789,");
  std::string out(text.substr(0, first));
  bool is_first = true;
  for (std::string_view rest = text.substr(first, point - first);; is_first = false) {
    const size_t comma = rest.find(',');
    const std::string_view group = rest.substr(0, comma);
    const bool fits = is_first ? !group.empty() && group.size() <= 3 : group.size() == 3;
    if (!fits || (is_first && comma == std::string_view::npos)) return std::nullopt;
    out += group;
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return out + std::string(text.substr(point));
}

Result<Value> parse_number(const Field& field, std::string_view text) {
  std::string plain = half_width(text);
  if (field.type == FieldType::percent && plain.ends_with('%')) plain.pop_back();
  const auto digits = without_separators(plain);
  const auto number = digits ? Decimal::parse(*digits) : std::nullopt;
  if (!number) return Error(kNotNumber, {field.label.zh, std::string(text)}).on(field.id);
  return Value(*number);
}

Result<Value> parse_date(const Field& field, std::string_view typed) {
  // 2011-06-30, 2011/6/30, 2011.6.30 and 2011年6月30日 are one day.
  const std::string plain = half_width(typed);
  std::string_view text = plain;
  std::array<int, 3> part{};
  const auto read = [&](size_t n) {
    size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 4; ++digits) {
      part[n] = part[n] * 10 + (text.front() - '0');
      text.remove_prefix(1);
    }
    return digits > 0;
  };
  const auto take = [&](std::string_view mark) {
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    return true;
  };
  bool good = read(0);
  if (good && take("年")) {
    good = read(1) && take("月") && read(2);
    take("日");
  } else if (good) {
    const std::string mark(text.substr(0, 1));
    good = (mark == "-" || mark == "/" || mark == ".") && take(mark) && read(1) && take(mark) && read(2);
  }
  const auto date = good && text.empty() ? Date::make(part[0], part[1], part[2]) : std::nullopt;
  if (!date) return Error(kNotDate, {field.label.zh, std::string(typed)}).on(field.id);
  return Value(*date);
}

Result<Value> parse_reference(const Field& field, std::string_view text) {
  const auto id = RecordId::parse(text);
  if (!id) return Error(kBadReference, {field.label.zh}).on(field.id);
  return Value(Reference{id->bytes()});
}

Result<Value> parse_special(const Field& field, std::string_view text) {
  const auto keep = [&](Result<std::string> parsed) -> Result<Value> {
    if (!parsed) return std::move(parsed).error().on(field.id);
    return Value(*parsed);
  };
  switch (field.type) {
    case FieldType::mobile:
      return keep(parse_mobile(text));
    case FieldType::division_code:
      return keep(parse_division_code(text));
    case FieldType::credit_code:
      return keep(parse_credit_code(text));
    default:
      break;
  }
  auto id = parse_id_number(text);
  if (!id) return std::move(id).error().on(field.id);
  return Value(id->text);
}

/// Ids of files, in the order given.
Result<Value> parse_files(const Field& field, std::string_view text) {
  Choices ids;
  while (!text.empty()) {
    const size_t end = text.find_first_of(";, ");
    const std::string_view item = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (item.empty()) continue;
    const auto id = RecordId::parse(item);
    if (!id) return Error(kBadReference, {field.label.zh}).on(field.id);
    std::string plain = id->to_text();
    if (std::find(ids.begin(), ids.end(), plain) == ids.end()) ids.push_back(std::move(plain));
  }
  if (ids.size() > static_cast<size_t>(field.most_files))
    return Error(kTooManyFiles,
                 {field.label.zh, std::to_string(field.most_files), std::to_string(ids.size())})
        .on(field.id);
  return ids.empty() ? Value() : Value(std::move(ids));
}

int default_length(FieldType type) {
  return type == FieldType::long_text ? 5000 : 200;
}

}  // namespace

Result<void> check_fits(const Field& field, const Value& value) {
  const auto* number = value.as<Decimal>();
  if (!number) return {};
  // Stored as a scaled 64-bit integer; sums over a nation must fit too.
  constexpr int64_t kMost = 1'000'000'000'000'000;
  const auto scaled = number->scaled(field.places);
  if (scaled && *scaled <= kMost && *scaled >= -kMost) return {};
  const Decimal most = Decimal::of(kMost, field.places);
  if (number->units() < 0)
    return Error(kTooSmall, {field.label.zh, most.negated().to_text(), number->to_text()}).on(field.id);
  return Error(kTooLarge, {field.label.zh, most.to_text(), number->to_text()}).on(field.id);
}

Result<void> check_bounds(const Field& field, const Value& value) {
  if (const auto* number = value.as<Decimal>()) {
    if (number->scale() > field.places) {
      if (field.places == 0) return Error(kNotInteger, {field.label.zh, number->to_text()}).on(field.id);
      return Error(kTooManyPlaces, {field.label.zh, std::to_string(field.places), number->to_text()})
          .on(field.id);
    }
    if (field.min && *number < *field.min)
      return Error(kTooSmall, {field.label.zh, field.min->to_text(), number->to_text()}).on(field.id);
    if (field.max && *number > *field.max)
      return Error(kTooLarge, {field.label.zh, field.max->to_text(), number->to_text()}).on(field.id);
    if (auto fits = check_fits(field, value); !fits) return fits;
  }
  if (const auto* text = value.as<std::string>();
      text && (field.type == FieldType::text || field.type == FieldType::long_text)) {
    const bool may_break = field.type == FieldType::long_text;
    if (!may_break && text->find_first_of("\r\n") != std::string::npos)
      return Error(kOneLine, {field.label.zh}).on(field.id);
    const auto n = count_characters(*text, may_break);
    if (!n) return Error(kNotText, {field.label.zh}).on(field.id);
    const int most = field.max_length > 0 ? field.max_length : default_length(field.type);
    if (*n > most)
      return Error(kTooLong, {field.label.zh, std::to_string(most), std::to_string(*n)}).on(field.id);
  }
  return {};
}

Result<Value> parse_value(const Field& field, std::string_view typed, const Lookups& lookups) {
  const std::string_view text = trimmed(typed);
  if (text.empty()) return Value();
  Result<Value> value = Value();
  switch (field.type) {
    case FieldType::text:
      value = Value(std::string(text));
      break;
    case FieldType::long_text:
      value = Value(std::string(text));
      break;
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::money:
    case FieldType::percent:
    case FieldType::months:
      value = parse_number(field, text);
      break;
    case FieldType::date:
      value = parse_date(field, text);
      break;
    case FieldType::yes_no:
      if (text == "是" || text == "yes" || text == "true" || text == "1" || text == "有") {
        value = Value(true);
      } else if (text == "否" || text == "no" || text == "false" || text == "0" || text == "无") {
        value = Value(false);
      } else {
        value = Error(kNotYesNo, {field.label.zh, std::string(text)}).on(field.id);
      }
      break;
    case FieldType::choice:
    case FieldType::term: {
      auto code = parse_choice(field, text, lookups.today);
      if (!code) return std::move(code).error();
      value = Value(*code);
      break;
    }
    case FieldType::choices: {
      Choices codes;
      std::string_view rest = text;
      while (!rest.empty()) {
        size_t end = std::string_view::npos, length = 1;
        for (const std::string_view between : {";", ",", "、", "；", "，"})
          if (const size_t at = rest.find(between); at < end) end = at, length = between.size();
        const std::string_view item = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + length);
        if (item.empty()) continue;
        auto code = parse_choice(field, item, lookups.today);
        if (!code) return std::move(code).error();
        codes.push_back(*code);
      }
      std::sort(codes.begin(), codes.end());
      codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
      value = codes.empty() ? Value() : Value(codes);
      break;
    }
    case FieldType::unit: {
      if (!lookups.unit) return Error(kWrongType, {field.label.zh, "单位", "a unit"}).on(field.id);
      auto unit = lookups.unit(text);
      if (!unit) return std::move(unit).error().on(field.id);
      value = Value(*unit);
      break;
    }
    case FieldType::person:
    case FieldType::household:
    case FieldType::body: {
      if (!lookups.party) return parse_reference(field, text);
      auto party = lookups.party(field, text);
      if (!party) return std::move(party).error().on(field.id);
      value = Value(*party);
      break;
    }
    case FieldType::file:
    case FieldType::photo:
      value = parse_files(field, text);
      break;
    case FieldType::record:
      value = parse_reference(field, text);
      break;
    case FieldType::rows:
      return Error(kWrongType, {field.label.zh, "明细表（逐行填写）", "a table, filled in row by row"})
          .on(field.id);
    case FieldType::id_number:
    case FieldType::mobile:
    case FieldType::division_code:
    case FieldType::credit_code:
      value = parse_special(field, text);
      break;
  }
  if (!value) return value;
  if (auto bounds = check_bounds(field, *value); !bounds) return std::move(bounds).error();
  return value;
}

std::string to_text(const Field& field, const Value& value,
                    const std::function<std::string(UnitId)>& name_of_unit) {
  if (value.is_blank()) return {};
  if (const auto* yes = value.as<bool>()) return *yes ? "是" : "否";
  if (const auto* number = value.as<Decimal>()) return number->to_text();
  if (const auto* date = value.as<Date>()) return date->to_text();
  if (const auto* text = value.as<std::string>()) {
    if (!field.choices) return *text;
    const define::Choice* choice = field.choices->find(*text);
    return choice ? choice->label.zh : *text;
  }
  if (const auto* codes = value.as<Choices>()) {
    std::string out;
    for (const std::string& code : *codes) {
      const define::Choice* choice = field.choices ? field.choices->find(code) : nullptr;
      out += (out.empty() ? "" : "、") + (choice ? choice->label.zh : code);
    }
    return out;
  }
  if (const auto* unit = value.as<UnitId>())
    return name_of_unit ? name_of_unit(*unit) : std::to_string(unit->number());
  if (const auto* reference = value.as<Reference>()) return RecordId(reference->bytes).to_text();
  if (const auto* rows = value.as<std::shared_ptr<const Rows>>())
    return std::to_string((*rows)->size()) + " 行";
  return {};
}

}  // namespace jinguo::record
