#include "app/reports.h"

#include <sodium.h>

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/definitions.h"
#include "app/documents.h"
#include "app/figure_queries.h"
#include "app/obligations.h"
#include "app/records.h"
#include "app/units.h"
#include "report/compose.h"
#include "report/render.h"

namespace jinguo::app {
namespace {

using define::FigureName;
using define::ReportTemplate;
using report::Block;
using report::Document;
using report::Span;

constexpr ErrorRow kNoSuchReport{"app.no_such_report", 404, "没有叫“{0}”的报告，现有：{1}。",
                                 "There is no report \"{0}\"; there are: {1}."};

std::string day_words(Date day) {
  return std::to_string(day.year()) + "年" + std::to_string(day.month()) + "月" + std::to_string(day.day()) +
         "日";
}

std::string period_words(const Period& asked) {
  // A week cut off keeps its name.
  const auto named = asked.kind() == Period::Kind::term ? Period::parse(asked.to_text()) : std::nullopt;
  const Period period = named.value_or(asked);
  const std::string year = std::to_string(period.last().year()) + "年";
  switch (period.kind()) {
    case Period::Kind::half:
      return year + (period.first().month() == 1 ? "上半年" : "下半年");
    case Period::Kind::quarter:
      return year + "第" + std::to_string((period.first().month() + 2) / 3) + "季度";
    case Period::Kind::month:
      return year + std::to_string(period.first().month()) + "月";
    case Period::Kind::year:
      return year;
    case Period::Kind::week:
      return std::to_string(period.first().plus_days(3).year()) + "年第" + period.to_text().substr(6) + "周";
    case Period::Kind::day:
      return day_words(period.first());
    default:
      return period.to_text();
  }
}

std::string figure_url(const NamedFigure& figure, const Standpoint& at, uint32_t place) {
  return "/figures/" + figure.name() + "?unit=" + at.tree->code_of(at.view->unit(place), at.day).to_text() +
         "&period=" + at.period.to_text() +
         (at.official && figure.plan->official_rank > 0 ? "&official=yes" : "");
}

report::Printed print(const NamedFigure& figure, const Standpoint& at, uint32_t place,
                      const rollup::FigureValue& value) {
  report::Printed out;
  out.text = figure_text(figure, value);
  out.value = value.value;
  out.has_value = value.has_value;
  out.records = value.records;
  out.unchecked = value.unchecked;
  out.url = figure_url(figure, at, place);
  out.is_percent = figure.is_percent();
  out.places = figure.places();
  return out;
}

/// A bulletin counts to its cut-off: the week under its own name, but only from Monday to the day of the cut.
Period cut_off(const Period& week, int weekday) {
  return Period::term(week.to_text(), week.first(), week.first().plus_days(weekday - 1));
}

Standpoint a_period_before(const Standpoint& at) {
  Standpoint before = at;
  if (at.period.kind() != Period::Kind::term) {
    before.period = at.period.previous();
  } else if (const auto named = Period::parse(at.period.to_text())) {
    before.period = cut_off(named->previous(), at.period.last().weekday());
  }
  return before;
}

/// Figures for one text, all read at one position. The reader must outlive the source.
report::Source make_source(App& app, const rollup::Figures::Reader& reader, const Standpoint& at) {
  report::Source source;
  source.unit = at.tree->name_of(at.unit, at.day);
  source.period = at.period.to_text();
  source.date = day_words(app.today());
  source.period_words_zh = period_words(at.period);
  source.period_words_en = at.period.to_text();
  const auto ask_at = [&app, &reader](const Standpoint& where,
                                      const FigureName& name) -> std::optional<report::Printed> {
    const auto figure = find_figure(app, name.to_text());
    if (!figure) return std::nullopt;
    const auto value = ask_figure(app, reader, *figure, where, where.place);
    if (!value) return std::nullopt;
    return print(*figure, where, where.place, *value);
  };
  source.figure = [ask_at, at](const FigureName& name) { return ask_at(at, name); };
  const Standpoint before = a_period_before(at);
  source.previous = [ask_at, before](const FigureName& name) { return ask_at(before, name); };
  source.ranking = [&app, &reader, at](const FigureName& name, const std::optional<FigureName>& complete) {
    std::vector<report::RankedUnit> out;
    const auto figure = find_figure(app, name.to_text());
    if (!figure) return out;
    std::optional<NamedFigure> whole;
    if (complete)
      if (auto found = find_figure(app, complete->to_text())) whole = std::move(*found);
    const auto table = make_league(app, reader, *figure, at, whole ? &*whole : nullptr);
    if (!table) return out;
    for (const auto* rows : {&table->ranked, &table->running, &table->blank})
      for (const LeagueRow& row : *rows)
        out.push_back({at.tree->name_of(at.view->unit(row.place), at.day),
                       print(*figure, at, row.place, row.value), row.rank, row.done_of});
    return out;
  };
  source.late = [&app, at](const std::string& programme) {
    std::vector<std::string> out;
    const define::Programme* known = app.published().catalogue->programme(programme);
    if (!known || !known->obligation) return out;
    const auto& obligation = *known->obligation;
    const Period period = flow::duty_period(obligation, at.period);
    app.read_reported(programme, [&](const flow::ReportedIndex& index) {
      const auto reporting =
          flow::count_reporting(obligation, index, *at.view, at.place, flow::duty_key(*known, period),
                                flow::due_day(*known, period, obligation.by));
      for (const auto* list : {&reporting.missing, &reporting.late})
        for (const UnitId unit : *list) out.push_back(at.tree->name_of(unit, at.day));
    });
    return out;
  };
  source.has_data = [&app, &reader, at](const std::string& programme) {
    const auto plan = app.figures().plan(programme);
    if (!plan) return false;
    for (const rollup::MeasurePlan& measure : plan->measures) {
      if (measure.measure.counting == define::Counting::units) continue;
      const auto value = reader.ask(*plan, at.view, {measure.id, at.place, at.period});
      if (value && value->records > 0) return true;
    }
    return false;
  };
  return source;
}

json::object span_json(const Span& span) {
  json::object out{{"text", span.text}};
  if (!span.figure.empty()) {
    out["figure"] = span.figure;
    out["url"] = span.url;
    out["basted"] = span.is_basted;
  }
  return out;
}

json::array blocks_json(const Document& document) {
  constexpr std::array<std::string_view, 4> kKinds{"heading", "paragraph", "table", "note"};
  json::array out;
  for (const Block& block : document.blocks) {
    json::array spans, rows;
    for (const Span& span : block.spans) spans.push_back(span_json(span));
    for (const auto& row : block.rows) {
      json::array cells;
      for (const Span& span : row) cells.push_back(span_json(span));
      rows.push_back(std::move(cells));
    }
    out.push_back({{"kind", kKinds[static_cast<size_t>(block.kind)]},
                   {"spans", std::move(spans)},
                   {"rows", std::move(rows)},
                   {"head", json::value_from(block.head)},
                   {"level", block.kind == Block::Kind::heading ? 2 : 0}});
  }
  return out;
}

Span span_of(const json::value& value) {
  const json::object& object = value.as_object();
  Span span;
  span.text = std::string(object.at("text").as_string());
  if (const json::value* figure = object.if_contains("figure")) {
    span.figure = std::string(figure->as_string());
    span.url = std::string(object.at("url").as_string());
    span.is_basted = object.at("basted").as_bool();
  }
  return span;
}

json::object document_json(const Document& document) {
  return {{"title", document.title},         {"subtitle", document.subtitle},
          {"signature", document.signature}, {"date", document.date},
          {"number", document.number},       {"mark", document.mark},
          {"blocks", blocks_json(document)}};
}

Document document_from(const json::value& value) {
  Document document;
  document.title = std::string(value.at("title").as_string());
  document.subtitle = std::string(value.at("subtitle").as_string());
  document.signature = std::string(value.at("signature").as_string());
  document.date = std::string(value.at("date").as_string());
  document.number = std::string(value.at("number").as_string());
  document.mark = std::string(value.at("mark").as_string());
  for (const json::value& item : value.at("blocks").as_array()) {
    Block block;
    const std::string_view kind(item.at("kind").as_string());
    block.kind = kind == "heading" ? Block::Kind::heading
                 : kind == "table" ? Block::Kind::table
                 : kind == "note"  ? Block::Kind::note
                                   : Block::Kind::paragraph;
    for (const json::value& span : item.at("spans").as_array()) block.spans.push_back(span_of(span));
    for (const json::value& row : item.at("rows").as_array()) {
      block.rows.emplace_back();
      for (const json::value& cell : row.as_array()) block.rows.back().push_back(span_of(cell));
    }
    for (const json::value& head : item.at("head").as_array()) block.head.emplace_back(head.as_string());
    document.blocks.push_back(std::move(block));
  }
  return document;
}

std::string digest_of(const std::string& text) {
  unsigned char out[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(out, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(2 * sizeof out + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), out, sizeof out);
  hex.pop_back();
  return hex;
}

struct Draft {
  std::shared_ptr<const ReportTemplate> made_from;
  Standpoint at;
  Document document;
  Position position;
};

/// Heads of a table are the titles of its figures.
void name_heads(App& app, Document& document, Language language) {
  for (Block& block : document.blocks)
    for (std::string& head : block.head)
      if (const auto figure = find_figure(app, head)) {
        head = figure->title().in(language);
        const std::string unit = figure->measured_in();
        if (!unit.empty() && !figure->is_percent())
          head += language == Language::zh ? "（" + unit + "）" : "";
      }
}

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
  // A report names the units below and ranks them: it is for the unit's own posts and those above.
  if (!access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), at->unit))
    return Error(kNoRight, {"查看这个单位的报告", "本单位或其上级的岗位", "read this unit's reports",
                            "a post at the unit or above it"});
  Draft draft{made_from, *at, {}, {}};
  const auto reader = app.figures().reader();
  const report::Source source = make_source(app, reader, *at);
  draft.document = report::compose(*made_from, source, call.language);
  draft.position = reader.position();
  name_heads(app, draft.document, call.language);
  draft.document.signature = source.unit + "妇女联合会";
  if (app.settings().is_demo)
    draft.document.mark =
        call.language == Language::zh ? "演示数据，不是真实统计" : "Demo data, no real statistics";
  return draft;
}

