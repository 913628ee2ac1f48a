#pragma once
#include <filesystem>

#include "app/office_port.h"

namespace jinguo::support {

/// Sheets for tests: reads .xlsx and .csv and writes them. Papers (docx, pdf) are refused, so that no test
/// depends on another program.
class SheetOffice : public app::Office {
 public:
  /// `scratch` is a folder for passing files; it must be there.
  explicit SheetOffice(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}
  Result<app::SheetText> read_sheet(std::string_view bytes, std::string_view file_name) override;
  Result<std::string> write_xlsx(const app::TableText& table, int empty_rows) override;
  std::string write_csv(const app::TableText& table) override;
  Result<std::string> to_docx(const std::string& markdown, const std::string& title) override;
  Result<std::string> to_pdf(const std::string& html) override;
  std::string page_css() override { return ""; }

 private:
  std::filesystem::path scratch_;
};

}  // namespace jinguo::support
