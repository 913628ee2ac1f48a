#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "expr/check.h"
#include "expr/parse.h"

namespace jinguo::define {

const Programme* FigureLookup::find(std::string_view programme) const {
  if (own && own->id == programme) return own;
  return known.programme(programme);
}

namespace {

/// The programme, when it is there; told when it is not and may not miss.
const Programme* programme_of(Reader& in, const FigureLookup& lookup, const std::string& id,
                              const Place& at) {
  const Programme* p = lookup.find(id);
  if (p || std::find(lookup.may_miss.begin(), lookup.may_miss.end(), id) != lookup.may_miss.end()) return p;
  std::vector<std::string> ids;
  for (const auto& [other, value] : lookup.known.programmes) ids.push_back(other);
  if (lookup.own) ids.push_back(lookup.own->id);
  tell_unknown(in, kProgrammeKind, id, ids, at);
  return nullptr;
}

bool is_obligation_figure(const Programme& p, std::string_view figure) {
  return p.obligation &&
         std::find(kObligationFigures.begin(), kObligationFigures.end(), figure) != kObligationFigures.end();
}

void check_part(Reader& in, const FigureLookup& lookup, const TextPart& part, const Place& at) {
  using Kind = TextPart::Kind;
  const auto asks_quotient = [&](const FigureName& name) {
    const Programme* p = lookup.find(name.programme);
    if (p && !p->indicator(name.figure)) in.fault(kNotIndicator, {name.to_text()}, at);
  };
  switch (part.kind) {
    case Kind::figure:
    case Kind::top:
    case Kind::change:
      check_figure(in, lookup, part.figure, at);
      if (part.complete && check_figure(in, lookup, *part.complete, at)) asks_quotient(*part.complete);
      break;
    case Kind::running:
      if (check_figure(in, lookup, part.figure, at)) asks_quotient(part.figure);
      break;
    case Kind::late: {
      const Programme* p = programme_of(in, lookup, part.figure.programme, at);
      if (p && !p->obligation) in.fault(kNoObligation, {part.figure.programme}, at);
      break;
    }
    default:
      break;
  }
}

/// The figures a condition names become its slots.
void check_condition(Reader& in, const FigureLookup& lookup, Paragraph::Wording& wording) {
  const expr::Parsed parsed = expr::parse(wording.condition->text, wording.condition->place);
  if (!parsed.ast) {
    for (const Error& e : parsed.faults) in.fault(Error(e));
    return;
  }
  expr::Environment names;
  names.today = expr::Environment::Today::refused;
  bool good = true;
  for (const std::string& word : parsed.ast->names()) {
    const size_t dot = word.find('.');
    FigureName name{dot == std::string::npos ? (lookup.own ? lookup.own->id : "") : word.substr(0, dot),
                    dot == std::string::npos ? word : word.substr(dot + 1)};
    if (name.programme.empty()) {
      in.fault(kProgrammeNeeded, {word}, wording.condition->place);
      good = false;
    } else if (!check_figure(in, lookup, name, wording.condition->place)) {
      good = false;
    }
    names.names[word] = {.type = expr::Type::number,
                         .slot = static_cast<int>(wording.condition_figures.size())};
    wording.condition_figures.push_back(std::move(name));
  }
  if (!good) return;
  expr::Checked checked = expr::check(*parsed.ast, names);
  for (Error& e : checked.faults) in.fault(std::move(e));
  if (!checked.plan) return;
  if (checked.plan->type() != expr::Type::boolean)
    in.fault(kExpressionType,
             {"when", std::string(expr::name_of(expr::Type::boolean)),
              std::string(expr::name_of(checked.plan->type()))},
             wording.condition->place);
  wording.condition->plan = std::move(*checked.plan);
}

void check_wording(Reader& in, const FigureLookup& lookup, Paragraph::Wording& wording, const Node& node) {
  const auto check_text = [&](const std::vector<TextPart>& parts, std::string_view key) {
    const Node* text = node.find(key);
    if (!text || !text->is_scalar()) return;
    for (const TextPart& part : parts) check_part(in, lookup, part, place_in(*text, in.file(), part.offset));
  };
  check_text(wording.zh_parts, "zh");
  check_text(wording.en_parts, "en");
  if (wording.condition) check_condition(in, lookup, wording);
}

}  // namespace

bool check_figure(Reader& in, const FigureLookup& lookup, const FigureName& name, const Place& at) {
  const Programme* p = programme_of(in, lookup, name.programme, at);
  if (!p)
    return std::find(lookup.may_miss.begin(), lookup.may_miss.end(), name.programme) != lookup.may_miss.end();
  if (p->measure(name.figure) || p->indicator(name.figure) || is_obligation_figure(*p, name.figure))
    return true;
  auto ids = figure_ids(*p);
  if (p->obligation) ids.insert(ids.end(), kObligationFigures.begin(), kObligationFigures.end());
  tell_unknown(in, kFigureKind, name.figure, ids, at);
  return false;
}

void check_paragraphs(Reader& in, const FigureLookup& lookup, std::vector<Paragraph>& paragraphs,
                      const Node* list) {
  if (!list || !list->is_list()) return;
  size_t next = 0;
  for (const Node& item : list->items) {
    if (!item.is_map() || next >= paragraphs.size()) continue;
    Paragraph& paragraph = paragraphs[next++];
    const Node* either = item.find("either");
    if (!either || !either->is_list()) {
      if (!paragraph.wordings.empty()) check_wording(in, lookup, paragraph.wordings[0], item);
      continue;
    }
    size_t n = 0;
    for (const Node& one : either->items)
      if (one.is_map() && n < paragraph.wordings.size())
        check_wording(in, lookup, paragraph.wordings[n++], one);
  }
}

void check_report_part(Checking& c) {
  check_paragraphs(c.in, {c.known, &c.programme}, c.programme.report, c.root.find("report"));
}

}  // namespace jinguo::define
