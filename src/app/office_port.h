#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "app/sheet.h"
#include "base/result.h"
#include "define/programme.h"

namespace jinguo::app {

/// A table to be written: what the programme says of its columns goes along, so that numbers are numbers.
struct TableText {
  std::string title;
  /// Printed under the title, e.g. 演示数据 and the source.
  std::vector<std::string> notes;
  struct Column {
    std::string head;
    enum class Kind : uint8_t { text, number, date, percent } kind = Kind::text;
    int places = 0;
    /// Offered for choosing in a template; empty for others.
    std::vector<std::string> choices;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Sheets and papers in the formats of offices.
class Office {
 public:
  virtual ~Office() = default;
  /// .xlsx or .csv by its bytes; the first visible sheet.
  virtual Result<SheetText> read_sheet(std::string_view bytes, std::string_view file_name) = 0;
  /// `empty_rows` more than 0 makes a template with that many rows to fill in.
  virtual Result<std::string> write_xlsx(const TableText& table, int empty_rows) = 0;
  virtual std::string write_csv(const TableText& table) = 0;
  virtual Result<std::string> to_docx(const std::string& markdown, const std::string& title) = 0;
  virtual Result<std::string> to_pdf(const std::string& html) = 0;
  /// CSS of an official page.
  virtual std::string page_css() = 0;
};

}  // namespace jinguo::app
