#pragma once
#include "base/error.h"

namespace jinguo::org {

/// Refusals of the tree. "Unit" arguments read "临沭县 371329"; a level reads "乡镇街道 township"; "—" stands
/// for none.
inline constexpr ErrorRow kBadCode{
    "org.bad_code", 422,
    "“{0}”不是单位代码：区划代码为 2、4、6、9 或 12 位数字，直属单位用字母、数字和连字符（不超过 22 个字符）",
    "\"{0}\" is no unit code: a division code has 2, 4, 6, 9 or 12 digits; an attached body's "
    "has letters, digits and hyphens, at most 22"};
inline constexpr ErrorRow kUnknownCode{"org.unknown_code", 404,
                                       "{1} 没有代码为“{0}”的单位；相近的有：{2}。请核对代码",
                                       "On {1} no unit has the code \"{0}\"; near ones: {2}. Check the code"};
inline constexpr ErrorRow kUnknownName{
    "org.unknown_name", 404, "{1} 在该范围内没有名为“{0}”的单位；相近的有：{2}。请核对名称或改用代码",
    "On {1} no unit here is named \"{0}\"; near ones: {2}. Check the name or give the code"};
inline constexpr ErrorRow kAmbiguousName{
    "org.ambiguous_name", 422, "名为“{0}”的单位不止一个：{1}。请写成“上级/名称”或改用代码",
    "Several units are named \"{0}\": {1}. Write \"parent/name\" or give the code"};
inline constexpr ErrorRow kUnknownUnit{"org.unknown_unit", 404, "没有编号为 {0} 的单位，请核对",
                                       "There is no unit number {0}; check it"};
inline constexpr ErrorRow kUnitClosed{
    "org.unit_closed", 409, "{0} 已停用，最后一天是 {1}；承接单位：{2}。请改用承接单位或更早的日期",
    "{0} is closed, its last day was {1}; successor: {2}. Use the successor or an earlier date"};
inline constexpr ErrorRow kNotYetOpen{"org.not_yet_open", 409, "{0} 自 {1} 起才设立，请改用这天或以后的日期",
                                      "{0} opens on {1}; use that day or a later one"};
inline constexpr ErrorRow kCodeChanged{
    "org.code_changed", 409, "代码“{0}”在 {1} 不再（或尚未）使用，该单位当日为：{2}。请改用当日代码",
    "The code \"{0}\" is not in use on {1}; the unit is then {2}. Use that day's code"};
inline constexpr ErrorRow kLevelMismatch{"org.level_mismatch", 422,
                                         "{0}不能设在{1}之下（{2}）；请选上一级的单位",
                                         "A {0} cannot hang under a {1} ({2}); choose a unit one level up"};
inline constexpr ErrorRow kLevelDiffers{"org.level_differs", 422,
                                        "合并或拆分的单位须为同一级：{0} 与 {1} 不同级",
                                        "Units merged or split must be of one level: {0} and {1} differ"};
inline constexpr ErrorRow kNeedsParent{"org.needs_parent", 422, "{0}“{1}”须有上级单位，请填写上级代码",
                                       "The {0} \"{1}\" needs a unit above it; give the parent's code"};
inline constexpr ErrorRow kCodeLevel{"org.code_level", 422,
                                     "代码“{0}”与级别{1}不符：这一级的区划代码为 {2} 位",
                                     "The code \"{0}\" does not fit a {1}: its division code has {2} digits"};
inline constexpr ErrorRow kNeedsCode{"org.needs_code", 422, "“{0}”须有代码，请填写",
                                     "\"{0}\" needs a code; give one"};
inline constexpr ErrorRow kCodeInUse{"org.code_in_use", 409, "代码“{0}”自 {2} 起由 {1} 使用，请另取代码",
                                     "The code \"{0}\" is used by {1} from {2}; choose another"};
inline constexpr ErrorRow kCodeAbolished{
    "org.code_abolished", 409,
    "代码“{0}”曾属 {1}，撤销后不得再用；若是同一单位沿用代码，请用更名或并入该单位",
    "The code \"{0}\" belonged to {1} and an abolished code is never used again; if the unit "
    "lives on, rename it or merge into it"};
inline constexpr ErrorRow kBadName{
    "org.bad_name", 422, "名称“{0}”不合要求：不能为空、不超过 100 个字、不含控制字符",
    "The name \"{0}\" will not do: 1 to 100 characters, no control characters"};
inline constexpr ErrorRow kOpenChildren{
    "org.open_children", 409, "{0} 之下还有未停用的单位：{1}。请先移走、合并或停用它们",
    "{0} still has open units under it: {1}. Move, merge or close them first"};
inline constexpr ErrorRow kUnderItself{"org.under_itself", 409, "{0} 不能移到自己或自己的下级 {1} 之下",
                                       "{0} cannot be moved under itself or its own descendant {1}"};
inline constexpr ErrorRow kAlreadyClosed{"org.already_closed", 409,
                                         "{0} 已停用，最后一天是 {1}，不能再次停用",
                                         "{0} is closed already, its last day was {1}"};
inline constexpr ErrorRow kLaterFact{
    "org.later_fact", 409, "{0} 在 {1} 以后还有变更（{2}），与此日期矛盾；请改用更晚的日期",
    "{0} has a change after {1} ({2}) that contradicts this date; choose a later one"};
inline constexpr ErrorRow kSameDay{
    "org.same_day", 409, "{0} 在 {1} 当日已有同类变更或刚设立，请改用之后的日期",
    "{0} has such a change on {1} already or opened that day; choose a later day"};
inline constexpr ErrorRow kNothingChanges{"org.nothing_changes", 422, "{0} 在 {1} 已是如此，无需变更",
                                          "{0} is so already on {1}; nothing would change"};
inline constexpr ErrorRow kBadMerge{
    "org.bad_merge", 422, "合并须列出至少一个要并入的单位，不得重复，也不得含接收单位 {0}",
    "A merge names at least one unit to merge, none twice, and not the receiving unit {0}"};
inline constexpr ErrorRow kBadSplit{
    "org.bad_split", 422, "拆分 {0} 须列出至少两个新单位，承接者须是其中之一",
    "A split of {0} names at least two new units, and the heir is one of them"};
inline constexpr ErrorRow kNotChild{"org.not_child", 422, "{0} 在 {2} 不是 {1} 的下级，不能由拆分分配",
                                    "On {2} {0} is not directly under {1}; a split cannot assign it"};
inline constexpr ErrorRow kBadText{"org.bad_text", 422, "这一行无法读懂：{0}",
                                   "This line cannot be read: {0}"};
inline constexpr ErrorRow kBadDate{"org.bad_date", 422, "“{0}”不是日期，请写成 2011-06-30",
                                   "\"{0}\" is no date; write it as 2011-06-30"};
inline constexpr ErrorRow kBadLevel{
    "org.bad_level", 422, "“{0}”不是级别，请写 nation、province、city、county、township、village 或 body",
    "\"{0}\" is no level; write nation, province, city, county, township, village or body"};
inline constexpr ErrorRow kBadYesNo{"org.bad_yes_no", 422, "“{0}”应写“是”或“否”",
                                    "\"{0}\" should be yes or no"};
inline constexpr ErrorRow kMissingColumn{"org.missing_column", 422, "缺少“{0}”一栏",
                                         "The column \"{0}\" is missing"};
inline constexpr ErrorRow kUnknownColumn{
    "org.unknown_column", 422, "不认识的栏目“{0}”；可用：code name level parent opened closed zone within",
    "Unknown column \"{0}\"; known: code name level parent opened closed zone within"};
inline constexpr ErrorRow kCodeTwice{"org.code_twice", 422, "代码“{0}”在第 {1} 行已出现，请删去一行或改正",
                                     "The code \"{0}\" stands in line {1} already; drop or mend one"};
inline constexpr ErrorRow kBadFacts{"org.bad_facts", 500, "组织树的存储数据不一致：{0}",
                                    "The stored tree is inconsistent: {0}"};

}  // namespace jinguo::org
