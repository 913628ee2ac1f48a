#pragma once
#include "app/office_port.h"

namespace jinguo::matrix {

/// Sheets and papers as plain text: what they say is tested here, not how they are packed.
class PlainOffice : public app::Office {
 public:
  Result<app::SheetText> read_sheet(std::string_view bytes, std::string_view file_name) override;
  Result<std::vector<app::UploadFile>> open_upload(std::string_view bytes,
                                                   std::string_view file_name) override;
  Result<std::vector<app::UploadSheet>> read_workbook(std::string_view bytes,
                                                      std::string_view file_name) override;
  Result<std::string> comment_cells(std::string_view workbook,
                                    const std::vector<app::CellComment>& comments) override;
  Result<std::string> write_xlsx(const app::TableText& table, int empty_rows) override;
  std::string write_csv(const app::TableText& table) override;
  Result<std::string> to_docx(const std::string& markdown, const std::string&) override { return markdown; }
  Result<std::string> to_pdf(const std::string& html) override { return html; }
  Result<app::TakenFile> take_file(std::string_view bytes, bool) override {
    return app::TakenFile{std::string(bytes), "image/jpeg", ".jpg", 1, 1};
  }
  std::string page_css() override { return {}; }
};

}  // namespace jinguo::matrix
