#include "office/xlsx_read.h"

#include <charconv>
#include <cmath>

#include "office/cell_reference.h"
#include "office/number_text.h"
#include "office/office_error.h"
#include "office/workbook_parts.h"
#include "office/xml_scan.h"

namespace jinguo::office {
namespace {

constexpr double kFirstLostDigits = 1e15;

/// How much all sheets of one file have used up so far.
struct Budget {
  const SheetLimits& limits;
  size_t cells = 0;
  size_t text_bytes = 0;
};

struct SheetHandler {
  SheetHandler(const WorkbookParts& workbook, Budget& used, Sheet& into)
      : parts(workbook), budget(used), sheet(into) {}

  const WorkbookParts& parts;
  Budget& budget;
  Sheet& sheet;
  std::optional<Error> error;

  enum class Type { number, shared, inline_text, text, boolean, error, iso_date };
  Row row;
  Cell cell;
  Type type = Type::number;
  size_t style = 0;
  std::string value;
  bool in_row = false, in_cell = false, has_value = false, is_taking = false;
  int phonetic = 0;

  bool start(std::string_view name, XmlAttributes attributes) {
    if (in_cell) return start_within_cell(name);
    if (name == "c" && in_row) return start_cell(attributes);
    if (name == "row") return start_row(attributes);
    if (name == "mergeCell") return add_merged(attributes.get("ref").value_or(""));
    return true;
  }

  bool end(std::string_view name) {
    is_taking = false;
    if (in_cell) {
      if (name == "c") return end_cell();
      if (name == "rPh") --phonetic;
      return true;
    }
    if (name == "row" && in_row) {
      in_row = false;
      if (!row.cells.empty()) {
        const size_t width = row.cells.size();
        sheet.rows.push_back(std::move(row));
        row.cells = {};
        row.cells.reserve(width);
      }
    }
    return true;
  }

  void text(std::string_view piece) {
    if (is_taking) value += piece;
  }

 private:
  bool refuse(Error why) {
    error = std::move(why).at({sheet.name, row.number, cell.column, {}});
    return false;
  }

  bool start_row(XmlAttributes attributes) {
    int next = row.number + 1;
    row.is_hidden = false;
    cell.column = 0;
    for (const char** p = attributes.pairs(); *p; p += 2) {
      const std::string_view key(p[0]), text(p[1]);
      if (key == "hidden") row.is_hidden = text == "1" || text == "true";
      if (key != "r") continue;
      long long number = 0;
      const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (code == std::errc::result_out_of_range || number > kMaxRow) {
        return refuse(Error(kOutsideSheet, {std::string(text)}));
      }
      if (code != std::errc{} || end != text.data() + text.size() || number < next) {
        return refuse(Error(kBadReference, {std::string(text)}));
      }
      next = static_cast<int>(number);
    }
    row.number = next;
    if (next > kMaxRow) return refuse(Error(kOutsideSheet, {std::to_string(next)}));
    in_row = true;
    return true;
  }

  bool start_cell(XmlAttributes attributes) {
    int column = cell.column + 1;
    cell = Cell{};
    type = Type::number;
    style = 0;
    for (const char** p = attributes.pairs(); *p; p += 2) {
      const std::string_view text(p[1]);
      if (p[0][1] != '\0') continue;
      if (p[0][0] == 'r') {
        const auto at = parse_cell_reference(text);
        if (!at) return refuse(Error(kBadReference, {std::string(text)}));
        if (at->row > kMaxRow || at->column > kMaxColumn)
          return refuse(Error(kOutsideSheet, {std::string(text)}));
        if (at->row != row.number || at->column < column)
          return refuse(Error(kBadReference, {std::string(text)}));
        column = at->column;
      } else if (p[0][0] == 's') {
        std::from_chars(text.data(), text.data() + text.size(), style);
      } else if (p[0][0] == 't') {
        type = cell_type(text);
      }
    }
    if (column > kMaxColumn)
      return refuse(Error(kOutsideSheet, {column_letters(column) + std::to_string(row.number)}));
    cell.column = column;
    in_cell = true;
    has_value = false;
    is_taking = false;
    phonetic = 0;
    value.clear();
    return true;
  }

  static Type cell_type(std::string_view text) {
    if (text == "s") return Type::shared;
    if (text == "inlineStr") return Type::inline_text;
    if (text == "str") return Type::text;
    if (text == "b") return Type::boolean;
    if (text == "e") return Type::error;
    if (text == "d") return Type::iso_date;
    return Type::number;
  }

  bool start_within_cell(std::string_view name) {
    if (name == "v" && type != Type::inline_text) {
      has_value = is_taking = true;
    } else if (name == "t" && type == Type::inline_text && phonetic == 0) {
      has_value = is_taking = true;
    } else if (name == "rPh") {
      ++phonetic;
    } else if (name == "f") {
      cell.had_formula = true;
    }
    return true;
  }

