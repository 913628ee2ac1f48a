#include "app/sheet.h"

#include <algorithm>
#include <unordered_map>

#include "access/rules.h"
#include "app/parties.h"
#include "record/parse_value.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr ErrorRow kNoHead{
    "app.import_no_head", 422, "没有找到表头：表头里至少要有这些列中的两列：{0}。请用模板填写。",
    "No head was found: it names at least two of these columns: {0}. Start from the template."};
constexpr ErrorRow kUnknownColumn{
    "app.import_unknown_column", 422, "“{0}”不是本项目的列，可用的有：{1}。请改名或删去这一列。",
    "\"{0}\" is no column of this programme; there are: {1}. Rename or delete it."};
constexpr ErrorRow kNoUnitColumn{"app.import_no_unit", 422,
                                 "表里没有“单位”一列；请加上，填 12 位代码或单位名称。",
                                 "The sheet has no column for the unit; add one with codes or names."};

std::string column_letter(size_t column) {
  std::string out;
  for (size_t n = column + 1; n > 0; n = (n - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

}  // namespace

std::string squeezed(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\u3000")) {
      i += 2;
      continue;
    }
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r' && text[i] != '*')
      out += text[i];
  }
  return out;
}

Result<SheetHead> find_head(const Programme& programme, const SheetText& sheet, Diagnostics& faults) {
  const auto columns = sheet_columns(programme);
  std::unordered_map<std::string, std::string> by_name;
  std::string all;
  for (const auto& [id, head] : columns) {
    by_name[squeezed(head)] = id;
    by_name[id] = id;
    if (const define::Field* field = programme.field(id)) {
      by_name.try_emplace(squeezed(field->label.zh), id);
      by_name.try_emplace(squeezed(field->label.en), id);
    }
    all += (all.empty() ? "" : "、") + head;
  }
  for (const char* name : {"单位", "村", "村居", "单位代码", "单位名称", "区划代码", "unit"})
    by_name.try_emplace(name, kUnitColumn);
  for (const char* name : {"报告期", "期别", "period"}) by_name.try_emplace(name, kPeriodColumn);
  for (const char* name : {"说明", "原因", "reason"}) by_name.try_emplace(name, kReasonColumn);
  by_name.try_emplace(std::string(kStateHead), kStateColumn);
  by_name.try_emplace(std::string(kIdHead), kIdColumn);
  for (size_t r = 0; r < sheet.rows.size() && r < 20; ++r) {
    SheetHead head{r, {}};
    size_t known = 0;
    for (const std::string& cell : sheet.rows[r]) {
      const auto found = by_name.find(squeezed(cell));
      head.columns.push_back(found == by_name.end() ? "" : found->second);
      known += found == by_name.end() ? 0 : 1;
    }
    if (known < std::min<size_t>(2, columns.size())) continue;
    for (size_t c = 0; c < head.columns.size(); ++c)
      if (head.columns[c].empty() && !squeezed(sheet.rows[r][c]).empty())
        faults.push_back(
            Error(kUnknownColumn, {sheet.rows[r][c], all})
                .at({sheet.name, static_cast<int>(r) + 1, static_cast<int>(c) + 1, column_letter(c)}));
    if (std::find(head.columns.begin(), head.columns.end(), kUnitColumn) == head.columns.end())
      return Error(kNoUnitColumn).at({sheet.name, static_cast<int>(r) + 1, 0, ""});
    return head;
  }
  return Error(kNoHead, {all}).at({sheet.name, 1, 0, ""});
}

bool is_record_row(const std::vector<std::string>& row) {
  for (const std::string& cell : row) {
    const std::string text = squeezed(cell);
    if (text.empty()) continue;
    return !(text == "合计" || text == "总计" || text == "小计" || text.starts_with("来源：") ||
             text.starts_with("注：") || text.starts_with("演示数据"));
  }
  return false;
}

std::vector<std::pair<std::string, std::string>> sheet_columns(const Programme& programme) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&](const std::string& id, const std::string& head) {
    if (id == "unit" || id == "period") {
      out.emplace_back(id, !head.empty() ? head : id == "unit" ? "单位" : "报告期");
      return;
    }
    const define::Field* field = programme.field(id);
    const bool fits_cell = field && field->type != define::FieldType::rows && !define::is_file(field->type);
    if (!fits_cell || field->computed) return;
    std::string label = head.empty() ? field->label.zh : head;
    // Two fields may share a label ("其中女性"); a sheet needs them apart, so the one before is named too.
    const auto same =
        std::count_if(programme.fields.begin(), programme.fields.end(),
                      [&](const define::Field& other) { return other.label.zh == field->label.zh; });
    if (same > 1 && head.empty()) {
      const int index = programme.field_index(id);
      if (index > 0) label = programme.fields[static_cast<size_t>(index) - 1].label.zh + label;
    }
    if (!field->measured_in.empty() && head.empty()) label += "（" + field->measured_in + "）";
    out.emplace_back(id, label);
  };
  if (programme.sheet.empty()) {
    add("unit", "");
    if (programme.return_period) add("period", "");
    for (const define::Field& field : programme.fields)
      if (!field.retired) add(field.id, "");
  }
  for (const define::SheetColumn& column : programme.sheet) add(column.field, column.head.zh);
  return out;
}

std::string shown_cell(Reading& reading, const Call& call, const org::Tree& tree, const Programme& programme,
                       const record::Record& record, std::string_view column) {
  const Date day = record.date.value_or(record.filed_on);
  if (column == kUnitColumn) return tree.code_of(record.unit, day).to_text();
  if (column == kPeriodColumn)
    return record.date && programme.return_period
               ? Period::containing(*programme.return_period, *record.date).to_text()
               : "";
  if (column == kStateColumn) return programme.state(record.state)->label.zh;
  if (column == kIdColumn) return record.id.to_text();
  const auto index = static_cast<size_t>(programme.field_index(column));
  const define::Field& field = programme.fields[index];
  const Value& value = record.values[index];
  const bool is_party = field.type == define::FieldType::person || field.type == define::FieldType::household;
  const bool is_readable = access::may_read_field(*call.scope, field, record.unit);
  const bool is_shown = is_readable || (is_party && field.privacy <= define::PrivacyClass::personal);
  if (const Reference* party = value.as<Reference>(); party && is_party && is_shown)
    return std::string(party_json(reading, *party, is_readable).at("name").as_string());
  if (!is_readable) return std::string(kHiddenCell);
  return record::to_text(field, value, [&](UnitId unit) { return tree.code_of(unit, day).to_text(); });
}

}  // namespace jinguo::app
