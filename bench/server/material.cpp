#include "server/material.h"

#include <array>

#include "base/error.h"
#include "office/xlsx_write.h"
#include "org/level.h"
#include "rollup/nation.h"

namespace jinguo::bench {
namespace {

std::string two_digits(uint32_t n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

std::string field_id(uint32_t n) {
  return "v" + two_digits(n);
}

/// Empty where the cell is blank.
std::string cell_text(size_t row, uint32_t measure, uint32_t month) {
  const int64_t value = village_value(UnitId(static_cast<uint32_t>(row) + 1), measure, month);
  return value == rollup::kBlank ? "" : std::to_string(value);
}

}  // namespace

std::string case_programme(int version) {
  std::string text = R"(programme: bench_case
system: S99
title: {zh: 性能测试个案, en: Cases of the measurement}
owner: {zh: 办公室, en: General office}
version: 1
valid_from: 2010-01-01
level: village
date: happened_on
fields:
  happened_on: {type: date, label: {zh: 日期, en: Date}, required: yes}
  kind:
    type: choice
    label: {zh: 类别, en: Kind}
    required: yes
    choices:
      visit: {zh: 走访, en: Visit}
      talk: {zh: 调解, en: Talk}
      aid: {zh: 帮扶, en: Aid}
  amount: {type: integer, label: {zh: 金额, en: Amount}, measured_in: 元, min: -1000000, max: 100000000000, required: yes}
  people: {type: integer, label: {zh: 人次, en: Attendances}, measured_in: 人次, min: 0, max: 100000}
  note: {type: text, label: {zh: 备注, en: Note}, max_length: 60}
states:
  filed: {label: {zh: 已报, en: Filed}, end: yes}
rights:
  create: [village.chair, township.clerk]
measures:
  cases: {title: {zh: 个案, en: Cases}, count: records, measured_in: 件, by: [kind]}
  amount: {title: {zh: 金额, en: Amount}, sum: amount, by: [kind]}
  people: {title: {zh: 人次, en: Attendances}, sum: people}
)";
  if (version == 1) return text;
  const auto replace = [&text](std::string_view was, const std::string& is) {
    text.replace(text.find(was), was.size(), is);
  };
  replace("version: 1\n", "version: 2\n");
  replace("valid_from: 2010-01-01", "valid_from: 2026-06-01");
  replace("states:\n",
          "  minutes: {type: integer, label: {zh: 时长, en: Duration}, measured_in: 分钟, min: 0, max: "
          "600}\nstates:\n");
  return text + "  minutes: {title: {zh: 时长, en: Duration}, sum: minutes}\n";
}

std::string wide_programme(const std::string& id, const std::string& level, const std::string& importer) {
  std::string fields, measures;
  for (uint32_t i = 0; i < kMeasures; ++i) {
    const std::string n = two_digits(i);
    fields += "  " + field_id(i) + ": {type: integer, label: {zh: 第" + n + "项, en: Number " + n +
              "}, measured_in: 个}\n";
    measures += "  n" + n + ": {title: {zh: 第" + n + "项, en: Number " + n + "}, sum: " + field_id(i) +
                ", blank_until_reported: yes}\n";
  }
  return "programme: " + id +
         "\nsystem: S99\n"
         "title: {zh: 性能测试月报, en: Return of the measurement}\n"
         "owner: {zh: 办公室, en: General office}\n"
         "version: 1\nvalid_from: 2000-01-01\nlevel: " +
         level + "\nperiod: month\nunique: [unit, period]\nfields:\n" + fields +
         "states:\n  filed: {label: {zh: 已报, en: Filed}, end: yes}\n"
         "rights:\n  create: [" +
         importer + "]\n  edit:\n    - {in: [filed], by: [" + importer + "]}\n  correct: [" + importer +
         "]\n  import: [" + importer + "]\nmeasures:\n" + measures;
}

std::string wide_names(const std::string& id) {
  std::string out;
  for (uint32_t i = 0; i < kMeasures; ++i) out += (i ? "," : "") + id + ".n" + two_digits(i);
  return out;
}

std::string wide_xlsx(const std::vector<std::string>& codes, uint32_t month, const std::string& scratch) {
  office::Table table;
  table.sheet_name = "月报";
  table.columns.push_back({.title = "单位"});
  for (uint32_t i = 0; i < kMeasures; ++i)
    table.columns.push_back({.title = "第" + two_digits(i) + "项", .kind = office::ColumnKind::integer});
  for (size_t row = 0; row < codes.size(); ++row) {
    std::vector<office::Cell> cells{office::Cell::of_text(codes[row])};
    for (uint32_t i = 0; i < kMeasures; ++i) {
      const std::string text = cell_text(row, i, month);
      cells.push_back(text.empty() ? office::Cell() : office::Cell::of_number(text));
    }
    table.rows.push_back(std::move(cells));
  }
  auto bytes = office::write_xlsx({table}, {}, scratch);
  if (!bytes) throw Failure("the workbook cannot be written: " + bytes.error().text(Language::en));
  return std::move(*bytes);
}

int64_t wide_sum(size_t rows, uint32_t month) {
  int64_t sum = 0;
  for (size_t row = 0; row < rows; ++row) {
    const int64_t value = village_value(UnitId(static_cast<uint32_t>(row) + 1), 0, month);
    if (value != rollup::kBlank) sum += value;
  }
  return sum;
}

std::string wide_csv(const std::vector<std::string>& codes) {
  std::string out = "单位";
  for (uint32_t i = 0; i < kMeasures; ++i) out += ",第" + two_digits(i) + "项";
  out += "\n";
  for (size_t row = 0; row < codes.size(); ++row) {
    out += codes[row];
    for (uint32_t i = 0; i < kMeasures; ++i) out += "," + cell_text(row, i, 0);
    out += "\n";
  }
  return out;
}

std::string nation_table() {
  constexpr std::array<size_t, 6> kDigits{0, 2, 2, 2, 3, 3};
  const rollup::ViewPointer view = nation();
  std::string out = "code\tname\tlevel\topened\n";
  std::array<std::string, 6> codes;
  std::array<uint32_t, 6> number{};
  for (uint32_t place = 0; place < view->size(); ++place) {
    const uint8_t level = view->level(place);
    if (level < 5) number[level + 1] = 0;
    ++number[level];
    if (level > 0) {
      // Provinces are numbered from 11, as in the division codes.
      const std::string own = std::to_string(number[level] + (level == 1 ? 10 : 0));
      codes[level] = codes[level - 1u] + std::string(kDigits[level] - own.size(), '0') + own;
    }
    const auto& row = org::row_of(static_cast<org::Level>(level));
    out += level == 0 ? "0" : codes[level];
    out += "\t" + std::string(row.zh) + std::to_string(number[level]) + "\t" + std::string(row.name) +
           "\t1990-01-01\n";
  }
  return out;
}

}  // namespace jinguo::bench
