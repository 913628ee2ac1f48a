#include "plain_office.h"

#include <sstream>

namespace jinguo::matrix {

Result<app::SheetText> PlainOffice::read_sheet(std::string_view bytes, std::string_view file_name) {
  app::SheetText sheet;
  sheet.name = std::string(file_name);
  std::istringstream lines{std::string(bytes)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cells(line);
    sheet.rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) sheet.rows.back().push_back(cell);
  }
  return sheet;
}

Result<std::vector<app::UploadFile>> PlainOffice::open_upload(std::string_view bytes,
                                                              std::string_view file_name) {
  return std::vector{app::UploadFile{std::string(file_name), std::string(bytes), std::nullopt}};
}

Result<std::vector<app::UploadSheet>> PlainOffice::read_workbook(std::string_view bytes,
                                                                 std::string_view file_name) {
  app::UploadSheet sheet;
  sheet.text = *read_sheet(bytes, file_name);
  for (const auto& row : sheet.text.rows) sheet.types.emplace_back(row.size(), app::CellType::text);
  return std::vector{std::move(sheet)};
}

Result<std::string> PlainOffice::comment_cells(std::string_view workbook,
                                               const std::vector<app::CellComment>& comments) {
  std::string out(workbook);
  for (const app::CellComment& comment : comments) out += "# " + comment.text + "\n";
  return out;
}

Result<std::string> PlainOffice::write_xlsx(const app::TableText& table, int) {
  return write_csv(table);
}

std::string PlainOffice::write_csv(const app::TableText& table) {
  std::string out;
  for (const auto& column : table.columns) out += column.head + ",";
  out += "\n";
  for (const auto& row : table.rows) {
    for (const auto& cell : row) out += cell + ",";
    out += "\n";
  }
  return out;
}

}  // namespace jinguo::matrix
