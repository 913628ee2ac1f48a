#include "app/import_view.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "app/value_json.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr size_t kViewsKept = 6;
constexpr size_t kMostRows = 60'000;
/// More than these are judged in several commands, so that others are not kept waiting.
constexpr size_t kJudgedAtOnce = 4000;

constexpr ErrorRow kWrongProgramme{
    "app.import_wrong_programme", 422, "这张表的列不像“{0}”{1}。请换项目，或指明表头和各列。",
    "The columns of this sheet do not look like \"{2}\"{3}. Take another programme, "
    "or say which row is the head."};
constexpr ErrorRow kNoUnitAnywhere{"app.import_no_unit", 422,
                                   "表里没有“单位”一列；请加上，填 12 位代码或单位名称。",
                                   "The sheet has no column for the unit; add one with codes or names."};
constexpr ErrorRow kTooManyRows{"app.import_too_many_rows", 422, "一次最多导入 {0} 行；请分几次导入。",
                                "At most {0} rows at a time; import them in parts."};
constexpr ErrorRow kJudged{"app.import_judged", 200, "只是试算，未写入。",
                           "Only judged; nothing was written."};

/// The name of a file without folders and ending.
std::string stem_of(const std::string& name) {
  const size_t slash = name.find_last_of("/\\");
  std::string out = slash == std::string::npos ? name : name.substr(slash + 1);
  if (const size_t dot = out.rfind('.'); dot != std::string::npos && dot > 0) out.resize(dot);
  return out;
}

/// What stands behind 填报单位： above the head.
std::string unit_in_title(const ImportSheet& sheet) {
  for (int r = 0; r + 1 < sheet.layout->head_first; ++r)
    for (const std::string& cell : sheet.content.text.rows[static_cast<size_t>(r)])
      for (const std::string_view word : {"填报单位：", "填报单位:", "单位：", "单位:", "村名：", "村居："})
        if (const size_t at = cell.find(word); at != std::string::npos) {
          const std::string rest = cell.substr(at + word.size());
          return squeezed(rest.substr(0, rest.find_first_of(" \t\n")));
        }
  return {};
}

/// Where a sheet has no column for the unit: one of the filing levels above stands for it, else its name.
void find_sheet_unit(ImportView& view, ImportSheet& sheet) {
  ImportLayout& layout = *sheet.layout;
  if (layout.has(kUnitColumn) || layout.has(kIdColumn)) return;
  const Programme& programme = *view.target.programme;
  for (const auto& [column, level] :
       {std::pair{kTownshipColumn, org::Level::township}, {kCountyColumn, org::Level::county}})
    if (programme.is_filed_at(level) && layout.has(column)) {
      for (ImportColumn& one : layout.columns)
        if (one.field == column) one.field = kUnitColumn;
      return;
    }
  for (const std::string& said :
       {unit_in_title(sheet), squeezed(sheet.content.text.name), stem_of(sheet.file)}) {
    if (said.empty()) continue;
    const auto unit = view.units->find(said, "", "");
    if (!unit || !programme.is_filed_at(view.tree->level_of(*unit))) continue;
    sheet.unit = view.tree->code_of(*unit, view.target.day).text();
    return;
  }
  if (programme.is_filed_at(view.tree->level_of(view.target.home))) {
    sheet.unit = view.tree->code_of(view.target.home, view.target.day).text();
    return;
  }
  sheet.fault = Error(kNoUnitAnywhere).at({sheet.file, layout.head_last, 0, ""});
}

RememberedColumns load_remembered(Reading& reading, const Call& call, const Programme& programme) {
  RememberedColumns out;
  const auto body = reading.find_document(kImportColumnDocuments, remembered_key(call, programme.id));
  if (!body) return out;
  const json::value kept = json::parse(*body);
  for (const auto& one : kept.as_object()) {
    const std::string field(one.value().as_string());
    // A field of an earlier version is no column any more.
    const bool is_known = field.empty() || programme.field_index(field) >= 0 || field == kUnitColumn ||
                          field == kPeriodColumn || field == kTownshipColumn || field == kCountyColumn ||
                          field == kReasonColumn || field == kStateColumn || field == kIdColumn;
    if (is_known) out[one.key()] = field;
  }
  return out;
}

