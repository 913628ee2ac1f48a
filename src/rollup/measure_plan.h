#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "define/programme.h"
#include "record/record.h"
#include "rollup/cells.h"

namespace jinguo::rollup {

/// One slice of a measure: the whole (no field), or the records whose breakdown field holds `code` (a blank
/// field is the empty code).
struct Bucket {
  int field = -1;
  std::string code;
  bool operator==(const Bucket&) const = default;
};

/// A measure ready to run: its slices and, for those that add up, the column of each slice and check rank.
struct MeasurePlan {
  std::string id;
  define::Measure measure;
  std::vector<Bucket> buckets;
  /// [bucket × ranks + rank]; empty for distinct and unit measures.
  std::vector<ColumnId> columns;
  Grain grain = Grain::month;

  /// Index in `buckets`; nothing when the file does not declare that slice.
  std::optional<size_t> bucket(int field, std::string_view code) const;
};

/// A programme's measures, those of the file and the hidden ones: `<share>.part` (the numerator of a share),
/// `<sum>.n` and `<distinct>.n` (how many records a sum or a count of persons is over).
struct ProgrammePlan {
  std::shared_ptr<const define::Programme> programme;
  /// Check ranks: 0 filed, then each level that checks, from the village up. At least one.
  int ranks = 1;
  /// From which rank issued figures count.
  int official_rank = 0;
  std::vector<MeasurePlan> measures;

  int rank_of(std::string_view state) const;
  /// Nothing when there is none of that id.
  const MeasurePlan* find(std::string_view id) const;
};

/// Plans the measures of a checked programme; columns are still to be given.
ProgrammePlan plan_programme(std::shared_ptr<const define::Programme> programme);

/// What one record adds to one slice of one measure.
struct Contribution {
  uint32_t measure = 0;
  uint32_t bucket = 0;
  int rank = 0;
  /// The day it counts on; of a stock, the day it enters or (with a negative amount) leaves.
  Date day;
  int64_t amount = 0;
  int8_t presence = 0;
  bool operator==(const Contribution&) const = default;
};

/// What one record adds to a distinct measure: who, and for how long. A flow is one day.
struct Mention {
  uint32_t measure = 0;
  uint32_t bucket = 0;
  int rank = 0;
  Date from;
  /// First day on which a stock no longer holds.
  std::optional<Date> until;
  /// Nothing: not identified.
  std::optional<Reference> who;
  bool operator==(const Mention&) const = default;
};

struct Contributions {
  std::vector<Contribution> amounts;
  std::vector<Mention> mentions;
};

/// Everything a record adds to the programme's figures; nothing for drafts, void records and those without a
/// date. A broken invariant if the record is not of this programme version's shape.
Contributions contributions_of(const ProgrammePlan& plan, const record::Record& record);

}  // namespace jinguo::rollup
