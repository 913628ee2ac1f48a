#pragma once
#include <mutex>
#include <set>

#include "app/import_job.h"
#include "app/import_layout.h"
#include "app/import_row.h"
#include "app/import_units.h"

namespace jinguo::app {

/// A sheet of an upload as the import sees it.
struct ImportSheet {
  /// Which workbook, counted over files and what lies in zips; and its name.
  size_t book = 0;
  std::string file;
  UploadSheet content;
  std::optional<ImportLayout> layout;
  bool is_skipped = false;
  /// Code of the unit of rows that name none: said by the sheet's name, the file's, or its title.
  std::string unit;
  std::vector<TotalFault> totals;
  /// Why nothing is taken from it.
  std::optional<Error> fault;
  /// The programme its columns fit, where it is not the one asked for.
  std::string fits;
  int64_t rows = 0;
};

/// A row that may become a record.
struct ImportLine {
  size_t sheet = 0;
  int line = 0;
  enum class State : uint8_t { good, bad, unchanged } state = State::good;
  json::array faults;
  /// None where the row names no unit there is.
  UnitId unit;
};

/// An import's files read, its columns known, its rows judged: kept in memory, made anew from what is stored.
struct ImportView {
  /// Held while anything below is used.
  std::mutex lock;
  /// Of the job as it was read.
  json::object sheets_chosen;
  size_t files = 0;
  int64_t bytes = 0;
  std::vector<std::pair<std::string, std::string>> books;
  std::vector<ImportSheet> sheets;
  std::vector<ImportLine> lines;
  bool is_read = false, is_judged = false;
  std::unique_ptr<ImportUnits> units;
  std::shared_ptr<const org::Tree> tree;
  ImportTarget target;

  const std::vector<std::string>& cells(const ImportLine& line) const;
  int64_t count(ImportLine::State state) const;
};

/// The views of the imports last asked for.
class ImportDesk {
 public:
  std::shared_ptr<ImportView> view(const std::string& id);
  void forget(const std::string& id);

  /// Imports that run, for the one who works on them.
  void set_running(const std::string& id, bool is_running);
  std::vector<std::string> running() const;
  /// Called when an import begins to run, from any thread.
  void on_work(std::function<void()> wake);

 private:
  mutable std::mutex lock_;
  std::vector<std::pair<std::string, std::shared_ptr<ImportView>>> kept_;
  std::set<std::string> running_;
  std::function<void()> wake_;
};

/// Reads files and columns where that was not done yet or something was chosen anew. The view's lock is held.
/// Error when the programme is no more.
Result<void> read_import(App& app, const Call& call, const ImportJob& job, ImportView& view);
/// The row as a change; Error where it cannot be one.
Result<ImportRow> import_row_of(App& app, const Call& call, ImportView& view, const ImportLine& line,
                                json::array& faults);
/// Judges these rows as if they were written; nothing is.
void judge_lines(App& app, const Call& call, ImportView& view, const std::vector<size_t>& lines);

/// Cells mended since the upload, by "sheet/line/column".
json::object load_mended(Reading& reading, const ImportJob& job);
void apply_mended(ImportView& view, const json::object& mended);

/// What heads were said to be by those of the asker's unit.
std::string remembered_key(const Call& call, std::string_view programme);

}  // namespace jinguo::app