/// Reads the workbooks; one that cannot be read is a sheet with a fault.
void read_books(App& app, Reading& reading, const ImportJob& job, ImportView& view) {
  view.books.clear();
  view.sheets.clear();
  const auto add_fault = [&](const std::string& file, Error fault) {
    ImportSheet sheet;
    sheet.book = view.books.size() - 1;
    sheet.file = sheet.content.text.name = file;
    sheet.fault = std::move(fault);
    view.sheets.push_back(std::move(sheet));
  };
  for (size_t n = 0; n < job.files.size(); ++n) {
    const auto bytes = reading.find_document(kImportFileDocuments, import_file_key(job, n));
    if (!bytes) continue;
    auto opened = app.office().open_upload(*bytes, job.files[n].name);
    if (!opened) {
      view.books.emplace_back(job.files[n].name, "");
      add_fault(job.files[n].name, std::move(opened).error());
      continue;
    }
    for (UploadFile& file : *opened) {
      view.books.emplace_back(file.name, file.bytes);
      if (file.fault) {
        add_fault(file.name, std::move(*file.fault));
        continue;
      }
      auto read = app.office().read_workbook(file.bytes, file.name);
      if (!read) {
        add_fault(file.name, std::move(read).error());
        continue;
      }
      for (UploadSheet& content : *read) {
        ImportSheet sheet;
        sheet.book = view.books.size() - 1;
        sheet.file = file.name;
        sheet.is_skipped = content.is_hidden;
        sheet.content = std::move(content);
        if (!sheet.content.text.rows.empty()) view.sheets.push_back(std::move(sheet));
      }
    }
  }
}

void choose_layout(const Programme& programme, const RememberedColumns& remembered,
                   const json::object& chosen, size_t number, ImportSheet& sheet) {
  sheet.layout.reset();
  if (const json::value* own = chosen.if_contains(std::to_string(number))) {
    const json::object& said = own->as_object();
    if (const json::value* skip = said.if_contains("skip")) sheet.is_skipped = skip->as_bool();
    if (const json::value* first = said.if_contains("head_first"))
      sheet.layout = layout_at(programme, sheet.content, remembered, first->to_number<int>(),
                               said.at("head_last").to_number<int>());
    else
      sheet.layout = guess_layout(programme, sheet.content, remembered);
    if (const json::value* columns = said.if_contains("columns"); columns && sheet.layout) {
      const json::array& fields = columns->as_array();
      for (size_t c = 0; c < sheet.layout->columns.size() && c < fields.size(); ++c) {
        ImportColumn& column = sheet.layout->columns[c];
        const std::string field(fields[c].as_string());
        if (column.field == field) continue;
        column.field = field;
        column.how = field.empty() ? "none" : "chosen";
      }
    }
    return;
  }
  sheet.layout = guess_layout(programme, sheet.content, remembered);
}

/// Empty sheets beside a filled one are nobody's fault.
bool is_blank(const ImportSheet& sheet) {
  return std::none_of(sheet.content.text.rows.begin(), sheet.content.text.rows.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const std::string& cell) { return !squeezed(cell).empty(); });
  });
}

void say_wrong_programme(App& app, const Call& call, const Programme& programme, ImportSheet& sheet) {
  std::vector<const Programme*> others;
  for (const auto& [id, other] : app.published().catalogue->programmes)
    if (id != programme.id && !access::reach_of(*call.scope, other->rights.import).is_empty())
      others.push_back(other.get());
  const Programme* fits = fitting_programme(others, sheet.content);
  if (fits) sheet.fits = fits->id;
  sheet.fault =
      Error(kWrongProgramme, {programme.title.zh, fits ? "，像“" + fits->title.zh + "”" : "",
                              programme.title.en, fits ? ", but like \"" + fits->title.en + "\"" : ""})
          .at({sheet.file, 1, 0, ""});
}

/// The cells of a row that cannot be written for another reason, each by itself: all are mended at once.
void judge_cells(App& app, const ImportView& view, const std::string& file, const ImportRow& row,
                 json::array& faults) {
  record::Lookups lookups;
  lookups.today = view.target.day;
  lookups.unit = [&](std::string_view text) { return find_unit(app, *view.tree, text, view.target.day); };
  for (const auto& cell : row.change.values) {
    const define::Field* field = view.target.programme->field(std::string_view(cell.key()));
    const bool is_told = std::any_of(faults.begin(), faults.end(), [&](const json::value& fault) {
      const json::value* of = fault.as_object().if_contains("field");
      return of && of->as_string() == cell.key();
    });
    if (!field || field->computed || is_told || field->type == define::FieldType::person ||
        field->type == define::FieldType::household)
      continue;
    auto value = value_from_json(*field, cell.value(), lookups);
    if (!value) add_row_faults(std::move(value).error().on(field->id), file, row, faults);
  }
}

}  // namespace

