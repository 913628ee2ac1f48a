#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "define/load_programme.h"
#include "define/read_parts.h"
#include "define/yaml.h"

namespace jinguo::define {
namespace {

void read_report_head(Reader& in, const Node& root, ReportTemplate& out) {
  const Shape& keys = shape("report");
  out.id = in.id(root, "report");
  if (!out.id.empty()) in.is_id(out.id, in.place(*root.find("report")));
  out.kind = in.one_of(root, "kind", keys).value_or(0) == 0 ? ReportTemplate::Kind::report
                                                            : ReportTemplate::Kind::bulletin;
  out.system = in.text(root, "system");
  out.title = in.words(root, "title");
  out.subtitle = in.words(root, "subtitle");
  out.version = static_cast<int>(in.whole(root, "version", keys).value_or(1));
  out.valid_from = in.date(root, "valid_from").value_or(Date());
  out.level = in.level(root, "level").value_or(org::Level::city);
  out.period = in.period(root, "period").value_or(Period::Kind::half);
  out.official = in.one_of(root, "counts", keys).value_or(0) == 0;
  if (const Node* title = root.find("title"); title && title->is_map()) {
    if (const Node* zh = title->find("zh"); zh && zh->is_scalar())
      out.title_zh_parts = read_figure_text(in, *zh, "");
    if (const Node* en = title->find("en"); en && en->is_scalar())
      out.title_en_parts = read_figure_text(in, *en, "");
  } else if (title && title->is_scalar()) {
    out.title_zh_parts = read_figure_text(in, *title, "");
  }
  if (const Node* cut = in.map(root, "cut_off");
      cut && in.has_shape(*cut, shape("cut_off"), in.place(*cut))) {
    if (const auto day = in.whole(*cut, "weekday", shape("cut_off")))
      out.cut_off_weekday = static_cast<int>(*day);
    if (const auto hour = in.whole(*cut, "hour", shape("cut_off")))
      out.cut_off_hour = static_cast<int>(*hour);
  }
  if (out.kind == ReportTemplate::Kind::bulletin && !root.find("cut_off"))
    in.fault(kCutOff, {}, in.place(*root.find("kind")));
}

/// An issued document names the version of its template: two texts never share a number.
void check_report_version(Reader& in, const Node& root, const ReportTemplate& report,
                          const Catalogue& known) {
  const ReportTemplate* active = known.report(report.id);
  if (!active || active->source == report.source || report.version > active->version) return;
  const std::string next = std::to_string(active->version + 1);
  const Node* version = root.find("version");
  const Place at = in.place(version && version->line > 0 ? *version : root);
  if (report.version == active->version)
    in.fault(kVersionNotNew, {report.id, std::to_string(active->version), next}, at);
  else
    in.fault(kVersionOlder,
             {report.id, std::to_string(active->version), std::to_string(report.version), next}, at);
}

void read_section(Reader& in, const Node& node, const FigureLookup& lookup, ReportTemplate::Section& out) {
  out.title = in.words(node, "title");
  out.programme = in.id(node, "programme");
  out.is_awaited = in.yes(node, "awaited", false);
  out.names_missing = in.yes(node, "missing", false);
  out.paragraphs = read_paragraphs(in, node, "paragraphs", out.programme);
  check_paragraphs(in, lookup, out.paragraphs, node.find("paragraphs"));
  const Programme* programme = lookup.find(out.programme);
  const bool may_miss =
      std::find(lookup.may_miss.begin(), lookup.may_miss.end(), out.programme) != lookup.may_miss.end();
  if (!out.programme.empty() && !programme && !may_miss) {
    std::vector<std::string> ids;
    for (const auto& [id, value] : lookup.known.programmes) ids.push_back(id);
    tell_unknown(in, kProgrammeKind, out.programme, ids, in.place(*node.find("programme")));
  }
  if (out.names_missing && programme && !programme->obligation)
    in.fault(kNoObligation, {out.programme}, in.place(*node.find("missing")));
  const Node* table = in.map(node, "table");
  if (!table || !in.has_shape(*table, shape("table"), in.place(*table))) return;
  ReportTemplate::Table& read = out.table.emplace();
  read.place = in.place(*table);
  read.title = in.words(*table, "title");
  read.figures = in.ids(*table, "figures");
  for (size_t i = 0; i < read.figures.size(); ++i) {
    std::string& name = read.figures[i];
    const Place at = in.place(table->find("figures")->items[i]);
    const size_t dot = name.find('.');
    if (dot == std::string::npos && out.programme.empty()) {
      in.fault(kProgrammeNeeded, {name}, at);
      continue;
    }
    if (dot == std::string::npos) name = out.programme + "." + name;
    const size_t cut = name.find('.');
    check_figure(in, lookup, {name.substr(0, cut), name.substr(cut + 1)}, at);
  }
}

}  // namespace

Loaded<ReportTemplate> load_report(const Source& source, const Catalogue& known,
                                   const std::vector<std::string>& unreadable) {
  Loaded<ReportTemplate> out;
  ReportTemplate report;
  ParsedYaml parsed = parse_yaml(source.text, source.name);
  for (Error& e : parsed.faults)
    if (out.findings.size() < kMostFindings) out.findings.push_back({std::move(e), Severity::fault});
  if (parsed.root) {
    const Node& root = *parsed.root;
    Reader in(source.name, out.findings);
    if (in.has_shape(root, shape("report"), in.place(root))) {
      report.source = source.text;
      read_report_head(in, root, report);
      check_report_version(in, root, report, known);
      FigureLookup lookup{known, nullptr, unreadable};
      const Node* sections = in.list(root, "sections");
      for (const Node& node : sections ? sections->items : std::vector<Node>())
        if (const Node* awaited = node.find("awaited"); awaited && awaited->text == "yes")
          if (const Node* programme = node.find("programme"); programme && programme->is_scalar())
            lookup.may_miss.push_back(programme->text);
      report.opening = read_paragraphs(in, root, "opening", "");
      check_paragraphs(in, lookup, report.opening, root.find("opening"));
      if (sections)
        for (const Node& node : sections->items) {
          ReportTemplate::Section section;
          section.place = in.place(node);
          if (!in.has_shape(node, shape("section"), section.place)) continue;
          read_section(in, node, lookup, section);
          report.sections.push_back(std::move(section));
        }
    }
  }
  sort_findings(out.findings);
  if (!has_faults(out.findings)) out.value = std::make_shared<const ReportTemplate>(std::move(report));
  return out;
}

}  // namespace jinguo::define
