#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "org/view.h"
#include "record/record.h"

namespace jinguo::flow {

/// What one unit has done about one duty. Zero ("none"), late and not reported are three different things.
struct Reported {
  enum class How : uint8_t { record, none } how = How::record;
  /// Business date on which it was first filed, or "none" said.
  Date on;
};

/// The period of the duty that a figure's period asks about: itself, or the one of the obligation's kind that
/// holds its last day.
Period duty_period(const define::Obligation& obligation, const Period& asked);

/// The due day of a unit's return at a level; a level without a day of its own has the filing level's. Of a
/// programme that obliges. A day fixed by the file belongs to the term it lies in; for another term the last
/// day of the period asked about stands.
Date due_day(const define::Programme& programme, const Period& period, org::Level level);

/// The duty a record fulfils: the text of its period, or the code of its term; empty when it fulfils none.
std::string duty_key(const define::Programme& programme, const record::Record& record);

/// The key of the duties asked for by a period: its text; for "once per term" the term that holds its last
/// day.
std::string duty_key(const define::Programme& programme, const Period& period);

/// The day the record was first filed: when it left its drafts. Nothing while it is one.
std::optional<Date> filed_day(const define::Programme& programme, const record::Record& record);

/// Who has reported what, of one programme: derived from records and from what units said of "none". Dense by
/// unit, so that counting a whole city is a walk over an array.
class ReportedIndex {
 public:
  void set(const std::string& key, UnitId unit, const Reported& reported);
  void clear(const std::string& key, UnitId unit);
  /// Nothing when the unit has not reported.
  std::optional<Reported> find(const std::string& key, UnitId unit) const;

  /// The units of one duty, for many look-ups.
  class Row {
   public:
    std::optional<Reported> find(UnitId unit) const;

   private:
    friend class ReportedIndex;
    struct Entry {
      Date on;
      bool is_there = false;
      bool is_none = false;
    };
    std::vector<Entry> entries_;
  };
  const Row& row(const std::string& key) const;

 private:
  std::unordered_map<std::string, Row> rows_;
};

/// Expected, reported, on time and who is missing, under one place.
struct Reporting {
  int64_t expected = 0;
  /// With a record.
  int64_t reported = 0;
  /// With "none".
  int64_t none = 0;
  /// Of reported and none: by the due day.
  int64_t on_time = 0;
  /// Of those on time: with a record.
  int64_t on_time_records = 0;
  std::vector<UnitId> late, missing;
};

/// Counts the units of the obligation's level under `place` in the view of the period's last day.
/// `as_of`: what was filed after this day is not seen (a bulletin's cut-off); nothing: all is seen.
Reporting count_reporting(const define::Obligation& obligation, const ReportedIndex& index,
                          const org::View& view, uint32_t place, const std::string& key, Date due,
                          std::optional<Date> as_of = {});

}  // namespace jinguo::flow