  bool end_cell() {
    in_cell = false;
    if (has_value && !fill()) return false;
    if (cell.kind == CellKind::blank && !cell.had_formula) return true;
    if (++budget.cells > budget.limits.cells) {
      return refuse(Error(kTooManyCells, {std::to_string(budget.limits.cells)}));
    }
    if (cell.text.size() > kMaxCellText && is_too_long_for_cell(cell.text)) {
      return refuse(Error(kTextTooLong, {std::to_string(kMaxCellText)}));
    }
    budget.text_bytes += cell.text.size();
    if (budget.text_bytes > budget.limits.text_bytes) {
      return refuse(Error(kTooLarge, {std::to_string(budget.limits.text_bytes >> 20)}));
    }
    const int column = cell.column;
    row.cells.push_back(std::move(cell));
    cell = Cell{};
    cell.column = column;
    return true;
  }

  bool fill() {
    switch (type) {
      case Type::shared: {
        size_t index = 0;
        const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), index);
        if (code != std::errc{} || end != value.data() + value.size() || index >= parts.strings.size()) {
          return refuse(Error(kBadString, {value}));
        }
        cell.text = parts.strings[index];
        cell.kind = cell.text.empty() ? CellKind::blank : CellKind::text;
        return true;
      }
      case Type::inline_text:
      case Type::text:
        unescape_cell_text(value);
        cell.text = value;
        cell.kind = cell.text.empty() ? CellKind::blank : CellKind::text;
        return true;
      case Type::boolean:
        if (value != "0" && value != "1" && value != "true" && value != "false") {
          return refuse(Error(kBadNumber, {value}));
        }
        cell.kind = CellKind::boolean;
        cell.text = value == "1" || value == "true" ? "TRUE" : "FALSE";
        return true;
      case Type::error:
        cell.kind = CellKind::error;
        cell.text = value;
        return true;
      case Type::iso_date:
        return fill_iso_date();
      case Type::number:
        return fill_number();
    }
    return true;
  }

  bool fill_number() {
    if (value.empty()) return true;
    auto text = number_text(value);
    if (!text) return refuse(Error(kBadNumber, {value}));
    cell.kind = CellKind::number;
    cell.text = *std::move(text);
    const FormatKind format = style < parts.styles.size() ? parts.styles[style] : FormatKind::number;
    if (format == FormatKind::percent) {
      cell.is_percent = true;
    } else if (format != FormatKind::number) {
      apply_date_format(cell, number_value(value).value_or(-1), format, parts.dates);
    }
    if (cell.kind == CellKind::number && value.size() >= 15) {
      cell.has_lost_digits = std::fabs(number_value(value).value_or(0)) >= kFirstLostDigits;
    }
    return true;
  }

  bool fill_iso_date() {
    // A time of day alone is what it is seen as.
    if (value.size() >= 8 && value[2] == ':' && value[5] == ':') {
      cell.kind = CellKind::text;
      cell.text = value.substr(0, 8);
      return true;
    }
    const auto date = Date::parse(std::string_view(value).substr(0, 10));
    if (!date) return refuse(Error(kBadNumber, {value}));
    cell.kind = CellKind::date;
    cell.date = *date;
    cell.text = date->to_text();
    const std::string clock = value.size() >= 19 ? value.substr(11, 8) : "00:00:00";
    if (clock != "00:00:00") cell.text += " " + clock;
    return true;
  }

  bool add_merged(std::string_view text) {
    const size_t colon = text.find(':');
    const auto from = parse_cell_reference(text.substr(0, colon));
    const auto to = colon == std::string_view::npos ? from : parse_cell_reference(text.substr(colon + 1));
    if (!from || !to || to->row > kMaxRow || to->column > kMaxColumn || to->row < from->row ||
        to->column < from->column) {
      return refuse(Error(kBadReference, {std::string(text)}));
    }
    if (sheet.merged.size() >= budget.limits.parts) {
      return refuse(Error(kTooManyParts, {std::to_string(budget.limits.parts)}));
    }
    sheet.merged.push_back({from->row, from->column, to->row, to->column});
    return true;
  }
};

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, const SheetLimits& limits) {
  auto archive = ZipArchive::open(bytes, limits);
  if (!archive) return archive.error();
  auto parts = read_workbook_parts(*archive, limits);
  if (!parts) return parts.error();
  Workbook out;
  Budget budget{limits};
  for (const SheetPart& listed : parts->sheets) {
    Sheet& sheet = out.sheets.emplace_back();
    sheet.name = listed.name;
    sheet.is_hidden = listed.is_hidden;
    SheetHandler handler(*parts, budget, sheet);
    if (auto read = scan_part(*archive, listed.part, handler); !read) return read.error();
  }
  return out;
}

}  // namespace jinguo::office
