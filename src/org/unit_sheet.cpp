#include "org/unit_sheet.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "org/org_error.h"

namespace jinguo::org {
namespace {

enum class Column { code, name, level, parent, opened, closed, zone, within };

struct ColumnRow {
  Column column;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<ColumnRow, 8> kColumns{{
    {Column::code, "code", "代码"},
    {Column::name, "name", "名称"},
    {Column::level, "level", "级别"},
    {Column::parent, "parent", "上级"},
    {Column::opened, "opened", "设立"},
    {Column::closed, "closed", "停用"},
    {Column::zone, "zone", "开发区"},
    {Column::within, "within", "所在"},
}};

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Which row has a code; a table of row numbers open to the next free place, never more than half full.
class CodeTable {
 public:
  CodeTable(const std::vector<ImportRow>& rows, size_t most)
      : rows_(rows), slots_(std::bit_ceil(2 * most + 1)) {}

  const ImportRow* find(const Code& code) const {
    const uint32_t slot = slots_[place_of(code)];
    return slot == 0 ? nullptr : &rows_[slot - 1];
  }
  /// The row that is put last.
  void add_back() { slots_[place_of(rows_.back().code)] = static_cast<uint32_t>(rows_.size()); }

 private:
  size_t place_of(const Code& code) const {
    const size_t mask = slots_.size() - 1;
    size_t place = code.hash() >> 20 & mask;
    while (slots_[place] != 0 && rows_[slots_[place] - 1].code != code) place = (place + 1) & mask;
    return place;
  }
  const std::vector<ImportRow>& rows_;
  std::vector<uint32_t> slots_;
};

class SheetReader {
 public:
  SheetReader(std::string_view text, const std::string& file)
      : rest_(text),
        lines_(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) + 1),
        by_code_(sheet_.rows, lines_) {
    sheet_.file = file;
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    separator_ = rest_.substr(0, rest_.find('\n')).find('\t') != std::string_view::npos ? '\t' : ',';
    sheet_.rows.reserve(lines_);
  }

  ImportSheet read() {
    bool begun = false;
    while (!rest_.empty()) {
      ++line_;
      const std::string_view line = cut_line();
      if (trimmed(line).empty() || line.front() == '#') continue;
      cells(line);
      if (!begun && is_header()) {
        read_header();
        if (!sheet_.faults.empty()) break;
      } else {
        if (!begun) columns_ = {Column::code, Column::name};
        read_row();
      }
      begun = true;
    }
    return std::move(sheet_);
  }

 private:
  std::string_view cut_line() {
    const size_t end = rest_.find('\n');
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line;
  }

  void cells(std::string_view line) {
    cells_.clear();
    for (size_t at = 0; at <= line.size();) {
      if (separator_ == ',' && at < line.size() && line[at] == '"') {
        at = quoted_cell(line, at + 1);
        continue;
      }
      const size_t end = std::min(line.find(separator_, at), line.size());
      cells_.push_back(trimmed(line.substr(at, end - at)));
      at = end + 1;
    }
  }

  /// From after the opening quote to after the separator; quotes within are doubled.
  size_t quoted_cell(std::string_view line, size_t at) {
    std::string plain;
    for (; at < line.size(); ++at) {
      if (line[at] != '"') {
        plain += line[at];
      } else if (at + 1 < line.size() && line[at + 1] == '"') {
        plain += '"';
        ++at;
      } else {
        break;
      }
    }
    sheet_.unquoted.push_back(std::move(plain));
    cells_.push_back(trimmed(sheet_.unquoted.back()));
    return std::min(line.find(separator_, at), line.size()) + 1;
  }

  static const ColumnRow* column_of(std::string_view name) {
    for (const ColumnRow& row : kColumns)
      if (row.en == name || row.zh == name) return &row;
    return nullptr;
  }

  bool is_header() const {
    return std::any_of(cells_.begin(), cells_.end(),
                       [](std::string_view c) { return column_of(c) != nullptr; });
  }

  void read_header() {
    for (const std::string_view cell : cells_) {
      const ColumnRow* row = column_of(cell);
      if (row == nullptr)
        fault(Error(kUnknownColumn, {std::string(cell)}), cell);
      else
        columns_.push_back(row->column);
    }
    for (const Column needed : {Column::code, Column::name})
      if (std::find(columns_.begin(), columns_.end(), needed) == columns_.end()) {
        const ColumnRow& row = kColumns[static_cast<size_t>(needed)];
        fault(Error(kMissingColumn, {std::string(row.zh) + " " + std::string(row.en)}), row.en);
      }
  }

