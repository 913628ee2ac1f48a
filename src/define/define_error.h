#pragma once
#include "base/error.h"

namespace jinguo::define {

/// Faults of the text itself.
inline constexpr ErrorRow kYamlSyntax{
    "define.yaml_syntax", 422, "YAML 写法有误：{0}。请检查这一行的缩进、冒号和引号。",
    "YAML fault: {0}. Look at the indentation, colon and quotes of this line."};
inline constexpr ErrorRow kEmptyText{"define.empty", 422,
                                     "文件里没有内容；第一行请写 programme:、list: 或 report:。",
                                     "The file is empty; begin with programme:, list: or report:."};
inline constexpr ErrorRow kTextTooLong{"define.text_too_long", 422, "文件超过 {0} KB；一个项目写一个文件。",
                                       "The file is longer than {0} KB; write one programme to a file."};
inline constexpr ErrorRow kTooDeep{"define.too_deep", 422, "层次超过 {0} 层，请减少嵌套。",
                                   "Nested more than {0} deep; nest less."};
inline constexpr ErrorRow kNotUtf8{"define.not_utf8", 422,
                                   "这里不是 UTF-8 文字或含有控制字符，请用 UTF-8 保存文件。",
                                   "This is not UTF-8 text or a control character; save the file as UTF-8."};
inline constexpr ErrorRow kTabRefused{"define.tab", 422, "缩进里有制表符（Tab），请改成空格。",
                                      "A tab in the indentation; type spaces instead."};
inline constexpr ErrorRow kFullWidth{"define.full_width", 422, "“{0}”是全角符号，请改成半角的 {1}",
                                     "\"{0}\" is full-width; type {1} instead."};
inline constexpr ErrorRow kQuotesInText{"define.quotes_in_text", 422,
                                        "文字带着全角引号“”；若只是想加引号，请改成半角的 \"…\"。",
                                        "The text carries “ and ” at its ends; to quote a value type \"…\"."};
inline constexpr ErrorRow kAnchorRefused{"define.anchor", 422, "不支持锚点（&）和引用（*），请把内容写全。",
                                         "Anchors (&) and aliases (*) are not used; write it out in full."};
inline constexpr ErrorRow kTagRefused{"define.tag", 422, "不支持标签（!），请删去。",
                                      "Tags (!) are not used; remove it."};
inline constexpr ErrorRow kMergeKeyRefused{"define.merge_key", 422, "不支持合并键（<<），请把内容写全。",
                                           "Merge keys (<<) are not used; write it out in full."};
inline constexpr ErrorRow kSecondDocument{
    "define.second_document", 422, "一个文件只能有一份内容，请把 --- 之后的部分另存一个文件。",
    "One document to a file; move what follows --- to a file of its own."};
inline constexpr ErrorRow kDuplicateKey{"define.duplicate_key", 422, "“{0}”写了两次，请删去一处或改名。",
                                        "\"{0}\" is written twice; remove or rename one."};
inline constexpr ErrorRow kKeyNotText{"define.key_not_text", 422, "键必须是文字。",
                                      "A key must be plain text."};

/// Faults of shape: keys and kinds of values.
inline constexpr ErrorRow kUnknownKind{"define.unknown_kind", 422,
                                       "看不出这是什么文件；第一行请写 programme:、list: 或 report:。",
                                       "This is no definition; begin with programme:, list: or report:."};
inline constexpr ErrorRow kUnknownKey{"define.unknown_key", 422, "{1}没有“{0}”这一项，可用的有：{3}",
                                      "{2} has no key \"{0}\"; there are: {3}"};
inline constexpr ErrorRow kUnknownKeyMeant{"define.unknown_key", 422, "{1}没有“{0}”这一项，是不是“{3}”？",
                                           "{2} has no key \"{0}\"; did you mean \"{3}\"?"};
inline constexpr ErrorRow kCommaCut{
    "define.comma_cut", 422, "文字在逗号处断开了，“{0}”成了另一项；含逗号的文字请加引号。",
    "A comma cut the text and \"{0}\" became a key of its own; put the text in quotes."};
inline constexpr ErrorRow kMissingKey{"define.missing_key", 422, "{1}缺少“{0}”，请补上。",
                                      "{2} has no \"{0}\"; add it."};
inline constexpr ErrorRow kExpectedMap{"define.expected_map", 422, "“{0}”下面应当是若干“名称: 内容”。",
                                       "\"{1}\" takes \"name: value\" lines."};
inline constexpr ErrorRow kExpectedList{"define.expected_list", 422,
                                        "“{0}”应当是一列，请写成 [甲, 乙] 或每行一个“- ”。",
                                        "\"{0}\" takes a list; write [a, b], or one \"- \" a line."};
inline constexpr ErrorRow kExpectedText{"define.expected_text", 422, "“{0}”应当是一个值，不是一组。",
                                        "\"{0}\" takes one value, not a group."};
inline constexpr ErrorRow kExpectedOne{"define.expected_one_of", 422, "“{0}”只能是：{1}；这里是“{2}”。",
                                       "\"{0}\" is one of: {1}; here it is \"{2}\"."};
inline constexpr ErrorRow kExpectedOneMeant{"define.expected_one_of", 422, "“{0}”不能是“{2}”，是不是“{1}”？",
                                            "\"{0}\" cannot be \"{2}\"; did you mean \"{1}\"?"};
inline constexpr ErrorRow kExpectedWhole{"define.expected_whole", 422,
                                         "“{0}”应当是 {2} 到 {3} 之间的整数，这里是“{1}”。",
                                         "\"{0}\" takes a whole number from {2} to {3}, here it is \"{1}\"."};
inline constexpr ErrorRow kExpectedNumber{"define.expected_number", 422, "“{0}”应当是一个数，这里是“{1}”。",
                                          "\"{0}\" takes a number, here it is \"{1}\"."};
inline constexpr ErrorRow kExpectedDate{"define.expected_date", 422,
                                        "“{0}”应当是日期，如 2011-08-31，这里是“{1}”。",
                                        "\"{0}\" takes a date such as 2011-08-31, here it is \"{1}\"."};
inline constexpr ErrorRow kExpectedYesNo{"define.expected_yes_no", 422,
                                         "“{0}”只能是 yes 或 no，这里是“{1}”。",
                                         "\"{0}\" takes yes or no, here it is \"{1}\"."};
inline constexpr ErrorRow kBadRole{"define.role", 422, "没有“{0}”这个岗位，可用的有：{1}",
                                   "There is no role \"{0}\"; there are: {1}"};
inline constexpr ErrorRow kBadRoleMeant{"define.role", 422, "没有“{0}”这个岗位，是不是“{1}”？",
                                        "There is no role \"{0}\"; did you mean \"{1}\"?"};
inline constexpr ErrorRow kLabelMissing{"define.label_missing", 422, "缺少中文（zh）：{0}。",
                                        "The Chinese text (zh) is missing: {0}."};
inline constexpr ErrorRow kEnglishMissing{"define.english_missing", 422,
                                          "没有英文（en）：{0}，英文界面将显示中文。",
                                          "No English text (en): {0}; the English pages will show Chinese."};
inline constexpr ErrorRow kChooseOne{"define.choose_one", 422, "{0}要写且只写其中一项：{1}。",
                                     "{0} takes exactly one of: {1}."};

/// Faults of ids.
inline constexpr ErrorRow kBadId{
    "define.bad_id", 422, "“{0}”不能作代号：以小写字母开头，只用小写字母、数字和下划线，不超过 40 个。",
    "\"{0}\" is no id: a lower-case letter, then lower-case letters, digits and "
    "underscores, at most 40."};
inline constexpr ErrorRow kReservedId{"define.reserved_id", 422, "“{0}”是系统用的名字，请换一个。",
                                      "\"{0}\" is a name of the system; choose another."};
inline constexpr ErrorRow kSameId{"define.same_id", 422, "“{0}”已经用在{1}里，请换一个名字。",
                                  "\"{0}\" is already the id of {1}; choose another."};
inline constexpr ErrorRow kUnknownId{"define.unknown_id", 422, "没有叫“{1}”的{0}，可用的有：{2}",
                                     "There is no {3} \"{1}\"; there are: {2}"};
inline constexpr ErrorRow kUnknownIdMeant{"define.unknown_id", 422, "没有叫“{1}”的{0}，是不是“{2}”？",
                                          "There is no {3} \"{1}\"; did you mean \"{2}\"?"};

/// Faults of fields.
inline constexpr ErrorRow kNotForType{"define.not_for_type", 422, "{1}类型的字段不能写“{0}”，请删去。",
                                      "A field of type {1} takes no \"{0}\"; remove it."};
inline constexpr ErrorRow kTypeNeeds{"define.type_needs", 422, "{0}类型的字段要写“{1}”。",
                                     "A field of type {0} needs \"{1}\"."};
inline constexpr ErrorRow kNotTerms{
    "define.not_terms", 422, "“{0}”不是届次列表；请在列表里写 terms: yes 和每届的 first、last。",
    "\"{0}\" is no list of terms; give it terms: yes and first and last of each."};
inline constexpr ErrorRow kMinAboveMax{"define.min_above_max", 422, "min {0} 大于 max {1}，请对调。",
                                       "min {0} is above max {1}; swap them."};
inline constexpr ErrorRow kComputedAsked{"define.computed_asked", 422,
                                         "计算字段“{0}”由系统算出，不能写“{1}”。",
                                         "\"{0}\" is computed and never asked; it takes no \"{1}\"."};
inline constexpr ErrorRow kComputedCycle{"define.computed_cycle", 422,
                                         "计算字段互相依赖：{0}。请断开其中一处。",
                                         "Computed fields depend on each other: {0}. Break the circle."};
inline constexpr ErrorRow kExpressionType{"define.expression_type", 422,
                                          "“{0}”应当得出{1}，这个表达式得出{2}。",
                                          "\"{0}\" must yield {1}, this expression yields {2}."};
inline constexpr ErrorRow kLooserClass{
    "define.looser_class", 422, "“{0}”的密级 {1} 低于来源“{2}”的 {3}，请写 privacy: {3}。",
    "\"{0}\" is {1}, looser than its source \"{2}\" ({3}); write privacy: {3}."};
inline constexpr ErrorRow kClassTooLoose{"define.class_too_loose", 422,
                                         "{0}类型的字段至少是 {1}，请写 privacy: {1}。",
                                         "A field of type {0} is at least {1}; write privacy: {1}."};
inline constexpr ErrorRow kRetiredAsked{"define.retired_asked", 422,
                                        "“{0}”已停用，不能再要求填写；请删去“{1}”。",
                                        "\"{0}\" is retired and no longer asked; remove \"{1}\"."};
inline constexpr ErrorRow kRetiredUsed{"define.retired_used", 422, "“{0}”已停用，不能用在{1}里。",
                                       "\"{0}\" is retired and cannot be used in {1}."};
inline constexpr ErrorRow kTermDays{
    "define.term_days", 422, "届次“{0}”要写 first 和 last，first 不晚于 last，各届不重叠。",
    "The term \"{0}\" needs first and last, in order, not overlapping another."};
inline constexpr ErrorRow kNothingToAsk{"define.no_fields", 422, "项目至少要有一个字段和一个状态。",
                                        "A programme needs at least one field and one state."};
inline constexpr ErrorRow kDateField{"define.date_field", 422, "date 要写一个日期字段，“{0}”不是。",
                                     "date names a field of type date; \"{0}\" is none."};
inline constexpr ErrorRow kUniqueType{"define.unique_type", 422, "“{0}”是{1}，不能用来判定唯一。",
                                      "\"{0}\" is of type {1} and cannot make a record unique."};

/// Faults of states and events.
inline constexpr ErrorRow kUnreachable{
    "define.unreachable_state", 422, "没有事项能到达状态“{0}”；请加一个 to: {0} 的事项，或删去它。",
    "No event leads to the state \"{0}\"; add one with to: {0}, or remove it."};
inline constexpr ErrorRow kDeadEnd{
    "define.dead_end", 422, "状态“{0}”没有出路；请加一个 from 含 {0} 的事项，或写 end: yes。",
    "Nothing leads on from the state \"{0}\"; add an event from it, or write end: yes."};
inline constexpr ErrorRow kFirstState{"define.first_state", 422, "第一个状态“{0}”是记录的起点，不能是作废。",
                                      "The first state \"{0}\" is where records begin; it cannot be void."};
inline constexpr ErrorRow kEventOverlap{
    "define.event_overlap", 422,
    "事项“{0}”有两条都能从状态“{1}”进行，系统无从选择；请让条件互相排斥，或改名。",
    "Two events named \"{0}\" both lead from the state \"{1}\"; make their "
    "conditions exclude each other, or rename one."};
inline constexpr ErrorRow kNotAskable{"define.not_askable", 422, "“{0}”由系统算出或已停用，不能由人填写。",
                                      "\"{0}\" is computed or retired and cannot be typed in."};
inline constexpr ErrorRow kNoOneMay{"define.no_one_may", 422, "{0}没有写谁可以办（by），没有人能办。",
                                    "{0} names no role (by); nobody could do it."};
inline constexpr ErrorRow kBeforeLevel{"define.role_below", 422, "岗位“{0}”在{1}之下，看不到{1}的记录。",
                                       "The role \"{0}\" is below the {2} and does not see its records."};

/// Faults of the levels that file.
inline constexpr ErrorRow kAlsoAtAnyway{"define.also_at_level", 422, "“{0}”本来就填报，请从 also_at 中删去。",
                                        "\"{0}\" files anyway; take it out of also_at."};
inline constexpr ErrorRow kAlsoAtReturn{
    "define.also_at_return", 422, "按期上报的项目只由 level 一级填报，逐级汇总；请删去 also_at 或 period。",
    "A return is filed at its level alone and rises from there; remove also_at or period."};
inline constexpr ErrorRow kAlsoAtGone{
    "define.also_at_gone", 422, "{0}在上一版可以填报，已有的记录会没有着落；请把它写回 also_at。",
    "The {0} filed in the version before and its records would be left; put it back into also_at."};
inline constexpr ErrorRow kFromUnitChoices{
    "define.from_unit", 422,
    "“{0}”取自填报单位的层级，选项只能是会填报的层级，一个不缺：{1}（直属单位可加 body）。",
    "\"{0}\" is the level of the unit that files; its choices are the levels that file, all of them: {2} "
    "(and "
    "body, if wanted)."};

/// Faults of obligations.
inline constexpr ErrorRow kObligationUnique{
    "define.obligation_unique", 422, "应报要求每个单位每期只有一条；请写 unique: [unit, {0}]。",
    "An obligation asks for one record a unit and period; write unique: "
    "[unit, {0}]."};
inline constexpr ErrorRow kObligationLevel{"define.obligation_level", 422,
                                           "应报单位“{0}”与项目的 level“{1}”不同。",
                                           "The obligation is on the {0}, but the programme's level is {1}."};
inline constexpr ErrorRow kPeriodMissing{"define.period_missing", 422,
                                         "按期上报的项目要写 period，如 period: half。",
                                         "A return names its period, such as period: half."};
inline constexpr ErrorRow kPeriodDiffers{"define.period_differs", 422,
                                         "应报的 period“{0}”与项目的 period“{1}”不同。",
                                         "The obligation's period {0} is not the programme's {1}."};

/// Faults of measures and indicators.
inline constexpr ErrorRow kCannotRollUp{"define.cannot_roll_up", 422, "“{0}”不能逐级汇总：{1}。",
                                        "\"{0}\" cannot be rolled up: {2}."};
inline constexpr ErrorRow kBreakdownType{
    "define.breakdown_type", 422, "“{0}”是{1}，不能用来分组；只能用单选、多选、是否、届次。",
    "\"{0}\" is of type {1}; a breakdown is by choice, choices, yes_no or term."};
inline constexpr ErrorRow kUnlikeUnits{
    "define.unlike_units", 422, "“{0}”和“{1}”的计量单位不同，不能相加减或比较。",
    "{0} and {1} are unlike units of measure and cannot be added or compared."};
inline constexpr ErrorRow kDistinctAdded{
    "define.distinct_added", 422, "“{0}”是去重人数，与别的数相加会重复计算。",
    "\"{0}\" counts each person once; added to another it would count twice."};
inline constexpr ErrorRow kUnitOfMeasure{"define.unit_of_measure", 422,
                                         "{0}要写计量单位 measured_in，如 名、户、件。",
                                         "{0} needs its unit of measure, measured_in, such as 名, 户 or 件."};
inline constexpr ErrorRow kSumUnit{"define.sum_unit", 422,
                                   "“{0}”的计量单位是{1}，字段“{2}”的是{3}，应当一致。",
                                   "\"{0}\" is measured in {1}, its field \"{2}\" in {3}; make them one."};
inline constexpr ErrorRow kShown{"define.shown", 422,
                                 "{0}要说明怎样显示：percent: 1，或 measured_in 和 places。",
                                 "{0} must say how it is shown: percent: 1, or measured_in and places."};
inline constexpr ErrorRow kShareOfUnits{"define.share_of_units", 422,
                                        "“{0}”数的是单位，没有记录可以加条件；请用 ratio。",
                                        "\"{0}\" counts units, not records; use a ratio instead of a share."};
inline constexpr ErrorRow kTargetRange{"define.target_range", 422,
                                       "百分数的目标应在 0 到 100 之间，这里是 {0}。",
                                       "The target of a percentage lies between 0 and 100, here it is {0}."};

/// Faults of texts with figures.
inline constexpr ErrorRow kOpenBrace{
    "define.open_brace", 422, "花括号没有配对；数字写成 {数字}，要显示花括号请连写两个。",
    "A brace without its partner; a figure is written {figure}, a brace itself "
    "is doubled."};
inline constexpr ErrorRow kEmptyBrace{"define.empty_brace", 422, "花括号里是空的，请写数字的名称。",
                                      "Nothing stands between the braces; name a figure."};
inline constexpr ErrorRow kBadFormat{
    "define.figure_format", 422, "不认识格式“{0}”，可用的有：{1}，后面可加 .1 等小数位数。",
    "There is no format \"{0}\"; there are: {1}, each with .1 and so on for places."};
inline constexpr ErrorRow kBadBrace{"define.figure_words", 422, "看不懂“{0}”；应写成 {1}。",
                                    "\"{0}\" is not understood; write {1}."};
inline constexpr ErrorRow kProgrammeNeeded{"define.programme_needed", 422,
                                           "“{0}”前面要写项目，如 elections.{0}。",
                                           "\"{0}\" needs its programme before it, as in elections.{0}."};
inline constexpr ErrorRow kNotIndicator{"define.not_indicator", 422,
                                        "“{0}”不是占比或比率，不能用来判断完成。",
                                        "\"{0}\" is no share or ratio and cannot say who has completed."};
inline constexpr ErrorRow kNoObligation{"define.no_obligation", 422, "项目“{0}”没有应报要求，没有迟报可列。",
                                        "The programme \"{0}\" has no obligation; nobody can be late."};
inline constexpr ErrorRow kCutOff{"define.cut_off", 422,
                                  "通报（kind: bulletin）要写 cut_off: {weekday: 5, hour: 17}。",
                                  "A bulletin (kind: bulletin) needs cut_off with weekday and hour."};

/// Faults of versions.
inline constexpr ErrorRow kVersionNotNew{
    "define.version_not_new", 422, "“{0}”的第 {1} 版已经启用且内容不同；请写 version: {2} 并改 valid_from。",
    "Version {1} of \"{0}\" is in force with another text; write version: {2} "
    "and a new valid_from."};
inline constexpr ErrorRow kVersionOlder{
    "define.version_older", 422, "“{0}”已启用第 {1} 版，不能退回第 {2} 版；请写 version: {3}。",
    "Version {1} of \"{0}\" is in force; version {2} is older. Write version: {3}."};
inline constexpr ErrorRow kValidFrom{
    "define.valid_from", 422, "新版的 valid_from 应晚于上一版的 {0}。",
    "The new version's valid_from must be after {0}, that of the version before."};
inline constexpr ErrorRow kLevelChanged{
    "define.level_changed", 422, "填报层级不能从 {0} 改成 {1}；请另立一个项目。",
    "The filing level cannot change from {0} to {1}; make it another programme."};
inline constexpr ErrorRow kRemoved{
    "define.removed", 422, "上一版的{0}“{1}”不见了，已有的数据会丢失；请在 migrate 下加一行：{2}",
    "The {3} \"{1}\" of the version before is gone and its data would be lost; under migrate write: {2}"};
inline constexpr ErrorRow kChoiceRemoved{
    "define.choice_removed", 422,
    "字段“{0}”的选项“{1}”不见了；请保留它并写 retired: 日期，或在 migrate 下加一行：{2}",
    "The choice \"{1}\" of \"{0}\" is gone; keep it with retired: and a date, or "
    "under migrate write: {2}"};
inline constexpr ErrorRow kTypeChanged{
    "define.type_changed", 422,
    "字段“{0}”不能从 {1} 改成 {2}，只能改成 text；请另起一个字段，并在 migrate 下写：- {retire: {0}}",
    "The field \"{0}\" cannot change from {1} to {2}, only to text; take a new id, "
    "and under migrate write: - {retire: {0}}"};
inline constexpr ErrorRow kToTextMissing{
    "define.to_text_missing", 422, "字段“{0}”从 {1} 改成 text，请在 migrate 下加一行：{2}",
    "The field \"{0}\" changes from {1} to text; under migrate write: {2}"};
inline constexpr ErrorRow kPlacesChanged{
    "define.places_changed", 422, "字段“{0}”的小数位从 {1} 改成 {2}，已存的数会被误读，请保留 {1} 位。",
    "Places of \"{0}\" change from {1} to {2} and stored numbers would be "
    "misread; keep {1}."};
inline constexpr ErrorRow kMigrateFrom{
    "define.migrate_from", 422, "上一版没有{0}“{1}”，这一行迁移没有对象。",
    "The version before has no {2} \"{1}\"; this migrate line has no object."};
inline constexpr ErrorRow kTooManyFindings{"define.too_many_findings", 422,
                                           "已列出 {0} 处，其余不再列出；请先改正这些。",
                                           "{0} findings are told, the rest are not; mend these first."};
inline constexpr ErrorRow kTooManyEntries{"define.too_many_entries", 422,
                                          "“{0}”下最多 {1} 项，请拆成几个项目或列表。",
                                          "\"{0}\" takes at most {1} entries; make several of it."};
inline constexpr ErrorRow kMigrateReused{
    "define.migrate_reused", 422, "“{0}”在以前的版本里另有其用，代号不能再用；请换一个名字。",
    "\"{0}\" was something else in an earlier version; an id is never reused, choose another."};
inline constexpr ErrorRow kValueNeeded{
    "define.value_needed", 422, "新的必填字段“{0}”在旧记录里没有值；请在 migrate 下加一行：{1}",
    "The new required field \"{0}\" has no value in old records; under migrate "
    "write: {1}"};

/// Advice: the definition stands, but think again.
inline constexpr ErrorRow kAskedElsewhere{
    "define.asked_elsewhere", 422, "“{0}”在项目“{1}”（{2}）里已经填过，请考虑不再向基层要。",
    "\"{0}\" is already asked by the programme {1} ({2}); think of not asking "
    "again."};
inline constexpr ErrorRow kPhotoAsked{
    "define.photo_asked", 422, "“{0}”要求照片却没有写明用途（help）；不得以照片留痕为要求。",
    "\"{0}\" requires a photo and does not say why (help); needless photos are barred."};

/// A kind of thing, or a reason, as a sentence names it in its own language: two arguments of one error.
struct Named {
  std::string_view zh;
  std::string_view en;
};
inline constexpr Named kFieldKind{"字段", "field"};
inline constexpr Named kStateKind{"状态", "state"};
inline constexpr Named kEventKind{"事项", "event"};
inline constexpr Named kMeasureKind{"计量", "measure"};
inline constexpr Named kFigureKind{"数字", "figure"};
inline constexpr Named kListKind{"列表", "list"};
inline constexpr Named kProgrammeKind{"项目", "programme"};
inline constexpr Named kChoiceKind{"选项", "choice"};
inline constexpr Named kTermKind{"届次字段", "term field"};

}  // namespace jinguo::define