const std::vector<std::string>& ImportView::cells(const ImportLine& line) const {
  return sheets[line.sheet].content.text.rows[static_cast<size_t>(line.line) - 1];
}

int64_t ImportView::count(ImportLine::State state) const {
  return std::count_if(lines.begin(), lines.end(),
                       [&](const ImportLine& line) { return line.state == state; });
}

std::shared_ptr<ImportView> ImportDesk::view(const std::string& id) {
  const std::lock_guard hold(lock_);
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == id; });
  if (found != kept_.end()) {
    std::rotate(kept_.begin(), found, found + 1);
    return kept_.front().second;
  }
  kept_.insert(kept_.begin(), {id, std::make_shared<ImportView>()});
  if (kept_.size() > kViewsKept) kept_.pop_back();
  return kept_.front().second;
}

void ImportDesk::forget(const std::string& id) {
  const std::lock_guard hold(lock_);
  std::erase_if(kept_, [&](const auto& one) { return one.first == id; });
}

void ImportDesk::set_running(const std::string& id, bool is_running) {
  std::function<void()> wake;
  {
    const std::lock_guard hold(lock_);
    if (is_running) {
      running_.insert(id);
      wake = wake_;
    } else {
      running_.erase(id);
    }
  }
  if (wake) wake();
}

std::vector<std::string> ImportDesk::running() const {
  const std::lock_guard hold(lock_);
  return {running_.begin(), running_.end()};
}

void ImportDesk::on_work(std::function<void()> wake) {
  const std::lock_guard hold(lock_);
  wake_ = std::move(wake);
}

std::string remembered_key(const Call& call, std::string_view programme) {
  const auto& holdings = call.scope->holdings();
  return std::string(programme) + "/" + std::to_string(holdings.empty() ? 0 : holdings.front().unit.number());
}

json::object load_mended(Reading& reading, const ImportJob& job) {
  const auto body = reading.find_document(kImportCellDocuments, job.id);
  return body ? json::parse(*body).as_object() : json::object();
}

void apply_mended(ImportView& view, const json::object& mended) {
  for (const auto& one : mended) {
    size_t sheet = 0, line = 0, column = 0;
    if (std::sscanf(std::string(one.key()).c_str(), "%zu/%zu/%zu", &sheet, &line, &column) != 3) continue;
    if (sheet >= view.sheets.size() || line == 0 || column == 0) continue;
    UploadSheet& content = view.sheets[sheet].content;
    if (line > content.text.rows.size()) continue;
    auto& cells = content.text.rows[line - 1];
    auto& types = content.types[line - 1];
    if (cells.size() < column) cells.resize(column);
    if (types.size() < column) types.resize(column, CellType::blank);
    cells[column - 1] = std::string(one.value().as_string());
    types[column - 1] = CellType::text;
  }
}

Result<void> read_import(App& app, const Call& call, const ImportJob& job, ImportView& view) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, job.programme);
  if (!programme) return std::move(programme).error();
  const bool is_same_target = view.target.programme == *programme && view.tree == now.tree &&
                              view.target.home == job.home && view.target.period == job.period &&
                              view.target.events == job.events &&
                              view.target.day == job.on.value_or(app.today());
  const bool are_same_files = view.is_read && view.files == job.files.size();
  if (are_same_files && is_same_target && view.sheets_chosen == job.sheets) return {};
  view.is_judged = false;
  view.tree = now.tree;
  view.target = {*programme, job.home, job.on.value_or(app.today()), job.events, job.period};
  view.units = std::make_unique<ImportUnits>(*view.tree, job.home, view.target.day,
                                             std::vector<org::Level>{(*programme)->level});
  RememberedColumns remembered;
  app.store().read([&](Reading& reading) {
    remembered = load_remembered(reading, call, **programme);
    if (are_same_files) return;
    read_books(app, reading, job, view);
    apply_mended(view, load_mended(reading, job));
  });
  view.lines.clear();
  for (size_t s = 0; s < view.sheets.size(); ++s) {
    ImportSheet& sheet = view.sheets[s];
    const bool is_broken = sheet.content.text.rows.empty();
    if (!is_broken) sheet.fault.reset();
    sheet.totals.clear();
    sheet.rows = 0;
    sheet.fits.clear();
    if (is_broken) continue;
    choose_layout(**programme, remembered, job.sheets, s, sheet);
    if (!sheet.layout && is_blank(sheet)) sheet.is_skipped = true;
    if (sheet.is_skipped) continue;
    if (!sheet.layout) {
      say_wrong_programme(app, call, **programme, sheet);
      continue;
    }
    find_sheet_unit(view, sheet);
    if (sheet.fault) continue;
    sheet.totals = check_totals(**programme, *sheet.layout, sheet.content.text);
    const auto& rows = sheet.content.text.rows;
    for (size_t r = static_cast<size_t>(sheet.layout->head_last); r < rows.size(); ++r) {
      if (row_kind(*sheet.layout, rows[r]) != RowKind::record) continue;
      if (view.lines.size() >= kMostRows) {
        sheet.fault = Error(kTooManyRows, {std::to_string(kMostRows)});
        break;
      }
      view.lines.push_back({s, static_cast<int>(r) + 1, ImportLine::State::good, {}, {}});
      ++sheet.rows;
    }
  }
  view.files = job.files.size();
  view.sheets_chosen = job.sheets;
  view.is_read = true;
  return {};
}

