#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/error.h"
#include "define/report_template.h"
#include "report/document.h"

namespace jinguo::report {

/// A figure as a text uses it.
struct Printed {
  /// Its own way of printing: "38.8%", "7080"; "—" when it has no value.
  std::string text;
  Fraction value;
  bool has_value = false;
  /// How many of its records nobody has checked yet.
  int64_t unchecked = 0;
  std::string url;
  bool is_percent = false;
  int places = 0;
};

/// A unit below the report's, with its figure.
struct RankedUnit {
  /// Its place in the tree, by which its figures are brought together; two units may share a name.
  uint32_t place = 0;
  std::string name;
  Printed figure;
  int rank = 0;
  /// Of a round still running: done and total.
  std::optional<std::pair<int64_t, int64_t>> done_of;
};

/// Where figures come from; every function answers at one log position.
struct Source {
  std::string unit;
  define::Words period, date;
  /// A figure's title with its unit of measure, as it heads a column.
  std::function<std::string(const define::FigureName&, Language)> head;
  std::function<std::optional<Printed>(const define::FigureName&)> figure;
  /// The same a period earlier.
  std::function<std::optional<Printed>(const define::FigureName&)> previous;
  /// The units below by falling figure; with a second name, those where it is below 1 carry `done_of`.
  std::function<std::vector<RankedUnit>(const define::FigureName&, const std::optional<define::FigureName>&)>
      ranking;
  /// Units that have not filed a programme in time, by name.
  std::function<std::vector<std::string>(const std::string& programme)> late;
  /// Whether the programme is in force and has any record in the period.
  std::function<bool(const std::string& programme)> has_data;
};

/// The draft of a text. A section whose programme has no data prints "暂无数据" and nothing else.
Document compose(const define::ReportTemplate& report, const Source& source, Language language);

/// One paragraph by itself, for a dashboard's sentence; empty when no wording fits.
std::vector<Span> compose_paragraph(const define::Paragraph& paragraph, const Source& source,
                                    Language language);

}  // namespace jinguo::report
