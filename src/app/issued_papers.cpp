#include "app/issued_papers.h"

#include <sodium.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/report_json.h"
#include "app/reports.h"
#include "app/units.h"
#include "report/render.h"

namespace jinguo::app {
namespace {

using report::Block;
using report::Document;
using report::Span;

std::string digest_of(const std::string& text) {
  unsigned char out[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(out, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(2 * sizeof out + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), out, sizeof out);
  hex.pop_back();
  return hex;
}

/// Whether the asker may read what was issued for a unit: figures over it.
bool may_read_issued(const Call& call, const json::value& issued) {
  const UnitId unit(issued.at("unit_id").to_number<uint32_t>());
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

/// Where a figure stands in a text: its name, its page (which holds unit and period), and the how manyeth of
/// that page it is.
using FigureSpot = std::tuple<std::string, std::string, size_t>;

std::vector<std::pair<FigureSpot, const Span*>> figures_of(const Document& document) {
  std::map<std::pair<std::string, std::string>, size_t> seen;
  std::vector<std::pair<FigureSpot, const Span*>> out;
  const auto add = [&](const Span& span) {
    if (!span.figure.empty())
      out.push_back({{span.figure, span.url, seen[{span.figure, span.url}]++}, &span});
  };
  for (const Block& block : document.blocks) {
    for (const Span& span : block.spans) add(span);
    for (const auto& row : block.rows)
      for (const Span& span : row) add(span);
  }
  return out;
}

/// "贷款金额（罗庄区）：": the figure's title and the unit its page is about.
std::string name_of(App& app, const Standpoint& at, const Span& span, Language language) {
  const auto figure = find_figure(app, span.figure);
  std::string out = figure ? figure->title().in(language) : span.figure;
  constexpr std::string_view kUnit = "?unit=";
  const size_t from = span.url.find(kUnit);
  if (from == std::string::npos) return out;
  const size_t begin = from + kUnit.size();
  const auto unit = at.tree->find(span.url.substr(begin, span.url.find('&', begin) - begin), at.day);
  if (!unit) return out;
  const std::string& name = at.tree->name_of(*unit, at.day);
  return out + (language == Language::zh ? "（" + name + "）" : " (" + name + ")");
}

/// Every figure that differs between two issued texts, in paragraphs and tables, for an erratum.
void add_erratum(App& app, const Standpoint& at, Document& document, const Document& old,
                 const std::string& old_number, Language language) {
  const bool is_chinese = language == Language::zh;
  std::map<FigureSpot, std::string> before;
  for (const auto& [spot, span] : figures_of(old)) before[spot] = span->text;
  std::vector<Block> lines;
  for (const auto& [spot, span] : figures_of(document)) {
    const auto was = before.find(spot);
    if (was == before.end() || was->second == span->text) continue;
    Block line;
    line.spans = {
        {name_of(app, at, *span, language) + (is_chinese ? "：" : ": ") + was->second + " → ", "", "", false},
        *span};
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }
  Block heading;
  heading.kind = Block::Kind::heading;
  heading.spans = {{(is_chinese ? "更正 " : "Corrections to ") + old_number, "", "", false}};
  if (lines.empty())
    lines.push_back(
        {Block::Kind::note, {{is_chinese ? "没有数字变化。" : "No figure has changed.", "", "", false}}});
  document.blocks.push_back(std::move(heading));
  document.blocks.insert(document.blocks.end(), lines.begin(), lines.end());
}

}  // namespace

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
          if (old.at("report").as_string() != made_from->id || !may_read_issued(call, old))
            return Error(kNotFound, {"要更正的那一份", "paper to correct"});
          add_erratum(app, fresh->at, fresh->document, document_from(old.at("document")),
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
      if (may_read_issued(call, issued)) out.push_back(issued_ref(issued));
    });
  });
  return Answer(std::move(out));
}

Result<json::value> load_issued(App& app, const Call& call, std::string_view id) {
  Result<json::value> out = Error(kNotFound, {"这份文件", "such paper"});
  app.store().read([&](Reading& reading) {
    const auto body = reading.find_document(kIssuedDocuments, id);
    if (!body) return;
    json::value issued = json::parse(*body);
    if (may_read_issued(call, issued)) out = std::move(issued);
  });
  return out;
}

Result<Answer> get_issued(App& app, const Call& call) {
  auto issued = load_issued(app, call, call.parameter("id"));
  if (!issued) return std::move(issued).error();
  const Document document = document_from(issued->at("document"));
  json::object out =
      report_view_json(app, document, issued->at("report").as_string(), issued->at("unit").as_object(),
                       std::string(issued->at("period").as_string()),
                       issued->at("language").as_string() == "en" ? Language::en : Language::zh);
  out["status"] = "issued";
  for (const char* name :
       {"number", "issued_at", "issued_by", "corrects", "corrected_by", "digest", "position"})
    out[name] = issued->at(name);
  return Answer(std::move(out));
}

}  // namespace jinguo::app
