#include "office_port.h"

namespace jinguo::support {
namespace {

constexpr ErrorRow kNoPapers{"test.no_papers", 501, "测试中不生成文书。", "Tests make no papers."};

}  // namespace

Result<std::string> SheetOffice::to_docx(const std::string&, const std::string&) {
  return Error(kNoPapers);
}

Result<std::string> SheetOffice::to_pdf(const std::string&) {
  return Error(kNoPapers);
}

}  // namespace jinguo::support
