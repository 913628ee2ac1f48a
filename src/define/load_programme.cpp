#include "define/load_programme.h"

#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "define/read_parts.h"
#include "define/yaml.h"

namespace jinguo::define {
namespace {

/// Syntax faults go into the findings; the root is absent when nothing can be read.
std::optional<Node> read_text(const Source& source, Findings& findings) {
  ParsedYaml parsed = parse_yaml(source.text, source.name);
  for (Error& e : parsed.faults)
    if (findings.size() < kMostFindings) findings.push_back({std::move(e), Severity::fault});
  return std::move(parsed.root);
}

template <class T>
Loaded<T> finish(T&& value, Findings&& findings) {
  Loaded<T> out;
  sort_findings(findings);
  if (!has_faults(findings)) out.value = std::make_shared<const T>(std::move(value));
  out.findings = std::move(findings);
  return out;
}

std::optional<DefinitionKind> kind_of(const Node& root) {
  if (root.find("programme")) return DefinitionKind::programme;
  if (root.find("list")) return DefinitionKind::list;
  if (root.find("report")) return DefinitionKind::report;
  return std::nullopt;
}

}  // namespace

std::optional<DefinitionKind> kind_of(const Source& source) {
  const ParsedYaml parsed = parse_yaml(source.text, source.name);
  return parsed.root ? kind_of(*parsed.root) : std::nullopt;
}

std::string programme_id_of(const Source& source) {
  const ParsedYaml parsed = parse_yaml(source.text, source.name);
  const Node* id = parsed.root ? parsed.root->find("programme") : nullptr;
  return id ? id->text : std::string();
}

Loaded<Programme> load_programme(const Source& source, const Catalogue& known) {
  Findings findings;
  Programme programme;
  const auto root = read_text(source, findings);
  if (!root) return finish(std::move(programme), std::move(findings));
  Reader in(source.name, findings);
  if (in.has_shape(*root, shape("programme"), in.place(*root))) {
    programme.source = source.text;
    read_head(in, *root, programme);
    read_fields(in, *root, programme);
    read_states(in, *root, programme);
    read_events(in, *root, programme);
    read_checks(in, *root, programme);
    read_rights(in, *root, programme);
    read_obligation(in, *root, programme);
    read_measures(in, *root, programme);
    read_indicators(in, *root, programme);
    programme.report = read_paragraphs(in, *root, "report", programme.id);
    read_sheet(in, *root, programme);
    read_examples(in, *root, programme);
    read_migrations(in, *root, programme);

    const Programme* active = known.programme(programme.id);
    Checking checking{programme, *root, in, known,
                      active && active->source != source.text ? active : nullptr};
    check_names(checking);
    check_expressions(checking);
    check_flow(checking);
    check_obligation(checking);
    check_measures(checking);
    check_indicators(checking);
    check_report_part(checking);
    check_card(checking);
    check_sheet(checking);
    check_examples(checking);
    check_version(checking);
    check_burden(checking);
  }
  return finish(std::move(programme), std::move(findings));
}

Loaded<ChoiceList> load_list(const Source& source, const Catalogue& known) {
  Findings findings;
  ChoiceList list;
  const auto root = read_text(source, findings);
  if (!root) return finish(std::move(list), std::move(findings));
  Reader in(source.name, findings);
  if (in.has_shape(*root, shape("list"), in.place(*root))) {
    list.id = in.id(*root, "list");
    if (!list.id.empty()) in.is_id(list.id, in.place(*root->find("list")));
    list.title = in.words(*root, "title");
    list.is_terms = in.yes(*root, "terms", false);
    if (const Node* items = in.map(*root, "items")) list.items = read_choices(in, *items, list.is_terms);
    const auto active = known.lists.find(list.id);
    if (active != known.lists.end())
      for (const Choice& choice : active->second->items)
        if (!list.find(choice.code))
          in.fault(kChoiceRemoved, {list.id, choice.code, choice.code + ": {…, retired: YYYY-MM-DD}"},
                   in.place(root->entries.front()));
  }
  return finish(std::move(list), std::move(findings));
}

LoadedCatalogue load_all(const std::vector<Source>& sources, const Catalogue& known) {
  LoadedCatalogue out;
  out.catalogue = known;
  struct Sorted {
    DefinitionKind kind;
    int64_t version;
    std::string id;
    const Source* source;
  };
  std::vector<Sorted> order;
  for (const Source& source : sources) {
    ParsedYaml parsed = parse_yaml(source.text, source.name);
    const auto kind = parsed.root ? kind_of(*parsed.root) : std::nullopt;
    if (!kind) {
      if (parsed.root && parsed.faults.empty())
        parsed.faults.push_back(Error(kUnknownKind).at({source.name, 1, 1, {}}));
      for (Error& e : parsed.faults) out.findings.push_back({std::move(e), Severity::fault});
      continue;
    }
    const Node* version = parsed.root->find("version");
    const Node* id = parsed.root->find("programme");
    const auto number = version ? Decimal::parse(version->text) : std::nullopt;
    order.push_back({*kind, number ? number->scaled(0).value_or(0) : 0, id ? id->text : "", &source});
  }
  const auto rank = [](const Sorted& s) {
    return std::pair(s.kind == DefinitionKind::list        ? 0
                     : s.kind == DefinitionKind::programme ? 1
                                                           : 2,
                     s.version);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Sorted& a, const Sorted& b) { return rank(a) < rank(b); });
  std::vector<std::string> unreadable;
  const auto take = [&](auto&& loaded, auto& into) {
    out.findings.insert(out.findings.end(), loaded.findings.begin(), loaded.findings.end());
    if (loaded.value) into[loaded.value->id] = loaded.value;
    return loaded.value != nullptr;
  };
  for (const Sorted& s : order) {
    if (s.kind == DefinitionKind::list) take(load_list(*s.source, out.catalogue), out.catalogue.lists);
    if (s.kind == DefinitionKind::programme &&
        !take(load_programme(*s.source, out.catalogue), out.catalogue.programmes))
      unreadable.push_back(s.id);
    if (s.kind == DefinitionKind::report)
      take(load_report(*s.source, out.catalogue, unreadable), out.catalogue.reports);
  }
  sort_findings(out.findings);
  return out;
}

}  // namespace jinguo::define
