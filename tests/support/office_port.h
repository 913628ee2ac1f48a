#pragma once
#include "main/office_adapter.h"

namespace jinguo::support {

/// The sheets of the program itself. Papers (docx, pdf) are refused, so that no test depends on another
/// program.
class SheetOffice : public OfficeAdapter {
 public:
  using OfficeAdapter::OfficeAdapter;
  Result<std::string> to_docx(const std::string& markdown, const std::string& title) override;
  Result<std::string> to_pdf(const std::string& html) override;
  std::string page_css() override { return ""; }
};

}  // namespace jinguo::support
