#pragma once
#include "base/error.h"

namespace jinguo::record {

inline constexpr ErrorRow kRequired{"record.required", 422, "“{0}”必须填写。", "\"{0}\" must be filled in."};
inline constexpr ErrorRow kUnknownField{"record.unknown_field", 422, "没有叫“{0}”的字段，是不是“{1}”？",
                                        "There is no field \"{0}\"; did you mean \"{1}\"?"};
inline constexpr ErrorRow kComputed{"record.computed", 422, "“{0}”由系统计算，不能填写；请删去这一项。",
                                    "\"{0}\" is computed; leave it out."};
inline constexpr ErrorRow kNotNumber{"record.not_number", 422, "“{0}”应当是数，例如 12；现在是“{1}”。",
                                     "\"{0}\" must be a number such as 12; it says \"{1}\"."};
inline constexpr ErrorRow kNotInteger{"record.not_integer", 422, "“{0}”应当是整数；现在是“{1}”。",
                                      "\"{0}\" must be a whole number; it says \"{1}\"."};
inline constexpr ErrorRow kTooManyPlaces{"record.too_many_places", 422, "“{0}”最多 {1} 位小数；现在是“{2}”。",
                                         "\"{0}\" takes at most {1} decimal places; it says \"{2}\"."};
inline constexpr ErrorRow kTooSmall{"record.too_small", 422, "“{0}”不能小于 {1}；现在是 {2}。",
                                    "\"{0}\" cannot be less than {1}; it is {2}."};
inline constexpr ErrorRow kTooLarge{"record.too_large", 422, "“{0}”不能大于 {1}；现在是 {2}。",
                                    "\"{0}\" cannot be more than {1}; it is {2}."};
inline constexpr ErrorRow kNotDate{"record.not_date", 422,
                                   "“{0}”应当是日期，写成 2011-06-30；“{1}”不是存在的日期。",
                                   "\"{0}\" must be a date like 2011-06-30; \"{1}\" is no day that exists."};
inline constexpr ErrorRow kNotYesNo{"record.not_yes_no", 422, "“{0}”请填“是”或“否”；现在是“{1}”。",
                                    "\"{0}\" takes yes or no; it says \"{1}\"."};
inline constexpr ErrorRow kNotChoice{"record.not_choice", 422, "“{0}”没有选项“{1}”，可选：{2}。",
                                     "\"{0}\" has no choice \"{1}\"; there are: {2}."};
inline constexpr ErrorRow kRetiredChoice{"record.retired_choice", 422, "“{0}”的选项“{1}”已停用，可选：{2}。",
                                         "Choice \"{1}\" of \"{0}\" is retired; there are: {2}."};
inline constexpr ErrorRow kTooManyFiles{"record.too_many_files", 422, "“{0}”最多 {1} 份，现在有 {2} 份。",
                                        "\"{0}\" takes at most {1} files; there are {2}."};
inline constexpr ErrorRow kTooLong{"record.too_long", 422, "“{0}”最多 {1} 个字，现在有 {2} 个；请缩短。",
                                   "\"{0}\" takes at most {1} characters, here are {2}; shorten it."};
inline constexpr ErrorRow kNotText{"record.not_text", 422, "“{0}”含有不能保存的字符，请重新输入。",
                                   "\"{0}\" holds characters that cannot be kept; type it again."};
inline constexpr ErrorRow kOneLine{"record.one_line", 422, "“{0}”只能写一行，请去掉换行。",
                                   "\"{0}\" takes one line; remove the line breaks."};
inline constexpr ErrorRow kWrongType{"record.wrong_type", 422, "“{0}”的值类型不对，应当是{1}。",
                                     "The value of \"{0}\" has the wrong type; it must be {2}."};
inline constexpr ErrorRow kBadIdNumber{"record.bad_id_number", 422, "身份证号不对：{0}",
                                       "The id number is wrong: {1}"};
inline constexpr ErrorRow kBadMobile{"record.bad_mobile", 422,
                                     "手机号应当是 1 开头的 11 位数字；现在是“{0}”。",
                                     "A mobile number has 11 digits and begins with 1; it says \"{0}\"."};
inline constexpr ErrorRow kBadDivisionCode{"record.bad_division_code", 422,
                                           "区划代码应当是 12 位数字；现在是“{0}”。",
                                           "A division code has 12 digits; it says \"{0}\"."};
inline constexpr ErrorRow kBadCreditCode{"record.bad_credit_code", 422, "统一社会信用代码不对：{0}",
                                         "The unified social credit code is wrong: {1}"};
inline constexpr ErrorRow kBadReference{"record.bad_reference", 422, "“{0}”应当是编号（32 位十六进制）。",
                                        "\"{0}\" must be an id of 32 hexadecimal digits."};
inline constexpr ErrorRow kUnitLevel{"record.unit_level", 422, "“{0}”应当是{1}一级的单位。",
                                     "\"{0}\" must be a unit of level {2}."};
inline constexpr ErrorRow kCheckFailed{"record.check_failed", 422, "{0}", "{1}"};
inline constexpr ErrorRow kReasonNeeded{"record.reason_needed", 422, "{0}；确实如此请写明原因。",
                                        "{1}; if it is so, give the reason."};
inline constexpr ErrorRow kRowRequired{"record.row_required", 422, "“{0}”第 {1} 行的“{2}”必须填写。",
                                       "\"{2}\" in row {1} of \"{0}\" must be filled in."};

}  // namespace jinguo::record
