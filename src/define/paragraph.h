#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jinguo::define {

/// A figure as a text names it: a measure or indicator of a programme, or one of the standard figures of
/// every obligation (expected, reported, on_time, missing).
struct FigureName {
  std::string programme;
  std::string figure;
  auto operator<=>(const FigureName&) const = default;
  std::string to_text() const { return programme + "." + figure; }
};

/// How a figure is printed where the text asks for more than its own way: `{amount:万元.1}`.
struct FigureFormat {
  /// The number printed is the value divided by 10^divided_by; 万元 is 4. A percentage has -2.
  int divided_by = 0;
  /// Digits after the point; nothing leaves it to the figure.
  std::optional<int> places;
  /// As written; empty when the text asks for nothing.
  std::string text;
  bool operator==(const FigureFormat&) const = default;
};

struct FigureFormatRow {
  std::string_view name;
  int divided_by;
  std::string_view zh;
  std::string_view en;
};
inline constexpr std::array<FigureFormatRow, 6> kFigureFormats{{
    {"万元", 4, "以万元计", "in ten thousands of yuan"},
    {"亿元", 8, "以亿元计", "in hundred millions of yuan"},
    {"万", 4, "以万计", "in ten thousands"},
    {"千", 3, "以千计", "in thousands"},
    {"百分点", -2, "百分点", "percentage points"},
    {"%", -2, "百分数", "a percentage"},
}};

/// A piece of a text with figures.
struct TextPart {
  enum class Kind : uint8_t {
    /// `text` as it stands.
    literal,
    /// `{f}`: the figure at the report's unit.
    figure,
    /// `{top f 3}`, `{top f 3 complete g}`: the first units below by `figure`, among those whose `complete`
    /// is 1.
    top,
    /// `{running g}`: the units below whose share or ratio `figure` is not yet 1.
    running,
    /// `{late p}`: the units that have not filed `figure.programme` in time.
    late,
    /// `{change f}`: against the period before, in words.
    change,
    unit,
    period,
    date,
  };
  Kind kind = Kind::literal;
  std::string text;
  FigureName figure;
  FigureFormat format;
  int count = 0;
  std::optional<FigureName> complete;
  /// Where the brace stands, in bytes of the text.
  size_t offset = 0;
};

/// A fault of a text with figures and the byte at which it stands.
struct TextFault {
  Error error;
  size_t offset = 0;
};

struct ParsedText {
  std::vector<TextPart> parts;
  std::vector<TextFault> faults;
};

/// Reads a text with figures in braces; `{{` and `}}` print one brace. `own` is the programme of figures
/// named without one; empty where every figure must name its programme. Names are not looked up here.
ParsedText parse_figure_text(std::string_view text, std::string_view own);

}  // namespace jinguo::define