json::object view_json(App& app, const Document& document, std::string_view id, const json::object& unit,
                       std::string_view period, Language language) {
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

/// Whether the asker may read what was issued for a unit: figures over it.
bool may_read_issued(App& app, const Call& call, const json::value& issued) {
  const UnitId unit(issued.at("unit_id").to_number<uint32_t>());
  (void)app;
  return access::reach_of(*call.scope, access::Power::figures).holds(call.scope->today(), unit);
}

json::object issued_ref(const json::value& issued) {
  return {{"id", issued.at("id")},
          {"report", issued.at("report")},
          {"title", issued.at("document").at("title")},
          {"unit", issued.at("unit")},
          {"period", issued.at("period")},
          {"number", issued.at("number")},
          {"issued_at", issued.at("issued_at")},
          {"issued_by", issued.at("issued_by")},
          {"corrects", issued.at("corrects")},
          {"digest", issued.at("digest")}};
}

/// What differs between two issued texts, block by block, for an erratum.
void add_erratum(Document& document, const Document& old, const std::string& old_number, Language language) {
  Block heading;
  heading.kind = Block::Kind::heading;
  heading.spans = {
      {language == Language::zh ? "更正 " + old_number : "Corrections to " + old_number, "", "", false}};
  std::vector<Block> lines;
  for (size_t b = 0; b < std::min(document.blocks.size(), old.blocks.size()); ++b) {
    const auto& now = document.blocks[b].spans;
    const auto& was = old.blocks[b].spans;
    for (size_t s = 0; s < std::min(now.size(), was.size()); ++s) {
      if (now[s].figure.empty() || now[s].figure != was[s].figure || now[s].text == was[s].text) continue;
      Block line;
      line.spans = {{was[s].text + " → ", "", "", false}, now[s]};
      lines.push_back(std::move(line));
    }
  }
  document.blocks.push_back(std::move(heading));
  document.blocks.insert(document.blocks.end(), lines.begin(), lines.end());
}

}  // namespace

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
  json::object out = view_json(app, draft->document, draft->made_from->id,
                               unit_ref(*draft->at.tree, draft->at.unit, draft->at.day),
                               draft->at.period.to_text(), call.language);
  out["position"] = draft->position.number();
  return Answer(std::move(out));
}

