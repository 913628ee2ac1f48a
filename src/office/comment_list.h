#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/cell_reference.h"

namespace jinguo::office {

struct ByRow {
  bool operator()(const CellReference& a, const CellReference& b) const {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  }
};
/// What is to be said of each cell, marks included.
using CellTexts = std::map<CellReference, std::string, ByRow>;
using CellSet = std::set<CellReference, ByRow>;

/// A comments part after a correction.
struct CommentList {
  std::string xml;
  /// Cells that have a comment now, and cells whose comment went.
  CellSet present, removed;
  bool is_changed = false;
};

/// The comments part `xml` without what an earlier correction said and with `texts`. What people wrote keeps
/// its bytes. `part` is named in refusals.
Result<CommentList> merge_comments(std::string_view xml, const CellTexts& texts, std::string_view part);

/// A comments part of nothing but `texts`, in the namespace of the sheet.
CommentList new_comments(const CellTexts& texts, std::string_view main_namespace);

}  // namespace jinguo::office
