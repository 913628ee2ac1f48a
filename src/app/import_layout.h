#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/office_port.h"
#include "define/catalogue.h"

namespace jinguo::app {

/// Columns that only help to find the unit of a row.
inline constexpr std::string_view kTownshipColumn = "township";
inline constexpr std::string_view kCountyColumn = "county";

/// A column of an uploaded sheet.
struct ImportColumn {
  /// As in the sheet; of a heading of several rows "职数/其中女性".
  std::string head;
  /// As in SheetHead; empty: not taken.
  std::string field;
  /// How `field` was found: "exact", "remembered", "near", "chosen"; "none" when it is empty.
  std::string how = "none";
};

/// How a sheet is read. Rows count from 1 as Excel shows them.
struct ImportLayout {
  int head_first = 0, head_last = 0;
  std::vector<ImportColumn> columns;
  bool has(std::string_view field) const;
  /// Columns that name a field of the programme, or its unit.
  size_t known() const;
};

/// What the heads of earlier sheets were said to be: field by `head_key`.
using RememberedColumns = std::map<std::string, std::string>;

/// A head without blanks, brackets and points, for comparing.
std::string head_key(std::string_view head);

/// Finds the head of a sheet: one row or up to three, joined where cells are merged, titles above passed
/// over. Nothing when no row names two columns of the programme.
std::optional<ImportLayout> guess_layout(const define::Programme& programme, const UploadSheet& sheet,
                                         const RememberedColumns& remembered);

/// A layout whose head is said to stand there; columns may all be unknown.
ImportLayout layout_at(const define::Programme& programme, const UploadSheet& sheet,
                       const RememberedColumns& remembered, int head_first, int head_last);

/// The programme whose columns fit the sheet best among those given; null when none fits two.
const define::Programme* fitting_programme(const std::vector<const define::Programme*>& programmes,
                                           const UploadSheet& sheet);

/// What a row below the head is: a record, a total of those above, or neither (blank, a note, a head again).
enum class RowKind : uint8_t { record, total, subtotal, nothing };
RowKind row_kind(const ImportLayout& layout, const std::vector<std::string>& cells);

/// A total of a sheet that its rows do not add up to.
struct TotalFault {
  int line = 0, column = 0;
  std::string field, told, summed;
};
/// 合计 is compared with all rows up to it since the last one, or of the whole sheet where it stands first;
/// 小计 with those since the last of either. Cells that are no numbers are passed over.
std::vector<TotalFault> check_totals(const define::Programme& programme, const ImportLayout& layout,
                                     const SheetText& sheet);

}  // namespace jinguo::app
