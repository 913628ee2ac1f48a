#include <algorithm>
#include <set>

#include "define/check_parts.h"
#include "define/define_error.h"
#include "expr/ast.h"

namespace jinguo::define {
namespace {

constexpr std::string_view kReservedFields[] = {
    "unit",     "state",      "date",       "filed_on",   "period",     "id",         "version",   "shard",
    "position", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "programme", "rank",
    "number",   "rowid",      "oid",        "ctid",       "xmin",       "xmax"};
constexpr std::string_view kReservedFigures[] = {"expected", "reported", "on_time", "missing",
                                                 "unit",     "period",   "date",    "top",
                                                 "running",  "late",     "change"};
/// Words no table can be named by, and the tables that are there already.
constexpr std::string_view kReservedProgrammes[] = {
    "unit",     "units",   "log",     "event",    "events", "record",  "records",
    "person",   "persons", "account", "accounts", "audit",  "posting", "session",
    "sessions", "file",    "files",   "table",    "select", "order",   "group",
    "user",     "index",   "shard",   "report",   "list",   "me",      "admin"};

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// A list named by a field: from the catalogue, fit for the type.
void bind_list(Checking& c, Field& field, std::initializer_list<std::string_view> path, const Node* node) {
  const Node* list = node ? node->find("list") : nullptr;
  if (!list || !list->is_scalar() || list->is_empty()) return;
  const auto found = c.known.lists.find(list->text);
  if (found == c.known.lists.end()) {
    std::vector<std::string> lists;
    for (const auto& [id, value] : c.known.lists) lists.push_back(id);
    tell_unknown(c.in, kListKind, list->text, lists, c.at(path));
    c.unsure.push_back(field.id);
    return;
  }
  field.choices = found->second;
  if (field.type == FieldType::term && !found->second->is_terms)
    c.in.fault(kNotTerms, {list->text}, c.at(path));
}

/// The choices of a field taken from the unit are the levels that file, each once.
void check_from_unit(Checking& c, const Field& field) {
  if (!field.choices) return;
  bool fits = true;
  for (const Choice& choice : field.choices->items) {
    const auto level = org::parse_level(choice.code);
    fits = fits && level && c.programme.is_filed_at(*level);
  }
  for (const org::LevelRow& row : org::kLevels)
    if (row.level != org::Level::body && c.programme.is_filed_at(row.level))
      fits = fits && field.choices->find(row.name);
  if (fits) return;
  const Words levels = c.programme.filing_levels();
  c.in.fault(kFromUnitChoices, {field.id, levels.en, levels.en}, field.place);
}

void check_also_at(Checking& c) {
  const Programme& p = c.programme;
  const Node* list = c.root.find("also_at");
  if (!list || !list->is_list()) return;
  if (p.return_period) c.in.fault(kAlsoAtReturn, {}, c.at({"also_at"}));
  for (const Node& item : list->items) {
    const auto level = item.is_scalar() ? org::parse_level(item.text) : std::nullopt;
    if (level && (*level == p.level || *level == org::Level::body))
      c.in.fault(kAlsoAtAnyway, {item.text}, c.in.place(item));
  }
}

void check_fields(Checking& c) {
  Programme& p = c.programme;
  const Node* fields = c.root.find("fields");
  for (Field& field : p.fields) {
    const Node* node = fields ? fields->find(field.id) : nullptr;
    if (holds(kReservedFields, field.id) || expr::is_keyword(field.id))
      c.in.fault(kReservedId, {field.id}, field.place);
    const Node* type = node ? node->find("type") : nullptr;
    if (!type || !type->is_scalar() || !parse_field_type(type->text)) c.unsure.push_back(field.id);
    bind_list(c, field, {"fields", field.id, "list"}, node);
    if (field.is_from_unit) check_from_unit(c, field);
    const Node* columns = node ? node->find("columns") : nullptr;
    for (Field& column : field.columns) {
      if (expr::is_keyword(column.id)) c.in.fault(kReservedId, {column.id}, column.place);
      bind_list(c, column, {"fields", field.id, "columns", column.id, "list"},
                columns ? columns->find(column.id) : nullptr);
    }
    if (!field.record_of.empty() && field.record_of != p.id && !c.known.programme(field.record_of)) {
      std::vector<std::string> programmes;
      for (const auto& [id, value] : c.known.programmes) programmes.push_back(id);
      tell_unknown(c.in, kProgrammeKind, field.record_of, programmes, c.at({"fields", field.id, "of"}));
    }
  }
}

void check_head(Checking& c) {
  Programme& p = c.programme;
  if (holds(kReservedProgrammes, p.id)) c.in.fault(kReservedId, {p.id}, c.at({"programme"}));
  if (p.fields.empty() || p.states.empty())
    c.in.fault(kNothingToAsk, {}, c.at({p.fields.empty() ? "fields" : "states"}));
  check_also_at(c);
  if (!p.date_field.empty()) {
    const Field* field = p.field(p.date_field);
    if (!field)
      tell_unknown(c.in, kFieldKind, p.date_field, field_ids(p), c.at({"date"}));
    else if (field->type != FieldType::date && !holds(c.unsure, field->id))
      c.in.fault(kDateField, {field->id}, c.at({"date"}));
  }
  for (size_t i = 0; i < p.unique.size(); ++i) {
    const std::string& id = p.unique[i];
    const Place at = c.at({"unique", std::to_string(i)});
    if (id == "unit") continue;
    if (id == "period") {
      if (!p.return_period) c.in.fault(kPeriodMissing, {}, at);
      continue;
    }
    const Field* field = p.field(id);
    if (!field) {
      auto ids = field_ids(p);
      ids.insert(ids.begin(), {"unit", "period"});
      tell_unknown(c.in, kFieldKind, id, ids, at);
    } else if (field->type == FieldType::rows || field->type == FieldType::choices ||
               field->type == FieldType::long_text) {
      c.in.fault(kUniqueType, {id, std::string(row_of(field->type).name)}, at);
    } else if (field->retired) {
      c.in.fault(kRetiredUsed, {id, "unique"}, at);
    }
  }
}

}  // namespace

Place Checking::at(std::initializer_list<std::string_view> path) const {
  const Node* node = &root;
  Place best = in.place(root);
  for (const std::string_view step : path) {
    if (node->is_list()) {
      size_t index = 0;
      for (const char digit : step) index = index * 10 + static_cast<size_t>(digit - '0');
      if (index >= node->items.size()) return best;
      node = &node->items[index];
      best = in.place(*node);
      continue;
    }
    const auto entry = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const Node::Entry& e) { return e.key == step; });
    if (entry == node->entries.end()) return best;
    node = &entry->value;
    best = node->is_scalar() && node->line > 0 ? in.place(*node) : in.place(*entry);
  }
  return best;
}

