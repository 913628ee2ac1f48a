#include "define/shape.h"

#include <array>

#include "base/error.h"

namespace jinguo::define {
namespace {

using enum Takes;
constexpr bool kRequired = true;
constexpr bool kOptional = false;
constexpr std::string_view kTypes =
    "text long_text integer decimal money percent months date yes_no choice choices term unit person "
    "household "
    "body file photo record rows id_number mobile division_code credit_code";
constexpr std::string_view kClasses = "open internal personal sensitive sealed";

constexpr Key kProgramme[] = {
    {"programme", id, kRequired, "代号，也是数据表的名字，启用后不再改",
     "Its id and the name of its table; never changed"},
    {"system", text, kOptional, "所属业务，如 S1", "The system of the federation's work it serves, e.g. S1"},
    {"title", words, kRequired, "名称", "Its title"},
    {"about", words, kOptional, "一句话说明", "What it is, in a sentence"},
    {"owner", words, kOptional, "主管部门", "The section that owns it"},
    {.name = "version",
     .takes = whole,
     .is_required = kRequired,
     .zh = "版本，从 1 起，每改一次加 1",
     .en = "Its version, from 1, one more each time",
     .least = 1,
     .most = 9999},
    {"valid_from", date, kRequired, "从哪一天起用", "The day from which it holds"},
    {"level", level, kRequired, "由哪一级填报", "The level that files it"},
    {"also_at", levels, kOptional, "还有哪几级也填报自己的记录",
     "Other levels that file records of their own too"},
    {"date", id, kOptional, "按哪个日期字段归入月份、季度；不写则为首次上报日",
     "The date field that places a record in time; else the day it is first filed"},
    {"period", period, kOptional, "按期上报的期别", "For a return, the kind of its periods"},
    {"unique", ids, kOptional, "哪些合起来不得重复：unit、period 和字段",
     "What may not repeat together: unit, period and fields"},
    {"by_day", yes_no, kOptional, "按日汇总（要看周报时写 yes）", "Totals by day, where weeks are asked"},
    {.name = "retention_years",
     .takes = whole,
     .zh = "保存年限，默认 10",
     .en = "Years to keep records; 10 by default",
     .least = 1,
     .most = 200},
    {"approval", text, kOptional, "调查表的批准文号（统计法第十七条）",
     "Number of the approval paper (Statistics Law, art. 17)"},
    {"fields", groups_by_id, kRequired, "字段", "What is asked", "field"},
    {"states", groups_by_id, kRequired, "状态，第一个是起点", "States; the first is where records begin",
     "state"},
    {"events", groups_by_id, kOptional, "事项：谁在什么状态可以办什么", "Events: who may do what, and when",
     "event"},
    {"checks", group_list, kOptional, "校验", "Conditions every record meets", "check"},
    {"rights", group, kRequired, "权限", "Who may do what", "rights"},
    {"obligation", group, kOptional, "应报：谁、哪一期、何时前", "Who must file, for which period, due when",
     "obligation"},
    {"official_from", id, kOptional, "从哪个状态起计入正式数字；不写则为第一个非草稿状态",
     "The state from which official figures count; else the first that is no draft"},
    {"measures", groups_by_id, kOptional, "计量", "What is counted", "measure"},
    {"indicators", groups_by_id, kOptional, "指标", "Shares, ratios and formulas", "indicator"},
    {"report", group_list, kOptional, "报告段落", "Paragraphs of the report", "wording"},
    {"card", ids, kOptional, "待办卡片上的要点，至多 5 个字段；不写则为前几个必填字段",
     "What a card shows where a record waits, at most 5 fields; else the first required ones"},
    {"sheet", ids_or_groups, kOptional, "Excel 模板的列；不写则为全部可填字段",
     "Columns of the Excel template; else every field that is asked", "column"},
    {"examples", group_list, kOptional, "例子，会作为测试运行", "Examples, run as tests", "example"},
    {"migrate", group_list, kOptional, "从上一版到这一版数据怎样变",
     "What becomes of the data of the version before", "migration"},
};
constexpr Key kField[] = {
    {.name = "type",
     .takes = one_of,
     .is_required = kRequired,
     .zh = "类型",
     .en = "Its type",
     .options = kTypes},
    {"label", words, kRequired, "名称", "Its label"},
    {"help", words, kOptional, "填写说明", "How to fill it in"},
    {"measured_in", text, kOptional, "计量单位，如 名、元", "Unit of measure, such as 名 or 元"},
    {.name = "places", .takes = whole, .zh = "小数位数", .en = "Digits after the point", .most = 6},
    {"required", yes_no, kOptional, "必填", "Must be given"},
    {"required_when", expression, kOptional, "什么情况下必填", "When it must be given"},
    {"shown_when", expression, kOptional, "什么情况下显示", "When it is shown"},
    {"min", number, kOptional, "最小值", "Least value"},
    {"max", number, kOptional, "最大值", "Greatest value"},
    {.name = "max_length",
     .takes = whole,
     .zh = "最多字数",
     .en = "Greatest number of characters",
     .least = 1,
     .most = 100'000},
    {.name = "most",
     .takes = whole,
     .zh = "file、photo 字段：最多几份，默认 1",
     .en = "For file and photo: how many at most; 1 by default",
     .least = 1,
     .most = 20},
    {"list", id, kOptional, "用哪个列表（choice、choices、term）",
     "The list it is chosen from (choice, choices, term)"},
    {"choices", groups_by_id, kOptional, "选项，直接写在这里", "Its choices, written here", "choice"},
    {"level", level, kOptional, "unit 字段：哪一级单位", "For unit: the level it must have"},
    {"of", id, kOptional, "record 字段：指向哪个项目", "For record: the programme it points to"},
    {"columns", groups_by_id, kOptional, "rows 字段的列", "For rows: its columns", "column_field"},
    {"computed", expression, kOptional, "由系统算出，不用填写", "Computed, never asked"},
    {"from_unit", yes_no, kOptional, "choice 字段：取自填报单位的层级，不用填写",
     "For choice: the level of the unit that files, never asked"},
    {.name = "privacy",
     .takes = one_of,
     .zh = "密级：公开、内部、个人、敏感、封存",
     .en = "Privacy class, from open to sealed",
     .options = kClasses},
    {.name = "unique_within",
     .takes = level,
     .zh = "在哪一级范围内不得重复",
     .en = "The level within which the value may not repeat"},
    {"duplicate_key", yes_no, kOptional, "相同时提示可能重复",
     "A second record with the same value is told as a likely duplicate"},
    {"retired", yes_no, kOptional, "已停用，旧记录保留", "No longer asked; old records keep it"},
};
constexpr size_t kColumnsAt = 16;
static_assert(kField[kColumnsAt].name == "columns");
constexpr Key kColumnField[] = {
    {.name = "type",
     .takes = one_of,
     .is_required = kRequired,
     .zh = "类型",
     .en = "Its type",
     .options = kTypes},
    {"label", words, kRequired, "名称", "Its label"},
    {"help", words, kOptional, "填写说明", "How to fill it in"},
    {"measured_in", text, kOptional, "计量单位", "Unit of measure"},
    {.name = "places", .takes = whole, .zh = "小数位数", .en = "Digits after the point", .most = 6},
    {"required", yes_no, kOptional, "必填", "Must be given"},
    {"min", number, kOptional, "最小值", "Least value"},
    {"max", number, kOptional, "最大值", "Greatest value"},
    {.name = "max_length",
     .takes = whole,
     .zh = "最多字数",
     .en = "Greatest number of characters",
     .least = 1,
     .most = 100'000},
    {"list", id, kOptional, "用哪个列表", "The list it is chosen from"},
    {"choices", groups_by_id, kOptional, "选项", "Its choices, written here", "choice"},
    {"level", level, kOptional, "unit 列：哪一级单位", "For unit: the level it must have"},
    {"of", id, kOptional, "record 列：指向哪个项目", "For record: the programme it points to"},
    {.name = "privacy", .takes = one_of, .zh = "密级", .en = "Privacy class", .options = kClasses},
};
constexpr Key kChoice[] = {
    {"zh", text, kRequired, "中文名称", "Its name in Chinese"},
    {"en", text, kOptional, "英文名称", "Its name in English"},
    {"retired", date, kOptional, "从哪一天起不能再选", "The day from which it can no longer be chosen"},
    {"first", date, kOptional, "届次的第一天", "First day of a term"},
    {"last", date, kOptional, "届次的最后一天", "Last day of a term"},
};
constexpr Key kState[] = {
    {"label", words, kRequired, "名称", "Its label"},
    {"draft", yes_no, kOptional, "草稿：不计入任何数字", "A draft: counts nowhere"},
    {"end", yes_no, kOptional, "终点：没有下一步", "An end: nothing leads on"},
    {"void", yes_no, kOptional, "作废：不计数，不占用唯一值",
     "Void: counts nowhere and frees its unique values"},
    {"checked_by", level, kOptional, "哪一级已审核", "The level that has checked it"},
};
constexpr Key kEvent[] = {
    {"label", words, kRequired, "名称", "Its label"},
    {"from", ids, kRequired, "在哪些状态可以办", "The states in which it may be done"},
    {"to", id, kOptional, "办后的状态；不写则不变", "The state it leads to; else the state stays"},
    {"by", roles, kRequired, "谁可以办", "Who may do it"},
    {"when", expression, kOptional, "条件", "Its condition"},
    {"message", words, kOptional, "条件不成立时的提示", "What is said when the condition is not met"},
    {"inputs", ids, kOptional, "办时可填的字段", "Fields asked with it"},
    {"required_inputs", ids, kOptional, "办时必填的字段", "Fields that must be given with it"},
    {"reason", yes_no, kOptional, "须写理由", "A reason must be given"},
    {"not_same_as", id, kOptional, "不能由办过这一事项的人来办",
     "Whoever did this earlier event may not do it"},
    {"tell", roles, kOptional, "办后抄送给谁（本级及上级的岗位）",
     "Who is told of it: posts at the unit or above"},
};
constexpr Key kCheck[] = {
    {"that", expression, kRequired, "应当成立的条件", "What must hold"},
    {"on", id, kOptional, "提示显示在哪个字段", "The field at which it is told"},
    {"message", words, kRequired, "不成立时的提示", "What is said when it does not hold"},
    {"soft", yes_no, kOptional, "说明理由后可以通过", "Passes with a reason"},
    {"in_draft", yes_no, kOptional, "草稿也校验", "Asked of drafts too"},
};
constexpr Key kRights[] = {
    {"create", roles, kRequired, "谁可以新建", "Who may create records"},
    {"edit", group_list, kOptional, "谁在哪些状态可以改哪些字段", "Who may edit what, in which states",
     "edit"},
    {"read", roles, kOptional, "谁可以看记录；不写则为本级及上级各岗位",
     "Who reads the rows; else every post at or above"},
    {"correct", roles, kOptional, "谁可以更正已结账的时期", "Who may write into a closed period"},
    {"import", roles, kOptional, "谁可以导入", "Who may import"},
    {.name = "compare",
     .takes = one_of,
     .zh = "同级之间能否互看数字：siblings 或 none",
     .en = "Whether siblings read each other's figures",
     .options = "siblings none"},
};
constexpr Key kEdit[] = {
    {"in", ids, kOptional, "在哪些状态；不写则为全部", "In which states; else all"},
    {"by", roles, kRequired, "谁", "Who"},
    {"fields", ids, kOptional, "哪些字段；不写则为全部", "Which fields; else all"},
};
constexpr Key kObligation[] = {
    {"by", level, kRequired, "哪一级应报", "The level that must file"},
    {"period", period, kOptional, "每期一次", "Once in each such period"},
    {"once_per", id, kOptional, "每届一次：届次字段", "Once in each term: the term field"},
    {"due_days", numbers_by_level, kOptional, "期末后几天内报到哪一级（日历天，期末之前写负数）",
     "Days after the period's end by which it must have risen to each level (calendar days, negative before "
     "it)"},
    {"due_on", date, kOptional, "固定的最后一天", "A fixed last day instead"},
    {"nil", yes_no, kOptional, "可报“本期无”，默认可以",
     "\"Nothing this period\" may be said; yes by default"},
};
constexpr Key kMeasure[] = {
    {"title", words, kRequired, "名称", "Its title"},
    {"note", words, kOptional, "口径说明", "What it counts, exactly"},
    {.name = "count", .takes = one_of, .zh = "计条数", .en = "Counts records", .options = "records"},
    {"sum", expression, kOptional, "求和：数字字段或算式", "Sums a number"},
    {"distinct", id, kOptional, "去重计数：人员或户字段", "Counts each person or household once"},
    {"units", level, kOptional, "计组织树里这一级的单位", "Counts the units of a level in the tree"},
    {"where", expression, kOptional, "只计满足条件的记录", "Only the records that meet it"},
    {"stock", group, kOptional, "存量：从某天到某天，或处在某些状态",
     "A stock: from a day until another, or while in some states", "stock"},
    {"measured_in", text, kOptional, "计量单位", "Unit of measure"},
    {.name = "places", .takes = whole, .zh = "小数位数", .en = "Digits after the point", .most = 6},
    {"by", ids, kOptional, "分组字段", "Breakdowns"},
    {"blank_until_reported", yes_no, kOptional, "未报前为空，不为 0", "Blank, not 0, until reported"},
};
constexpr Key kStock[] = {
    {"from", expression, kOptional, "从哪一天", "From which day"},
    {"until", expression, kOptional, "到哪一天之前；空白表示一直",
     "Until before which day; blank is for ever"},
    {"in", ids, kOptional, "处在哪些状态", "While in these states"},
};
constexpr Key kIndicator[] = {
    {"title", words, kRequired, "名称", "Its title"},
    {"note", words, kOptional, "口径说明", "What it is, exactly"},
    {"share", group, kOptional, "占比：某计量中满足条件的部分",
     "A share: the part of a measure that meets a condition", "share"},
    {"ratio", group, kOptional, "比率：两个计量相除", "A ratio of two measures", "ratio"},
    {"formula", expression, kOptional, "算式", "A formula over measures"},
    {.name = "percent",
     .takes = whole,
     .zh = "显示为百分数，几位小数",
     .en = "Shown as a percentage with so many places",
     .most = 4},
    {"measured_in", text, kOptional, "计量单位（不显示为百分数时）", "Unit of measure, when no percentage"},
    {.name = "places",
     .takes = whole,
     .zh = "小数位数（不显示为百分数时）",
     .en = "Digits after the point, when no percentage",
     .most = 6},
    {.name = "polarity",
     .takes = one_of,
     .zh = "越高越好 up、越低越好 down",
     .en = "Whether more is better",
     .options = "none up down"},
    {"targets", numbers_by_level, kOptional, "各级目标，按显示的数写", "Targets per level, as shown"},
};
constexpr Key kShare[] = {
    {"of", id, kRequired, "哪个计量的占比", "The measure it is a part of"},
    {"where", expression, kRequired, "分子还要满足的条件", "The further condition of the part"},
};
constexpr Key kRatio[] = {
    {"over", id, kRequired, "分子：计量", "The measure above"},
    {"under", id, kRequired, "分母：计量", "The measure below"},
    {.name = "moment",
     .takes = one_of,
     .zh = "存量取期初还是期末",
     .en = "At which moment of the period a stock is taken",
     .options = "end start"},
};
constexpr Key kWording[] = {
    {"when", expression, kOptional, "什么情况下写这一段", "When it is printed"},
    {"zh", text, kOptional, "中文，数字写成 {计量}", "Chinese text; figures as {measure}"},
    {"en", text, kOptional, "英文", "English text"},
    {"either", group_list, kOptional, "几种写法，用第一个条件成立的",
     "Alternatives; the first whose condition holds is printed", "wording"},
};
constexpr Key kColumn[] = {
    {"field", id, kRequired, "unit、state 或字段", "unit, state or a field"},
    {"head", words, kOptional, "表头；不写则用字段名称", "Its head; else the field's label"},
};
constexpr Key kExample[] = {
    {"title", text, kRequired, "说明什么", "What it shows"},
    {"as", roles, kRequired, "以什么岗位", "As which role"},
    {"given", texts_by_id, kRequired, "填写的内容", "What is typed"},
    {"when", steps, kOptional, "之后办的事项；别的岗位办的写成 {事项: 岗位}",
     "The events that follow; {event: role} where another role does it"},
    {"then", group, kRequired, "应有的结果", "What must come of it", "outcome"},
};
constexpr Key kOutcome[] = {
    {"refused", id, kOptional, "在哪个字段或事项被退回", "The field or event that refuses it"},
    {"state", id, kOptional, "最后的状态", "The state at last"},
    {"counts", texts_by_id, kOptional, "这一条记录计成多少", "What this one record counts as"},
};
constexpr Key kMigration[] = {
    {"rename", id, kOptional, "字段改名：旧代号，to 写新代号", "A field renamed: the old id; to: the new"},
    {"retire", id, kOptional, "字段停用，数据保留", "A field no longer asked; its data stay"},
    {"to_text", id, kOptional, "字段改成文字", "A field becomes text"},
    {"set", id, kOptional, "给旧记录的新字段赋值，value 写表达式",
     "A new field filled in old records by value:"},
    {"rename_state", id, kOptional, "状态改名", "A state renamed"},
    {"rename_choice", id, kOptional, "选项改名，field 写字段", "A choice renamed, of field:"},
    {"retire_figure", id, kOptional, "计量或指标不再计算", "A measure or indicator no longer counted"},
    {"to", id, kOptional, "新代号", "The new id"},
    {"field", id, kOptional, "字段", "The field"},
    {"value", expression, kOptional, "值", "The value"},
};
constexpr Key kList[] = {
    {"list", id, kRequired, "代号", "Its id"},
    {"title", words, kRequired, "名称", "Its title"},
    {"terms", yes_no, kOptional, "是届次列表", "A list of terms"},
    {"items", groups_by_id, kRequired, "各项", "Its items", "choice"},
};
constexpr Key kReport[] = {
    {"report", id, kRequired, "代号", "Its id"},
    {.name = "kind",
     .takes = one_of,
     .is_required = kRequired,
     .zh = "report 报告，bulletin 通报",
     .en = "A report or a bulletin",
     .options = "report bulletin"},
    {"system", text, kOptional, "所属业务", "The system it serves"},
    {"title", words, kRequired, "标题，可用 {unit} 和 {period}", "Its title; may hold {unit} and {period}"},
    {"subtitle", words, kOptional, "副标题", "Its subtitle"},
    {.name = "version",
     .takes = whole,
     .is_required = kRequired,
     .zh = "版本",
     .en = "Its version",
     .least = 1,
     .most = 9999},
    {"valid_from", date, kRequired, "从哪一天起用", "The day from which it holds"},
    {"level", level, kRequired, "由哪一级编发", "The level that issues it"},
    {"period", period, kRequired, "期别", "The kind of its period"},
    {.name = "counts",
     .takes = one_of,
     .zh = "official 只计正式数字，all 含未审核",
     .en = "Official figures only, or also what is unchecked",
     .options = "official all"},
    {"cut_off", group, kOptional, "通报的截止时刻", "A bulletin's cut-off", "cut_off"},
    {"opening", group_list, kOptional, "开头", "Opening paragraphs", "wording"},
    {"sections", group_list, kRequired, "各部分", "Its sections", "section"},
};
constexpr Key kCutOff[] = {
    {.name = "weekday",
     .takes = whole,
     .is_required = kRequired,
     .zh = "星期几，1 至 7",
     .en = "Weekday, 1 Monday to 7",
     .least = 1,
     .most = 7},
    {.name = "hour",
     .takes = whole,
     .is_required = kRequired,
     .zh = "几点，0 至 23",
     .en = "Hour, 0 to 23",
     .most = 23},
};
constexpr Key kSection[] = {
    {"title", words, kRequired, "标题", "Its title"},
    {"programme", id, kOptional, "写哪个项目；本期没有数据则只印“暂无数据”",
     "The programme it is about; without data it prints \"no data\""},
    {"awaited", yes_no, kOptional, "项目尚未启用，先印“暂无数据”",
     "The programme is yet to come; \"no data\" is printed"},
    {"paragraphs", group_list, kOptional, "段落", "Its paragraphs", "wording"},
    {"table", group, kOptional, "下级单位一览表", "A table of the units below", "table"},
    {"missing", yes_no, kOptional, "列出未报单位", "Names the units that have not reported"},
};
constexpr Key kTable[] = {
    {"title", words, kOptional, "表题", "Its title"},
    {"figures", ids, kRequired, "各列的数字，按第一列排名", "One figure a column; ranked by the first"},
};

constexpr std::array kShapes{
    Shape{"programme", "项目", "A programme", kProgramme},
    Shape{"field", "字段", "A field", kField},
    Shape{"column_field", "明细表的列", "A column of a table", kColumnField},
    Shape{"choice", "选项", "A choice", kChoice},
    Shape{"state", "状态", "A state", kState},
    Shape{"event", "事项", "An event", kEvent},
    Shape{"check", "校验", "A check", kCheck},
    Shape{"rights", "权限", "Rights", kRights},
    Shape{"edit", "修改权", "A right to edit", kEdit},
    Shape{"obligation", "应报", "An obligation", kObligation},
    Shape{"measure", "计量", "A measure", kMeasure},
    Shape{"stock", "存量", "A stock", kStock},
    Shape{"indicator", "指标", "An indicator", kIndicator},
    Shape{"share", "占比", "A share", kShare},
    Shape{"ratio", "比率", "A ratio", kRatio},
    Shape{"wording", "段落", "A paragraph", kWording},
    Shape{"column", "模板的列", "A column of the sheet", kColumn},
    Shape{"example", "例子", "An example", kExample},
    Shape{"outcome", "例子的结果", "An example's outcome", kOutcome},
    Shape{"migration", "迁移", "A migrate line", kMigration},
    Shape{"list", "列表", "A list", kList},
    Shape{"report", "报告", "A report", kReport},
    Shape{"cut_off", "截止时刻", "A cut-off", kCutOff},
    Shape{"section", "报告的部分", "A section", kSection},
    Shape{"table", "一览表", "A table", kTable},
};

}  // namespace

std::span<const Shape> shapes() {
  return kShapes;
}

const Shape& shape(std::string_view name) {
  for (const Shape& s : kShapes)
    if (s.name == name) return s;
  ensure(false, "a shape is named that does not stand in the table");
  return kShapes[0];
}

}  // namespace jinguo::define