  void fault(Error error, std::string_view field) {
    sheet_.faults.push_back(std::move(error).at({sheet_.file, line_, 0, std::string(field)}));
    row_good_ = false;
  }

  void read_row() {
    row_good_ = true;
    row_ = ImportRow();
    row_.line = line_;
    level_.reset();
    for (size_t i = 0; i < cells_.size(); ++i) {
      if (cells_[i].empty()) continue;
      if (i < columns_.size())
        read_cell(columns_[i], cells_[i]);
      else
        fault(Error(kBadText, {std::string(cells_[i])}), "");
    }
    if (row_good_) settle();
    if (!row_good_) return;
    sheet_.rows.push_back(row_);
    if (!row_.code.is_none()) by_code_.add_back();
  }

  void read_cell(Column column, std::string_view cell) {
    switch (column) {
      case Column::code:
        row_.code = code(cell, "code");
        break;
      case Column::name:
        row_.name = cell;
        break;
      case Column::level:
        level_ = level(cell);
        break;
      case Column::parent:
        row_.parent = reference(cell, "parent");
        break;
      case Column::opened:
        row_.opened = date(cell, "opened");
        row_.has_opened = true;
        break;
      case Column::closed:
        row_.closed = date(cell, "closed");
        break;
      case Column::zone:
        row_.zone = yes_no(cell);
        break;
      case Column::within:
        row_.within = reference(cell, "within");
        break;
    }
  }

  Code code(std::string_view cell, std::string_view field) {
    auto parsed = Code::parse(cell);
    if (parsed) return *parsed;
    fault(std::move(parsed).error(), field);
    return {};
  }
  uint32_t reference(std::string_view cell, std::string_view field) {
    sheet_.references.push_back(code(cell, field));
    return static_cast<uint32_t>(sheet_.references.size() - 1);
  }
  Date date(std::string_view cell, std::string_view field) {
    const auto parsed = Date::parse(cell);
    if (!parsed) fault(Error(kBadDate, {std::string(cell)}), field);
    return parsed.value_or(Date());
  }
  Level level(std::string_view cell) {
    for (const LevelRow& row : kLevels)
      if (row.name == cell || row.zh == cell) return row.level;
    fault(Error(kBadLevel, {std::string(cell)}), "level");
    return Level::village;
  }
  bool yes_no(std::string_view cell) {
    const bool yes = cell == "yes" || cell == "是" || cell == "1";
    if (!yes && cell != "no" && cell != "否" && cell != "0")
      fault(Error(kBadYesNo, {std::string(cell)}), "zone");
    return yes;
  }

  /// Level and code agree, and no other line has the code. Without a level the code loses its zeros at the
  /// end unless the shorter one stands in the list already, as with a city that has no counties.
  void settle() {
    if (row_.name.empty()) return fault(Error(kBadName, {""}), "name");
    if (row_.code.is_none() && level_ != Level::body)
      return fault(Error(kNeedsCode, {std::string(row_.name)}), "code");
    if (row_.code.is_division() && !row_.code.is_none()) {
      if (!level_) {
        const Code given = row_.code;
        row_.code = given.stripped();
        if (by_code_.find(row_.code) && !by_code_.find(given)) row_.code = given;
        level_ = row_.code.level();
      } else if (const auto fitted = row_.code.fitted_to(*level_)) {
        row_.code = *fitted;
      }
    }
    if (!level_) return fault(Error(kBadLevel, {""}), "level");
    row_.level = *level_;
    if (row_.code.is_none()) return;
    if (const ImportRow* other = by_code_.find(row_.code))
      fault(Error(kCodeTwice, {row_.code.to_text(), std::to_string(other->line)}), "code");
  }

  std::string_view rest_;
  size_t lines_;
  char separator_ = '\t';
  ImportSheet sheet_;
  CodeTable by_code_;
  std::vector<Column> columns_;
  std::vector<std::string_view> cells_;
  ImportRow row_;
  std::optional<Level> level_;
  int line_ = 0;
  bool row_good_ = true;
};

}  // namespace

ImportSheet parse_units(std::string_view text, const std::string& file) {
  return SheetReader(text, file).read();
}

}  // namespace jinguo::org
