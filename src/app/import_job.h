#pragma once
#include "app/call.h"

namespace jinguo::app {

/// An import as it is kept: what was uploaded, what was chosen, how far it came. Its id is also that of the
/// import it becomes. The files and the cells mended lie beside it, sealed.
struct ImportJob {
  std::string id;
  AccountId account;
  std::string post;
  std::string programme;
  UnitId home;
  /// Empty: the sheet has a column, or the programme has no period.
  std::string period;
  std::vector<std::string> events;
  std::optional<Date> on;
  enum class State : uint8_t { draft, running, paused, stopped, done } state = State::draft;
  /// Why it stopped by itself; as `Fault`, null when it did not.
  json::value why;
  Instant at = 0, touched = 0;
  struct File {
    std::string name;
    int64_t size = 0;
    std::string hash;
  };
  std::vector<File> files;
  /// By number of the sheet: {skip, head_first, head_last, columns: [field]}; none: as guessed.
  json::object sheets;
  /// The first row not yet done, of so many.
  int64_t next = 0, total = 0;
  int64_t written = 0, unchanged = 0, bad = 0;
  /// Milliseconds of work so far, and since when it runs.
  int64_t worked = 0;
  /// Number of the list of rows written last.
  int64_t lists = 0;
};

std::string_view to_text(ImportJob::State state);

/// Nothing when there is no such job.
std::optional<ImportJob> load_import_job(Reading& reading, std::string_view id);
void save_import_job(Writing& writing, const ImportJob& job);
/// Forgets the job with its files and mended cells; what it wrote stays.
void drop_import_job(Writing& writing, const ImportJob& job);

/// Where its n-th file is kept.
std::string import_file_key(const ImportJob& job, size_t n);

/// Where the faults of rows that were not written are kept, those of one command under its first row.
std::string refused_key(const ImportJob& job, int64_t first);

/// The same files for the same unit, period, day and events are the same import.
std::string import_hash_key(const ImportJob& job);

/// The job, for the one who made it and may still import there. Error app.not_found.
Result<ImportJob> find_import_job(App& app, Reading& reading, const Call& call);
/// Error app.no_right.
Result<void> check_may_import(const Call& call, const define::Programme& programme, UnitId home);

}  // namespace jinguo::app
