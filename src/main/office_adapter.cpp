#include "main/office_adapter.h"

#include "base/decimal.h"
#include "main/taken_file.h"
#include "office/cell_comments.h"
#include "office/csv_comments.h"
#include "office/csv_read.h"
#include "office/csv_write.h"
#include "office/foreign_file.h"
#include "office/pdf.h"
#include "office/photo.h"
#include "office/workbook_pack.h"
#include "office/xlsx_read.h"
#include "office/xlsx_write.h"

namespace jinguo {
namespace {

/// Cells with and without content that a sheet may span.
constexpr size_t kMaxCells = 4'000'000;

app::CellType type_of(const office::Cell& cell) {
  using enum app::CellType;
  if (cell.has_lost_digits) return lost_digits;
  switch (cell.kind) {
    case office::CellKind::blank:
      return cell.had_formula ? uncomputed : blank;
    case office::CellKind::text:
      return text;
    case office::CellKind::number:
      return cell.is_percent ? percent : number;
    case office::CellKind::date:
      return date;
    case office::CellKind::boolean:
      return boolean;
    case office::CellKind::error:
      return error;
  }
  return text;
}

std::string seen_text(const office::Cell& cell) {
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
Result<app::UploadSheet> upload_of(office::Sheet&& sheet, std::string_view name) {
  app::UploadSheet out;
  out.text.name = name.empty() ? sheet.name : std::string(name);
  out.is_hidden = sheet.is_hidden;
  for (const office::Range& range : sheet.merged)
    out.merged.push_back({{range.first_row, range.first_column}, {range.last_row, range.last_column}});
  size_t cells = 0;
  for (office::Row& row : sheet.rows) {
    if (row.cells.empty()) continue;
    const auto columns = static_cast<size_t>(row.cells.back().column);
    const auto number = static_cast<size_t>(row.number);
    cells += columns + (number - out.text.rows.size());
    if (cells > kMaxCells)
      return Error(kSheetTooWide, {std::to_string(number), std::to_string(columns)})
          .at({out.text.name, row.number, static_cast<int>(columns), ""});
    if (row.is_hidden) out.hidden_rows.push_back(row.number);
    // Row n of the sheet is row n here, so that faults name the row that Excel shows.
    out.text.rows.resize(number);
    out.types.resize(number);
    std::vector<std::string>& texts = out.text.rows.back();
    std::vector<app::CellType>& types = out.types.back();
    texts.resize(columns);
    types.resize(columns, app::CellType::blank);
    for (office::Cell& cell : row.cells) {
      const auto at = static_cast<size_t>(cell.column) - 1;
      texts[at] = seen_text(cell);
      types[at] = type_of(cell);
      if (cell.had_formula) out.formulas.push_back({row.number, cell.column});
    }
    row.cells = {};
  }
  return out;
}

bool claims_xlsx(std::string_view file_name) {
  return file_name.ends_with(".xlsx") || file_name.ends_with(".XLSX");
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
  auto sheets = read_workbook(bytes, file_name);
  if (!sheets) return std::move(sheets).error();
  for (app::UploadSheet& sheet : *sheets) {
    if (sheet.is_hidden) continue;
    // Where a value cannot be taken, the field's own check refuses the sentence that stands there instead.
    for (size_t r = 0; r < sheet.types.size(); ++r)
      for (size_t c = 0; c < sheet.types[r].size(); ++c)
        if (const auto fault = app::cell_fault(sheet.types[r][c], sheet.text.rows[r][c]))
          sheet.text.rows[r][c] = "（" + fault->text(Language::zh) + "）";
    return std::move(sheet.text);
  }
  return Error(kNoVisibleSheet);
}

Result<std::vector<app::UploadFile>> OfficeAdapter::open_upload(std::string_view bytes,
                                                                std::string_view file_name) {
  std::vector<app::UploadFile> out;
  if (!office::is_pack(bytes)) {
    out.push_back({std::string(file_name), std::string(bytes), std::nullopt});
    return out;
  }
  auto packed = office::open_pack(bytes);
  if (!packed) return std::move(packed).error();
  for (office::PackedFile& file : *packed)
    out.push_back({std::move(file.name), std::move(file.bytes), std::move(file.fault)});
  return out;
}

Result<std::vector<app::UploadSheet>> OfficeAdapter::read_workbook(std::string_view bytes,
                                                                   std::string_view file_name) {
  std::vector<app::UploadSheet> out;
  if (auto foreign = office::foreign_file(bytes)) return *std::move(foreign);
  if (!office::begins_as_zip(bytes) && !claims_xlsx(file_name)) {
    auto csv = office::read_csv(bytes);
    if (!csv) return std::move(csv).error();
    auto sheet = upload_of(std::move(csv->sheet), file_name);
    if (!sheet) return std::move(sheet).error();
    out.push_back(std::move(*sheet));
    return out;
  }
  auto workbook = office::read_xlsx(bytes);
  if (!workbook) return std::move(workbook).error();
  for (office::Sheet& read : workbook->sheets) {
    auto sheet = upload_of(std::move(read), {});
    if (!sheet) return std::move(sheet).error();
    out.push_back(std::move(*sheet));
  }
  return out;
}

Result<std::string> OfficeAdapter::comment_cells(std::string_view workbook,
                                                 const std::vector<app::CellComment>& comments) {
  std::vector<office::CellComment> made;
  made.reserve(comments.size());
  for (const app::CellComment& comment : comments)
    made.push_back({comment.sheet, comment.place.row, comment.place.column, comment.text});
  if (!office::begins_as_zip(workbook)) return office::comment_csv(workbook, made);
  return office::comment_cells(workbook, made);
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

Result<app::TakenFile> OfficeAdapter::take_file(std::string_view bytes, bool photos_only) {
  if (!darkrooms_.try_acquire_for(std::chrono::seconds(30))) return Error(office::kPhotoTooSlow);
  struct Leave {
    std::counting_semaphore<2>& rooms;
    ~Leave() { rooms.release(); }
  } const leave{darkrooms_};
  return jinguo::take_file(bytes, photos_only, scratch_);
}

std::string OfficeAdapter::page_css() {
  return std::string(office::official_page_css());
}

}  // namespace jinguo
