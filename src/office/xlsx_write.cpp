#include "office/xlsx_write.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/decimal.h"
#include "office/cell_reference.h"
#include "office/number_text.h"
#include "office/office_error.h"
#include "office/scratch_dir.h"
#include "office/text_encoding.h"
#include "office/workbook_parts.h"

namespace jinguo::office {
namespace {

constexpr int kSecondsADay = 86400;
constexpr int kDaysTo1970From1900 = 25569;
/// 1900-03-01: earlier serial numbers are one off in Excel, so earlier dates are written as text.
constexpr Date kFirstSafeDate(-25508);
constexpr size_t kMaxSheetName = 31;
constexpr uint8_t kA4 = 9;
constexpr char kOptionsSheet[] = "选项";
constexpr char kFont[] = "宋体";

/// Width in half-width characters: a Chinese character takes two.
double shown_width(std::string_view text) {
  double out = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) out += 1;
    if (byte >= 0xE0) out += 2;
  }
  return out;
}

/// A sheet name Excel accepts and no other sheet has (Excel ignores case, so ASCII letters are folded).
std::string sheet_title(std::string_view wanted, size_t index, std::set<std::string>& taken) {
  std::string clean;
  size_t count = 0;
  const std::string text = clean_utf8(wanted);
  for (size_t i = 0; i < text.size() && count < kMaxSheetName - 4; ++count) {
    const size_t n = std::max<size_t>(utf8_length(text, i), 1);
    const bool is_bad = n == 1 && (std::string_view("[]:*?/\\'").find(text[i]) != std::string_view::npos ||
                                   static_cast<unsigned char>(text[i]) < 0x20);
    clean += is_bad ? "_" : text.substr(i, n);
    i += n;
  }
  if (clean.empty()) clean = "表" + std::to_string(index + 1);
  const auto fold = [](std::string s) {
    std::ranges::transform(s, s.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return s;
  };
  std::string name = clean;
  for (int n = 2; !taken.insert(fold(name)).second; ++n) name = clean + "_" + std::to_string(n);
  return name;
}

std::string number_pattern(const TableColumn& column) {
  const std::string places =
      column.places > 0 ? "." + std::string(static_cast<size_t>(column.places), '0') : "";
  switch (column.kind) {
    case ColumnKind::text:
      return "@";
    case ColumnKind::integer:
      return "0";
    case ColumnKind::decimal:
      return "0" + places;
    case ColumnKind::money:
      return "#,##0" + places;
    case ColumnKind::percent:
      return "0" + places + "%";
    case ColumnKind::date:
      return "yyyy-mm-dd";
  }
  return "@";
}

/// The formats all sheets of one workbook share.
struct Formats {
  explicit Formats(lxw_workbook* workbook) : book(workbook) {
    title = make(18, true);
    format_set_align(title, LXW_ALIGN_CENTER);
    subtitle = make(11, false);
    format_set_align(subtitle, LXW_ALIGN_CENTER);
    note = make(10, false);
    head = make(11, true);
    format_set_align(head, LXW_ALIGN_CENTER);
    format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(head);
    format_set_border(head, LXW_BORDER_THIN);
  }
  lxw_format* make(double size, bool is_bold) {
    lxw_format* format = workbook_add_format(book);
    format_set_font_name(format, kFont);
    format_set_font_size(format, size);
    if (is_bold) format_set_bold(format);
    return format;
  }
  lxw_format* of(const TableColumn& column) {
    const std::string pattern = number_pattern(column);
    lxw_format*& format = by_pattern[pattern];
    if (!format) {
      format = make(11, false);
      format_set_num_format(format, pattern.c_str());
      format_set_border(format, LXW_BORDER_THIN);
      if (column.kind == ColumnKind::text) format_set_text_wrap(format);
    }
    return format;
  }
  lxw_workbook* book;
  lxw_format *title, *subtitle, *note, *head;
  std::map<std::string, lxw_format*> by_pattern;
};

lxw_row_t row_of(size_t row) {
  return static_cast<lxw_row_t>(row);
}
lxw_col_t column_of(size_t column) {
  return static_cast<lxw_col_t>(column);
}

class TableWriter {
 public:
  TableWriter(lxw_worksheet* sheet, std::string name, const Table& table, Formats& formats)
      : sheet_(sheet), name_(std::move(name)), table_(table), formats_(formats) {}

  Result<void> write() {
    if (table_.columns.empty() || table_.columns.size() > static_cast<size_t>(kMaxColumn)) {
      return Error(kOutsideSheet, {std::to_string(table_.columns.size())}).at({name_, 0, 0, {}});
    }
    if (table_.rows.size() + 100 > static_cast<size_t>(kMaxRow)) {
      return Error(kOutsideSheet, {std::to_string(table_.rows.size())}).at({name_, 0, 0, {}});
    }
    set_columns();
    write_head();
    for (size_t i = 0; i < table_.rows.size(); ++i) {
      if (auto done = write_row(table_.rows[i]); !done) return done;
    }
    const size_t last_filled = next_row_ - 1;
    next_row_ += static_cast<size_t>(std::max(table_.rows_to_fill, 0));
    for (const std::string& line : table_.notes_below) write_line(line, formats_.note);
    for (const CellNote& note : table_.notes) {
      worksheet_write_comment(sheet_, row_of(first_data_ + note.row), column_of(note.column),
                              clean_utf8(note.text).c_str());
    }
    set_page(last_filled);
    return {};
  }

  /// Restricts the columns with choices to the lists in the options sheet, written from `next_list` on.
  void write_choices(lxw_worksheet* options, lxw_col_t& next_list) {
    const size_t last =
        first_data_ + table_.rows.size() + static_cast<size_t>(std::max(table_.rows_to_fill, 0));
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const auto& choices = table_.columns[c].choices;
      if (choices.empty() || last == first_data_) continue;
      for (size_t i = 0; i < choices.size(); ++i) {
        worksheet_write_string(options, row_of(i), next_list, escape_cell_text(choices[i]).c_str(), nullptr);
      }
      const std::string letters = column_letters(next_list + 1);
      const std::string list = std::string("=") + kOptionsSheet + "!$" + letters + "$1:$" + letters + "$" +
                               std::to_string(choices.size());
      lxw_data_validation rule{};
      rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      rule.value_formula = const_cast<char*>(list.c_str());
      rule.error_title = const_cast<char*>("不在选项中");
      rule.error_message = const_cast<char*>("请从下拉列表里选一项。");
      worksheet_data_validation_range(sheet_, row_of(first_data_), column_of(c), row_of(last - 1),
                                      column_of(c), &rule);
      ++next_list;
    }
  }

 private:
  void set_columns() {
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const TableColumn& column = table_.columns[c];
      double width = column.width;
      if (width <= 0) {
        width = shown_width(column.title);
        for (size_t r = 0; r < std::min<size_t>(table_.rows.size(), 500); ++r) {
          if (c < table_.rows[r].size()) width = std::max(width, shown_width(table_.rows[r][c].text));
        }
        width = std::clamp(width + 2, 8.0, 42.0);
      }
      // The format is given to cells, not to the column, whose empty cells would else all carry borders.
      worksheet_set_column(sheet_, column_of(c), column_of(c), width, nullptr);
    }
  }

  void write_line(const std::string& text, lxw_format* format) {
    worksheet_write_string(sheet_, row_of(next_row_), 0, escape_cell_text(text).c_str(), format);
    ++next_row_;
  }

  void write_head() {
    const auto last_column = column_of(table_.columns.size() - 1);
    for (const std::string& line : table_.titles) {
      lxw_format* format = next_row_ == 0 ? formats_.title : formats_.subtitle;
      if (last_column > 0)
        worksheet_merge_range(sheet_, row_of(next_row_), 0, row_of(next_row_), last_column, "", format);
      write_line(line, format);
    }
    for (const std::string& line : table_.notes_above) write_line(line, formats_.note);
    const bool has_groups =
        std::ranges::any_of(table_.columns, [](const auto& c) { return !c.group.empty(); });
    if (has_groups) {
      write_groups();
      ++next_row_;
    }
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const TableColumn& column = table_.columns[c];
      if (!has_groups || !column.group.empty()) {
        worksheet_write_string(sheet_, row_of(next_row_), column_of(c),
                               escape_cell_text(column.title).c_str(), formats_.head);
      }
      if (!column.note.empty()) {
        worksheet_write_comment(sheet_, row_of(next_row_), column_of(c), clean_utf8(column.note).c_str());
      }
    }
    head_ = next_row_++;
    first_data_ = next_row_;
  }

  void write_groups() {
    const size_t count = table_.columns.size();
    for (size_t c = 0; c < count;) {
      const std::string& group = table_.columns[c].group;
      size_t end = c + 1;
      while (!group.empty() && end < count && table_.columns[end].group == group) ++end;
      const std::string text = escape_cell_text(group.empty() ? table_.columns[c].title : group);
      const size_t last_row = group.empty() ? next_row_ + 1 : next_row_;
      if (end - 1 > c || last_row > next_row_) {
        worksheet_merge_range(sheet_, row_of(next_row_), column_of(c), row_of(last_row), column_of(end - 1),
                              "", formats_.head);
      }
      worksheet_write_string(sheet_, row_of(next_row_), column_of(c), text.c_str(), formats_.head);
      c = end;
    }
  }

  Result<void> write_row(const std::vector<Cell>& row) {
    for (size_t c = 0; c < table_.columns.size(); ++c) {
      const TableColumn& column = table_.columns[c];
      lxw_format* format = formats_.of(column);
      static const Cell kBlank;
      const Cell& cell = c < row.size() ? row[c] : kBlank;
      const bool is_date =
          cell.kind == CellKind::date && column.kind == ColumnKind::date && cell.date >= kFirstSafeDate;
      if (cell.kind == CellKind::blank || cell.text.empty()) {
        worksheet_write_blank(sheet_, row_of(next_row_), column_of(c), format);
      } else if (is_date) {
        worksheet_write_number(sheet_, row_of(next_row_), column_of(c),
                               cell.date.days() + kDaysTo1970From1900, format);
      } else if (const auto number = exact_number(cell, column)) {
        worksheet_write_number(sheet_, row_of(next_row_), column_of(c), *number, format);
      } else {
        if (is_too_long_for_cell(cell.text)) {
          return Error(kTextTooLong, {std::to_string(kMaxCellText)})
              .at({name_, static_cast<int>(next_row_ + 1), static_cast<int>(c + 1), {}});
        }
        const std::string text = escape_cell_text(cell.text);
        if (worksheet_write_string(sheet_, row_of(next_row_), column_of(c), text.c_str(), format) !=
            LXW_NO_ERROR) {
          return Error(kTextTooLong, {std::to_string(kMaxCellText)})
              .at({name_, static_cast<int>(next_row_ + 1), static_cast<int>(c + 1), {}});
        }
      }
    }
    ++next_row_;
    return {};
  }

  /// A number that a sheet can hold without losing a digit.
  static std::optional<double> exact_number(const Cell& cell, const TableColumn& column) {
    if (cell.kind != CellKind::number || column.kind == ColumnKind::text || column.kind == ColumnKind::date) {
      return std::nullopt;
    }
    const auto meant = Decimal::parse(cell.text);
    const auto shown = number_text(cell.text);
    if (!meant || !shown || Decimal::parse(*shown) != meant) return std::nullopt;
    return number_value(cell.text);
  }

  void set_page(size_t last_filled) {
    const auto last_column = column_of(table_.columns.size() - 1);
    worksheet_freeze_panes(sheet_, row_of(first_data_), 0);
    if (table_.has_filter && last_filled >= first_data_) {
      worksheet_autofilter(sheet_, row_of(head_), 0, row_of(last_filled), last_column);
    }
    if (table_.rows_to_fill > 0) prepare_rows(last_filled + 1);
    worksheet_set_paper(sheet_, kA4);
    if (table_.is_landscape) worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, row_of(head_));
    worksheet_print_area(sheet_, 0, 0, row_of(std::max(next_row_, size_t{1}) - 1), last_column);
    worksheet_set_footer(sheet_, "&C第 &P 页，共 &N 页");
  }

  /// Empty cells that already have their column's format, so that a typed ID-card number stays text.
  void prepare_rows(size_t first) {
    for (size_t r = first; r < first + static_cast<size_t>(table_.rows_to_fill); ++r) {
      for (size_t c = 0; c < table_.columns.size(); ++c) {
        worksheet_write_blank(sheet_, row_of(r), column_of(c), formats_.of(table_.columns[c]));
      }
    }
  }

  lxw_worksheet* sheet_;
  std::string name_;
  const Table& table_;
  Formats& formats_;
  size_t next_row_ = 0;
  size_t head_ = 0;
  size_t first_data_ = 0;
};

