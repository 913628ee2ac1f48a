#include "app/files.h"

#include <algorithm>

#include "app/app_error.h"
#include "app/definitions.h"
#include "app/exports.h"
#include "app/hash.h"
#include "app/imports.h"
#include "app/office_port.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/reports.h"
#include "define/load_programme.h"
#include "report/render.h"

namespace jinguo::app {
namespace {

TableText table_of(App& app, const define::Programme& programme,
                   const std::vector<std::pair<std::string, std::string>>& columns) {
  TableText table;
  table.title = programme.title.zh;
  if (app.settings().is_demo) table.notes.push_back("演示数据，不是真实统计");
  for (const auto& [id, head] : columns) {
    TableText::Column column;
    column.head = head;
    if (const define::Field* field = programme.field(id)) {
      if (define::row_of(field->type).is_number) column.kind = TableText::Column::Kind::number;
      if (field->type == define::FieldType::date) column.kind = TableText::Column::Kind::date;
      column.places = field->places;
      if (field->type == define::FieldType::yes_no) column.choices = {"是", "否"};
      if (field->choices)
        for (const define::Choice& choice : field->choices->items)
          if (!choice.retired) column.choices.push_back(choice.label.zh);
    }
    table.columns.push_back(std::move(column));
  }
  return table;
}

TableText table_of(App& app, const define::Programme& programme) {
  return table_of(app, programme, sheet_columns(programme));
}

/// The formats of sheets; asked for by name, else the first.
Result<std::string> sheet_format(const Call& call) {
  const std::string_view format = call.parameter("format");
  if (format.empty()) return std::string("xlsx");
  if (format == "xlsx" || format == "csv") return std::string(format);
  return Error(kBadField, {"format", "可用 xlsx、csv。", "it is one of xlsx, csv."}).on("format");
}

constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<Answer> sheet_file(App& app, std::string_view format, const TableText& table, const std::string& name,
                          int empty_rows) {
  if (format == "csv")
    return Answer::file(app.office().write_csv(table), "text/csv; charset=utf-8", name + ".csv");
  auto bytes = app.office().write_xlsx(table, empty_rows);
  if (!bytes) return std::move(bytes).error();
  return Answer::file(std::move(*bytes), std::string(kXlsx), name + ".xlsx");
}

}  // namespace

Result<Answer> import_file(App& app, const Call& call) {
  ImportRequest request;
  request.programme = std::string(call.parameter("programme"));
  request.unit = std::string(call.parameter("unit"));
  request.period = std::string(call.parameter("period"));
  request.good_rows_only = call.parameter("mode") == "good";
  request.dry_run = call.parameter("dry_run") == "yes";
  request.file_name = std::string(call.parameter("file_name"));
  request.file_hash = sha256_text(call.raw_body);
  std::string_view then = call.parameter("then");
  while (!then.empty()) {
    const size_t comma = then.find(',');
    request.events.emplace_back(then.substr(0, comma));
    then = comma == std::string_view::npos ? std::string_view() : then.substr(comma + 1);
  }
  if (const auto on = call.parameter("on"); !on.empty()) {
    const auto day = Date::parse(on);
    if (!day || *day > app.today())
      return Error(kBadField, {"on", "应当是不晚于今天的日期。", "it must be a date not ahead of today."})
          .on("on");
    request.on = *day;
  }
  auto sheet = app.office().read_sheet(call.raw_body, request.file_name);
  if (!sheet) return std::move(sheet).error();
  return import_rows(app, call, request, *sheet);
}

Result<Answer> export_file(App& app, const Call& call) {
  auto exported = export_rows(app, call);
  if (!exported) return std::move(exported).error();
  auto format = sheet_format(call);
  if (!format) return std::move(format).error();
  TableText table = table_of(app, *exported->programme, exported->columns);
  table.notes.push_back("来源：巾帼 " + exported->programme->id + "，" + app.today().to_text());
  table.rows = std::move(exported->rows);
  return sheet_file(app, *format, table, exported->programme->title.zh + "_" + app.today().to_text(), 0);
}

Result<Answer> template_file(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (auto may = check_may_see_programme(call, **programme); !may) return std::move(may).error();
  auto format = sheet_format(call);
  if (!format) return std::move(format).error();
  return sheet_file(app, *format, table_of(app, **programme), (*programme)->title.zh + "_模板", 500);
}

Result<Answer> draft_template(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"text"}); !known) return std::move(known).error();
  auto text = required_member(call.body, "text");
  if (!text) return std::move(text).error();
  const auto loaded = define::load_programme({"definition.yaml", *text}, *app.published().catalogue);
  Diagnostics faults;
  for (const define::Finding& finding : loaded.findings)
    if (finding.severity == define::Severity::fault) faults.push_back(finding.error);
  if (!loaded.value) return refusal_of(faults);
  return sheet_file(app, "xlsx", table_of(app, *loaded.value), loaded.value->title.zh + "_模板", 500);
}

Result<Answer> report_file(App& app, const Call& call) {
  auto document = document_of(app, call);
  if (!document) return std::move(document).error();
  const auto format = call.parameter("format");
  if (format == "txt")
    return Answer::file(report::to_plain_text(*document), "text/plain; charset=utf-8",
                        document->title + ".txt");
  if (format == "md")
    return Answer::file(report::to_markdown(*document), "text/markdown; charset=utf-8",
                        document->title + ".md");
  if (format == "docx") {
    auto bytes = app.office().to_docx(report::to_markdown(*document), document->title);
    if (!bytes) return std::move(bytes).error();
    return Answer::file(std::move(*bytes),
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                        document->title + ".docx");
  }
  if (format.empty() || format == "html")
    return Answer::file(report::to_html(*document, app.office().page_css(), report::Links::to_figures),
                        "text/html; charset=utf-8", document->title + ".html");
  if (format != "pdf")
    return Error(kBadField,
                 {"format", "可用 md、html、docx、pdf、txt。", "it is one of md, html, docx, pdf, txt."})
        .on("format");
  auto bytes = app.office().to_pdf(report::to_html(*document, app.office().page_css(), report::Links::none));
  if (!bytes) return std::move(bytes).error();
  return Answer::file(std::move(*bytes), "application/pdf", document->title + ".pdf");
}

}  // namespace jinguo::app
