#include "office_port.h"

#include "office/csv_read.h"
#include "office/csv_write.h"
#include "office/xlsx_read.h"
#include "office/xlsx_write.h"

namespace jinguo::support {
namespace {

constexpr ErrorRow kNoPapers{"test.no_papers", 501, "测试中不生成文书。", "Tests make no papers."};

app::SheetText rows_of(const office::Sheet& sheet) {
  app::SheetText out{sheet.name, {}};
  for (const office::Row& row : sheet.rows) {
    // Rows and columns keep their places, so that a fault is told where it stands.
    out.rows.resize(static_cast<size_t>(row.number));
    auto& cells = out.rows.back();
    for (const office::Cell& cell : row.cells) {
      cells.resize(static_cast<size_t>(cell.column));
      cells.back() = cell.text;
    }
  }
  return out;
}

office::Table table_of(const app::TableText& from, int empty_rows) {
  office::Table table;
  table.sheet_name = from.title;
  table.titles = {from.title};
  table.notes_above = from.notes;
  table.rows_to_fill = empty_rows;
  using Kind = app::TableText::Column::Kind;
  for (const auto& column : from.columns) {
    office::TableColumn made;
    made.title = column.head;
    made.places = column.places;
    made.choices = column.choices;
    made.kind = column.kind == Kind::number
                    ? column.places == 0 ? office::ColumnKind::integer : office::ColumnKind::decimal
                : column.kind == Kind::date    ? office::ColumnKind::date
                : column.kind == Kind::percent ? office::ColumnKind::percent
                                               : office::ColumnKind::text;
    table.columns.push_back(std::move(made));
  }
  for (const auto& row : from.rows) {
    std::vector<office::Cell> cells;
    for (size_t i = 0; i < row.size(); ++i) {
      const bool is_number = i < from.columns.size() && from.columns[i].kind == Kind::number &&
                             Decimal::parse(row[i]).has_value();
      const auto date =
          i < from.columns.size() && from.columns[i].kind == Kind::date ? Date::parse(row[i]) : std::nullopt;
      cells.push_back(row[i].empty() ? office::Cell()
                      : is_number    ? office::Cell::of_number(row[i])
                      : date         ? office::Cell::of_date(*date)
                                     : office::Cell::of_text(row[i]));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

Result<app::SheetText> SheetOffice::read_sheet(std::string_view bytes, std::string_view file_name) {
  if (bytes.starts_with("PK")) {
    auto book = office::read_xlsx(bytes);
    if (!book) return std::move(book).error();
    for (const office::Sheet& sheet : book->sheets)
      if (!sheet.is_hidden) return rows_of(sheet);
    return rows_of(book->sheets.front());
  }
  auto file = office::read_csv(bytes);
  if (!file) return std::move(file).error();
  app::SheetText out = rows_of(file->sheet);
  out.name = file_name.empty() ? "csv" : std::string(file_name);
  return out;
}

Result<std::string> SheetOffice::write_xlsx(const app::TableText& table, int empty_rows) {
  return office::write_xlsx({table_of(table, empty_rows)}, {}, scratch_);
}

std::string SheetOffice::write_csv(const app::TableText& table) {
  return office::write_csv(table_of(table, 0));
}

Result<std::string> SheetOffice::to_docx(const std::string&, const std::string&) {
  return Error(kNoPapers);
}

Result<std::string> SheetOffice::to_pdf(const std::string&) {
  return Error(kNoPapers);
}

}  // namespace jinguo::support