struct WorkbookDiscarder {
  void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
};

void set_properties(lxw_workbook* workbook, const WorkbookInfo& info) {
  const std::string title = clean_utf8(info.title);
  const std::string author = clean_utf8(info.author);
  lxw_doc_properties properties{};
  properties.title = const_cast<char*>(title.c_str());
  properties.author = const_cast<char*>(author.c_str());
  properties.created = static_cast<time_t>(info.created.days()) * kSecondsADay;
  workbook_set_properties(workbook, &properties);
}

}  // namespace

Result<std::string> write_xlsx(const std::vector<Table>& tables, const WorkbookInfo& info,
                               const std::filesystem::path& scratch) {
  ensure(!tables.empty(), "a workbook has at least one table");
  const ScratchDir folder(scratch);
  const std::string temporary = folder.path().string();
  const std::string file = (folder.path() / "out.xlsx").string();
  lxw_workbook_options options{};
  options.tmpdir = const_cast<char*>(temporary.c_str());
  std::unique_ptr<lxw_workbook, WorkbookDiscarder> workbook(workbook_new_opt(file.c_str(), &options));
  if (!workbook) throw Failure("no memory to write a workbook");
  set_properties(workbook.get(), info);
  Formats formats(workbook.get());
  std::set<std::string> taken = {kOptionsSheet};
  std::vector<TableWriter> writers;
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::string name = sheet_title(tables[i].sheet_name, i, taken);
    lxw_worksheet* sheet = workbook_add_worksheet(workbook.get(), name.c_str());
    if (!sheet) throw Failure("the sheet " + name + " cannot be added");
    writers.emplace_back(sheet, name, tables[i], formats);
    if (auto done = writers.back().write(); !done) return done.error();
  }
  const bool has_choices = std::ranges::any_of(tables, [](const Table& table) {
    return std::ranges::any_of(table.columns,
                               [](const TableColumn& column) { return !column.choices.empty(); });
  });
  if (has_choices) {
    lxw_worksheet* choices = workbook_add_worksheet(workbook.get(), kOptionsSheet);
    lxw_col_t next_list = 0;
    for (TableWriter& writer : writers) writer.write_choices(choices, next_list);
    worksheet_hide(choices);
  }
  // workbook_close frees the workbook whatever it answers.
  const lxw_error closed = workbook_close(workbook.release());
  if (closed != LXW_NO_ERROR)
    throw Failure(std::string("a workbook cannot be written: ") + lxw_strerror(closed));
  return read_file(file);
}

}  // namespace jinguo::office
