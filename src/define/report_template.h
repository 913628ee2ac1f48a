#pragma once
#include <optional>
#include <string>
#include <vector>

#include "define/programme.h"

namespace jinguo::define {

/// A text with figures: the half-year report, the weekly bulletin. Wordings hold their checked pieces; what
/// they say is drafted by report.
struct ReportTemplate {
  enum class Kind : uint8_t { report, bulletin };
  struct Table {
    /// Figure ids, one column each; rows are the children of the report's unit, ranked by the first.
    std::vector<std::string> figures;
    Words title;
    Place place;
  };
  struct Section {
    Words title;
    /// The programme it is about; with no data in the period the section prints "no data" and nothing else.
    std::string programme;
    /// The programme need not be active yet; then the section prints "no data".
    bool is_awaited = false;
    std::vector<Paragraph> paragraphs;
    std::optional<Table> table;
    /// Lists the units that have not reported this programme for the period.
    bool names_missing = false;
    Place place;
  };
  std::string id;
  Kind kind = Kind::report;
  std::string system;
  Words title, subtitle;
  /// The title in pieces, with {unit} and {period}.
  std::vector<TextPart> title_zh_parts, title_en_parts;
  int version = 1;
  Date valid_from;
  org::Level level = org::Level::city;
  /// Kind of the period it covers.
  Period::Kind period = Period::Kind::half;
  /// A bulletin's cut-off: weekday 1–7 and hour 0–23 (Asia/Shanghai) of its period; absent for reports.
  std::optional<int> cut_off_weekday, cut_off_hour;
  /// Counts from the official step of each programme, or also what is unchecked.
  bool official = true;
  std::vector<Paragraph> opening;
  std::vector<Section> sections;
  std::string source;
};

}  // namespace jinguo::define
