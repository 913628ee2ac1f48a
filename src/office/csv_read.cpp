#include "office/csv_read.h"

#include <algorithm>
#include <array>

#include "office/csv_write.h"
#include "office/office_error.h"
#include "office/workbook_parts.h"

namespace jinguo::office {
namespace {

constexpr std::array kSeparators = {',', '\t', ';'};
constexpr size_t kLinesToJudge = 10;

/// The separator that stands most often outside quotes in the first lines; a comma when there is none.
char judge_separator(std::string_view text) {
  std::array<size_t, kSeparators.size()> counts{};
  size_t lines = 0;
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == '\n' && ++lines == kLinesToJudge) break;
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += c == kSeparators[i] ? 1 : 0;
  }
  return kSeparators[static_cast<size_t>(std::ranges::max_element(counts) - counts.begin())];
}

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator, const SheetLimits& limits, Sheet& sheet)
      : text_(text), separator_(separator), limits_(limits), sheet_(sheet) {}

  Result<void> read() {
    while (at_ < text_.size()) {
      if (auto done = read_record(); !done) return done;
    }
    return {};
  }

 private:
  Result<void> read_record() {
    Row row;
    row.number = ++number_;
    if (number_ > kMaxRow) return refuse(kOutsideSheet, {std::to_string(number_)}, at_);
    int column = 0;
    while (true) {
      if (++column > kMaxColumn) return refuse(kOutsideSheet, {std::to_string(column)}, at_);
      const size_t begin = at_;
      std::string value;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (auto done = read_quoted(value); !done) return done;
      } else {
        while (at_ < text_.size() && text_[at_] != separator_ && !is_line_end()) ++at_;
        value = text_.substr(begin, at_ - begin);
      }
      if (!value.empty()) {
        if (auto done = keep(row, column, std::move(value), begin); !done) return done;
      }
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      skip_line_end();
      break;
    }
    if (!row.cells.empty()) sheet_.rows.push_back(std::move(row));
    return {};
  }

  Result<void> read_quoted(std::string& value) {
    const size_t open = at_++;
    while (true) {
      if (at_ >= text_.size()) return refuse_here(kCsvUnclosed, open);
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        if (at_ >= text_.size() || text_[at_] != '"') break;
      } else if (c == '\r') {
        value += '\n';
        at_ += at_ + 1 < text_.size() && text_[at_ + 1] == '\n' ? 2 : 1;
        continue;
      }
      value += c;
      ++at_;
    }
    if (at_ < text_.size() && text_[at_] != separator_ && !is_line_end())
      return refuse_here(kCsvAfterQuote, at_);
    return {};
  }

  Result<void> keep(Row& row, int column, std::string value, size_t begin) {
    if (++cells_ > limits_.cells) return refuse(kTooManyCells, {std::to_string(limits_.cells)}, begin);
    if (is_too_long_for_cell(value)) return refuse(kTextTooLong, {std::to_string(kMaxCellText)}, begin);
    if (value[0] == '\'' && looks_like_formula(std::string_view(value).substr(1))) value.erase(0, 1);
    if (value.empty()) return {};
    Cell cell = Cell::of_text(std::move(value));
    cell.column = column;
    row.cells.push_back(std::move(cell));
    return {};
  }

  bool is_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_line_end() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  }

  Place place(size_t at) const {
    Place out{sheet_.name, 1, 1, {}};
    for (size_t i = 0; i < at; ++i) {
      const char c = text_[i];
      const bool is_lone_cr = c == '\r' && (i + 1 >= text_.size() || text_[i + 1] != '\n');
      if (c == '\n' || is_lone_cr) {
        ++out.line;
        out.column = 1;
      } else if ((c & 0xC0) != 0x80) {
        ++out.column;
      }
    }
    return out;
  }
  Error refuse(const ErrorRow& row, std::vector<std::string> args, size_t at) const {
    return Error(row, std::move(args)).at(place(at));
  }
  Error refuse_here(const ErrorRow& row, size_t at) const {
    const Place where = place(at);
    return refuse(row, {std::to_string(where.line), std::to_string(where.column)}, at);
  }

  std::string_view text_;
  char separator_;
  const SheetLimits& limits_;
  Sheet& sheet_;
  size_t at_ = 0;
  size_t cells_ = 0;
  int number_ = 0;
};

}  // namespace

Result<CsvFile> read_csv(std::string_view bytes, const SheetLimits& limits) {
  if (bytes.size() > limits.text_bytes) return Error(kTooLarge, {std::to_string(limits.text_bytes >> 20)});
  auto decoded = decode_text(bytes);
  if (!decoded) return decoded.error();
  std::string_view text = decoded->utf8;
  CsvFile out;
  out.encoding = decoded->encoding;
  out.sheet.name = "CSV";
  if (text.size() >= 5 && text.starts_with("sep=") && std::ranges::count(kSeparators, text[4]) == 1) {
    out.separator = text[4];
    text.remove_prefix(5);
    if (text.starts_with('\r')) text.remove_prefix(1);
    if (text.starts_with('\n')) text.remove_prefix(1);
  } else {
    out.separator = judge_separator(text);
  }
  if (auto done = CsvReader(text, out.separator, limits, out.sheet).read(); !done) return done.error();
  return out;
}

}  // namespace jinguo::office