Result<Answer> issue_report(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"unit", "period", "corrects"}); !known)
    return std::move(known).error();
  auto unit = text_member(call.body, "unit");
  auto period = text_member(call.body, "period");
  auto corrects = text_member(call.body, "corrects");
  for (const auto* member : {&unit, &period, &corrects})
    if (!*member) return member->error();
  auto draft = draft_report(app, call, call.parameter("report"), *unit, *period);
  if (!draft) return std::move(draft).error();
  if (!access::reach_of(*call.scope, access::Power::issue).holds(call.scope->today(), draft->at.unit))
    return Error(kNoRight, {"签发", "本级办公室主任", "issue papers", "the office head of the unit"});
  return write(
      app, call,
      [&app, &call, made_from = draft->made_from, at = draft->at, corrects = *corrects](
          Writing& writing, LogEntry stamp) -> Result<Done> {
        // Drafted anew on the writing thread: what is issued stands at one position, with nothing in between.
        auto fresh = draft_report(app, call, made_from->id, at.tree->code_of(at.unit, at.day).text(),
                                  at.period.to_text());
        if (!fresh) return std::move(fresh).error();
        json::value old;
        if (!corrects.empty()) {
          const auto body = writing.find_document(kIssuedDocuments, corrects);
          if (!body) return Error(kNotFound, {"要更正的那一份", "paper to correct"});
          old = json::parse(*body);
          if (old.at("report").as_string() != made_from->id || !may_read_issued(app, call, old))
            return Error(kNotFound, {"要更正的那一份", "paper to correct"});
          add_erratum(fresh->document, document_from(old.at("document")),
                      std::string(old.at("number").as_string()), call.language);
        }
        const std::string series =
            made_from->id + "/" + std::to_string(at.unit.number()) + "/" + std::to_string(app.today().year());
        const auto last = writing.find_document(kIssuedNumberDocuments, series);
        const int64_t n = last ? std::stoll(*last) + 1 : 1;
        writing.put_document(kIssuedNumberDocuments, series, std::to_string(n));
        fresh->document.number = "〔" + std::to_string(app.today().year()) + "〕" + std::to_string(n) + "号";
        const std::string id = app.random_text(16);
        const std::string digest = digest_of(report::canonical_text(fresh->document));
        json::object issued{{"id", id},
                            {"report", made_from->id},
                            {"template_version", made_from->version},
                            {"unit", unit_ref(*at.tree, at.unit, at.day)},
                            {"unit_id", at.unit.number()},
                            {"period", at.period.to_text()},
                            {"number", fresh->document.number},
                            {"issued_at", app.today().to_text()},
                            {"issued_by", call.scope->name()},
                            {"corrects", corrects.empty() ? json::value(nullptr) : json::value(corrects)},
                            {"corrected_by", nullptr},
                            {"digest", digest},
                            {"position", fresh->position.number()},
                            {"language", call.language == Language::zh ? "zh" : "en"},
                            {"document", document_json(fresh->document)}};
        writing.put_document(kIssuedDocuments, id, json::serialize(issued));
        if (!corrects.empty()) {
          old.as_object()["corrected_by"] = id;
          writing.put_document(kIssuedDocuments, corrects, json::serialize(old));
        }
        stamp.action = "report.issue";
        stamp.subject = id;
        stamp.unit = at.unit;
        stamp.detail = json::serialize(json::object{{"digest", digest}, {"number", fresh->document.number}});
        writing.append(stamp);
        return Done{issued_ref(issued), [&app, at](Position position) {
                      app.notify({position, "issued", "", at.unit, ""});
                    }};
      });
}

