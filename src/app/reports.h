#pragma once
#include "app/figure_queries.h"
#include "define/report_template.h"
#include "report/document.h"

namespace jinguo::app {

/// GET /api/reports and /api/reports/{report}?unit&period: the draft, live.
Result<Answer> list_reports(App& app, const Call& call);
Result<Answer> get_report(App& app, const Call& call);

/// A text as it stands now.
struct Draft {
  std::shared_ptr<const define::ReportTemplate> made_from;
  Standpoint at;
  report::Document document;
  /// Where in the log its figures stand.
  Position position;
};
/// An empty period is the home period for half-years, else the one that holds today. Errors:
/// app.no_such_report, app.bad_period when the text is not written of periods of that kind, app.no_right.
Result<Draft> draft_report(App& app, const Call& call, std::string_view report, std::string_view unit,
                           std::string_view period);

/// `ReportView` of the API, as a draft has it.
json::object report_view_json(App& app, const report::Document& document, std::string_view report,
                              const json::object& unit, std::string_view period, Language language);

/// The document behind a draft (`report`, unit, period) or an issued paper (`id`), for printing.
Result<report::Document> document_of(App& app, const Call& call);

}  // namespace jinguo::app
