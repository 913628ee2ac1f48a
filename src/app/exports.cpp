#include "app/exports.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/sheet.h"
#include "flow/change.h"

namespace jinguo::app {

namespace {

/// The columns a list shows, by the same names: the unit as its code, the date as the period of a return.
Result<std::vector<std::pair<std::string, std::string>>> chosen_columns(const define::Programme& programme,
                                                                        std::string_view names) {
  const auto sheet = sheet_columns(programme);
  std::vector<std::pair<std::string, std::string>> out;
  for (std::string_view rest = names; !rest.empty();) {
    const size_t comma = rest.find(',');
    std::string id(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (id == "date") id = programme.return_period ? std::string(kPeriodColumn) : programme.date_field;
    if (id.empty() || std::any_of(out.begin(), out.end(), [&](const auto& had) { return had.first == id; }))
      continue;
    const auto in_sheet =
        std::find_if(sheet.begin(), sheet.end(), [&](const auto& column) { return column.first == id; });
    if (in_sheet != sheet.end()) {
      out.push_back(*in_sheet);
    } else if (id == kUnitColumn) {
      out.emplace_back(id, "单位");
    } else if (id == kPeriodColumn) {
      out.emplace_back(id, "报告期");
    } else if (id == kStateColumn) {
      out.emplace_back(id, kStateHead);
    } else if (const define::Field* field = programme.field(id);
               field && field->type != define::FieldType::rows) {
      out.emplace_back(id, field->label.zh);
    } else {
      return unknown_field(programme, id);
    }
  }
  return out;
}

}  // namespace

Result<ExportRows> export_rows(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (access::rows_reach(*call.scope, **programme).is_empty())
    return Error(kNoRight,
                 {"导出“" + (*programme)->title.zh + "”", flow::roles_text((*programme)->rights.read),
                  "export this programme", "a post its file names"});
  auto query = scoped_query(app, call, **programme);
  if (!query) return std::move(query).error();
  query->limit = 1'000'000;
  query->offset = 0;
  if (call.parameter("sort").empty()) {
    query->order_by = "unit";
    query->descending = false;
  }
  ExportRows out{*programme, sheet_columns(**programme), {}};
  if (const auto names = call.parameter("columns"); !names.empty()) {
    auto chosen = chosen_columns(**programme, names);
    if (!chosen) return std::move(chosen).error().on("columns");
    out.columns = std::move(*chosen);
  } else {
    out.columns.emplace_back(kStateColumn, kStateHead);
  }
  out.columns.emplace_back(kIdColumn, kIdHead);
  app.store().read([&](Reading& reading) {
    for (const record::Record& record : reading.list_records(**programme, *query).records) {
      std::vector<std::string> row;
      for (const auto& [id, label] : out.columns)
        row.push_back(shown_cell(reading, call, *now.tree, **programme, record, id));
      out.rows.push_back(std::move(row));
    }
  });
  return out;
}

}  // namespace jinguo::app