Result<Answer> list_issued(App& app, const Call& call) {
  json::array out;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kIssuedDocuments, "", [&](std::string_view, std::string_view body) {
      const json::value issued = json::parse(body);
      if (may_read_issued(app, call, issued)) out.push_back(issued_ref(issued));
    });
  });
  return Answer(std::move(out));
}

namespace {

Result<json::value> load_issued(App& app, const Call& call, std::string_view id) {
  Result<json::value> out = Error(kNotFound, {"这份文件", "such paper"});
  app.store().read([&](Reading& reading) {
    const auto body = reading.find_document(kIssuedDocuments, id);
    if (!body) return;
    json::value issued = json::parse(*body);
    if (may_read_issued(app, call, issued)) out = std::move(issued);
  });
  return out;
}

}  // namespace

Result<Answer> get_issued(App& app, const Call& call) {
  auto issued = load_issued(app, call, call.parameter("id"));
  if (!issued) return std::move(issued).error();
  const Document document = document_from(issued->at("document"));
  json::object out = view_json(app, document, issued->at("report").as_string(),
                               issued->at("unit").as_object(), std::string(issued->at("period").as_string()),
                               issued->at("language").as_string() == "en" ? Language::en : Language::zh);
  out["status"] = "issued";
  for (const char* name :
       {"number", "issued_at", "issued_by", "corrects", "corrected_by", "digest", "position"})
    out[name] = issued->at(name);
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

Result<Answer> get_dashboard(App& app, const Call& call) {
  auto at = stand_at(app, call.parameter("unit"), call.parameter("period"), "then", false);
  if (!at) return std::move(at).error();
  const Snapshot now = app.published();
  json::array figures;
  json::value league = nullptr;
  define::Words sentence;
  int64_t position = 0;
  {
    const auto reader = app.figures().reader();
    position = reader.position().number();
    const report::Source source = make_source(app, reader, *at);
    for (const auto& programme : in_order(*now.catalogue)) {
      const std::string& id = programme->id;
      if (!check_may_read_figures(call, *programme, at->unit)) continue;
      if (!source.has_data(id)) continue;
      if (sentence.zh.empty() && !programme->report.empty() &&
          check_may_read_parts(call, *programme, *at->view, at->place)) {
        for (const Span& span : report::compose_paragraph(programme->report.front(), source, Language::zh))
          sentence.zh += span.text;
        for (const Span& span : report::compose_paragraph(programme->report.front(), source, Language::en))
          sentence.en += span.text;
      }
      // Two a programme: its first indicator and its first measure that counts.
      std::vector<std::string> names;
      if (!programme->indicators.empty())
        names.push_back(programme->indicators.front().id == "progress" && programme->indicators.size() > 1
                            ? programme->indicators[1].id
                            : programme->indicators.front().id);
      for (const define::Measure& measure : programme->measures)
        if (measure.counting != define::Counting::units && measure.id.find('.') == std::string::npos) {
          names.push_back(measure.id);
          break;
        }
      for (const std::string& name : names) {
        const auto figure = find_figure(app, id + "." + name);
        if (!figure) continue;
        auto value = ask_figure(app, reader, *figure, *at, at->place);
        if (!value) continue;
        Standpoint past = *at;
        if (past.period.kind() != Period::Kind::term) past.period = past.period.previous();
        auto before = ask_figure(app, reader, *figure, past, past.place);
        std::string change, trend = "none";
        if (before && before->has_value && value->has_value && before->records > 0) {
          trend = value->value > before->value ? "up" : value->value < before->value ? "down" : "same";
          change = figure_text(*figure, *before) + " → " + figure_text(*figure, *value);
        }
        figures.push_back(
            {{"figure", figure_json(app, reader, *figure, *at, at->place, *value)},
             {"previous", before ? json::value(figure_json(app, reader, *figure, past, past.place, *before))
                                 : json::value(nullptr)},
             {"change", change},
             {"trend", trend}});
      }
    }
  }
  if (!figures.empty()) {
    const std::string first(figures.front().at("figure").at("figure").as_string());
    Call asked = call;
    asked.parameters["name"] = first;
    asked.parameters["unit"] = at->tree->code_of(at->unit, at->day).to_text();
    asked.parameters["period"] = at->period.to_text();
    if (auto ranked = rank_figure(app, asked)) league = std::move(ranked->body);
  }
  json::array inbox;
  for (const auto& programme : in_order(*now.catalogue)) {
    const std::string& id = programme->id;
    // What waits for this asker: records in a state from which she may take an event.
    std::vector<std::string> states;
    std::vector<std::string> labels;
    for (const define::Event& event : programme->events) {
      if (event.to.empty() || access::reach_of(*call.scope, event.by).is_empty()) continue;
      const define::State* to = programme->state(event.to);
      if (!to || to->is_void) continue;
      for (const std::string& from : event.from) {
        const define::State* state = programme->state(from);
        if (!state || state->is_end || (to->is_draft && !state->is_draft)) continue;
        if (std::find(states.begin(), states.end(), from) == states.end()) states.push_back(from);
      }
      labels.push_back(event.label.zh);
    }
    if (states.empty()) continue;
    auto query = scoped_query(app, call, *programme);
    if (!query) continue;
    query->first.reset();
    query->last.reset();
    query->with_undated = true;
    query->states = states;
    query->limit = 1;
    int64_t count = 0;
    app.store().read([&](Reading& reading) { count = reading.list_records(*programme, *query).total; });
    if (count == 0) continue;
    inbox.push_back({{"programme", id},
                     {"title", words_json(programme->title)},
                     {"count", count},
                     {"events", json::value_from(labels)},
                     {"url", "/programmes/" + id + "?state=" + states.front()},
                     {"due", nullptr}});
  }
  return Answer(json::object{{"unit", unit_ref(*at->tree, at->unit, at->day)},
                             {"period", at->period.to_text()},
                             {"sentence", words_json(sentence)},
                             {"figures", std::move(figures)},
                             {"league", std::move(league)},
                             {"late", late_items(app, call, *at)},
                             {"inbox", std::move(inbox)},
                             {"position", position},
                             {"demo", app.settings().is_demo}});
}

}  // namespace jinguo::app
