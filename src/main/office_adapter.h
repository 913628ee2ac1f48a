#pragma once
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>

#include "app/office_port.h"
#include "office/docx.h"

namespace jinguo {

/// Refused when a sheet is so wide and long that its empty cells alone would fill the memory.
inline constexpr ErrorRow kSheetTooWide{
    "main.sheet_too_wide", 413,
    "工作表太宽或太长（第 {0} 行第 {1} 列还有内容）。请删去表格以外的内容后再上传。",
    "The sheet is too wide or too long (row {0}, column {1} has content). Remove what lies outside the table "
    "and upload it again."};
inline constexpr ErrorRow kNoVisibleSheet{"main.no_visible_sheet", 422,
                                          "工作簿里的工作表都被隐藏了。请取消隐藏要导入的那一张。",
                                          "Every sheet of the workbook is hidden. Unhide the one to import."};

/// The port for sheets and papers over the floor `office`. Used by several threads at once.
class OfficeAdapter : public app::Office {
 public:
  /// `scratch` is an existing folder for passing files. Pandoc is looked for when first needed.
  explicit OfficeAdapter(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}

  Result<app::SheetText> read_sheet(std::string_view bytes, std::string_view file_name) override;
  Result<std::vector<app::UploadFile>> open_upload(std::string_view bytes,
                                                   std::string_view file_name) override;
  Result<std::vector<app::UploadSheet>> read_workbook(std::string_view bytes,
                                                      std::string_view file_name) override;
  Result<std::string> comment_cells(std::string_view workbook,
                                    const std::vector<app::CellComment>& comments) override;
  Result<std::string> write_xlsx(const app::TableText& table, int empty_rows) override;
  std::string write_csv(const app::TableText& table) override;
  Result<std::string> to_docx(const std::string& markdown, const std::string& title) override;
  Result<std::string> to_pdf(const std::string& html) override;
  Result<app::TakenFile> take_file(std::string_view bytes, bool photos_only) override;
  std::string page_css() override;

 private:
  std::filesystem::path scratch_;
  std::mutex docx_lock_;
  std::optional<office::DocxMaker> docx_;
  std::timed_mutex one_printer_;
  /// Photos being encoded at once.
  std::counting_semaphore<2> darkrooms_{2};
};

}  // namespace jinguo
