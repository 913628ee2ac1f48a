#include "app/import_answer.h"

#include <algorithm>

#include "app/documents.h"
#include "app/figure_queries.h"
#include "app/moment.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr size_t kMostMissing = 300;
constexpr size_t kSamples = 3;

std::string letters_of(size_t column) {
  std::string out;
  for (size_t n = column; n > 0; n = (n - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (n - 1) % 26));
  return out;
}

json::value fault_or_null(const std::optional<Error>& fault) {
  if (!fault) return nullptr;
  return fault_json(*fault);
}

json::object sheet_json(const ImportView& view, size_t n) {
  const ImportSheet& sheet = view.sheets[n];
  json::array columns, totals;
  if (sheet.layout)
    for (size_t c = 0; c < sheet.layout->columns.size(); ++c) {
      const ImportColumn& column = sheet.layout->columns[c];
      json::array samples;
      const auto& rows = sheet.content.text.rows;
      for (size_t r = static_cast<size_t>(sheet.layout->head_last);
           r < rows.size() && samples.size() < kSamples; ++r)
        if (c < rows[r].size() && !squeezed(rows[r][c]).empty()) samples.push_back(json::value(rows[r][c]));
      columns.push_back({{"letter", letters_of(c + 1)},
                         {"head", column.head},
                         {"field", column.field},
                         {"how", column.how},
                         {"samples", std::move(samples)}});
    }
  for (const TotalFault& total : sheet.totals)
    totals.push_back({{"line", total.line},
                      {"column", total.column},
                      {"letter", letters_of(static_cast<size_t>(total.column))},
                      {"field", total.field},
                      {"told", total.told},
                      {"summed", total.summed}});
  return {{"index", static_cast<int64_t>(n)},
          {"book", static_cast<int64_t>(sheet.book)},
          {"file", sheet.file},
          {"name", sheet.content.text.name},
          {"skipped", sheet.is_skipped},
          {"hidden", sheet.content.is_hidden},
          {"rows", sheet.rows},
          {"lines", static_cast<int64_t>(sheet.content.text.rows.size())},
          {"head_first", sheet.layout ? sheet.layout->head_first : 0},
          {"head_last", sheet.layout ? sheet.layout->head_last : 0},
          {"unit", sheet.unit},
          {"columns", std::move(columns)},
          {"totals", std::move(totals)},
          {"fault", fault_or_null(sheet.fault)},
          {"fits", sheet.fits}};
}

/// Faults of one kind: those of units by what the cell says, others by field.
struct Group {
  json::object fault;
  std::string text;
  int64_t rows = 0, cells = 0, first = 0;
};

const std::string& cell_at(const ImportView& view, const ImportLine& line, const json::value* column) {
  static const std::string kBlank;
  if (!column || !column->is_int64() || column->as_int64() < 1) return kBlank;
  const auto c = static_cast<size_t>(column->as_int64()) - 1;
  const auto& cells = view.cells(line);
  return c < cells.size() ? cells[c] : kBlank;
}

json::array groups_json(const ImportView& view) {
  std::map<std::string, Group> groups;
  for (size_t n = 0; n < view.lines.size(); ++n) {
    const ImportLine& line = view.lines[n];
    std::set<std::string> met;
    for (const json::value& fault : line.faults) {
      const json::object& said = fault.as_object();
      const json::value* field = said.if_contains("field");
      const json::value* detail = said.if_contains("detail");
      const bool has_suggestions = detail && detail->is_object() && detail->as_object().contains("suggest");
      const std::string text =
          has_suggestions ? cell_at(view, line, said.if_contains("column")) : std::string();
      const std::string key = std::string(said.at("code").as_string()) + "\n" +
                              (field ? std::string(field->as_string()) : "") + "\n" + text;
      Group& group = groups[key];
      if (group.cells++ == 0) {
        group.fault = said;
        group.text = text;
        group.first = static_cast<int64_t>(n);
      }
      if (met.insert(key).second) ++group.rows;
    }
  }
  std::vector<const Group*> sorted;
  for (const auto& [key, group] : groups) sorted.push_back(&group);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Group* a, const Group* b) { return a->rows > b->rows; });
  json::array out;
  for (const Group* group : sorted) {
    if (out.size() >= 200) break;
    out.push_back({{"fault", group->fault},
                   {"text", group->text},
                   {"rows", group->rows},
                   {"cells", group->cells},
                   {"first", group->first}});
  }
  return out;
}

