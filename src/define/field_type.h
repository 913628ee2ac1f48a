#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace jinguo::define {

/// What a field may hold, and so how it is asked, checked, stored and compared.
enum class FieldType : uint8_t {
  text,
  long_text,
  integer,
  decimal,
  money,
  percent,
  months,
  date,
  yes_no,
  choice,
  choices,
  term,
  unit,
  person,
  household,
  body,
  file,
  photo,
  record,
  rows,
  id_number,
  mobile,
  division_code,
  credit_code,
};

/// How a column keeps it: scaled integer (numbers, yes/no, dates as days, units), text, 16 bytes, or JSON
/// text.
enum class Storage : uint8_t { integer, text, id, json };

struct FieldTypeRow {
  FieldType type;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  Storage storage;
  bool is_number;
  /// Digits after the point when the file names none. Money is in yuan with two places.
  int places;
};

inline constexpr std::array<FieldTypeRow, 24> kFieldTypes{{
    {FieldType::text, "text", "文字", "text", Storage::text, false, 0},
    {FieldType::long_text, "long_text", "长文字", "long text", Storage::text, false, 0},
    {FieldType::integer, "integer", "整数", "integer", Storage::integer, true, 0},
    {FieldType::decimal, "decimal", "小数", "decimal", Storage::integer, true, 2},
    {FieldType::money, "money", "金额（元）", "money (yuan)", Storage::integer, true, 2},
    {FieldType::percent, "percent", "百分数", "percent", Storage::integer, true, 2},
    {FieldType::months, "months", "月数", "months", Storage::integer, true, 0},
    {FieldType::date, "date", "日期", "date", Storage::integer, false, 0},
    {FieldType::yes_no, "yes_no", "是否", "yes or no", Storage::integer, false, 0},
    {FieldType::choice, "choice", "单选", "choice", Storage::text, false, 0},
    {FieldType::choices, "choices", "多选", "choices", Storage::text, false, 0},
    {FieldType::term, "term", "届次", "term", Storage::text, false, 0},
    {FieldType::unit, "unit", "单位", "unit", Storage::integer, false, 0},
    {FieldType::person, "person", "人员", "person", Storage::id, false, 0},
    {FieldType::household, "household", "户", "household", Storage::id, false, 0},
    {FieldType::body, "body", "机构", "body", Storage::id, false, 0},
    {FieldType::file, "file", "附件", "file", Storage::text, false, 0},
    {FieldType::photo, "photo", "照片", "photo", Storage::text, false, 0},
    {FieldType::record, "record", "关联记录", "record", Storage::id, false, 0},
    {FieldType::rows, "rows", "明细表", "rows", Storage::json, false, 0},
    {FieldType::id_number, "id_number", "身份证号", "id number", Storage::text, false, 0},
    {FieldType::mobile, "mobile", "手机号", "mobile number", Storage::text, false, 0},
    {FieldType::division_code, "division_code", "区划代码", "division code", Storage::text, false, 0},
    {FieldType::credit_code, "credit_code", "统一社会信用代码", "unified social credit code", Storage::text,
     false, 0},
}};

constexpr const FieldTypeRow& row_of(FieldType type) {
  return kFieldTypes[static_cast<size_t>(type)];
}
constexpr std::optional<FieldType> parse_field_type(std::string_view name) {
  for (const FieldTypeRow& row : kFieldTypes)
    if (row.name == name) return row.type;
  return std::nullopt;
}

/// Holds files, by their ids.
constexpr bool is_file(FieldType type) {
  return type == FieldType::file || type == FieldType::photo;
}
/// Whether a value is `Choices`: several codes or ids as one.
constexpr bool holds_several(FieldType type) {
  return type == FieldType::choices || is_file(type);
}

/// From open to closed; each class holds what the next may not show.
enum class PrivacyClass : uint8_t { open, internal, personal, sensitive, sealed };

}  // namespace jinguo::define
