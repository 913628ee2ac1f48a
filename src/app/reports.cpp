#include "app/reports.h"

#include <array>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/issued_papers.h"
#include "app/report_json.h"
#include "app/report_source.h"
#include "app/units.h"
#include "report/compose.h"

namespace jinguo::app {
namespace {

using define::ReportTemplate;
using report::Document;

constexpr ErrorRow kNoSuchReport{"app.no_such_report", 404, "没有叫“{0}”的报告，现有：{1}。",
                                 "There is no report \"{0}\"; there are: {1}."};

}  // namespace

Result<Draft> draft_report(App& app, const Call& call, std::string_view id, std::string_view unit,
                           std::string_view period) {
  const Snapshot now = app.published();
  const auto found = now.catalogue->reports.find(id);
  if (found == now.catalogue->reports.end()) {
    std::string all;
    for (const auto& [known, made] : now.catalogue->reports) all += (all.empty() ? "" : "、") + known;
    return Error(kNoSuchReport, {std::string(id), all}).on("report");
  }
  const auto& made_from = found->second;
  std::string period_text(period);
  if (period_text.empty() && made_from->period != Period::Kind::half)
    period_text = Period::containing(made_from->period, app.today()).to_text();
  auto at = stand_at(app, unit, period_text, "then", made_from->official);
  if (!at) return std::move(at).error();
  if (at->period.kind() != made_from->period) return Error(kBadPeriod, {at->period.to_text()}).on("period");
  if (made_from->cut_off_weekday) {
    at->period = cut_off(at->period, *made_from->cut_off_weekday);
    at->cut_off = at->period.last();
  }
  // A report names the units below and ranks them: it is for the unit's own posts and those above.
  if (!access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), at->unit))
    return Error(kNoRight, {"查看这个单位的报告", "本单位或其上级的岗位", "read this unit's reports",
                            "a post at the unit or above it"});
  Draft draft{made_from, *at, {}, {}};
  const auto reader = app.figures().reader();
  const report::Source source = make_source(app, reader, *at);
  draft.document = report::compose(*made_from, source, call.language);
  draft.position = reader.position();
  draft.document.signature = source.unit + "妇女联合会";
  if (app.settings().is_demo)
    draft.document.mark =
        call.language == Language::zh ? "演示数据，不是真实统计" : "Demo data, no real statistics";
  return draft;
}

json::object report_view_json(App& app, const Document& document, std::string_view id,
                              const json::object& unit, std::string_view period, Language language) {
  return {{"id", id},
          {"title", document.title},
          {"subtitle", document.subtitle},
          {"unit", unit},
          {"period", period},
          {"language", language == Language::zh ? "zh" : "en"},
          {"blocks", blocks_json(document)},
          {"position", 0},
          {"status", "draft"},
          {"number", nullptr},
          {"issued_at", nullptr},
          {"issued_by", nullptr},
          {"corrects", nullptr},
          {"corrected_by", nullptr},
          {"digest", nullptr},
          {"demo", app.settings().is_demo}};
}

Result<Answer> list_reports(App& app, const Call&) {
  constexpr std::array<std::string_view, 8> kPeriods{"day",  "week", "month",        "quarter",
                                                     "half", "year", "shifted_half", "term"};
  json::array out;
  for (const auto& [id, made] : app.published().catalogue->reports)
    out.push_back({{"id", id},
                   {"kind", made->kind == ReportTemplate::Kind::report ? "report" : "bulletin"},
                   {"system", made->system},
                   {"title", words_json(made->title)},
                   {"period", kPeriods[static_cast<size_t>(made->period)]},
                   {"level", org::row_of(made->level).name},
                   {"version", made->version}});
  return Answer(std::move(out));
}

Result<Answer> get_report(App& app, const Call& call) {
  auto draft =
      draft_report(app, call, call.parameter("report"), call.parameter("unit"), call.parameter("period"));
  if (!draft) return std::move(draft).error();
  json::object out = report_view_json(app, draft->document, draft->made_from->id,
                                      unit_ref(*draft->at.tree, draft->at.unit, draft->at.day),
                                      draft->at.period.to_text(), call.language);
  out["position"] = draft->position.number();
  return Answer(std::move(out));
}

Result<Document> document_of(App& app, const Call& call) {
  if (const auto id = call.parameter("id"); !id.empty()) {
    auto issued = load_issued(app, call, id);
    if (!issued) return std::move(issued).error();
    return document_from(issued->at("document"));
  }
  auto draft =
      draft_report(app, call, call.parameter("report"), call.parameter("unit"), call.parameter("period"));
  if (!draft) return std::move(draft).error();
  return draft->document;
}

}  // namespace jinguo::app