/// Who owes the period and is in none of the files; nobody where the programme obliges nobody.
json::object missing_json(App& app, const ImportJob& job, const ImportView& view) {
  const define::Programme& programme = *view.target.programme;
  json::object out{{"expected", 0}, {"here", 0}, {"count", 0}, {"units", json::array()}};
  if (!programme.obligation) return out;
  auto period = parse_period(app, job.period);
  if (!period) return out;
  const DutyAt duty = duty_at(programme, *period);
  if (duty.key.empty()) return out;
  std::set<UnitId> here;
  for (const ImportLine& line : view.lines)
    if (!line.unit.is_none()) here.insert(line.unit);
  const auto tree_view = app.view(*view.tree, view.target.day);
  const uint32_t place = tree_view->counts_at(job.home);
  if (place == org::View::kNowhere) return out;
  flow::Reporting reporting;
  app.read_reported(programme.id, [&](const flow::ReportedIndex& index) {
    reporting = flow::count_reporting(*programme.obligation, index, *tree_view, place, duty.key, duty.due);
  });
  json::array units;
  int64_t count = 0;
  for (const UnitId unit : reporting.missing) {
    if (here.contains(unit)) continue;
    ++count;
    if (units.size() >= kMostMissing) continue;
    const UnitId up = view.tree->parent_of(unit, view.target.day);
    units.push_back({{"unit", unit_ref(*view.tree, unit, view.target.day)},
                     {"above", up.is_none() ? "" : view.tree->name_of(up, view.target.day)}});
  }
  out["expected"] = reporting.expected;
  out["here"] = static_cast<int64_t>(here.size());
  out["count"] = count;
  out["units"] = std::move(units);
  return out;
}

json::object progress_json(const ImportJob& job) {
  const double per_second =
      job.worked > 0 ? 1000.0 * static_cast<double>(job.next) / static_cast<double>(job.worked) : 0;
  const double left = per_second > 0 ? static_cast<double>(job.total - job.next) / per_second : 0;
  return {{"done", job.next},
          {"total", job.total},
          {"written", job.written},
          {"unchanged", job.unchanged},
          {"bad", job.bad},
          {"per_second", static_cast<int64_t>(per_second)},
          {"seconds_left", static_cast<int64_t>(left + 0.999)}};
}

json::array choices_json(const define::Programme& programme) {
  json::array out;
  const auto add = [&](std::string_view id, const std::string& zh, const std::string& en) {
    out.push_back({{"id", id}, {"title", json::object{{"zh", zh}, {"en", en}}}});
  };
  add(kUnitColumn, "单位", "Unit");
  add(kTownshipColumn, "所属乡镇", "Township above");
  add(kCountyColumn, "所属县区", "County above");
  if (programme.return_period) add(kPeriodColumn, "报告期", "Period");
  for (const define::Field& field : programme.fields)
    if (is_import_column(programme, field.id)) {
      std::string zh = field.label.zh;
      for (const auto& [id, head] : sheet_columns(programme))
        if (id == field.id) zh = head;
      add(field.id, zh, field.label.en);
    }
  add(kReasonColumn, "说明", "Reason");
  add(kStateColumn, std::string(kStateHead), "State");
  add(kIdColumn, std::string(kIdHead), "Record id");
  return out;
}

}  // namespace

bool is_import_column(const define::Programme& programme, std::string_view column) {
  for (const std::string_view other : {std::string_view(), kUnitColumn, kTownshipColumn, kCountyColumn,
                                       kPeriodColumn, kReasonColumn, kStateColumn, kIdColumn})
    if (column == other) return true;
  const define::Field* field = programme.field(column);
  return field && !field->computed && !field->retired && field->type != define::FieldType::rows;
}

