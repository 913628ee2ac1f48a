#include "office/csv_comments.h"

#include <algorithm>
#include <map>

#include "office/cell_reference.h"
#include "office/csv_read.h"
#include "office/csv_write.h"

namespace jinguo::office {
namespace {

/// Comments by row, in the order of their columns. The column is said by its letter: the remark stands away
/// from its cell.
std::map<int, std::string> remarks_of(std::vector<CellComment> comments) {
  std::ranges::stable_sort(comments, {}, &CellComment::column);
  std::map<int, std::string> out;
  for (const CellComment& comment : comments) {
    std::string& text = out[std::max(comment.row, 1)];
    text += text.empty() ? std::string(kCommentMark) : "；";
    if (comment.column >= 1) text += column_letters(comment.column) + " 列：";
    text += comment.text;
  }
  return out;
}

}  // namespace

Result<std::string> comment_csv(std::string_view bytes, const std::vector<CellComment>& comments,
                                const SheetLimits& limits) {
  auto file = read_csv(bytes, limits);
  if (!file) return std::move(file).error();
  int width = 0;
  for (Row& row : file->sheet.rows) {
    if (!row.cells.empty() && row.cells.back().text.starts_with(kCommentMark)) row.cells.pop_back();
    if (!row.cells.empty()) width = std::max(width, row.cells.back().column);
  }
  const auto remarks = remarks_of(comments);
  int last = file->sheet.rows.empty() ? 0 : file->sheet.rows.back().number;
  if (!remarks.empty()) last = std::max(last, remarks.rbegin()->first);
  std::string out = "\xEF\xBB\xBF";
  for (int number = 1; number <= std::min(last, kMaxRow); ++number) {
    const Row& row = file->sheet.row(number);
    const auto remark = remarks.find(number);
    const int end = remark != remarks.end() ? width : row.cells.empty() ? 0 : row.cells.back().column;
    for (int column = 1; column <= end; ++column) {
      if (column > 1) out += file->separator;
      append_csv_field(out, row.at(column).text);
    }
    if (remark != remarks.end()) {
      if (width > 0) out += file->separator;
      append_csv_field(out, remark->second);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace jinguo::office
