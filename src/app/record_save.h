#pragma once
#include "app/call.h"
#include "flow/change.h"
#include "rollup/figures.h"

namespace jinguo::app {

/// A change of one record as asked from outside, before its values are read.
struct RecordChange {
  std::shared_ptr<const define::Programme> programme;
  /// None: a new record, with an id made here.
  RecordId id;
  bool is_new = false;
  /// Of a new record.
  UnitId unit;
  /// Of a return: the period it is for.
  std::optional<Period> period;
  /// The version the change rests on; nothing: whatever is there.
  std::optional<int64_t> version;
  /// Members are field ids.
  json::object values;
  json::object soft_reasons;
  /// Events to take in order after the values are set; empty: only the values.
  std::vector<std::string> events;
  std::string reason;
  /// Whether the asker may read a field of the record; empty: every field.
  std::function<bool(const define::Field&)> may_read;
  /// A row of a sheet tells what it knows, not what shall change: a value that is there already, and that the
  /// asker may read, is no change, whatever the state allows. Of a field she may not read it is one, so that
  /// nobody learns a value by guessing it.
  bool is_sheet_row = false;
  /// Business date; today when absent. An earlier day takes the right to correct, except in
  /// the demo.
  std::optional<Date> on;
};

/// What a saved change leaves: the record, and the effects to apply once it is on disk.
struct SavedRecord {
  std::shared_ptr<const define::Programme> programme;
  record::Record record;
  std::optional<record::Record> before;
  rollup::Effect effect;
  std::shared_ptr<const rollup::ProgrammePlan> plan;
  bool is_unchanged = false;
  /// How many events were done in it.
  size_t events = 0;
};

/// The one way a record is written: loads it, asks `can_apply`, applies, validates, claims its unique keys,
/// checks the unit's life and the period's closure, makes the delta, writes and logs. Inside a write.
Result<SavedRecord> save_record(App& app, Writing& writing, const LogEntry& stamp, const RecordChange& change,
                                const flow::Actor& actor);

/// After the commit: every total, the reporting index, and those who listen.
void apply_saved(App& app, const SavedRecord& saved, Position position);

/// The unique keys the record holds; a key with a blank part is not claimed, a void record holds none.
std::vector<std::string> unique_keys(const define::Programme& programme, const org::Tree& tree,
                                     const record::Record& record);

}  // namespace jinguo::app
