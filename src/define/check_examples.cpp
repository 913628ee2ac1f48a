#include <algorithm>

#include "define/check_parts.h"
#include "define/define_error.h"

namespace jinguo::define {

void check_card(Checking& c) {
  Programme& p = c.programme;
  if (p.card.size() > kMostOnCard)
    c.in.fault(kTooManyEntries, {"card", std::to_string(kMostOnCard)}, c.at({"card"}));
  for (size_t i = 0; i < p.card.size(); ++i) {
    const Place at = c.at({"card", std::to_string(i)});
    const Field* field = p.field(p.card[i]);
    if (!field) {
      tell_unknown(c.in, kFieldKind, p.card[i], field_ids(p), at);
    } else if (field->type == FieldType::rows || field->type == FieldType::file ||
               field->type == FieldType::photo) {
      c.in.fault(kNotForType, {"card", std::string(row_of(field->type).name)}, at);
    } else if (field->retired) {
      c.in.fault(kRetiredUsed, {p.card[i], "card"}, at);
    }
  }
}

void check_sheet(Checking& c) {
  Programme& p = c.programme;
  if (!c.root.find("sheet")) {
    p.sheet.push_back({"unit", {}});
    for (const Field& f : p.fields)
      if (!f.computed && !f.retired && f.type != FieldType::rows && f.type != FieldType::file &&
          f.type != FieldType::photo)
        p.sheet.push_back({f.id, {}});
    return;
  }
  for (size_t i = 0; i < p.sheet.size(); ++i) {
    const std::string& id = p.sheet[i].field;
    const Place at = c.at({"sheet", std::to_string(i)});
    if (id == "unit" || id == "state" || id == "period") continue;
    const Field* field = p.field(id);
    if (!field) {
      tell_unknown(c.in, kFieldKind, id, field_ids(p), at);
      continue;
    }
    if (field->retired) c.in.fault(kRetiredUsed, {id, "sheet"}, at);
    if (field->type == FieldType::rows || field->type == FieldType::file || field->type == FieldType::photo)
      c.in.fault(kNotForType, {"sheet", std::string(row_of(field->type).name)}, at);
  }
}

namespace {

void check_given(Checking& c, const Example& example, const std::string& n) {
  for (const auto& [id, value] : example.given) {
    if (id == "unit" || id == "date" || id == "period") continue;
    const Place at = c.at({"examples", n, "given", id});
    const Field* field = c.programme.field(id);
    if (!field) {
      tell_unknown(c.in, kFieldKind, id, field_ids(c.programme), at);
      continue;
    }
    if (field->computed) c.in.fault(kNotAskable, {id}, at);
    const bool single = field->type == FieldType::choice || field->type == FieldType::term;
    if (!single || !field->choices || value.empty() || field->choices->find(value)) continue;
    // An example may show just this refusal.
    if (example.refused == id) continue;
    std::vector<std::string> codes;
    for (const Choice& choice : field->choices->items) codes.push_back(choice.code);
    tell_unknown(c.in, kChoiceKind, value, codes, at);
  }
}

}  // namespace

void check_examples(Checking& c) {
  Programme& p = c.programme;
  std::vector<std::string> events;
  for (const Event& e : p.events) events.push_back(e.id);
  for (size_t i = 0; i < p.examples.size(); ++i) {
    const Example& example = p.examples[i];
    const Node* list = c.root.find("examples");
    // Entries of a wrong shape were left out, so the number in the text is found by the place.
    size_t index = i;
    for (size_t k = 0; list && k < list->items.size(); ++k)
      if (list->items[k].line == example.place.line) index = k;
    const std::string n = std::to_string(index);
    check_given(c, example, n);
    for (size_t k = 0; k < example.when.size(); ++k)
      if (!p.event(example.when[k]))
        tell_unknown(c.in, kEventKind, example.when[k], events,
                     c.at({"examples", n, "when", std::to_string(k)}));
    if (!example.refused.empty() && !p.field(example.refused) && !p.event(example.refused)) {
      auto ids = field_ids(p);
      ids.insert(ids.end(), events.begin(), events.end());
      tell_unknown(c.in, kFieldKind, example.refused, ids, c.at({"examples", n, "then", "refused"}));
    }
    if (!example.state.empty() && !p.state(example.state))
      tell_unknown(c.in, kStateKind, example.state, state_ids(p), c.at({"examples", n, "then", "state"}));
    for (const auto& [id, value] : example.counts)
      if (!p.measure(id) && !p.indicator(id))
        tell_unknown(c.in, kFigureKind, id, figure_ids(p), c.at({"examples", n, "then", "counts", id}));
  }
}

void check_burden(Checking& c) {
  const auto is_typed = [](const Field& f) {
    return !f.computed && !f.retired && f.type != FieldType::term && f.type != FieldType::file &&
           f.type != FieldType::photo && f.type != FieldType::record && f.type != FieldType::unit &&
           f.type != FieldType::date && f.type != FieldType::person && !f.label.zh.empty();
  };
  for (const auto& [id, other] : c.known.programmes) {
    if (id == c.programme.id || other->level != c.programme.level) continue;
    for (const Field& mine : c.programme.fields)
      for (const Field& theirs : other->fields)
        if (is_typed(mine) && is_typed(theirs) && mine.type == theirs.type &&
            mine.label.zh == theirs.label.zh)
          c.in.advise(kAskedElsewhere, {mine.label.zh, other->title.zh, id + "." + theirs.id}, mine.place);
  }
}

}  // namespace jinguo::define
