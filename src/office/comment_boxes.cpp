#include "office/comment_boxes.h"

#include <algorithm>
#include <charconv>

#include "office/office_error.h"
#include "office/sheet.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kEmptyDrawing =
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap "
    "v:ext=\"edit\" "
    "data=\"1\"/></o:shapelayout></xml>";
constexpr std::string_view kBoxType =
    "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" "
    "path=\"m,l,21600r21600,l21600,xe\">"
    "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
constexpr int kFirstId = 1025;
constexpr int kMaxId = 1'000'000'000;
/// Cells the box takes to the right and below.
constexpr int kBoxColumns = 3;
constexpr int kBoxRows = 5;

int number_after(std::string_view text, std::string_view mark, int otherwise) {
  const size_t at = text.find(mark);
  if (at == std::string_view::npos) return otherwise;
  text.remove_prefix(at + mark.size());
  int out = otherwise;
  const size_t digits = std::min(text.find_first_not_of(" \r\n\t"), text.size());
  const auto [end, code] = std::from_chars(text.data() + digits, text.data() + text.size(), out);
  return code == std::errc{} ? out : otherwise;
}

/// The largest number that stands behind the mark anywhere.
int largest_after(std::string_view text, std::string_view mark) {
  int out = 0;
  for (size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1))
    out = std::max(out, number_after(text.substr(at), mark, 0));
  return out;
}

std::string box(const CellReference& cell, int id) {
  const int column = cell.column - 1, row = cell.row - 1;
  const int left = std::min(cell.column, kMaxColumn - 1 - kBoxColumns);
  const int top = std::clamp(row - 1, 0, kMaxRow - 1 - kBoxRows);
  std::string anchor;
  for (const int part : {left, 15, top, 10, left + kBoxColumns, 15, top + kBoxRows, 4})
    anchor += (anchor.empty() ? "" : ", ") + std::to_string(part);
  const std::string number = std::to_string(id);
  return "<v:shape id=\"_x0000_s" + number +
         "\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:190pt;"
         "height:72pt;z-index:" +
         std::to_string(id - kFirstId + 1) +
         ";visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>"
         "<v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"
         "<v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>"
         "<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>" +
         anchor + "</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>" + std::to_string(row) +
         "</x:Row><x:Column>" + std::to_string(column) + "</x:Column></x:ClientData></v:shape>";
}

}  // namespace

Result<std::string> merge_boxes(std::string_view vml, const CellSet& wanted, const CellSet& removed,
                                std::string_view part) {
  if (vml.empty()) vml = kEmptyDrawing;
  // Excel's VML is not always well-formed XML (it may hold a bare <br>), so it is cut by its shapes.
  constexpr std::string_view kOpen = "<v:shape ", kClose = "</v:shape>", kEnd = "</xml>";
  const size_t last = vml.rfind(kEnd);
  if (last == std::string_view::npos)
    return Error(kBadXml, {std::string(part), "1", "no end of the drawing"});
  std::string out;
  CellSet boxed;
  size_t done = 0;
  for (size_t at = vml.find(kOpen); at != std::string_view::npos && at < last;) {
    const size_t end = vml.find(kClose, at);
    if (end == std::string_view::npos) break;
    const std::string_view shape = vml.substr(at, end + kClose.size() - at);
    const CellReference cell{number_after(shape, "<x:Row>", -1) + 1,
                             number_after(shape, "<x:Column>", -1) + 1};
    const bool is_note =
        shape.find("\"Note\"") != std::string_view::npos || shape.find("'Note'") != std::string_view::npos;
    if (is_note && removed.contains(cell)) {
      out += vml.substr(done, at - done);
      done = at + shape.size();
    } else if (is_note) {
      boxed.insert(cell);
    }
    at = vml.find(kOpen, at + shape.size());
  }
  out += vml.substr(done, last - done);
  int id = std::max(kFirstId - 1, std::min(largest_after(vml, "_x0000_s"), kMaxId));
  const bool has_type = vml.find("id=\"_x0000_t202\"") != std::string_view::npos ||
                        vml.find("id='_x0000_t202'") != std::string_view::npos;
  if (!has_type) out += kBoxType;
  for (const CellReference& cell : wanted)
    if (!boxed.contains(cell)) out += box(cell, ++id);
  out += vml.substr(last);
  return out;
}

}  // namespace jinguo::office