Result<ImportRow> import_row_of(App& app, const Call& call, ImportView& view, const ImportLine& line,
                                json::array& faults) {
  const ImportSheet& sheet = view.sheets[line.sheet];
  std::vector<std::string> columns;
  for (const ImportColumn& column : sheet.layout->columns) columns.push_back(column.field);
  ImportRow row = read_import_row(view.target, columns, view.cells(line));
  row.line = line.line;
  if (row.said(kUnitColumn).empty() && !sheet.unit.empty()) row.about[std::string(kUnitColumn)] = sheet.unit;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].empty()) continue;
    const CellPlace place{line.line, static_cast<int>(c) + 1};
    const CellType type = sheet.content.type_at(place);
    auto fault = cell_fault(type, c < view.cells(line).size() ? view.cells(line)[c] : std::string());
    if (fault)
      faults.push_back(fault_json(std::move(*fault).at({sheet.file, place.row, place.column, columns[c]})));
  }
  const auto unit_of = [&](const ImportRow& asking) {
    return view.units->find(asking.said(kUnitColumn), asking.said(kTownshipColumn),
                            asking.said(kCountyColumn));
  };
  auto placed = place_import_row(app, call, view.target, unit_of, row);
  if (!placed) add_row_faults(placed.error(), sheet.file, row, faults);
  return row;
}

void judge_lines(App& app, const Call& call, ImportView& view, const std::vector<size_t>& lines) {
  std::vector<std::pair<size_t, ImportRow>> rows;
  for (const size_t n : lines) {
    ImportLine& line = view.lines[n];
    line.faults.clear();
    auto row = import_row_of(app, call, view, line, line.faults);
    line.unit = row->change.unit;
    line.state = line.faults.empty() ? ImportLine::State::good : ImportLine::State::bad;
    if (line.faults.empty()) {
      rows.emplace_back(n, std::move(*row));
    } else {
      judge_cells(app, view, view.sheets[line.sheet].file, *row, line.faults);
    }
  }
  for (size_t first = 0; first < rows.size(); first += kJudgedAtOnce) {
    const size_t end = std::min(rows.size(), first + kJudgedAtOnce);
    const auto judged = app.store().perform([&](Writing& writing) -> Result<Committed> {
      LogEntry stamp = stamp_of(app, call);
      for (size_t i = first; i < end; ++i) {
        ImportLine& line = view.lines[rows[i].first];
        line.faults.clear();
        auto saved = write_import_row(app, writing, stamp, call, view.target, rows[i].second);
        if (!saved) {
          add_row_faults(saved.error(), view.sheets[line.sheet].file, rows[i].second, line.faults);
          line.state = ImportLine::State::bad;
        } else {
          line.state = saved->is_unchanged ? ImportLine::State::unchanged : ImportLine::State::good;
          if (line.unit.is_none()) line.unit = saved->record.unit;
        }
      }
      return Error(kJudged);
    });
    ensure(!judged, "a judgement writes nothing");
    if (judged.error().code() != kJudged.code)
      throw Failure("rows could not be judged: " + judged.error().text(Language::en));
  }
}

}  // namespace jinguo::app
