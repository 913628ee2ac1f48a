#include "main/office_adapter.h"

#include "base/decimal.h"
#include "office/csv_read.h"
#include "office/csv_write.h"
#include "office/pdf.h"
#include "office/xlsx_read.h"
#include "office/xlsx_write.h"

namespace jinguo {
namespace {

/// Cells with and without content that a sheet may span.
constexpr size_t kMostCells = 4'000'000;

/// What is lost cannot be guessed: the text says so where the value should stand, and the field's own check
/// refuses it with its place.
std::string cell_text(const office::Cell& cell) {
  if (cell.has_lost_digits) return cell.text + "（超过 15 位，末尾数字已丢失：请把这一列设为文本，重新填写）";
  if (cell.kind == office::CellKind::blank && cell.had_formula)
    return "（公式没有结果：请在 Excel 或 WPS 中打开，保存后再上传）";
  if (cell.kind == office::CellKind::date) {
    const bool has_time = cell.text.size() > 10 && cell.text.substr(10) != " 00:00:00";
    return has_time ? cell.text : cell.date.to_text();
  }
  if (cell.kind == office::CellKind::boolean) return cell.text == "TRUE" ? "是" : "否";
  if (cell.is_percent)
    if (const auto share = Decimal::parse(cell.text))
      if (const auto percent = Decimal::multiply(*share, Decimal(100))) return percent->to_text() + "%";
  return cell.text;
}

/// `name` stands before the places of faults.
Result<app::SheetText> text_of(const office::Sheet& sheet, std::string_view name) {
  app::SheetText out;
  out.name = name.empty() ? sheet.name : std::string(name);
  size_t cells = 0;
  for (const office::Row& row : sheet.rows) {
    if (row.cells.empty()) continue;
    const auto columns = static_cast<size_t>(row.cells.back().column);
    const auto number = static_cast<size_t>(row.number);
    cells += columns + (number - out.rows.size());
    if (cells > kMostCells)
      return Error(kSheetTooWide, {std::to_string(number), std::to_string(columns)})
          .at({out.name, row.number, static_cast<int>(columns), ""});
    // Row n of the sheet is row n here, so that faults name the row that Excel shows.
    out.rows.resize(number);
    std::vector<std::string>& texts = out.rows.back();
    texts.resize(columns);
    for (const office::Cell& cell : row.cells) texts[static_cast<size_t>(cell.column) - 1] = cell_text(cell);
  }
  return out;
}

office::Cell cell_of(app::TableText::Column::Kind kind, const std::string& text) {
  using Kind = app::TableText::Column::Kind;
  if (text.empty()) return {};
  if (kind == Kind::date)
    if (const auto date = Date::parse(text)) return office::Cell::of_date(*date);
  if (kind == Kind::number || kind == Kind::percent)
    if (const auto number = Decimal::parse(text)) return office::Cell::of_number(number->to_text());
  return office::Cell::of_text(text);
}

office::ColumnKind kind_of(const app::TableText::Column& column) {
  using Kind = app::TableText::Column::Kind;
  switch (column.kind) {
    case Kind::text:
      return office::ColumnKind::text;
    case Kind::number:
      return column.places > 0 ? office::ColumnKind::decimal : office::ColumnKind::integer;
    case Kind::date:
      return office::ColumnKind::date;
    case Kind::percent:
      return office::ColumnKind::percent;
  }
  return office::ColumnKind::text;
}

office::Table table_of(const app::TableText& table, int empty_rows) {
  office::Table out;
  out.sheet_name = table.title;
  out.titles = {table.title};
  out.notes_above = table.notes;
  for (const auto& column : table.columns) {
    office::TableColumn made;
    made.title = column.head;
    made.kind = kind_of(column);
    made.places = column.places;
    made.choices = column.choices;
    out.columns.push_back(std::move(made));
  }
  out.rows.reserve(table.rows.size());
  for (const auto& row : table.rows) {
    auto& cells = out.rows.emplace_back();
    for (size_t c = 0; c < row.size() && c < table.columns.size(); ++c)
      cells.push_back(cell_of(table.columns[c].kind, row[c]));
  }
  out.rows_to_fill = empty_rows;
  return out;
}

}  // namespace

Result<app::SheetText> OfficeAdapter::read_sheet(std::string_view bytes, std::string_view file_name) {
  const bool is_zip = bytes.starts_with("PK");
  const bool is_old_excel = bytes.starts_with("\xD0\xCF\x11\xE0");
  const bool claims_xlsx = file_name.ends_with(".xlsx") || file_name.ends_with(".XLSX");
  if (!is_zip && !is_old_excel && !claims_xlsx) {
    auto csv = office::read_csv(bytes);
    if (!csv) return std::move(csv).error();
    return text_of(csv->sheet, file_name);
  }
  auto workbook = office::read_xlsx(bytes);
  if (!workbook) return std::move(workbook).error();
  for (const office::Sheet& sheet : workbook->sheets)
    if (!sheet.is_hidden) return text_of(sheet, sheet.name);
  return Error(kNoVisibleSheet);
}

Result<std::string> OfficeAdapter::write_xlsx(const app::TableText& table, int empty_rows) {
  return office::write_xlsx({table_of(table, empty_rows)}, {.title = table.title}, scratch_);
}

std::string OfficeAdapter::write_csv(const app::TableText& table) {
  return office::write_csv(table_of(table, 0));
}

Result<std::string> OfficeAdapter::to_docx(const std::string& markdown, const std::string& title) {
  const office::DocxMaker* maker = nullptr;
  {
    const std::lock_guard hold(docx_lock_);
    if (!docx_) {
      auto made = office::DocxMaker::make(scratch_, std::chrono::seconds(60));
      if (!made) return std::move(made).error();
      docx_.emplace(std::move(*made));
    }
    maker = &*docx_;
  }
  office::DocxMaker::Options options;
  options.title = title;
  // The title stands in a style of its own, so the heading that says the same goes.
  std::string_view text = markdown;
  if (text.starts_with("# ")) text.remove_prefix(std::min(text.find('\n'), text.size()));
  return maker->markdown_to_docx(text, options);
}

Result<std::string> OfficeAdapter::to_pdf(const std::string& html) {
  return office::html_to_pdf(html, {.scratch = scratch_, .one_at_a_time = one_printer_});
}

std::string OfficeAdapter::page_css() {
  return std::string(office::official_page_css());
}

}  // namespace jinguo