void tell_unknown(Reader& in, const Named& kind, const std::string& id, const std::vector<std::string>& known,
                  const Place& at) {
  if (in.is_full()) return;
  constexpr size_t kListed = 60;
  const std::string_view meant = nearest_word(id, known);
  std::string others = known.empty() ? "—" : "";
  for (size_t i = 0; i < known.size() && i < kListed; ++i) others += (i > 0 ? ", " : "") + known[i];
  if (known.size() > kListed) others += " …";
  in.fault(meant.empty() ? kUnknownId : kUnknownIdMeant,
           {std::string(kind.zh), id, meant.empty() ? others : std::string(meant), std::string(kind.en)}, at);
}

std::vector<std::string> field_ids(const Programme& programme) {
  std::vector<std::string> out;
  for (const Field& f : programme.fields) out.push_back(f.id);
  return out;
}

std::vector<std::string> state_ids(const Programme& programme) {
  std::vector<std::string> out;
  for (const State& s : programme.states) out.push_back(s.id);
  return out;
}

std::vector<std::string> figure_ids(const Programme& programme) {
  std::vector<std::string> out;
  for (const Measure& m : programme.measures)
    if (m.id.find('.') == std::string::npos) out.push_back(m.id);
  for (const Indicator& i : programme.indicators) out.push_back(i.id);
  return out;
}

void check_names(Checking& c) {
  check_fields(c);
  check_head(c);
  Programme& p = c.programme;
  for (const State& s : p.states)
    if (expr::is_keyword(s.id)) c.in.fault(kReservedId, {s.id}, s.place);
  for (const Measure& m : p.measures)
    if (holds(kReservedFigures, m.id) || expr::is_keyword(m.id)) c.in.fault(kReservedId, {m.id}, m.place);
  for (const Indicator& i : p.indicators) {
    if (holds(kReservedFigures, i.id) || expr::is_keyword(i.id)) c.in.fault(kReservedId, {i.id}, i.place);
    if (p.measure(i.id)) c.in.fault(kSameId, {i.id, "measures"}, i.place);
  }
}

}  // namespace jinguo::define
