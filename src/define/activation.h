#pragma once
#include <functional>
#include <string>
#include <vector>

#include "define/programme.h"

namespace jinguo::define {

/// What becomes of the store when a programme's next version is put in force. Columns are only ever added;
/// what is retired stays where it is. Pure: the store carries it out.
struct ActivationPlan {
  struct Renamed {
    std::string from;
    std::string to;
    /// Of a choice: its field.
    std::string field = {};
  };
  /// There was no version before.
  bool is_first = false;
  /// Ids of fields. A renamed field is neither added nor retired: its column is a new one filled from the
  /// old.
  std::vector<std::string> added;
  std::vector<std::string> retired;
  std::vector<Renamed> renamed;
  std::vector<std::string> to_text;
  /// Lines of the new file, in order: the field's value in every old record.
  std::vector<const Migration*> set;
  std::vector<Renamed> renamed_states;
  std::vector<Renamed> renamed_choices;
  /// Measures (hidden ones too) whose cells must be counted anew, and those no longer counted.
  std::vector<std::string> new_measures;
  std::vector<std::string> changed_measures;
  std::vector<std::string> removed_measures;
  /// New fields that must be given and that no line sets: every old record lacks them until next edited.
  std::vector<std::string> need_value;

  /// Fields that stay are kept as they were.
  bool keeps_alike = false;
  /// Computed fields are the same, and so is what makes a record a report of a duty.
  bool computes_alike = false;
  bool reports_alike = false;

  /// Every stored record is the next version's as it stands, and reports what it reported.
  bool is_light() const { return leaves_records_alone() && keeps_alike && computes_alike && reports_alike; }
  /// No record needs to be touched.
  bool leaves_records_alone() const {
    return renamed.empty() && to_text.empty() && set.empty() && renamed_states.empty() &&
           renamed_choices.empty();
  }
};

/// `before` is null for a first version. Both must be checked, `next` against `before`; the plan points into
/// `next`.
ActivationPlan plan_activation(const Programme* before, const Programme& next);

/// How many records of the programme there are, how many are written anew, and how many do not meet the new
/// version until someone gives a value.
struct ActivationCount {
  int64_t records = 0;
  int64_t rewritten = 0;
  int64_t need_value = 0;
};

/// The dry run's report, one sentence a line: "n records: k rewritten, m need a value" and what is added,
/// retired and counted anew.
std::vector<Words> describe_activation(const ActivationPlan& plan, const Programme& next,
                                       const ActivationCount& count);

}  // namespace jinguo::define
