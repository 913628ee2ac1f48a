#include "app/exports.h"

#include "access/rules.h"
#include "app/app_error.h"
#include "app/programme_lookup.h"
#include "app/record_queries.h"
#include "app/sheet.h"
#include "flow/change.h"

namespace jinguo::app {

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
  query->order_by = "unit";
  query->descending = false;
  ExportRows out{*programme, {}};
  auto columns = sheet_columns(**programme);
  columns.emplace_back(kStateColumn, kStateHead);
  columns.emplace_back(kIdColumn, kIdHead);
  std::vector<std::string> head;
  for (const auto& [id, label] : columns) head.push_back(label);
  out.rows.push_back(std::move(head));
  app.store().read([&](Reading& reading) {
    for (const record::Record& record : reading.list_records(**programme, *query).records) {
      std::vector<std::string> row;
      for (const auto& [id, label] : columns)
        row.push_back(shown_cell(reading, call, *now.tree, **programme, record, id));
      out.rows.push_back(std::move(row));
    }
  });
  return out;
}

}  // namespace jinguo::app