json::object import_ref_json(App& app, Reading& reading, const ImportJob& job) {
  const Snapshot now = app.published();
  const auto kept = reading.find_document(kImportDocuments, "id/" + job.id);
  json::array files;
  for (const ImportJob::File& file : job.files) files.push_back(json::value(file.name));
  const define::Programme* programme = now.catalogue->programme(job.programme);
  return {{"id", job.id},
          {"programme", job.programme},
          {"title", programme ? words_json(programme->title)
                              : json::object{{"zh", job.programme}, {"en", job.programme}}},
          {"unit", unit_ref(*now.tree, job.home, app.today())},
          {"files", std::move(files)},
          {"state", to_text(job.state)},
          {"at", moment_text(job.at)},
          {"progress", progress_json(job)},
          {"undone", kept && json::parse(*kept).at("undone").as_bool()}};
}

json::object import_json(App& app, const ImportJob& job, const ImportView& view) {
  json::object out;
  std::optional<std::string> earlier, kept;
  app.store().read([&](Reading& reading) {
    out = import_ref_json(app, reading, job);
    earlier = reading.find_document(kImportDocuments, import_hash_key(job));
    kept = reading.find_document(kImportDocuments, "id/" + job.id);
  });
  json::array books, sheets, events;
  for (const auto& [name, bytes] : view.books) books.push_back(json::value(name));
  for (size_t n = 0; n < view.sheets.size(); ++n) sheets.push_back(sheet_json(view, n));
  for (const std::string& event : job.events) events.push_back(json::value(event));
  int64_t cells = 0;
  for (const ImportLine& line : view.lines) cells += static_cast<int64_t>(line.faults.size());
  out["period"] = job.period;
  out["then"] = std::move(events);
  out["on"] = job.on ? json::value(job.on->to_text()) : json::value(nullptr);
  out["why"] = job.why;
  out["books"] = std::move(books);
  out["sheets"] = std::move(sheets);
  out["choices"] = choices_json(*view.target.programme);
  out["counts"] = json::object{{"rows", static_cast<int64_t>(view.lines.size())},
                               {"good", view.count(ImportLine::State::good)},
                               {"bad", view.count(ImportLine::State::bad)},
                               {"cells", cells},
                               {"unchanged", view.count(ImportLine::State::unchanged)}};
  out["groups"] = groups_json(view);
  out["missing"] = missing_json(app, job, view);
  out["repeats"] = earlier && *earlier != job.id ? json::value(*earlier) : json::value(nullptr);
  out["written"] = kept.has_value();
  return out;
}

json::object import_line_json(const ImportView& view, size_t n) {
  const ImportLine& line = view.lines[n];
  const ImportSheet& sheet = view.sheets[line.sheet];
  json::array cells;
  const auto& texts = view.cells(line);
  for (size_t c = 0; c < sheet.layout->columns.size(); ++c)
    cells.push_back(json::value(c < texts.size() ? texts[c] : std::string()));
  constexpr std::string_view kStates[] = {"good", "bad", "unchanged"};
  return {{"row", static_cast<int64_t>(n)},
          {"sheet", static_cast<int64_t>(line.sheet)},
          {"line", line.line},
          {"state", kStates[static_cast<size_t>(line.state)]},
          {"cells", std::move(cells)},
          {"faults", line.faults}};
}

std::vector<CellComment> comments_of(const ImportView& view, size_t book) {
  std::map<std::pair<size_t, CellPlace>, std::string> said;
  for (const ImportLine& line : view.lines) {
    if (view.sheets[line.sheet].book != book) continue;
    for (const json::value& fault : line.faults) {
      const json::value* column = fault.as_object().if_contains("column");
      CellPlace place{line.line, column ? std::max(1, column->to_number<int>()) : 1};
      std::string& text = said[{line.sheet, place}];
      text += (text.empty() ? "" : "\n") + std::string(fault.at("message").as_string());
    }
  }
  for (size_t s = 0; s < view.sheets.size(); ++s) {
    if (view.sheets[s].book != book) continue;
    for (const TotalFault& total : view.sheets[s].totals) {
      std::string& text = said[{s, {total.line, total.column}}];
      text += (text.empty() ? "" : "\n") +
              ("表中合计 " + total.told + "，各行相加 " + total.summed + "，请核对。");
    }
  }
  std::vector<CellComment> out;
  for (const auto& [at, text] : said)
    out.push_back({view.sheets[at.first].content.text.name, at.second, text});
  return out;
}

}  // namespace jinguo::app
