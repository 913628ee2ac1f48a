#pragma once
#include "base/error.h"

namespace jinguo::expr {

/// Faults of writing, told by `parse`.
inline constexpr ErrorRow kEmpty{"expr.empty", 422, "表达式是空的，请写上内容。",
                                 "The expression is empty; write one."};
inline constexpr ErrorRow kTooLong{"expr.too_long", 422, "表达式超过 {0} 字节，请拆成几个计算字段。",
                                   "The expression is longer than {0} bytes; split it into computed fields."};
inline constexpr ErrorRow kTooLarge{"expr.too_large", 422, "表达式超过 {0} 个成分，请拆成几个计算字段。",
                                    "The expression has more than {0} parts; split it into computed fields."};
inline constexpr ErrorRow kTooDeep{"expr.too_deep", 422, "括号或条件套得超过 {0} 层，请拆成几个计算字段。",
                                   "Nested more than {0} deep; split it into computed fields."};
inline constexpr ErrorRow kNotText{"expr.not_text", 422, "这里不是有效的 UTF-8 文字，请用 UTF-8 保存文件。",
                                   "This is not valid UTF-8; save the file as UTF-8."};
inline constexpr ErrorRow kFullWidth{"expr.full_width", 422, "“{0}”是全角字符，请改成半角的 {1}",
                                     "\"{0}\" is a full-width character; write {1}"};
inline constexpr ErrorRow kForeignSign{"expr.foreign_sign", 422, "这里不用 {0}，请改成 {1}",
                                       "{0} is not used here; write {1}"};
inline constexpr ErrorRow kBadCharacter{"expr.bad_character", 422,
                                        "表达式里不能有 {0}，请删去，文字请加引号。",
                                        "{0} has no meaning in an expression; remove it, or quote the text."};
inline constexpr ErrorRow kPercent{"expr.percent", 422, "不能写百分号，5% 请写成 0.05。",
                                   "A percent sign is not used; write 5% as 0.05."};
inline constexpr ErrorRow kOpenText{"expr.open_text", 422, "文字缺少结尾的引号 {0}",
                                    "The text has no closing quote {0}"};
inline constexpr ErrorRow kBadNumber{"expr.bad_number", 422,
                                     "“{0}”不是可用的数，请写成 12 或 3.5，最多 34 位。",
                                     "\"{0}\" is no number; write 12 or 3.5, at most 34 digits."};
inline constexpr ErrorRow kBadDate{"expr.bad_date", 422,
                                   "“{0}”不是可用的日期，请写成 2011-06-30；做减法请在减号两边加空格。",
                                   "\"{0}\" is no date; write 2011-06-30, or put spaces round a minus."};
inline constexpr ErrorRow kExpected{"expr.expected", 422, "这里应当是{0}，却是 {1}",
                                    "Expected {0} here, found {1}"};
inline constexpr ErrorRow kChained{"expr.chained", 422,
                                   "比较不能连写，请写成 1 <= x and x <= 5 这样的两个比较。",
                                   "Comparisons cannot be chained; write two, as in 1 <= x and x <= 5."};

/// Faults of meaning, told by `check`.
inline constexpr ErrorRow kUnknownName{"expr.unknown_name", 422, "没有叫“{0}”的字段；如果是文字，请加引号。",
                                       "There is no field \"{0}\"; if it is a text, quote it."};
inline constexpr ErrorRow kUnknownNameMeant{"expr.unknown_name", 422, "没有叫“{0}”的字段，是不是“{1}”？",
                                            "There is no field \"{0}\"; did you mean \"{1}\"?"};
inline constexpr ErrorRow kUnknownFunction{"expr.unknown_function", 422, "没有叫“{0}”的函数，可用的有：{1}",
                                           "There is no function \"{0}\"; there are: {1}"};
inline constexpr ErrorRow kUnknownFunctionMeant{"expr.unknown_function", 422,
                                                "没有叫“{0}”的函数，是不是“{1}”？",
                                                "There is no function \"{0}\"; did you mean \"{1}\"?"};
inline constexpr ErrorRow kUnknownCode{"expr.unknown_code", 422, "“{1}”没有“{0}”这个选项，可用的有：{2}",
                                       "\"{1}\" has no choice \"{0}\"; there are: {2}"};
inline constexpr ErrorRow kUnknownCodeMeant{"expr.unknown_code", 422, "“{1}”没有“{0}”这个选项，是不是“{2}”？",
                                            "\"{1}\" has no choice \"{0}\"; did you mean \"{2}\"?"};
inline constexpr ErrorRow kNameOrCode{
    "expr.name_or_code", 422, "“{0}”既是字段又是“{1}”的选项；若指选项，请加引号。",
    "\"{0}\" is both a field and a choice of \"{1}\"; quote it if you mean the choice."};
inline constexpr ErrorRow kArgumentCount{"expr.argument_count", 422, "{0} 要 {1} 个参数，这里有 {2} 个。",
                                         "{0} takes {1} arguments, here are {2}."};
inline constexpr ErrorRow kArgumentType{"expr.argument_type", 422, "{0} 的第 {1} 个参数应当是{2}，却是{3}。",
                                        "Argument {1} of {0} must be {2}, here it is {3}."};
inline constexpr ErrorRow kOperandType{"expr.operand_type", 422, "{0} 要用于{1}，这里却是{2}。",
                                       "{0} works on {1}, here it is {2}."};
inline constexpr ErrorRow kCompareTypes{
    "expr.compare_types", 422, "{0}不能和{1}比较，请换成同一类的值；选项和文字请加引号。",
    "{0} cannot be compared with {1}; compare like with like, and quote texts."};
inline constexpr ErrorRow kOrderType{"expr.order_type", 422, "{0}没有大小，只能用 = 、!= 或 in。",
                                     "{0} has no order; use =, != or in."};
inline constexpr ErrorRow kCompareBlank{
    "expr.compare_blank", 422, "和空白比较总不成立，请写 is blank 或 is not blank。",
    "A comparison with blank is never met; write is blank or is not blank."};
inline constexpr ErrorRow kCompareChoices{"expr.compare_choices", 422,
                                          "多选不能这样比较，请写 {0} has 选项。",
                                          "A multiple choice is not compared so; write {0} has code."};
inline constexpr ErrorRow kBranchTypes{"expr.branch_types", 422, "各分支应当是同一类的值，这里有{0}和{1}。",
                                       "All branches must be of one type, here are {0} and {1}."};
inline constexpr ErrorRow kDatePlusNumber{
    "expr.date_plus_number", 422, "日期请加减 days(…)、months(…) 或 years(…)，如 d + days(30)。",
    "Add days(…), months(…) or years(…) to a date, as in d + days(30)."};
inline constexpr ErrorRow kDateMinusDate{
    "expr.date_minus_date", 422, "两个日期相差的天数请写 days_between(先, 后)。",
    "For the days between two dates write days_between(earlier, later)."};
inline constexpr ErrorRow kSpanAlone{"expr.span_alone", 422, "{0}(…) 只能跟在日期的加号或减号后面。",
                                     "{0}(…) only stands after a date and + or -."};
inline constexpr ErrorRow kTodayRefused{
    "expr.today_refused", 422, "这里不能用 today()：结果要存下来或汇总，不能随日子改变，请改用记录上的日期。",
    "today() is refused here: what is stored or totalled must not change with the "
    "day; use a date of the record."};
inline constexpr ErrorRow kNotTerm{"expr.not_term", 422, "{0} 要一个届次字段。",
                                   "{0} takes a field that names a term."};
inline constexpr ErrorRow kRowsAlone{"expr.rows_alone", 422,
                                     "表格“{0}”只能放在 sum、count、any 等汇总函数里。",
                                     "The table \"{0}\" only stands inside sum, count, any and the like."};
inline constexpr ErrorRow kRowsMixed{"expr.rows_mixed", 422,
                                     "一个汇总函数里只能用一张表的列，这里有“{0}”和“{1}”。",
                                     "One aggregate works on one table, here are \"{0}\" and \"{1}\"."};
inline constexpr ErrorRow kRowsMissing{"expr.rows_missing", 422,
                                       "{0} 要用到一张表格的列，如 {0}(rows.amount)。",
                                       "{0} needs a column of a table, as in {0}(rows.amount)."};
inline constexpr ErrorRow kRowsNested{"expr.rows_nested", 422, "汇总函数 {0} 不能套在另一个汇总函数里。",
                                      "The aggregate {0} cannot stand inside another."};

}  // namespace jinguo::expr
